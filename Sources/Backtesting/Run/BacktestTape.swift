public import Market
public import Trading

/// A stretch in memory: the markets, what is known of them, and what happened, in order.
///
/// A value; one tape serves any number of runs at once.
public struct BacktestTape: BacktestSource {
  /// One thing that happened, at the time it was received.
  public struct Entry: Sendable {
    public var time: Timestamp
    public var event: EngineEvent

    public init(_ time: Timestamp, _ event: EngineEvent) {
      self.time = time
      self.event = event
    }
  }

  public var name: String
  /// By ``/Market/MarketID``.
  public var markets: [TradedMarket]
  /// The unit of resampling of each market, by ``/Market/MarketID``.
  public var events: [String]
  public var games: Int
  public var bookmakers: Int
  public var oddsHaveTimes: Bool
  /// Times never run backwards.
  public var entries: ContiguousArray<Entry>
  /// What a reader must know of it.
  public var notes: [String]

  public init(
    name: String, markets: [TradedMarket], events: [String], games: Int, bookmakers: Int,
    oddsHaveTimes: Bool, entries: ContiguousArray<Entry>, notes: [String] = []
  ) {
    self.name = name
    self.markets = markets
    self.events = events
    self.games = games
    self.bookmakers = bookmakers
    self.oddsHaveTimes = oddsHaveTimes
    self.entries = entries
    self.notes = notes
  }

  public var eventCount: Int { entries.count }

  public func digest() -> UInt64 {
    var digest = PlayedDigest()
    for entry in entries {
      digest.add(EngineInput(time: entry.time, venueTime: entry.time, event: entry.event))
    }
    return digest.value
  }

  public func play(into session: BacktestSession) {
    guard let first = entries.first else { return }
    session.begin(at: first.time)
    for place in entries.indices {
      session.take(entries[place].event, at: entries[place].time)
    }
  }
}
