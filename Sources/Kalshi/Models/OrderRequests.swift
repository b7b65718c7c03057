public import Market

/// The body of `POST /portfolio/events/orders/{id}/amend`.
public struct AmendOrderRequest: Hashable, Sendable, Codable {
  public var ticker: String
  public var side: BookSide
  public var price: Price
  /// The total: already filled plus wanted resting.
  public var count: Quantity
  public var clientOrderID: String?
  public var updatedClientOrderID: String?
  /// Whole seconds; nil keeps what it has.
  public var expiration: Timestamp?
  public var exchangeIndex: Int64?

  public init(
    ticker: String, side: BookSide, price: Price, count: Quantity, clientOrderID: String? = nil,
    updatedClientOrderID: String? = nil, expiration: Timestamp? = nil, exchangeIndex: Int64? = nil
  ) {
    self.ticker = ticker
    self.side = side
    self.price = price
    self.count = count
    self.clientOrderID = clientOrderID
    self.updatedClientOrderID = updatedClientOrderID
    self.expiration = expiration
    self.exchangeIndex = exchangeIndex
  }

  public init(from decoder: any Decoder) throws {
    let fields = try WireFields(decoder)
    ticker = try fields.id("ticker")
    guard let side = try fields.side(book: "side") else {
      throw fields.corrupted("side", "neither bid nor ask")
    }
    guard let price = try fields.price("price") else {
      throw fields.corrupted("price", "missing")
    }
    guard let count = try fields.quantity("count") else {
      throw fields.corrupted("count", "missing")
    }
    self.side = side
    self.price = price
    self.count = count
    clientOrderID = try fields.text("client_order_id")
    updatedClientOrderID = try fields.text("updated_client_order_id")
    expiration = try fields.seconds("expiration_time")
    exchangeIndex = try fields.integer("exchange_index")
  }

  public func encode(to encoder: any Encoder) throws {
    var writer = WireWriter(encoder)
    try writer.put("ticker", ticker)
    try writer.put("side", side == .bid ? "bid" : "ask")
    try writer.put(price: "price", price)
    try writer.put(count: "count", count)
    try writer.put("client_order_id", clientOrderID)
    try writer.put("updated_client_order_id", updatedClientOrderID)
    try writer.put("expiration_time", expiration?.seconds)
    try writer.put("exchange_index", exchangeIndex)
  }
}

/// The body of `POST /portfolio/events/orders/{id}/decrease`.
public struct DecreaseOrderRequest: Hashable, Sendable, Codable {
  /// Which way the new size is said; the exchange takes exactly one.
  public enum Change: Hashable, Sendable {
    case by(Quantity)
    case to(Quantity)
  }

  public var change: Change
  public var marketTicker: String?
  public var exchangeIndex: Int64?

  public init(change: Change, marketTicker: String?, exchangeIndex: Int64? = nil) {
    self.change = change
    self.marketTicker = marketTicker
    self.exchangeIndex = exchangeIndex
  }

  public init(from decoder: any Decoder) throws {
    let fields = try WireFields(decoder)
    switch (try fields.quantity("reduce_by"), try fields.quantity("reduce_to")) {
    case (.some(let size), nil): change = .by(size)
    case (nil, .some(let size)): change = .to(size)
    default: throw fields.corrupted("reduce_by", "exactly one of reduce_by and reduce_to")
    }
    marketTicker = try fields.text("market_ticker")
    exchangeIndex = try fields.integer("exchange_index")
  }

  public func encode(to encoder: any Encoder) throws {
    var writer = WireWriter(encoder)
    switch change {
    case .by(let size): try writer.put(count: "reduce_by", size)
    case .to(let size): try writer.put(count: "reduce_to", size)
    }
    try writer.put("market_ticker", marketTicker)
    try writer.put("exchange_index", exchangeIndex)
  }
}
