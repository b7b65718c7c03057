public import Market

/// A series as the simulator lists it: a family of events with one fee rule.
public struct SimulatedSeries: Hashable, Sendable {
  public var ticker: String
  public var title: String
  public var category: String
  public var tags: [String]
  public var fees: FeeTerms

  public init(
    ticker: String, title: String, category: String = "Sports", tags: [String] = [],
    fees: FeeTerms = FeeTerms(type: .quadraticWithMakerFees, multiplier: .one)
  ) {
    self.ticker = ticker
    self.title = title
    self.category = category
    self.tags = tags
    self.fees = fees
  }
}

/// An event: the markets that one happening settles.
public struct SimulatedEvent: Hashable, Sendable {
  public var ticker: String
  public var seriesTicker: String
  public var title: String
  public var subtitle: String
  public var isMutuallyExclusive: Bool

  public init(
    ticker: String, seriesTicker: String, title: String, subtitle: String = "",
    isMutuallyExclusive: Bool = true
  ) {
    self.ticker = ticker
    self.seriesTicker = seriesTicker
    self.title = title
    self.subtitle = subtitle
    self.isMutuallyExclusive = isMutuallyExclusive
  }
}

/// A market with its terms; what happens to it is the exchange's business.
public struct SimulatedMarket: Hashable, Sendable {
  public var ticker: String
  public var eventTicker: String
  public var title: String
  /// What YES stands for: a team's name, mostly.
  public var subtitle: String
  /// `structured` for winners, `greater` for spreads and totals.
  public var strikeType: String
  public var floorStrike: HalfPoints?
  public var grid: PriceGrid
  public var open: Timestamp
  public var close: Timestamp
  public var rules: String

  public init(
    ticker: String, eventTicker: String, title: String, subtitle: String,
    strikeType: String = "structured", floorStrike: HalfPoints? = nil,
    grid: PriceGrid = .wholeCents, open: Timestamp, close: Timestamp, rules: String = ""
  ) {
    self.ticker = ticker
    self.eventTicker = eventTicker
    self.title = title
    self.subtitle = subtitle
    self.strikeType = strikeType
    self.floorStrike = floorStrike
    self.grid = grid
    self.open = open
    self.close = close
    self.rules = rules
  }
}

/// A milestone: what ties the events of one game together and says when it starts.
public struct SimulatedMilestone: Hashable, Sendable {
  public var id: String
  public var title: String
  /// `football_game`, `basketball_game`.
  public var type: String
  /// `Pro Football`, for one.
  public var competition: String
  public var start: Timestamp
  public var eventTickers: [String]

  public init(
    id: String, title: String, type: String, competition: String = "", start: Timestamp,
    eventTickers: [String]
  ) {
    self.id = id
    self.title = title
    self.type = type
    self.competition = competition
    self.start = start
    self.eventTickers = eventTickers
  }
}

/// A market as the exchange keeps it: its terms and what became of it.
struct MarketRecord: Sendable {
  var terms: SimulatedMarket
  var id: MarketID
  /// The market's UUID.
  var uuid: String
  var seriesTicker: String
  var event: Int
  var status: MarketStatus = .active
  var close: Timestamp
  var result: SettlementResult?
  var determined: Timestamp?
  var settled: Timestamp?
  var updated: Timestamp
  var wasTouched = false
  var lastTradeSize: Quantity = .zero
}
