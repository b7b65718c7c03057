public import Market

/// A series: the family of all events of one kind, with its fees.
public struct KalshiSeries: Hashable, Sendable, Codable {
  public var ticker: String
  public var title: String?
  public var category: String?
  public var frequency: String?
  public var tags: [String]
  /// Type and multiplier, each nil where the series does not say; unknown names are kept.
  public var fees: FeeTerms
  public var exchangeIndex: Int64?

  public init(
    ticker: String, title: String? = nil, category: String? = nil, frequency: String? = nil,
    tags: [String] = [], fees: FeeTerms, exchangeIndex: Int64? = nil
  ) {
    self.ticker = ticker
    self.title = title
    self.category = category
    self.frequency = frequency
    self.tags = tags
    self.fees = fees
    self.exchangeIndex = exchangeIndex
  }

  public init(from decoder: any Decoder) throws {
    let fields = try WireFields(decoder)
    ticker = try fields.id("ticker")
    title = try fields.text("title")
    category = try fields.text("category")
    frequency = try fields.text("frequency")
    tags = try fields.list("tags", of: String.self)
    fees = try fields.feeTerms(type: "fee_type", multiplier: "fee_multiplier")
    exchangeIndex = try fields.integer("exchange_index")
  }

  public func encode(to encoder: any Encoder) throws {
    var writer = WireWriter(encoder)
    try writer.put("ticker", ticker)
    try writer.put("title", title)
    try writer.put("category", category)
    try writer.put("frequency", frequency)
    try writer.put("tags", tags)
    try writer.put("fee_type", fees.type?.wireName)
    try writer.put("fee_multiplier", fees.multiplier?.wireNumber)
    try writer.put("exchange_index", exchangeIndex)
  }
}

/// A row of `/series/fee_changes` or `/events/fee_changes`: terms that start at a time.
public struct KalshiFeeChange: Hashable, Sendable, Codable {
  public var id: String
  public var seriesTicker: String?
  /// Nil for a change of the series.
  public var eventTicker: String?
  public var change: FeeChange

  public init(id: String, seriesTicker: String?, eventTicker: String?, change: FeeChange) {
    self.id = id
    self.seriesTicker = seriesTicker
    self.eventTicker = eventTicker
    self.change = change
  }

  public init(from decoder: any Decoder) throws {
    let fields = try WireFields(decoder)
    id = try fields.id("id")
    seriesTicker = try fields.text("series_ticker")
    eventTicker = try fields.text("event_ticker")
    guard eventTicker == nil else {
      // A time that is not known may be any: no fee of the event is known at all.
      let effective = (try? fields.time("scheduled_ts")) ?? nil
      change = FeeChange(
        effective: effective ?? .distantPast,
        terms: effective == nil
          ? FeeTerms(type: .unknown("unreadable time"), multiplier: nil) : Self.override(fields))
      return
    }
    guard let effective = try fields.time("scheduled_ts") else {
      throw fields.corrupted("scheduled_ts", "missing: a fee change needs its time")
    }
    change = FeeChange(
      effective: effective,
      terms: try fields.feeTerms(type: "fee_type", multiplier: "fee_multiplier"))
  }

  /// The terms of an event's row. Rows come for all events of the exchange, so one that cannot be
  /// read must not stop the others: its event has no known fee from then on.
  private static func override(_ fields: WireFields) -> FeeTerms {
    (try? fields.feeTerms(type: "fee_type_override", multiplier: "fee_multiplier_override"))
      ?? FeeTerms(type: .unknown("unreadable override"), multiplier: nil)
  }

  public func encode(to encoder: any Encoder) throws {
    var writer = WireWriter(encoder)
    try writer.put("id", id)
    try writer.put("series_ticker", seriesTicker)
    try writer.put("event_ticker", eventTicker)
    let suffix = eventTicker == nil ? "" : "_override"
    try writer.put("fee_type" + suffix, change.terms.type?.wireName)
    try writer.put("fee_multiplier" + suffix, change.terms.multiplier?.wireNumber)
    try writer.put(time: "scheduled_ts", change.effective)
  }
}

extension WireFields {
  func feeTerms(type: String, multiplier: String) throws -> FeeTerms {
    let wireName = try text(type)
    var exact: FeeMultiplier?
    if let decimal = try decimal(multiplier) {
      exact = FeeMultiplier(text: decimal)
      if exact == nil {
        throw corrupted(multiplier, FeeUnknown.badMultiplier(decimal).description)
      }
    }
    let known = wireName.flatMap { $0.isEmpty ? nil : FeeType(wireName: $0) }
    return FeeTerms(type: known, multiplier: exact)
  }
}

extension FeeMultiplier {
  /// The number as the exchange writes it in JSON.
  var wireNumber: Double { Double(tenThousandths) / 10_000 }
}
