public import Market

/// An order as it is handed to a ``MatchingEngine``. Price and side are those of the YES book.
public struct OrderRequest: Hashable, Sendable {
  public var account: AccountID
  public var market: MarketID
  public var side: BookSide
  /// The limit, in dollars of the YES leg, strictly between zero and one dollar and on the grid.
  public var price: Price
  /// Contracts wanted, above zero.
  public var quantity: Quantity
  public var timeInForce: TimeInForce
  /// When the order lapses; only with ``/Market/TimeInForce/goodTillCanceled``.
  public var expiration: Timestamp?
  public var selfTradePrevention: SelfTradePrevention
  /// Refused where it would trade at once.
  public var isPostOnly: Bool
  /// Never opens or turns a position; only with ``/Market/TimeInForce/immediateOrCancel``.
  public var isReduceOnly: Bool
  /// Cancelled when its market or the whole exchange pauses.
  public var cancelsOnPause: Bool

  public init(
    account: AccountID, market: MarketID, side: BookSide, price: Price, quantity: Quantity,
    timeInForce: TimeInForce = .goodTillCanceled, expiration: Timestamp? = nil,
    selfTradePrevention: SelfTradePrevention = .takerAtCross, isPostOnly: Bool = false,
    isReduceOnly: Bool = false, cancelsOnPause: Bool = false
  ) {
    self.account = account
    self.market = market
    self.side = side
    self.price = price
    self.quantity = quantity
    self.timeInForce = timeInForce
    self.expiration = expiration
    self.selfTradePrevention = selfTradePrevention
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
