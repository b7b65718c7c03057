public import Market

/// The body of `POST /portfolio/events/orders`.
///
/// Prices and counts go out as strings: numbers are refused by the exchange.
public struct CreateOrderRequest: Hashable, Sendable, Codable {
  public var ticker: String
  public var clientOrderID: String?
  public var side: BookSide
  /// The YES leg's, for both sides.
  public var price: Price
  public var count: Quantity
  public var timeInForce: TimeInForce
  public var selfTradePrevention: SelfTradePrevention
  public var isPostOnly: Bool
  public var isReduceOnly: Bool
  public var cancelsOnPause: Bool
  /// Whole seconds; only with ``/Market/TimeInForce/goodTillCanceled``.
  public var expiration: Timestamp?
  /// Given, the exchange bills the shard's own bucket and need not look it up.
  public var exchangeIndex: Int64?

  public init(
    ticker: String, clientOrderID: String?, side: BookSide, price: Price, count: Quantity,
    timeInForce: TimeInForce, selfTradePrevention: SelfTradePrevention = .takerAtCross,
    isPostOnly: Bool = false, isReduceOnly: Bool = false, cancelsOnPause: Bool = false,
    expiration: Timestamp? = nil, exchangeIndex: Int64? = nil
  ) {
    self.ticker = ticker
    self.clientOrderID = clientOrderID
    self.side = side
    self.price = price
    self.count = count
    self.timeInForce = timeInForce
    self.selfTradePrevention = selfTradePrevention
    self.isPostOnly = isPostOnly
    self.isReduceOnly = isReduceOnly
    self.cancelsOnPause = cancelsOnPause
    self.expiration = expiration
    self.exchangeIndex = exchangeIndex
  }

  /// The order of an intent.
  public init(_ intent: OrderIntent, ticker: String, exchangeIndex: Int64? = nil) {
    self.init(
      ticker: ticker, clientOrderID: intent.clientOrderID.description, side: intent.side,
      price: intent.price, count: intent.quantity, timeInForce: intent.timeInForce,
      selfTradePrevention: intent.selfTradePrevention, isPostOnly: intent.isPostOnly,
      isReduceOnly: intent.isReduceOnly, cancelsOnPause: intent.cancelsOnPause,
      expiration: intent.expiration, exchangeIndex: exchangeIndex)
  }

  public init(from decoder: any Decoder) throws {
    let fields = try WireFields(decoder)
    ticker = try fields.id("ticker")
    clientOrderID = try fields.text("client_order_id")
    guard let side = try fields.side(book: "side") else {
      throw fields.corrupted("side", "neither bid nor ask")
    }
    guard let price = try fields.price("price") else {
      throw fields.corrupted("price", "missing")
    }
    guard let count = try fields.quantity("count") else {
      throw fields.corrupted("count", "missing")
    }
    guard let timeInForce = TimeInForce(wireName: try fields.id("time_in_force")) else {
      throw fields.corrupted("time_in_force", "unknown")
    }
    guard
      let prevention = SelfTradePrevention(
        wireName: try fields.id("self_trade_prevention_type"))
    else { throw fields.corrupted("self_trade_prevention_type", "unknown") }
    self.side = side
    self.price = price
    self.count = count
    self.timeInForce = timeInForce
    selfTradePrevention = prevention
    isPostOnly = try fields.flag("post_only") ?? false
    isReduceOnly = try fields.flag("reduce_only") ?? false
    cancelsOnPause = try fields.flag("cancel_order_on_pause") ?? false
    expiration = try fields.seconds("expiration_time")
    exchangeIndex = try fields.integer("exchange_index")
  }

  public func encode(to encoder: any Encoder) throws {
    var writer = WireWriter(encoder)
    try writer.put("ticker", ticker)
    try writer.put("client_order_id", clientOrderID)
    try writer.put("side", side == .bid ? "bid" : "ask")
    try writer.put(price: "price", price)
    try writer.put(count: "count", count)
    try writer.put("time_in_force", timeInForce.wireName.description)
    try writer.put("self_trade_prevention_type", selfTradePrevention.wireName.description)
    try writer.put("post_only", isPostOnly ? true : nil)
    try writer.put("reduce_only", isReduceOnly ? true : nil)
    try writer.put("cancel_order_on_pause", cancelsOnPause ? true : nil)
    try writer.put("expiration_time", expiration?.seconds)
    try writer.put("exchange_index", exchangeIndex)
  }
}
