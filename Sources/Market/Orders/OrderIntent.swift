/// An order as we want it, before it is sent. A plain value without heap parts: making, copying and
/// encoding one allocates nothing.
///
/// The price is always the YES leg's, for both sides: an ask at p sells YES at p, which is buying
/// NO at one dollar less p.
public struct OrderIntent: Hashable, Sendable, Codable {
  public var clientOrderID: ClientOrderID
  public var market: MarketID
  public var side: BookSide
  public var price: Price
  /// Positive.
  public var quantity: Quantity
  public var timeInForce: TimeInForce
  public var selfTradePrevention: SelfTradePrevention
  /// Refused instead of trading on arrival.
  public var isPostOnly: Bool
  /// Only ever brings the position nearer to nothing.
  public var isReduceOnly: Bool
  /// Cancelled by the exchange when it pauses the market.
  public var cancelsOnPause: Bool
  /// When the order leaves the book by itself; nil for never.
  public var expiration: Timestamp?

  public init(
    clientOrderID: ClientOrderID, market: MarketID, side: BookSide, price: Price,
    quantity: Quantity, timeInForce: TimeInForce,
    selfTradePrevention: SelfTradePrevention = .takerAtCross, isPostOnly: Bool = false,
    isReduceOnly: Bool = false, cancelsOnPause: Bool = false, expiration: Timestamp? = nil
  ) {
    self.clientOrderID = clientOrderID
    self.market = market
    self.side = side
    self.price = price
    self.quantity = quantity
    self.timeInForce = timeInForce
    self.selfTradePrevention = selfTradePrevention
    self.isPostOnly = isPostOnly
    self.isReduceOnly = isReduceOnly
    self.cancelsOnPause = cancelsOnPause
    self.expiration = expiration
  }

  /// What the whole order costs when it opens a position at its limit, fees apart: the price of the
  /// leg it buys.
  public var openingCost: Money { (side == .bid ? price : price.complement) * quantity }
}

/// An order as the exchange reports it.
public struct Order: Hashable, Sendable, Codable {
  public var id: OrderID
  /// Nil for orders that others sent without one.
  public var clientOrderID: ClientOrderID?
  public var market: MarketID
  public var side: BookSide
  /// The YES leg's price.
  public var price: Price
  public var initial: Quantity
  public var filled: Quantity
  public var remaining: Quantity
  public var status: OrderStatus
  public var created: Timestamp?
  public var lastUpdated: Timestamp?
  public var expiration: Timestamp?

  public init(
    id: OrderID, clientOrderID: ClientOrderID?, market: MarketID, side: BookSide, price: Price,
    initial: Quantity, filled: Quantity, remaining: Quantity, status: OrderStatus,
    created: Timestamp? = nil, lastUpdated: Timestamp? = nil, expiration: Timestamp? = nil
  ) {
    self.id = id
    self.clientOrderID = clientOrderID
    self.market = market
    self.side = side
    self.price = price
    self.initial = initial
    self.filled = filled
    self.remaining = remaining
    self.status = status
    self.created = created
    self.lastUpdated = lastUpdated
    self.expiration = expiration
  }
}

/// One execution of one of our orders.
public struct Fill: Hashable, Sendable, Codable {
  public var tradeID: TradeID
  public var clientOrderID: ClientOrderID?
  public var market: MarketID
  public var side: BookSide
  /// The YES leg's price.
  public var price: Price
  /// Positive.
  public var quantity: Quantity
  public var liquidity: Liquidity
  /// What the exchange charged for it.
  public var fee: Money
  public var time: Timestamp

  public init(
    tradeID: TradeID, clientOrderID: ClientOrderID?, market: MarketID, side: BookSide,
    price: Price, quantity: Quantity, liquidity: Liquidity, fee: Money, time: Timestamp
  ) {
    self.tradeID = tradeID
    self.clientOrderID = clientOrderID
    self.market = market
    self.side = side
    self.price = price
    self.quantity = quantity
    self.liquidity = liquidity
    self.fee = fee
    self.time = time
  }
}
