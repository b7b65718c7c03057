import FoundationEssentials
import Sportsbooks
import TestKit
import Testing

@Suite struct DevigCalculationTests {
  private struct Answer: Decodable {
    let p: [Double]?
    let error: String?
    let warning: String?
  }

  private func answer(_ line: String) throws -> Answer {
    let text = DevigCalculation.answer(to: line)
    #expect(!text.contains("\n"))
    return try JSONDecoder().decode(Answer.self, from: Data(text.utf8))
  }

  @Test func `a line is answered with probabilities that read back exactly`() throws {
    let text = DevigCalculation.answer(to: #"{"odds":[1.5,2.6],"method":"shin"}"#)
    let found = try answer(#"{"odds":[1.5,2.6],"method":"shin"}"#)
    #expect(text.hasPrefix(#"{"p":["#))
    #expect(found.error == nil && found.warning == nil)
    let p = try #require(found.p)
    #expect(abs(p[0] - (1 / 1.5 - (1 / 1.5 + 1 / 2.6 - 1) / 2)) < 1e-15)
  }

  @Test func `every reference market is answered for every method`() throws {
    struct Reference: Decodable {
      struct Value: Decodable { let p: [Double] }
      struct Market: Decodable {
        let id: Int
        let odds: [Double]
        let hp: [String: Value]
      }
      let markets: [Market]
    }
    guard let path = Shared.path("refvals/01_devig_markets.json") else {
      #expect(!Shared.isRequired)
      return
    }
    let data = try Data(contentsOf: URL(filePath: path))
    for market in try JSONDecoder().decode(Reference.self, from: data).markets {
      for method in ["multiplicative", "additive", "power", "odds_ratio", "probit", "shin"] {
        let found = try answer(#"{"odds":\#(market.odds),"method":"\#(method)"}"#)
        guard market.odds.allSatisfy({ $0 > 1 }) else {
          #expect(found.p == nil && found.error != nil)
          continue
        }
        let p = try #require(found.p, "market \(market.id) \(method)")
        for (value, wanted) in zip(p, try #require(market.hp[method]).p) {
          #expect(abs(value - wanted) < 1e-12)
        }
        #expect(
          (market.odds.reduce(0) { $0 + 1 / $1 } < 1) == (found.warning?.contains("under") ?? false)
        )
      }
    }
  }

  @Test(arguments: [
    "", "{}", "nonsense", #"{"odds":[1.5,2.6]}"#, #"{"odds":[1.5],"method":"shin"}"#,
    #"{"odds":[1.5,1.0],"method":"shin"}"#, #"{"odds":[1.5,"NaN"],"method":"power"}"#,
    #"{"odds":[1.5,null],"method":"power"}"#, #"{"odds":[1.5,-3],"method":"power"}"#,
    #"{"odds":[1.5,2.6],"method":"logarithmic"}"#, #"{"odds":[],"method":"shin"}"#,
    #"{"odds":"1.5","method":"shin"}"#, #"{"odds":[1e999,2],"method":"shin"}"#,
    #"{"odds":[1.5,2.6,],"method":"shin"}"#, #"{"odds":[1.5,2.6],"method":"shin",}"#,
    #"[{"odds":[1.5,2.6],"method":"shin"}]"#, #"{"odds":[1.5,2.6],"method":"shin"} 1"#,
  ])
  func `a line that cannot be used gets an error`(line: String) throws {
    let found = try answer(line)
    #expect(found.p == nil)
    #expect(found.error?.isEmpty == false)
  }

  @Test(arguments: [
    (#"{"odds":[1.5,2.6],"method":"shin","method":"power"}"#, "method is given twice"),
    (#"{"odds":[1.5,2.6],"odds":[9,9],"method":"shin"}"#, "odds is given twice"),
    (
      #"{"odds":[1.5,2.6],"\u006fdds":[9,9],"method":"shin"}"#,
      "not valid JSON: expected a plain name"
    ),
    (#"{"odds":[1.5,2.6]}"#, "method is missing; expected"),
    (#"{"method":"shin"}"#, "odds is missing; expected"),
    (#"{"odds":[1.5,"2.6"],"method":"shin"}"#, "price 2: not a number"),
    (#"{"odds":[1.5,2.6],"method":5}"#, "method has the wrong type"),
    (#"{"odds":[NaN,2.6],"method":"shin"}"#, "not valid JSON: expected a value at byte 10"),
    (#"{"odds":[1.5,2.6"#, "not valid JSON: expected a comma or a closing bracket at byte 17"),
    ("[]", "not a JSON object"), ("nonsense", "not a JSON object"),
  ])
  func `the error says what is wrong and where`(line: String, reason: String) throws {
    #expect(try #require(try answer(line).error).hasPrefix(reason))
  }

  @Test func `a deep nest is refused, not followed`() throws {
    let line = #"{"odds":"# + String(repeating: "[", count: 100_000)
    #expect(try answer(line).error?.hasPrefix("not valid JSON: expected less nesting") == true)
  }
}
