public import Market

/// An order as REST shows it.
public struct KalshiOrder: Hashable, Sendable, Codable {
  public var orderID: OrderID
  /// As the exchange has it: empty for orders sent without one.
  public var clientOrderID: String
  public var ticker: String
  public var side: BookSide
  /// The YES leg's price.
  public var price: Price
  public var status: OrderStatus
  public var initial: Quantity
  public var filled: Quantity
  public var remaining: Quantity
  public var takerFees: Money?
  public var makerFees: Money?
  public var takerFillCost: Money?
  public var makerFillCost: Money?
  public var created: Timestamp?
  public var lastUpdated: Timestamp?
  public var expiration: Timestamp?
  public var exchangeIndex: Int64?

  public init(
    orderID: OrderID, clientOrderID: String, ticker: String, side: BookSide, price: Price,
    status: OrderStatus, initial: Quantity, filled: Quantity, remaining: Quantity
  ) {
    self.orderID = orderID
    self.clientOrderID = clientOrderID
    self.ticker = ticker
    self.side = side
    self.price = price
    self.status = status
    self.initial = initial
    self.filled = filled
    self.remaining = remaining
  }

  public init(from decoder: any Decoder) throws {
    let fields = try WireFields(decoder)
    guard let side = try fields.side() else {
      throw fields.corrupted("book_side", "missing: neither it nor the older fields say the side")
    }
    guard let price = try fields.price("yes_price_dollars", cents: "yes_price") else {
      throw fields.corrupted("yes_price_dollars", "missing")
    }
    guard let filled = try fields.quantity("fill_count_fp", whole: "fill_count"),
      let remaining = try fields.quantity("remaining_count_fp", whole: "remaining_count")
    else { throw fields.corrupted("remaining_count_fp", "missing: the order's size is unknown") }
    self.init(
      orderID: OrderID(try fields.id("order_id")),
      clientOrderID: try fields.text("client_order_id") ?? "",
      ticker: try fields.id("ticker"), side: side, price: price,
      status: OrderStatus(wireName: try fields.id("status")),
      initial: try fields.quantity("initial_count_fp", whole: "initial_count")
        ?? filled + remaining,
      filled: filled, remaining: remaining)
    takerFees = try fields.money("taker_fees_dollars", cents: "taker_fees")
    makerFees = try fields.money("maker_fees_dollars", cents: "maker_fees")
    takerFillCost = try fields.money("taker_fill_cost_dollars", cents: "taker_fill_cost")
    makerFillCost = try fields.money("maker_fill_cost_dollars", cents: "maker_fill_cost")
    created = try fields.time("created_time")
    lastUpdated = try fields.time("last_update_time")
    expiration = try fields.time("expiration_time")
    exchangeIndex = try fields.integer("exchange_index")
  }

  public func encode(to encoder: any Encoder) throws {
    var writer = WireWriter(encoder)
    try writer.put("order_id", orderID.text)
    try writer.put("client_order_id", clientOrderID)
    try writer.put("ticker", ticker)
    try writer.put("type", "limit")
    try writer.put(side: side)
    try writer.put(price: "yes_price_dollars", price)
    try writer.put(price: "no_price_dollars", price.complement)
    try writer.put("status", status.wireName)
    try writer.put(count: "initial_count_fp", initial)
    try writer.put(count: "fill_count_fp", filled)
    try writer.put(count: "remaining_count_fp", remaining)
    try writer.put(money: "taker_fees_dollars", takerFees)
    try writer.put(money: "maker_fees_dollars", makerFees)
    try writer.put(money: "taker_fill_cost_dollars", takerFillCost)
    try writer.put(money: "maker_fill_cost_dollars", makerFillCost)
    try writer.put(time: "created_time", created)
    try writer.put(time: "last_update_time", lastUpdated)
    try writer.put(time: "expiration_time", expiration)
    try writer.put("exchange_index", exchangeIndex)
  }
}
