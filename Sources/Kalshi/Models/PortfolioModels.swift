public import Market

/// `GET /portfolio/balance`.
public struct KalshiBalance: Hashable, Sendable, Codable {
  /// Cash that is free to trade with. From `balance_dollars`, or the truncated cents of the old
  /// shape.
  public var available: Money
  /// Marked value of the positions, whole cents.
  public var portfolioValue: Money?
  public var updated: Timestamp?
  /// Cash by shard, where the exchange says.
  public var byShard: [Shard]

  /// The cash of one shard: collateral is per shard.
  public struct Shard: Hashable, Sendable, Codable {
    public var exchangeIndex: Int64
    public var available: Money

    public init(exchangeIndex: Int64, available: Money) {
      self.exchangeIndex = exchangeIndex
      self.available = available
    }

    public init(from decoder: any Decoder) throws {
      let fields = try WireFields(decoder)
      exchangeIndex = try fields.integer("exchange_index") ?? 0
      guard let cash = try fields.money("balance") else {
        throw fields.corrupted("balance", "missing")
      }
      available = cash
    }

    public func encode(to encoder: any Encoder) throws {
      var writer = WireWriter(encoder)
      try writer.put("exchange_index", exchangeIndex)
      try writer.put("balance", FixedPoint.text(available.microDollars / 100, decimals: 4))
    }
  }

  public init(
    available: Money, portfolioValue: Money? = nil, updated: Timestamp? = nil,
    byShard: [Shard] = []
  ) {
    self.available = available
    self.portfolioValue = portfolioValue
    self.updated = updated
    self.byShard = byShard
  }

  public init(from decoder: any Decoder) throws {
    let fields = try WireFields(decoder)
    guard let cash = try fields.money("balance_dollars", cents: "balance") else {
      throw fields.corrupted("balance_dollars", "missing: the balance is unknown")
    }
    available = cash
    portfolioValue = try fields.integer("portfolio_value").flatMap { Money(wireCents: $0) }
    updated = try fields.seconds("updated_ts")
    byShard = try fields.list("balance_breakdown", of: Shard.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var writer = WireWriter(encoder)
    try writer.put("balance", available.wireCents)
    try writer.put("balance_dollars", FixedPoint.text(available.microDollars / 100, decimals: 4))
    try writer.put("portfolio_value", (portfolioValue ?? .zero).wireCents)
    try writer.put("updated_ts", updated?.seconds)
    try writer.put("balance_breakdown", byShard.isEmpty ? nil : byShard)
  }
}

/// One market's position.
public struct KalshiPosition: Hashable, Sendable, Codable {
  public var ticker: String
  /// Signed: long YES is positive.
  public var position: Quantity
  /// What was paid for what is held.
  public var exposure: Money?
  public var realisedProfit: Money?
  public var feesPaid: Money?
  public var totalTraded: Money?
  public var exchangeIndex: Int64?
  public var updated: Timestamp?

  public init(
    ticker: String, position: Quantity, exposure: Money? = nil, realisedProfit: Money? = nil,
    feesPaid: Money? = nil, totalTraded: Money? = nil, exchangeIndex: Int64? = nil,
    updated: Timestamp? = nil
  ) {
    self.ticker = ticker
    self.position = position
    self.exposure = exposure
    self.realisedProfit = realisedProfit
    self.feesPaid = feesPaid
    self.totalTraded = totalTraded
    self.exchangeIndex = exchangeIndex
    self.updated = updated
  }

  public init(from decoder: any Decoder) throws {
    let fields = try WireFields(decoder)
    ticker = try fields.id("ticker")
    guard let position = try fields.quantity("position_fp", whole: "position") else {
      throw fields.corrupted("position_fp", "missing: the position is unknown")
    }
    self.position = position
    exposure = try fields.money("market_exposure_dollars", cents: "market_exposure")
    realisedProfit = try fields.money("realized_pnl_dollars", cents: "realized_pnl")
    feesPaid = try fields.money("fees_paid_dollars", cents: "fees_paid")
    totalTraded = try fields.money("total_traded_dollars", cents: "total_traded")
    exchangeIndex = try fields.integer("exchange_index")
    updated = try fields.time("last_updated_ts")
  }

  public func encode(to encoder: any Encoder) throws {
    var writer = WireWriter(encoder)
    try writer.put("ticker", ticker)
    try writer.put(count: "position_fp", position)
    try writer.put(money: "market_exposure_dollars", exposure)
    try writer.put(money: "realized_pnl_dollars", realisedProfit)
    try writer.put(money: "fees_paid_dollars", feesPaid)
    try writer.put(money: "total_traded_dollars", totalTraded)
    try writer.put("exchange_index", exchangeIndex)
    try writer.put(time: "last_updated_ts", updated)
  }
}

/// One execution of one of our orders, as REST lists it.
public struct KalshiFill: Hashable, Sendable, Codable {
  /// The same as `fill_id`; the same fill has the same id on the stream.
  public var tradeID: TradeID
  public var orderID: OrderID
  public var ticker: String
  public var side: BookSide
  /// The YES leg's price.
  public var price: Price
  public var quantity: Quantity
  public var liquidity: Liquidity
  /// Nil in recordings older than January 2026.
  public var fee: Money?
  public var time: Timestamp?
  public var exchangeIndex: Int64?

  public init(
    tradeID: TradeID, orderID: OrderID, ticker: String, side: BookSide, price: Price,
    quantity: Quantity, liquidity: Liquidity, fee: Money?, time: Timestamp?,
    exchangeIndex: Int64? = nil
  ) {
    self.tradeID = tradeID
    self.orderID = orderID
    self.ticker = ticker
    self.side = side
    self.price = price
    self.quantity = quantity
    self.liquidity = liquidity
    self.fee = fee
    self.time = time
    self.exchangeIndex = exchangeIndex
  }

  public init(from decoder: any Decoder) throws {
    let fields = try WireFields(decoder)
    let id = try fields.text("trade_id") ?? fields.text("fill_id") ?? ""
    guard !id.isEmpty else { throw fields.corrupted("trade_id", "missing") }
    tradeID = TradeID(id)
    orderID = OrderID(try fields.id("order_id"))
    ticker = try fields.text("ticker") ?? fields.id("market_ticker")
    guard let side = try fields.side() else {
      throw fields.corrupted("book_side", "missing: neither it nor the older fields say the side")
    }
    guard let price = try fields.price("yes_price_dollars", cents: "yes_price") else {
      throw fields.corrupted("yes_price_dollars", "missing")
    }
    guard let quantity = try fields.quantity("count_fp", whole: "count") else {
      throw fields.corrupted("count_fp", "missing")
    }
    guard let isTaker = try fields.flag("is_taker") else {
      throw fields.corrupted("is_taker", "missing: fees depend on it")
    }
    self.side = side
    self.price = price
    self.quantity = quantity
    liquidity = isTaker ? .taker : .maker
    fee = try fields.money("fee_cost")
    time = try fields.time("created_time") ?? fields.seconds("ts")
    exchangeIndex = try fields.integer("exchange_index")
  }

  public func encode(to encoder: any Encoder) throws {
    var writer = WireWriter(encoder)
    try writer.put("fill_id", tradeID.text)
    try writer.put("trade_id", tradeID.text)
    try writer.put("order_id", orderID.text)
    try writer.put("ticker", ticker)
    try writer.put("market_ticker", ticker)
    try writer.put(side: side)
    try writer.put(price: "yes_price_dollars", price)
    try writer.put(price: "no_price_dollars", price.complement)
    try writer.put(count: "count_fp", quantity)
    try writer.put("is_taker", liquidity == .taker)
    try writer.put(money: "fee_cost", fee)
    try writer.put(time: "created_time", time)
    try writer.put("ts", time?.seconds)
    try writer.put("exchange_index", exchangeIndex)
  }
}

/// What one market paid us.
public struct KalshiSettlement: Hashable, Sendable, Codable {
  public var ticker: String
  public var eventTicker: String?
  /// `yes`, `no` or `scalar`; other words are kept.
  public var result: String
  public var yesCount: Quantity?
  public var noCount: Quantity?
  public var yesCost: Money?
  public var noCost: Money?
  /// What was paid out.
  public var revenue: Money?
  public var fee: Money?
  public var settled: Timestamp?
  /// What YES paid, in cents as the exchange wrote it.
  public var valueCents: Int64?

  public init(
    ticker: String, eventTicker: String?, result: String, yesCount: Quantity?,
    noCount: Quantity?, yesCost: Money?, noCost: Money?, revenue: Money?, fee: Money?,
    settled: Timestamp?, valueCents: Int64?
  ) {
    self.ticker = ticker
    self.eventTicker = eventTicker
    self.result = result
    self.yesCount = yesCount
    self.noCount = noCount
    self.yesCost = yesCost
    self.noCost = noCost
    self.revenue = revenue
    self.fee = fee
    self.settled = settled
    self.valueCents = valueCents
  }

  public init(from decoder: any Decoder) throws {
    let fields = try WireFields(decoder)
    ticker = try fields.id("ticker")
    eventTicker = try fields.text("event_ticker")
    result = try fields.id("market_result")
    yesCount = try fields.quantity("yes_count_fp", whole: "yes_count")
    noCount = try fields.quantity("no_count_fp", whole: "no_count")
    yesCost = try fields.money("yes_total_cost_dollars", cents: "yes_total_cost")
    noCost = try fields.money("no_total_cost_dollars", cents: "no_total_cost")
    revenue = try fields.integer("revenue").flatMap { Money(wireCents: $0) }
    fee = try fields.money("fee_cost")
    settled = try fields.time("settled_time")
    valueCents = try fields.integer("value")
  }

  public func encode(to encoder: any Encoder) throws {
    var writer = WireWriter(encoder)
    try writer.put("ticker", ticker)
    try writer.put("event_ticker", eventTicker)
    try writer.put("market_result", result)
    try writer.put(count: "yes_count_fp", yesCount)
    try writer.put(count: "no_count_fp", noCount)
    try writer.put(money: "yes_total_cost_dollars", yesCost)
    try writer.put(money: "no_total_cost_dollars", noCost)
    try writer.put("revenue", revenue?.wireCents)
    try writer.put(money: "fee_cost", fee)
    try writer.put(time: "settled_time", settled)
    try writer.put("value", valueCents)
  }
}
