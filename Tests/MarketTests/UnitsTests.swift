import FoundationEssentials
import Market
import TestKit
import Testing

@Suite struct UnitsTests {
  @Test func `a model price rounds against us and exact steps stay`() {
    for value in 0...10_000 {
      let probability = Double(value) / 10_000
      #expect(Price(roundingDown: probability) == Price(tenThousandths: value))
      #expect(Price(roundingUp: probability) == Price(tenThousandths: value))
    }
    #expect(Price(roundingDown: 0.52349) == Price(tenThousandths: 5_234))
    #expect(Price(roundingUp: 0.52341) == Price(tenThousandths: 5_235))
    for bad in [-0.0001, 1.0001, .nan, .infinity, -.infinity] {
      #expect(Price(roundingDown: bad) == nil && Price(roundingUp: bad) == nil)
    }
  }

  @Test func `price times size is exact cash and the two legs make a dollar`() {
    let seed: UInt64 = 0xCA5
    var random = SeededGenerator(seed: seed)
    for _ in 0..<1_000 {
      let price = Price(tenThousandths: Int.random(in: 0...10_000, using: &random))
      let size = Quantity(hundredths: Int64.random(in: 0...1_000_000, using: &random))
      #expect(price * size + price.complement * size == Price.dollar * size, "seed \(seed)")
      #expect((price * size).microDollars == Int64(price.tenThousandths) * size.hundredths)
    }
  }

  @Test func `prices out of range are refused from outside`() throws {
    #expect(Price(exactly: -1) == nil && Price(exactly: 10_001) == nil)
    #expect(Price(exactly: .max) == nil)
    let data = try JSONEncoder().encode([Price(cents: 52)])
    #expect(String(decoding: data, as: UTF8.self) == "[5200]")
    #expect(try JSONDecoder().decode([Price].self, from: data) == [Price(cents: 52)])
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([Price].self, from: Data("[10001]".utf8))
    }
  }

  @Test(arguments: [
    (0.5, 1, "0.5"), (-0.5, -1, "-0.5"), (3, 6, "3"), (-3, -6, "-3"), (47.5, 95, "47.5"),
    (0, 0, "0"),
  ])
  func `half points are exact`(points: Double, halves: Int, text: String) throws {
    let value = try #require(HalfPoints(points: points))
    #expect(value == HalfPoints(halves: halves))
    #expect(value.description == text && value.points == points)
    #expect(value.canPush == (halves % 2 == 0))
    #expect(-(-value) == value)
  }

  @Test func `what is no half point is refused`() {
    for bad in [0.25, 10_000.5, -.infinity, .nan] { #expect(HalfPoints(points: bad) == nil) }
  }

  @Test func `leagues read in every spelling met`() {
    #expect(League(spelling: "cbb") == .ncaamb && League(spelling: "CFB") == .ncaaf)
    #expect(League(spelling: "Nfl") == .nfl && League(spelling: "XFL") == nil)
    for league in League.allCases { #expect(League(spelling: league.rawValue) == league) }
  }

  @Test func `days and dates are inverse over four centuries`() throws {
    for day in stride(from: -100_000, through: 100_000, by: 13) {
      let date = CivilDate(daysSinceEpoch: day)
      #expect(date.daysSinceEpoch == day)
      #expect(CivilDate(year: date.year, month: date.month, day: date.day) == date)
      #expect(CivilDate(text: date.description) == date)
    }
  }
}
