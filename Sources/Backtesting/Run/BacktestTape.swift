public import Market
public import Trading

/// One stretch to play: the markets, what is known of them, and what happened, in order.
///
/// A value; one tape serves any number of runs at once.
public struct BacktestTape: Sendable {
  /// One thing that happened, at the time it was received.
  public struct Entry: Sendable {
    public var time: Timestamp
    public var event: EngineEvent

    public init(_ time: Timestamp, _ event: EngineEvent) {
      self.time = time
      self.event = event
    }
  }

  /// One trade of others.
  public struct Trade: Sendable {
    public var market: MarketID
    /// The taker's side.
    public var side: BookSide
    public var price: Price
    public var quantity: Quantity

    public init(market: MarketID, side: BookSide, price: Price, quantity: Quantity) {
      self.market = market
      self.side = side
      self.price = price
      self.quantity = quantity
    }
  }

  public var name: String
  /// By ``/Market/MarketID``.
  public var markets: [TradedMarket]
  /// The unit of resampling of each market, by ``/Market/MarketID``.
  public var events: [String]
  public var games: Int
  public var bookmakers: Int
  /// Times never run backwards.
  public var entries: ContiguousArray<Entry>
  /// Whether bookmakers' lines are on it.
  public var hasOdds: Bool
  /// What a reader must know of it.
  public var notes: [String]

  public init(
    name: String, markets: [TradedMarket], events: [String], games: Int, bookmakers: Int,
    entries: ContiguousArray<Entry>, hasOdds: Bool, notes: [String] = []
  ) {
    self.name = name
    self.markets = markets
    self.events = events
    self.games = games
    self.bookmakers = bookmakers
    self.entries = entries
    self.hasOdds = hasOdds
    self.notes = notes
  }
}
