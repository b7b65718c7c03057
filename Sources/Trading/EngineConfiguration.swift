public import Market

/// Everything the engine may be told about how to trade. Cash, sizes and edges are integers.
public struct EngineConfiguration: Hashable, Sendable, Codable {
  public var strategy = StrategyConfiguration()
  public var risk = RiskConfiguration()
  public var execution = ExecutionConfiguration()

  public init() {}
}

/// When the arbitrage strategy trades (design 4, `[strategy]`). All in ten-thousandths of a dollar
/// per contract.
public struct StrategyConfiguration: Hashable, Sendable, Codable {
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

/// Limits (design 4, `[risk]`). They hold even if every order in flight fills at its worst price.
public struct RiskConfiguration: Hashable, Sendable, Codable {
  /// Contracts held or on order in one market, either side.
  public var maximumContractsPerMarket: Int32 = 10
  /// Contracts held or on order in all markets of one game.
  public var maximumContractsPerGame: Int32 = 20
  /// Cost of all positions, and of all entry orders with their fees. (A position's own fee is spent
  /// and no longer at risk.)
  public var maximumTotalExposure = Money(cents: 50_000)
  /// Markets with a position or a working order, whatever the order.
  public var maximumConcurrentMarkets: Int32 = 5

  public init() {}
}

/// How orders are worked (design 4, `[execution]`).
public struct ExecutionConfiguration: Hashable, Sendable, Codable {
  /// A resting buy that has not filled is cancelled after this time.
  public var makerTimeoutNanoseconds: Int64 = 500_000_000
  /// A bookmaker's line older than this has no voice.
  public var staleOddsNanoseconds: Int64 = 5_000_000_000
  /// Fills that an answer has promised and that have not arrived are asked for after this time.
  public var missingFillsNanoseconds: Int64 = 1_000_000_000
  /// A reading of the account that has not come after this time is asked for again.
  public var reconcileTimeoutNanoseconds: Int64 = 10_000_000_000
  /// The pause in a market after an order that was refused or found nothing, and before a cancel or
  /// an amendment that went wrong is tried again.
  public var retryPauseNanoseconds: Int64 = 1_000_000_000
  /// The pause between two searches for an order whose answer was lost.
  public var searchIntervalNanoseconds: Int64 = 1_000_000_000
  /// Searches without a trace after which an order counts as never arrived.
  public var searchesBeforeAbandoned: Int32 = 3

  public init() {}
}
