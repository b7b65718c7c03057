public import Market

/// All limits of one ledger: the account's, or a profile's own. Defaults are the design's (section
/// 11) where it has any; the others are ours, and say so.
public struct RiskLimits: Hashable, Sendable, Codable {
  /// Contracts held or on order in one market.
  public var maximumPositionContracts: Int64 = 100
  /// What one intent can lose at the worst, fees included.
  public var maximumRiskPerTrade = Money(cents: 500)
  /// What a day may lose before new risk stops until its reset.
  public var maximumDailyLoss = Money(cents: 10_000)
  /// Intents let through in a day, however many orders each has.
  public var maximumDailyTrades: Int64 = 500
  /// Contracts let through in a day.
  public var maximumDailyVolume: Int64 = 50_000
  /// Contracts held or on order in all markets of one event.
  public var maximumEventContracts: Int64 = 5_000
  /// At risk in one sport, of the bankroll, in hundredths; 100 for no limit.
  public var maximumSportPercent: Int64 = 30
  /// Intents let through in any 60 seconds; at most ``RiskCounters/mostPerMinute``.
  public var maximumOrdersPerMinute: Int64 = 20
  /// Between two intents.
  public var minimumOrderIntervalNanoseconds: Int64 = 100_000_000
  /// Losses in a row that stop new risk. The design's 100 is no guard: 3 by default.
  public var maximumConsecutiveLosses: Int64 = 3
  /// Orders that may be open at a time.
  public var maximumOpenOrders: Int64 = 10
  /// At risk in all correlated markets of one game. Ours.
  public var maximumGameExposure = Money(cents: 5_000)
  /// At risk in all. Ours.
  public var maximumTotalExposure = Money(cents: 50_000)
  /// Markets with a position or a working order. Ours.
  public var maximumConcurrentMarkets: Int64 = 20
  /// From the highest equity to now. Ours.
  public var maximumDrawdown = Money(cents: 20_000)

  public init() {}

  /// A limit that never binds, and far enough below the largest number.
  static let none = Int64.max / 4

  /// The four limits of design 4, and nothing else that binds: for what is played with recorded
  /// days and play money.
  public static let designFour = {
    var limits = RiskLimits.careful
    limits.maximumRiskPerTrade = .most
    limits.maximumDailyLoss = .most
    limits.maximumDailyTrades = RiskLimits.none
    limits.maximumDailyVolume = RiskLimits.none
    limits.maximumSportPercent = 100
    limits.maximumOrdersPerMinute = RiskLimits.none
    limits.minimumOrderIntervalNanoseconds = 0
    limits.maximumConsecutiveLosses = RiskLimits.none
    limits.maximumOpenOrders = RiskLimits.none
    limits.maximumGameExposure = limits.maximumTotalExposure
    limits.maximumDrawdown = .most
    return limits
  }()

  /// Nothing binds but cash: for samples that no limit may choose among.
  public static let unlimited = {
    var limits = RiskLimits.designFour
    limits.maximumPositionContracts = RiskLimits.none
    limits.maximumEventContracts = RiskLimits.none
    limits.maximumConcurrentMarkets = RiskLimits.none
    limits.maximumTotalExposure = .most
    limits.maximumGameExposure = .most
    return limits
  }()

  /// Both designs' limits, of each the smaller: what an account has that was told nothing.
  public static let careful = {
    var limits = RiskLimits()
    limits.maximumPositionContracts = 10
    limits.maximumEventContracts = 20
    limits.maximumConcurrentMarkets = 5
    return limits
  }()

  /// What contradicts itself, as a sentence; nil where nothing does. A limit of nothing is none: it
  /// stops all trading, and is said to be meant by halting.
  public var contradiction: String? {
    for key in Key.allCases where key != .orderInterval && key != .sportPercent && self[key] < 1 {
      return "\(key.name) is \(self[key]): at least 1; to stop trading, halt"
    }
    guard
      maximumOrdersPerMinute <= RiskCounters.mostPerMinute || maximumOrdersPerMinute == Self.none
    else {
      return "\(Key.ordersPerMinute.name) is \(maximumOrdersPerMinute): at most"
        + " \(RiskCounters.mostPerMinute) are counted"
    }
    guard (1...100).contains(maximumSportPercent) else {
      return "\(Key.sportPercent.name) is \(maximumSportPercent): 1 to 100"
    }
    guard minimumOrderIntervalNanoseconds >= 0 else {
      return "\(Key.orderInterval.name) is negative"
    }
    if maximumGameExposure > maximumTotalExposure {
      return "\(Key.gameExposure.name) is above \(Key.totalExposure.name): it could never bind"
    }
    return nil
  }
}

extension Money {
  /// Above every amount that an account can have, and far enough below the largest number.
  fileprivate static let most = Money(microDollars: RiskLimits.none)
}
