public import Market

/// A market as the exchange lists it. Every field but the ticker may be missing.
public struct KalshiMarket: Hashable, Sendable, Codable {
  public var ticker: String
  public var eventTicker: String?
  public var title: String?
  public var yesSubtitle: String?
  public var noSubtitle: String?
  /// Nil when the answer does not say; unknown words are kept.
  public var status: MarketStatus?
  public var created: Timestamp?
  public var opens: Timestamp?
  /// For games far ahead of the end and moved forward once the result is known.
  public var closes: Timestamp?
  public var expectedExpiration: Timestamp?
  /// About the end of a game, not its start.
  public var occurrence: Timestamp?
  public var settlementTimerSeconds: Int64?
  /// Of the old cent shape too, where no bands were given: nil, never assumed.
  public var grid: PriceGrid?
  public var priceLevelStructure: String?
  /// `greater`, `structured`, …
  public var strikeType: String?
  public var floorStrike: Double?
  public var capStrike: Double?
  public var yesBid: Price?
  public var yesAsk: Price?
  public var yesBidSize: Quantity?
  public var yesAskSize: Quantity?
  public var lastPrice: Price?
  public var volume: Quantity?
  /// Contracts of the last 24 hours.
  public var volume24Hours: Quantity?
  public var openInterest: Quantity?
  /// `yes`, `no`, `scalar`, or empty before the result.
  public var result: String?
  /// What YES pays, after determination.
  public var settlementValue: Price?
  public var settled: Timestamp?
  public var feeWaiverExpiration: Timestamp?
  public var canCloseEarly: Bool?
  /// A combination of other markets (parlay).
  public var isCombo: Bool
  public var rulesPrimary: String?
  public var rulesSecondary: String?
  /// Pays parts of a dollar by its nature; nil where the answer does not say.
  public var isScalar: Bool?
  public var exchangeIndex: Int64?

  /// Everything but the ticker unknown.
  public init(ticker: String, eventTicker: String? = nil) {
    self.ticker = ticker
    self.eventTicker = eventTicker
    isCombo = false
  }

  /// The strike as a game's line; nil where it is not a whole number of halves.
  public var strike: HalfPoints? { floorStrike.flatMap { HalfPoints(points: $0) } }

  /// What the market paid; nil before the result or where the answer is contradictory.
  public var settlement: SettlementResult? {
    switch result {
    case "yes": .yes
    case "no": .no
    case "scalar": settlementValue.map { .scalar($0) }
    default: nil
    }
  }

  public init(from decoder: any Decoder) throws {
    let fields = try WireFields(decoder)
    self.init(ticker: try fields.id("ticker"), eventTicker: try fields.text("event_ticker"))
    title = try fields.text("title")
    yesSubtitle = try fields.text("yes_sub_title")
    noSubtitle = try fields.text("no_sub_title")
    status = try fields.text("status").map { MarketStatus(wireName: $0) }
    created = try fields.time("created_time")
    opens = try fields.time("open_time")
    closes = try fields.time("close_time")
    expectedExpiration = try fields.time("expected_expiration_time")
    occurrence = try fields.time("occurrence_datetime")
    settlementTimerSeconds = try fields.integer("settlement_timer_seconds")
    priceLevelStructure = try fields.text("price_level_structure")
    grid = try fields.grid("price_ranges")
    strikeType = try fields.text("strike_type")
    floorStrike = try fields.number("floor_strike")
    capStrike = try fields.number("cap_strike")
    yesBid = try fields.price("yes_bid_dollars", cents: "yes_bid")
    yesAsk = try fields.price("yes_ask_dollars", cents: "yes_ask")
    yesBidSize = try fields.quantity("yes_bid_size_fp")
    yesAskSize = try fields.quantity("yes_ask_size_fp")
    lastPrice = try fields.price("last_price_dollars", cents: "last_price")
    volume = try fields.quantity("volume_fp", whole: "volume")
    volume24Hours = try fields.quantity("volume_24h_fp", whole: "volume_24h")
    openInterest = try fields.quantity("open_interest_fp", whole: "open_interest")
    result = try fields.text("result")
    settlementValue = try fields.price("settlement_value_dollars", cents: "settlement_value")
    settled = try fields.time("settlement_ts")
    feeWaiverExpiration = try fields.time("fee_waiver_expiration_time")
    canCloseEarly = try fields.flag("can_close_early")
    isCombo = fields.has("mve_collection_ticker") || fields.has("mve_selected_legs")
    rulesPrimary = try fields.text("rules_primary")
    rulesSecondary = try fields.text("rules_secondary")
    isScalar = try fields.text("market_type").map { $0 != "binary" }
    exchangeIndex = try fields.integer("exchange_index")
  }

  public func encode(to encoder: any Encoder) throws {
    var writer = WireWriter(encoder)
    try writer.put("ticker", ticker)
    try writer.put("event_ticker", eventTicker)
    try writer.put("market_type", isScalar == true ? "scalar" : "binary")
    try writer.put("title", title)
    try writer.put("yes_sub_title", yesSubtitle)
    try writer.put("no_sub_title", noSubtitle)
    try writer.put("status", status?.wireName)
    try writer.put(time: "created_time", created)
    try writer.put(time: "open_time", opens)
    try writer.put(time: "close_time", closes)
    try writer.put(time: "expected_expiration_time", expectedExpiration)
    try writer.put(time: "occurrence_datetime", occurrence)
    try writer.put("settlement_timer_seconds", settlementTimerSeconds)
    try writer.put("price_level_structure", priceLevelStructure)
    try writer.put("price_ranges", grid?.ranges.map { KalshiPriceRange($0) })
    try writer.put("strike_type", strikeType)
    try writer.put("floor_strike", floorStrike)
    try writer.put("cap_strike", capStrike)
    try writer.put(price: "yes_bid_dollars", yesBid)
    try writer.put(price: "yes_ask_dollars", yesAsk)
    try writer.put(price: "no_bid_dollars", yesAsk?.complement)
    try writer.put(price: "no_ask_dollars", yesBid?.complement)
    try writer.put(count: "yes_bid_size_fp", yesBidSize)
    try writer.put(count: "yes_ask_size_fp", yesAskSize)
    try writer.put(price: "last_price_dollars", lastPrice)
    try writer.put(count: "volume_fp", volume)
    try writer.put(count: "volume_24h_fp", volume24Hours)
    try writer.put(count: "open_interest_fp", openInterest)
    try writer.put("result", result ?? "")
    try writer.put(price: "settlement_value_dollars", settlementValue)
    try writer.put(time: "settlement_ts", settled)
    try writer.put(time: "fee_waiver_expiration_time", feeWaiverExpiration)
    try writer.put("can_close_early", canCloseEarly)
    try writer.put("rules_primary", rulesPrimary)
    try writer.put("rules_secondary", rulesSecondary)
    try writer.put("exchange_index", exchangeIndex)
  }
}

/// A band of a price grid as it stands in JSON.
struct KalshiPriceRange: Codable {
  let range: PriceRange

  init(_ range: PriceRange) { self.range = range }

  init(from decoder: any Decoder) throws {
    let fields = try WireFields(decoder)
    guard let start = try fields.price("start"), let end = try fields.price("end"),
      let step = try fields.price("step")
    else { throw fields.corrupted("step", "a price range needs start, end and step") }
    range = PriceRange(start: start, end: end, step: step)
  }

  func encode(to encoder: any Encoder) throws {
    var writer = WireWriter(encoder)
    try writer.put(price: "start", range.start)
    try writer.put(price: "end", range.end)
    try writer.put(price: "step", range.step)
  }
}

extension WireFields {
  /// The grid of `price_ranges`; nil when there are none.
  func grid(_ name: String) throws -> PriceGrid? {
    let ranges = try list(name, of: KalshiPriceRange.self)
    guard !ranges.isEmpty else { return nil }
    do {
      return try PriceGrid(ranges: ranges.map(\.range))
    } catch {
      throw corrupted(name, error.description)
    }
  }
}
