public import Market

/// What the exchange answers to a create, an amend or a decrease: the order's state, not the order.
///
/// Also reads the whole order of the endpoints before April 2026 (`{"order":{…}}`).
public struct OrderAnswer: Hashable, Sendable, Codable {
  public var orderID: OrderID
  public var clientOrderID: String?
  /// Nil where the endpoint does not say (decrease).
  public var filled: Quantity?
  /// Of an immediate order: the final state.
  public var remaining: Quantity?
  /// Only if something filled.
  public var averageFillPrice: Price?
  /// A contract's, only if something filled. Four decimals, so a rounded figure.
  public var averageFeePaid: Money?
  /// The engine's time.
  public var time: Timestamp?

  public init(
    orderID: OrderID, clientOrderID: String?, filled: Quantity?, remaining: Quantity?,
    averageFillPrice: Price? = nil, averageFeePaid: Money? = nil, time: Timestamp?
  ) {
    self.orderID = orderID
    self.clientOrderID = clientOrderID
    self.filled = filled
    self.remaining = remaining
    self.averageFillPrice = averageFillPrice
    self.averageFeePaid = averageFeePaid
    self.time = time
  }

  public init(from decoder: any Decoder) throws {
    let fields = try WireFields(decoder)
    if let order = try fields.value("order", as: KalshiOrder.self) {
      self.init(
        orderID: order.orderID, clientOrderID: order.clientOrderID, filled: order.filled,
        remaining: order.remaining, time: order.lastUpdated ?? order.created)
      return
    }
    self.init(
      orderID: OrderID(try fields.id("order_id")),
      clientOrderID: try fields.text("client_order_id"),
      filled: try fields.quantity("fill_count"),
      remaining: try fields.quantity("remaining_count"),
      // Figures for reports: one that cannot be read must not make the order's state unknown.
      averageFillPrice: (try? fields.price("average_fill_price")) ?? nil,
      averageFeePaid: (try? fields.money("average_fee_paid")) ?? nil,
      time: try fields.milliseconds("ts_ms"))
  }

  public func encode(to encoder: any Encoder) throws {
    var writer = WireWriter(encoder)
    try writer.put("order_id", orderID.text)
    try writer.put("client_order_id", clientOrderID)
    try writer.put(count: "fill_count", filled)
    try writer.put(count: "remaining_count", remaining)
    try writer.put(price: "average_fill_price", averageFillPrice)
    try writer.put(
      "average_fee_paid", averageFeePaid.map { FixedPoint.text($0.microDollars / 100, decimals: 4) }
    )
    try writer.put("ts_ms", time?.milliseconds)
  }
}

/// What the exchange answers to a cancel.
public struct CancelAnswer: Hashable, Sendable, Codable {
  public var orderID: OrderID
  public var clientOrderID: String?
  /// What was taken off the book.
  public var reducedBy: Quantity
  public var time: Timestamp?

  public init(orderID: OrderID, clientOrderID: String?, reducedBy: Quantity, time: Timestamp?) {
    self.orderID = orderID
    self.clientOrderID = clientOrderID
    self.reducedBy = reducedBy
    self.time = time
  }

  public init(from decoder: any Decoder) throws {
    let fields = try WireFields(decoder)
    let order = try fields.value("order", as: KalshiOrder.self)
    orderID = try order?.orderID ?? OrderID(fields.id("order_id"))
    clientOrderID = try fields.text("client_order_id") ?? order?.clientOrderID
    guard
      let reduced = try fields.quantity("reduced_by_fp") ?? fields.quantity("reduced_by")
    else { throw fields.corrupted("reduced_by", "missing") }
    reducedBy = reduced
    time = try fields.milliseconds("ts_ms") ?? order?.lastUpdated
  }

  public func encode(to encoder: any Encoder) throws {
    var writer = WireWriter(encoder)
    try writer.put("order_id", orderID.text)
    try writer.put("client_order_id", clientOrderID)
    try writer.put(count: "reduced_by", reducedBy)
    try writer.put("ts_ms", time?.milliseconds)
  }
}
