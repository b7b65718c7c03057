public import Market

/// A milestone: for games, the place that states the real start and ties the game's events
/// together.
public struct KalshiMilestone: Hashable, Sendable, Codable {
  public var id: String
  public var category: String?
  public var type: String?
  public var title: String?
  /// The real start of a game.
  public var start: Timestamp?
  public var end: Timestamp?
  public var primaryEventTickers: [String]
  public var relatedEventTickers: [String]

  public init(
    id: String, category: String? = nil, type: String? = nil, title: String? = nil,
    start: Timestamp?, end: Timestamp? = nil, primaryEventTickers: [String],
    relatedEventTickers: [String]
  ) {
    self.id = id
    self.category = category
    self.type = type
    self.title = title
    self.start = start
    self.end = end
    self.primaryEventTickers = primaryEventTickers
    self.relatedEventTickers = relatedEventTickers
  }

  public init(from decoder: any Decoder) throws {
    let fields = try WireFields(decoder)
    id = try fields.id("id")
    category = try fields.text("category")
    type = try fields.text("type")
    title = try fields.text("title")
    start = try fields.time("start_date")
    end = try fields.time("end_date")
    primaryEventTickers = try fields.list("primary_event_tickers", of: String.self)
    relatedEventTickers = try fields.list("related_event_tickers", of: String.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var writer = WireWriter(encoder)
    try writer.put("id", id)
    try writer.put("category", category)
    try writer.put("type", type)
    try writer.put("title", title)
    try writer.put(time: "start_date", start)
    try writer.put(time: "end_date", end)
    try writer.put("primary_event_tickers", primaryEventTickers)
    try writer.put("related_event_tickers", relatedEventTickers)
  }
}
