import FoundationEssentials
import Probability
import TestKit
import Testing

@Suite struct OddsTests {
  private struct Reference: Decodable {
    struct Conversion: Decodable {
      let american: Double
      let decimal: Double
      let fractional: String
      let implied: Double
    }
    struct Inverse: Decodable {
      let p: Double
      let decimal: Double
      let american: Double
    }
    let conversions: [Conversion]
    let inverses: [Inverse]

    enum CodingKeys: String, CodingKey {
      case conversions
      case inverses = "prob_to_american"
    }
  }

  @Test func `conversions give the reference values`() throws {
    guard let path = Shared.path("refvals/01_odds_conversions.json") else {
      #expect(!Shared.isRequired)
      return
    }
    let data = try Data(contentsOf: URL(filePath: path))
    let reference = try JSONDecoder().decode(Reference.self, from: data)
    #expect(!reference.conversions.isEmpty && !reference.inverses.isEmpty)
    for row in reference.conversions {
      let decimal = try Odds.decimal(american: row.american)
      #expect(abs(decimal - row.decimal) < 1e-13 * row.decimal)
      #expect(abs(try Odds.impliedProbability(decimal: decimal) - row.implied) < 1e-13)
      let parts = row.fractional.split(separator: "/").compactMap { Int($0) }
      let fraction = try Odds.decimal(numerator: parts[0], denominator: parts[1])
      #expect(abs(fraction - row.decimal) < 1e-13 * row.decimal)
    }
    for row in reference.inverses {
      #expect(abs(try Odds.american(probability: row.p) - row.american) < 1e-9)
      #expect(abs(try Odds.decimal(probability: row.p) - row.decimal) < 1e-12)
    }
  }

  @Test func `what is no price is refused`() {
    #expect(throws: OddsError.americanInsideHundred(99)) { try Odds.decimal(american: 99) }
    #expect(throws: OddsError.americanInsideHundred(-50)) { try Odds.decimal(american: -50) }
    #expect(throws: OddsError.notFinite) { try Odds.decimal(american: .nan) }
    #expect(throws: OddsError.notFinite) { try Odds.impliedProbability(decimal: .infinity) }
    #expect(throws: OddsError.notAboveOne(1)) { try Odds.impliedProbability(decimal: 1) }
    #expect(throws: OddsError.notAFraction) { try Odds.decimal(numerator: 1, denominator: 0) }
    #expect(throws: OddsError.self) { try Odds.american(probability: 0) }
    #expect(throws: OddsError.self) { try Odds.american(probability: 1) }
    #expect(throws: OddsError.self) { try Odds.decimal(probability: .nan) }
  }

  @Test func `+100 and -100 are the same price`() throws {
    #expect(try Odds.decimal(american: 100) == Odds.decimal(american: -100))
    #expect(try Odds.american(probability: 0.5) == 100)
  }
}
