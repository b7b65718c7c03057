public import Market

/// What a ``MatchingEngine`` did, in the order it did it.
public enum MatchingEvent: Hashable, Sendable {
  /// An order was taken on; its fills, rest or end follow.
  case accepted(OrderNumber)
  case rejected(AccountID, MarketID, Rejection)
  /// Two sides traded. One event for both.
  case traded(Trade)
  /// An order ended without being filled wholly; `quantity` is what was taken off.
  case canceled(OrderNumber, OrderChange, quantity: Quantity)
  /// An order's price, size or expiration was changed.
  case amended(OrderNumber)
  /// The size shown at a price changed by `delta` to `quantity`: orders and outside size together.
  case level(MarketID, BookSide, Price, delta: Quantity, quantity: Quantity)
  case phase(MarketID, MarketPhase)
  /// A position was paid out.
  case settled(Settlement)
}

/// One side of a trade.
public struct TradeParty: Hashable, Sendable {
  public let account: AccountID
  /// Nil for the outside account, which has no orders.
  public let order: OrderNumber?
  /// What the exchange took; never negative.
  public let fee: Money
  /// The account's position in the market behind this trade.
  public let position: Quantity
}

/// An execution at the resting side's price.
public struct Trade: Hashable, Sendable {
  public let number: TradeNumber
  public let market: MarketID
  public let price: Price
  public let quantity: Quantity
  /// The arriving order's side of the YES book.
  public let takerSide: BookSide
  public let taker: TradeParty
  public let maker: TradeParty
  public let time: Timestamp
}

/// The pay-out of one account's position in one market.
public struct Settlement: Hashable, Sendable {
  public let account: AccountID
  public let market: MarketID
  /// What one YES contract paid: a dollar, nothing, or between the two for a scalar result.
  public let value: Price
  /// The position that was paid: positive YES, negative NO.
  public let position: Quantity
  /// What the open position had cost.
  public let cost: Money
  public let revenue: Money
  /// All trading fees of the account in this market.
  public let fees: Money
  public let time: Timestamp
}
