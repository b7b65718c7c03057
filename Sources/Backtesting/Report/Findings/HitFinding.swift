internal import Market
public import Probability

/// How often a bet came out ahead. A bet is a market with fills that is settled or closed; of a
/// market still open nobody knows yet.
public struct HitFinding: Hashable, Sendable, Codable {
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
    let rate = HitRate(profits: bets.map(\.profit))
    guard let share = rate.rate else {
      return .insufficient(
        traded.isEmpty
          ? "nothing was filled" : "no bet is decided (\(traded.count - bets.count) still open)")
    }
    return .value(
      HitFinding(
        bets: bets.count, wins: rate.wins, losses: rate.losses, evens: rate.evens,
        stillOpen: traded.count - bets.count, rate: share,
        interval: Finding(of: "decided bets") { () throws(StatisticsError) in
          try rate.interval()
        }))
  }
}
