public import Market

/// What the gate judges an intent by: all of it at the worst, as if everything in flight filled.
public struct RiskView: Hashable, Sendable {
  /// Of the ledger that pays; in flight is taken off already.
  public var cash: Money
  /// On the exchange's shard that the market is traded on; nil where shards do not matter.
  public var shardCash: Money?
  /// Cash and what is held, as percentages of it are counted.
  public var bankroll: Money
  // Held and in flight.
  public var marketContracts: Int64 = 0
  public var eventContracts: Int64 = 0
  public var gameExposure = Money.zero
  public var sportExposure = Money.zero
  public var totalExposure = Money.zero
  public var activeMarkets: Int64 = 0
  /// The intent's market is one of them.
  public var isMarketActive = false
  public var openOrders: Int64 = 0
  // The day so far.
  /// What it has lost, above zero for a loss.
  public var dailyLoss = Money.zero
  public var dailyTrades: Int64 = 0
  /// Contracts traded and in flight.
  public var dailyVolume: Int64 = 0
  public var consecutiveLosses: Int64 = 0
  /// Highest equity less equity now.
  public var drawdown = Money.zero
  // Rates, by admissions.
  public var ordersLastMinute: Int64 = 0
  /// When the first of them is a minute old.
  public var minuteFreeAfterNanoseconds: Int64 = 0
  /// Since the last one; nil where there was none.
  public var sinceLastOrderNanoseconds: Int64?
  // The state of the house.
  public var passage = CircuitBreaker.Passage.free
  public var isCrossProfile = false

  public init(cash: Money, bankroll: Money) {
    self.cash = cash
    self.bankroll = bankroll
  }
}
