public import Market

/// How long an order may wait.
public enum OrderLifetime: UInt8, Hashable, Sendable, Codable {
  /// Rests until it is cancelled, executed or expired.
  case goodTillCanceled
  /// Takes what it can at once; the rest is cancelled.
  case immediateOrCancel
  /// Executes wholly at once or not at all.
  case fillOrKill
}

/// What happens where an order would trade with another order of the same account.
public enum SelfTradeRule: UInt8, Hashable, Sendable, Codable {
  /// The arriving order stops there: what is left of it is cancelled, the resting order stays.
  case takerAtCross
  /// The resting order is cancelled and the arriving one goes on.
  case maker
}

/// An order as it is handed to a ``MatchingEngine``. Price and side are those of the YES book.
public struct OrderRequest: Hashable, Sendable {
  public var account: AccountID
  public var market: MarketID
  public var side: BookSide
  /// The limit, in dollars of the YES leg, strictly between zero and one dollar and on the grid.
  public var price: Price
  /// Contracts wanted, above zero.
  public var quantity: Quantity
  public var lifetime: OrderLifetime
  /// When the order lapses; only with ``OrderLifetime/goodTillCanceled``.
  public var expiration: Timestamp?
  public var selfTradeRule: SelfTradeRule
  /// Refused where it would trade at once.
  public var isPostOnly: Bool
  /// Never opens or turns a position; only with ``OrderLifetime/immediateOrCancel``.
  public var isReduceOnly: Bool
  /// Cancelled when its market or the whole exchange pauses.
  public var cancelsOnPause: Bool

  public init(
    account: AccountID, market: MarketID, side: BookSide, price: Price, quantity: Quantity,
    lifetime: OrderLifetime = .goodTillCanceled, expiration: Timestamp? = nil,
    selfTradeRule: SelfTradeRule = .takerAtCross, isPostOnly: Bool = false,
    isReduceOnly: Bool = false, cancelsOnPause: Bool = false
  ) {
    self.account = account
    self.market = market
    self.side = side
    self.price = price
    self.quantity = quantity
    self.lifetime = lifetime
    self.expiration = expiration
    self.selfTradeRule = selfTradeRule
    self.isPostOnly = isPostOnly
    self.isReduceOnly = isReduceOnly
    self.cancelsOnPause = cancelsOnPause
  }
}

/// Why a ``MatchingEngine`` refused an operation. Nothing has changed when one is thrown.
public enum Rejection: Error, Hashable, Sendable, Codable {
  case unknownMarket
  case unknownAccount
  /// No such order of that account, or it is executed or cancelled already.
  case unknownOrder
  /// The market is paused, closed or settled.
  case marketNotActive(MarketPhase)
  /// The whole exchange has paused trading.
  case tradingHalted
  /// Off the market's grid, or not strictly between zero and one dollar.
  case invalidPrice
  /// Not above zero, above the largest size, or not above what is filled already.
  case invalidQuantity
  /// A past expiration, or one on an order that does not rest.
  case invalidExpiration
  /// Post-only and would trade at once.
  case postOnlyCross
  /// Post-only on an order that cannot rest.
  case postOnlyCannotRest
  /// Reduce-only on an order that may rest.
  case reduceOnlyNeedsImmediateOrCancel
  /// The account cannot pay for it.
  case insufficientBalance
  /// The account has as many open orders as it may have.
  case tooManyOpenOrders
  /// The engine holds as many orders as it was made for.
  case engineFull
  /// The market's fee rule is not known, so no cost can be computed.
  case unknownFee
}
