public import Market
public import Matching

/// Something that streams tell their subscribers.
public enum VenueMessage: Hashable, Sendable {
  case book(MarketID, BookSide, Price, delta: Quantity, cause: BookCause?)
  case ticker(MarketID)
  case trade(PublicTrade)
  case fill(MemberFill)
  case order(OrderNumber)
  case position(AccountID, MarketID)
  case lifecycle(MarketID, LifecycleStep)
}

/// Whose operation changed a level: told to that account only.
public struct BookCause: Hashable, Sendable {
  public let account: AccountID
  public let clientOrderID: String
}

/// A step of a market's life.
public enum LifecycleStep: Hashable, Sendable {
  case activated
  case deactivated
  case closeDateUpdated
  case determined
  case settled
  /// The price grid has changed.
  case gridChanged
}

/// A trade as everyone sees it.
public struct PublicTrade: Hashable, Sendable {
  public let id: String
  public let market: MarketID
  public let price: Price
  public let quantity: Quantity
  public let takerSide: BookSide
  public let time: Timestamp
}

/// An execution as its account sees it.
public struct MemberFill: Hashable, Sendable {
  public let trade: String
  public let account: AccountID
  public let order: OrderNumber
  public let market: MarketID
  public let side: BookSide
  public let price: Price
  public let quantity: Quantity
  public let fee: Money
  public let isTaker: Bool
  public let position: Quantity
  public let time: Timestamp
}

/// A paid-out position as its account sees it.
public struct MemberSettlement: Hashable, Sendable {
  public let payout: Settlement
  public let result: SettlementResult
}
