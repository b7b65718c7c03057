internal import Market
internal import Probability
public import Trading

/// An event file as a backtest plays it: market data alone, at the times it was received.
///
/// The file names markets and nothing else: no game, no fee, no odds. So nothing in it has a fair
/// value, and the run shows what the engine and the venue make of the data, not a profit.
public struct EventFileDay: BacktestSource {
  /// What every file played here rests on.
  public static let assumptions: [BacktestResult.Assumption] = [
    .init("Recording", "books and trades of an event file, at the times they were received"),
    .init("Odds", "an event file has none, nor fees or games: nothing can have a fair value"),
  ]

  public let name: String
  public let markets: [TradedMarket]
  public let events: [String]
  public let games = 0
  public let bookmakers = 0
  public let oddsHaveTimes = true
  public let eventCount: Int
  public let notes: [String] = []
  private let path: String

  /// Reads the whole file once, to see that it is sound and which prices it has.
  public init(path: String) throws(EventFileError) {
    let file = try EventFile(path: path)
    try file.verify()
    var steps = [Int32](repeating: 100, count: file.tickers.count)
    try file.forEachBlock { (block) throws(EventFileError) in
      for event in block {
        let market = Int(event.marketIndex)
        if event.tenThousandths % 10 != 0 {
          steps[market] = 1
        } else if event.tenThousandths % 100 != 0, steps[market] == 100 {
          steps[market] = 10
        }
      }
    }
    self.path = path
    name = path.split(separator: "/").last.map(String.init) ?? path
    eventCount = file.count
    events = file.tickers
    markets = zip(file.tickers, steps).map { ticker, step in
      TradedMarket(
        ticker: ticker, game: nil, claim: nil, unmatchedReason: "an event file names no game",
        league: nil, devigMethod: .multiplicative, tieRule: .impossible, tieProbability: 0,
        grid: Self.grid(step: Int(step)),
        fees: nil, startTime: nil, closeTime: nil, status: .active)
    }
  }

  /// From zero to a dollar in steps of so many 1/10 000 $; each of ours divides a dollar.
  private static func grid(step: Int) -> PriceGrid {
    let range = PriceRange(start: .zero, end: .dollar, step: Price(tenThousandths: step))
    return (try? PriceGrid(ranges: [range])) ?? .wholeCents
  }

  public func digest() throws -> UInt64 {
    var digest = PlayedDigest()
    try EventFile(path: path).forEachBlock { (block) throws(EventFileError) in
      digest.add(UnsafeRawBufferPointer(block))
    }
    return digest.value
  }

  public func play(into session: BacktestSession) throws {
    let file = try EventFile(path: path)
    var first: Timestamp?
    try file.forEachBlock { (block) throws(EventFileError) in
      if first == nil { first = block.first?.received }
    }
    guard let first else { return }
    session.begin(at: first)
    try Self.play(file, into: session)
  }

  /// Gives a session that has begun every event of a file, in order.
  ///
  /// - Throws: ``EventFileError`` at the first damaged block.
  public static func play(
    _ file: EventFile, into session: BacktestSession
  ) throws(EventFileError) {
    var snapshot = PendingSnapshot()
    try file.forEachBlock { (block) throws(EventFileError) in
      for place in block.indices {
        Self.fetchAhead(block, place, session)
        let event = block[place]
        if event.delayMicroseconds != MarketEvent.unknownDelay {
          session.noteDelay(nanoseconds: Int64(event.delayMicroseconds) * 1_000)
        }
        guard let price = event.price else { continue }
        switch event.kind {
        case .delta:
          session.takeDelta(event.market, event.side, price, event.quantity, at: event.received)
        case .trade:
          session.takeTrade(event.market, event.side, price, event.quantity, at: event.received)
        case .snapshot:
          snapshot = PendingSnapshot(missing: event.amount)
          if event.amount <= 0 { snapshot.finish(event, session) }
        case .level: snapshot.take(event, price, session)
        case .blocked: session.take(.bookBlocked(event.market), at: event.received)
        case .settled: session.take(.settled(event.market, value: price), at: event.received)
        // Of a newer program.
        case nil: break
        }
      }
    }
  }

  /// The file says which markets come next: their memory is asked for before it is needed. With
  /// thousands of markets no cache holds them all.
  @inline(__always)
  private static func fetchAhead(
    _ block: UnsafeBufferPointer<MarketEvent>, _ place: Int, _ session: BacktestSession
  ) {
    guard place + 8 < block.count else { return }
    let event = block[place + 8]
    guard let price = event.price else { return }
    session.engine.fetch(event.market, event.side, price)
  }

  /// A whole book while its levels come.
  private struct PendingSnapshot {
    var missing: Int64 = 0
    var bids: [BookLevel] = []
    var asks: [BookLevel] = []

    /// One level; the last one completes the book.
    mutating func take(_ event: MarketEvent, _ price: Price, _ session: BacktestSession) {
      let level = BookLevel(price: price, quantity: event.quantity)
      if event.side == .bid { bids.append(level) } else { asks.append(level) }
      missing -= 1
      if missing == 0 { finish(event, session) }
    }

    mutating func finish(_ event: MarketEvent, _ session: BacktestSession) {
      session.take(.bookSnapshot(event.market, bids: bids, asks: asks), at: event.received)
      self = PendingSnapshot()
    }
  }
}
