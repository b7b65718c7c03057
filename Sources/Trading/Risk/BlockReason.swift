/// Why the risk gate lets an intent not pass: the design's reasons (section 11), those of the
/// arbitrage design, and what a trader of several strategies needs besides.
public enum BlockReason: UInt8, Hashable, Sendable, Codable, CaseIterable {
  // The state of the house.
  /// The operator has stopped trading.
  case manualHalt
  /// The breaker is open, or half open with its one intent out.
  case breakerOpen
  /// The account differs from the exchange's.
  case reconciliation
  /// The fate of an order is not known.
  case unknownOutcome
  /// A feed is stale.
  case staleFeed
  // Counts and rates. Distance: how many too many, or nanoseconds to wait.
  case rateLimit
  case minimumInterval
  case openOrders
  case duplicateIntent
  /// Against another profile's position: the exchange nets both.
  case crossProfile
  // The day. Distance: micro-dollars, trades or contracts over.
  case dailyLoss
  case dailyTrades
  case dailyVolume
  case consecutiveLosses
  case drawdown
  // What may be held. Distance: what is missing for one contract, in micro-dollars or contracts.
  case positionSize
  case riskPerTrade
  case eventConcentration
  case gameExposure
  case sportConcentration
  case totalExposure
  case concurrentMarkets
  case insufficientBalance
  case shardBalance

  /// As logs and the design write it: `DAILY_LOSS`.
  public var code: String {
    "\(self)".reduce(into: "") { text, letter in
      if letter.isUppercase { text += "_" }
      text += letter.uppercased()
    }
  }
}
