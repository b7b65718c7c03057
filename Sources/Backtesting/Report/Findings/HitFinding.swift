internal import Market
public import Probability

/// How often a bet came out ahead. A bet is a market with fills that is settled or closed; of a
/// market still open nobody knows yet.
public struct HitFinding: Hashable, Sendable, Codable {
  /// Of fewer decided bets a rate says nothing.
  public static let fewestBets = 10

  public var bets: Int
  public var wins: Int
  public var losses: Int
  /// A profit of exactly zero: in no rate.
  public var evens: Int
  /// Markets with fills that are still open.
  public var stillOpen: Int
  /// Wins of wins and losses, 0...1.
  public var rate: Double
  /// Wilson's, at 95 %, as if bets were independent of each other.
  public var interval: Finding<ConfidenceInterval>

  static func find(in result: BacktestResult) -> Finding<HitFinding> {
    let traded = result.markets.filter { $0.fills > 0 }
    let bets = traded.filter { $0.paid != nil || $0.open.isZero }
    let stillOpen = traded.count - bets.count
    let rate = HitRate(profits: bets.map(\.profit))
    guard !traded.isEmpty else { return .insufficient("nothing was filled") }
    let counts = Self.counts(
      wins: rate.wins, losses: rate.losses, evens: rate.evens, stillOpen: stillOpen)
    // Evens decide nothing: the rate is of wins and losses.
    let decided = rate.wins + rate.losses
    guard decided >= fewestBets, let share = rate.rate else {
      return .insufficient(
        "it needs at least \(fewestBets) decided bets, got \(decided) (\(counts))")
    }
    return .value(
      HitFinding(
        bets: bets.count, wins: rate.wins, losses: rate.losses, evens: rate.evens,
        stillOpen: stillOpen, rate: share,
        interval: Finding(of: "decided bets") { () throws(StatisticsError) in
          try rate.interval()
        }))
  }

  /// The bets that the rate counts, and those that it does not, in words.
  var counts: String {
    Self.counts(wins: wins, losses: losses, evens: evens, stillOpen: stillOpen)
  }

  private static func counts(wins: Int, losses: Int, evens: Int, stillOpen: Int) -> String {
    var text = "\(NumberText.count(wins)) won, \(NumberText.count(losses)) lost"
    if evens > 0 { text += ", \(NumberText.count(evens)) even (in no rate)" }
    if stillOpen > 0 { text += ", \(NumberText.count(stillOpen)) still open (not counted)" }
    return text
  }
}
