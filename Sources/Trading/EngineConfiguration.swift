public import Market

/// Everything the engine may be told about how to trade. Cash, sizes and edges are integers.
public struct EngineConfiguration: Hashable, Sendable, Codable {
  public var strategy = StrategyConfiguration()
  /// The account's limits, whichever strategy trades. They hold even if every order in flight fills
  /// at its worst price.
  public var risk = RiskLimits.designFour
  public var execution = ExecutionConfiguration()
  public var breaker = BreakerConfiguration()
  public var consensus = ConsensusConfiguration()
  /// The profiles that run besides the arbitrage strategy; at most ``ProfileConfiguration/most``.
  public var profiles: [ProfileConfiguration] = []

  public init() {}
}

/// What opens the circuit breaker by itself, and when a day begins. Defaults of our own where the
/// design has none.
public struct BreakerConfiguration: Hashable, Sendable, Codable {
  public var rules = CircuitBreaker.Rules()
  /// So many refused orders within ``rejectWindowNanoseconds`` open it.
  public var rejects: Int32 = 5
  public var rejectWindowNanoseconds: Int64 = 60_000_000_000
  /// So many orders of unknown fate at a time open it.
  public var unknownOutcomes: Int32 = 3
  /// So long without any bookmaker's line, the feed being up, and it counts as dead; 0 for never.
  public var oddsSilenceNanoseconds: Int64 = 0
  /// Our clock and the times of the exchange's frames so far apart open it; 0 for never.
  public var clockSkewNanoseconds: Int64 = 5_000_000_000
  public var day = RiskCounters.DayBoundary()
  /// When the exchange takes no orders; nil for never.
  public var weeklyPause = WeeklyPause.kalshi

  public init() {}
}

/// When the arbitrage strategy trades (design 4, `[strategy]`). All in ten-thousandths of a dollar
/// per contract.
public struct StrategyConfiguration: Hashable, Sendable, Codable {
  /// Off, only profiles trade.
  public var isEnabled = true
  /// Gross edge, fair value less ask, from which the ask is taken. 500 is five cents.
  public var takerEdge: Int32 = 500
  /// Gross edge from which a bid one tick above the best bid is rested instead.
  public var makerEdge: Int32 = 200
  /// What must be left per contract after the entry fee and the maker fee of the exit.
  public var minimumNetEdge: Int32 = 100
  /// Bookmakers that must quote a line before it has a fair value.
  public var minimumBookmakers: Int32 = 1

  public init() {}
}

/// How orders are worked (design 4, `[execution]`).
public struct ExecutionConfiguration: Hashable, Sendable, Codable {
  /// A resting buy that has not filled is cancelled after this time.
  public var makerTimeoutNanoseconds: Int64 = 500_000_000
  /// A position of the arbitrage strategy whose resting sale has not filled takes what is bid after
  /// this time; 0 for never. Default of our own.
  public var exitCrossAfterNanoseconds: Int64 = 3_600_000_000_000
  /// What such a sale gives up at most against the fair value, in 1/10 000 $ a contract, before
  /// its fee. Default of our own.
  public var exitCrossConcession: Int32 = 200
  /// A bookmaker's line older than this has no voice.
  public var staleOddsNanoseconds: Int64 = 5_000_000_000
  /// Fills that an answer has promised and that have not arrived are asked for after this time.
  public var missingFillsNanoseconds: Int64 = 1_000_000_000
  /// A reading of the account that has not come after this time is asked for again.
  public var reconcileTimeoutNanoseconds: Int64 = 10_000_000_000
  /// The account is read again so often though nothing seems wrong; 0 for never.
  public var reconcileIntervalNanoseconds: Int64 = 0
  /// A resting order expires by itself so long after it was sent or last renewed, should this
  /// process be gone; renewed after half of it, its place in the queue kept. 0 for never.
  public var orderLifetimeNanoseconds: Int64 = 0
  /// The pause in a market after an order that was refused or found nothing, and before a cancel or
  /// an amendment that went wrong is tried again.
  public var retryPauseNanoseconds: Int64 = 1_000_000_000
  /// The pause between two searches for an order whose answer was lost.
  public var searchIntervalNanoseconds: Int64 = 1_000_000_000
  /// Searches without a trace after which an order counts as never arrived.
  public var searchesBeforeAbandoned: Int32 = 3

  public init() {}
}
