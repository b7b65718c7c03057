import Market
import Probability
import Sportsbooks
import TestKit
import Testing
import Trading

/// Recorded November held against what an independent check of the same recordings found.
///
/// How its counts arise is worked out here: multiplicative margin removal (Shin gives deviations of
/// 0.9, 0.8, 1.2 and 1.2 c), quotes with two sides no wider than 10 c (with every width NCAAF has
/// 1.45 c, not 1.3 c), rows half an hour or more before the start. An edge is one leg of one quote
/// row: fair value less ask. Seventeen keep a cent with a post-only bid one cent above the best and
/// both maker fees, entry and exit at fair value, rounded up to whole cents.
///
/// Two counts of the check differ by one. 27 is how many markets the false takers are of: 28 rows,
/// for the spread of Mississippi State by 25 stands in both sweeps of 24 November. Its 41st edge is
/// unexplained: it is not the bounds (four rows lie on 2 c to the last digit, all counted), not the
/// half hour (no edge lies between 22 and 31 minutes before the start), not the width (none is
/// wider than 6 c); three more edges have nobody on the other side, so with those it would be 43.
@Suite struct FiguresTests {
  static let halfAnHour = 1_800.0

  typealias Evaluations = Result<[FiguresEvaluation.Source: FiguresEvaluation], any Error>
  static let multiplicative = evaluations(.multiplicative)
  static let shin = evaluations(.shin)

  /// By source; without those that are not here.
  static func evaluations(_ method: DevigMethod) -> Evaluations {
    Result {
      var found: [FiguresEvaluation.Source: FiguresEvaluation] = [:]
      for source in FiguresEvaluation.Source.allCases {
        found[source] = try FiguresEvaluation(source, method: method)
      }
      return found
    }
  }

  /// The rows the independent check looked at.
  static func edges(
    _ evaluation: FiguresEvaluation, cents: Range<Double>
  ) -> [FiguresEvaluation.Leg] {
    evaluation.legs.filter {
      $0.secondsToStart > halfAnHour && ($0.widthCents ?? .infinity) < 10.5
        && cents.contains($0.grossCents + 1e-9)
    }
  }

  static func fees() throws -> FeeSchedule {
    try FeeSchedule(
      type: .quadraticWithMakerFees, multiplier: .one, rounding: .legacyCentCeiling)
  }

  @Test(arguments: FiguresEvaluation.Source.allCases)
  func `November has 9,407 rows of our leagues in twelve sweeps`(
    _ source: FiguresEvaluation.Source
  ) throws {
    guard let found = try Self.multiplicative.get()[source] else { return }
    #expect(found.rows == 9_407)
    #expect(found.sweeps == 12)
    // The check counted 9,464: with the other league's.
    if source == .shared { #expect(found.rows + found.otherLeagueRows >= 9_464) }
  }

  @Test(arguments: FiguresEvaluation.Source.allCases)
  func `before games start bookmakers and exchange agree to a cent or so`(
    _ source: FiguresEvaluation.Source
  ) throws {
    guard let found = try Self.multiplicative.get()[source] else { return }
    let expected: [(League, Double)] = [
      (.nfl, 1.0), (.nba, 1.1), (.ncaaf, 1.3), (.ncaamb, 1.5),
    ]
    for (league, deviation) in expected {
      let before = found.differences.filter {
        $0.league == league && $0.secondsToStart > 0 && $0.widthCents < 10.5
      }.map(\.cents)
      let (mean, spread) = Self.moments(before)
      #expect(abs(mean) < 0.3, "\(league)")
      #expect(abs(spread - deviation) < 0.05, "\(league): \(spread)")
      let after = found.differences.filter { $0.league == league && $0.secondsToStart <= 0 }
        .map(\.cents)
      if league != .nfl { #expect(Self.moments(after).1 > 5, "\(league) in play") }
    }
  }

  @Test(arguments: FiguresEvaluation.Source.allCases)
  func `three takers, all college basketball of 24 November`(
    _ source: FiguresEvaluation.Source
  ) throws {
    guard let found = try Self.multiplicative.get()[source] else { return }
    #expect(
      Set(Self.edges(found, cents: 5..<100).map(\.ticker)) == [
        "KXNCAAMBSPREAD-25NOV24CREIBAY-BAY4", "KXNCAAMBSPREAD-25NOV24HALLNCST-NCST7",
        "KXNCAAMBTOTAL-25NOV24UTRGVILL-164",
      ])
    // Without the rules of the check there are two more rows: a quote of 57 to 78, and one of 24
    // minutes before the start.
    let all = found.legs.filter { $0.secondsToStart > 0 && $0.grossCents >= 5 }
    #expect(all.count == 5)
    #expect(all.allSatisfy { $0.league == .ncaamb && "\($0.fileDate)" == "2025-11-24" })
    let wide = try #require(all.first { $0.ticker.hasSuffix("UABSIU-154") })
    #expect(abs((wide.widthCents ?? 0) - 21) < 1e-6)
    let late = try #require(all.first { $0.ticker.hasSuffix("MASSORST-152") })
    #expect(abs(late.secondsToStart - 1_429) < 1)
  }

  @Test(arguments: FiguresEvaluation.Source.allCases)
  func `forty edges of two to five cents, seventeen keep one after whole-cent fees`(
    _ source: FiguresEvaluation.Source
  ) throws {
    guard let found = try Self.multiplicative.get()[source] else { return }
    let edges = Self.edges(found, cents: 2..<5)
    #expect(edges.count == 40)
    let fees = try Self.fees()
    let kept = try edges.filter { leg in
      let price = Price(tenThousandths: Int(try #require(leg.bid).tenThousandths) + 100)
      let value = try #require(Price(roundingDown: leg.fair))
      let one = Quantity(contracts: 1)
      let cost =
        fees.fee(price: price, quantity: one, liquidity: .maker).microDollars
        + fees.fee(price: value, quantity: one, liquidity: .maker).microDollars
      return leg.fair - price.probability - Double(cost) / 1e6 >= 0.01 - 1e-9
    }
    #expect(kept.count == 17)
  }

  @Test(arguments: FiguresEvaluation.Source.allCases)
  func `the wrong strike makes false takers of 27 markets`(_ source: FiguresEvaluation.Source)
    throws
  {
    guard
      let found = try FiguresEvaluation(source, method: .multiplicative, strike: .below)
    else { return }
    let edges = Self.edges(found, cents: 5..<100)
    #expect(Set(edges.map(\.ticker)).count == 27)
    #expect(edges.count == 28)
    #expect(edges.count { $0.ticker == "KXNCAAMBSPREAD-25NOV24UNOMSST-MSST25" } == 2)
  }

  /// The default method of our leagues: what the engine sees of the same rows.
  @Test(arguments: FiguresEvaluation.Source.allCases)
  func `by the default method five rows are takers, the nearest by four thousandths of a cent`(
    _ source: FiguresEvaluation.Source
  ) throws {
    guard let found = try Self.shin.get()[source] else { return }
    let takers = found.legs.filter { $0.secondsToStart > 0 && $0.grossCents >= 5 }
      .sorted { $0.grossCents > $1.grossCents }
    #expect(
      takers.map { ($0.grossCents * 1_000).rounded() / 1_000 } == [
        5.998, 5.572, 5.452, 5.345, 5.004,
      ])
    #expect(takers.map(\.bookmakers) == [2, 2, 3, 2, 1])
    #expect(takers.map(\.outcome) == [.no, .yes, .no, .no, .yes])
  }

  static func moments(_ values: [Double]) -> (mean: Double, deviation: Double) {
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (squares / Double(values.count - 1)).squareRoot())
  }
}
