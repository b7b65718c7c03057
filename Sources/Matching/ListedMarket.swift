public import Market

/// Whether a market takes orders.
public enum MarketPhase: UInt8, Hashable, Sendable, Codable {
  case active
  /// No new orders and amendments; cancelling is allowed.
  case paused
  /// Nothing is allowed any more.
  case closed
  case settled
}

/// A market as a ``MatchingEngine`` lists it.
public struct ListedMarket: Sendable {
  /// The prices that orders may have.
  public var grid: PriceGrid
  /// What a fill costs; nil where that is not known: then no order is taken on.
  public var fees: FeeSchedule?

  public init(grid: PriceGrid, fees: FeeSchedule?) {
    self.grid = grid
    self.fees = fees
  }
}
