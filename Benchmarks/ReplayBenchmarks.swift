internal import Backtesting
internal import FoundationEssentials
internal import Glibc
internal import Journal
internal import Market
internal import Matching
internal import Probability
internal import Trading

/// A recording through the venue model: from the event file without an engine, with engine and
/// strategy, and straight from journal segments.
///
/// The feed is that of the peer's run: level changes up to 45 ticks from the middle, one event in
/// ten a trade, 100 µs apart; each event is told once.
struct ReplayBenchmarks {
  private static let events = 1_000_000
  /// Fewer, for counting instructions.
  static let countedEvents = 20_000
  private static let begins = Timestamp(seconds: 1_764_000_000)

  private let folder: String
  private let path: String
  private let markets: Int
  private let events: Int
  /// What rests at every level that changes before the first event.
  private let opening: Quantity
  /// Of the level changes, so that what was replayed can be checked.
  private(set) var finalBid = Price.zero
  private var deltas = 0

  static func run(_ runner: inout Runner) throws {
    for markets in [1, 1_000] { try run(&runner, markets: markets) }
  }

  private static func run(_ runner: inout Runner, markets: Int) throws {
    let bench = try ReplayBenchmarks(markets: markets, events: events)
    defer { bench.remove() }
    let file = try EventFile(path: bench.path)
    let name = "\(markets) \(markets == 1 ? "market" : "markets")"
    var last: OrderBooks?
    runner.measureBatches("replay: books and venue, \(name)", operations: events) {
      last = try? bench.playBooks(file)
    }
    runner.check(
      "final bid of \(name)", last?[MarketID(0)].bestBid?.price == bench.finalBid)
    for (words, fair) in [("nothing to trade", 0.50), ("trading", 0.56)] {
      var fills = 0
      var bid: Price?
      var session = bench.session(fair)
      runner.measureBatches(
        "replay: engine, \(words), \(name)", operations: events,
        prepare: { session = bench.session(fair) },
        {
          bench.play(into: session)
          bid = session.engine.books[MarketID(0)].bestBid?.price
          fills = session.engine.fills.count
        })
      runner.check("final bid behind the engine, \(words), \(name)", bid == bench.finalBid)
      runner.check("fills, \(words), \(name)", fair == 0.50 ? fills == 0 : fills > 0)
    }
    guard markets == 1, let last else { return }
    ReplayPeer.run(&runner, file: bench.path, events: events, books: last)
    try bench.writeJournal()
    var count = 0
    runner.measureBatches("replay: journal segments, engine", operations: bench.deltas) {
      count = (try? bench.playJournal()) ?? 0
    }
    runner.check("records of the journal", count == bench.deltas)
  }

  /// One of the paths that `Counting` names; false when it computed something else than it should.
  func play(_ path: String, _ counted: (() -> Void) -> Void) throws -> Bool {
    var bid: Price?
    switch path {
    case "replay-books":
      let file = try EventFile(path: self.path)
      var books: OrderBooks?
      counted { books = try? playBooks(file) }
      bid = books?[MarketID(0)].bestBid?.price
    case "replay-engine":
      let session = session(0.50)
      counted { play(into: session) }
      bid = session.engine.books[MarketID(0)].bestBid?.price
    default:
      try writeJournal()
      var count = 0
      counted { count = (try? playJournal()) ?? 0 }
      return count == deltas
    }
    return bid == finalBid
  }

  /// - Parameters:
  ///   - spacing: nanoseconds from one event to the next.
  ///   - opening: contracts at each level before the first event; the peer's feed has none.
  init(markets: Int, events: Int, spacing: Int64 = 100_000, opening: Int = 0) throws {
    self.opening = Quantity(contracts: opening)
    folder =
      FileManager.default.temporaryDirectory
      .appending(path: "replay-\(getpid())-\(markets)").path
    path = folder + "/feed.dbe"
    self.markets = markets
    self.events = events
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let writer = try EventFileWriter(path: path, tickers: tickers)
    var feed = Feed(
      markets: markets, begins: Self.begins, spacing: spacing, opening: Int64(opening))
    for _ in 0..<events {
      let event = feed.next()
      if event.kind == .delta { deltas += 1 }
      writer.append(event)
    }
    try writer.finish()
    finalBid = feed.bestBid
  }

  private var tickers: [String] { (0..<markets).map { "KXNBAGAME-25NOV24M\(1_000 + $0)-A" } }

  func remove() { try? FileManager.default.removeItem(atPath: folder) }

  /// The books behind the last event.
  private func playBooks(_ file: EventFile) throws -> OrderBooks {
    let books = OrderBooks(grids: Array(repeating: PriceGrid.wholeCents, count: markets))
    for index in 0..<markets { _ = books[MarketID(index)].apply(snapshotBids: [], asks: []) }
    var venue = BacktestVenue(
      markets: traded, cash: Money(cents: 100_000), latency: .init(.none), queue: .conservative,
      session: 1)
    try file.forEachBlock { (block) throws(EventFileError) in
      for event in block {
        guard let price = event.price else { continue }
        if event.kindCode == MarketEvent.Kind.delta.rawValue {
          _ = books[event.market].apply(delta: event.quantity, side: event.side, price: price)
          venue.changed(
            event.market, event.side, price, by: event.quantity, books, at: event.received)
        } else {
          venue.traded(event.market, event.side, price, event.quantity, at: event.received)
        }
      }
    }
    return books
  }

  private var traded: [TradedMarket] {
    let fees = try? FeeSchedule(
      type: .quadraticWithMakerFees, multiplier: .one, rounding: .legacyCentCeiling)
    return tickers.enumerated().map { place, ticker in
      TradedMarket(
        ticker: ticker, game: GameID(place), claim: .winner(.home), league: .nba,
        devigMethod: .multiplicative, tieRule: .impossible, tieProbability: 0, grid: .wholeCents,
        fees: fees, startTime: Timestamp(seconds: 1_900_000_000),
        closeTime: Timestamp(seconds: 1_900_000_000), status: .active)
    }
  }

  /// An engine with a line on every game, fresh for good.
  func session(_ fair: Double) -> BacktestSession {
    let session = BacktestSession(
      markets: traded, events: tickers, games: markets, bookmakers: 1, options: options)
    session.begin(at: Self.begins)
    let steps = opening.isZero ? 0..<0 : 0..<44
    let bids = steps.map { BookLevel(price: Price(cents: 49 - $0), quantity: opening) }
    let asks = steps.map { BookLevel(price: Price(cents: 51 + $0), quantity: opening) }
    for game in 0..<markets {
      session.take(.gameMatched(GameID(game), start: nil), at: Self.begins)
      session.take(
        .line(
          GameID(game), BookmakerID(0),
          GameLine(kind: .winner, homeOrOver: 1 / fair, awayOrUnder: 1 / (1 - fair))),
        at: Self.begins)
      session.take(.bookSnapshot(MarketID(game), bids: bids, asks: asks), at: Self.begins)
    }
    return session
  }

  /// Plays the file; a damaged one stops where it is, which the final bid tells.
  func play(into session: BacktestSession) {
    guard let file = try? EventFile(path: path) else { return }
    try? EventFileDay.play(file, into: session)
  }

  private var options: BacktestOptions {
    var options = BacktestOptions(engine: EngineConfiguration())
    options.engine.execution.staleOddsNanoseconds = 1_000_000_000_000_000
    options.latency = LatencyModel.Scaled(.fixed(order: 5_000_000, feed: 0))
    options.keepsDetail = false
    return options
  }

  private func writeJournal() throws {
    let storage = try FolderStorage(path: folder + "/journal", isWriting: true)
    let log = try JournalLog(storage, newID: 1, now: Self.begins)
    let writer = EventWriter()
    var feed = Feed(markets: 1, begins: Self.begins)
    for _ in 0..<events {
      let event = feed.next()
      guard event.kind == .delta, let price = event.price else { continue }
      writer.clear()
      EngineInput(
        time: event.received, venueTime: event.received,
        event: .bookDelta(event.market, event.side, price, change: event.quantity)
      ).write(to: writer)
      if log.isSegmentFull { try log.rotate(now: event.received) }
      try log.append(
        .input, Array(writer.bytes), stream: 0,
        monotonicNanoseconds: event.received.nanoseconds, wall: event.received)
    }
    try log.sync()
    log.close()
  }

  private func playJournal() throws -> Int {
    let engine = Engine(
      configuration: options.engine, markets: traded, games: 1, bookmakers: 1, session: 1)
    var outputs: ContiguousArray<EngineOutput> = []
    let reader = try JournalReader(paths: [folder + "/journal"])
    var count = 0
    while let record = try reader.record() {
      guard record.header.kind == .input else { continue }
      if let delta = RecordedDelta(record.payload), delta.market.index == 0 {
        engine.process(delta, into: &outputs)
      } else {
        engine.process(try EngineInput(record.payload), into: &outputs)
      }
      outputs.removeAll(keepingCapacity: true)
      count += 1
    }
    return count
  }

  /// The peer's feed as level changes.
  private struct Feed {
    private var random = SplitMix64(seed: 3)
    private var sizes: [Int64]
    private let markets: Int
    private let begins: Timestamp
    private var count: Int64 = 0
    private let spacing: Int64

    init(markets: Int, begins: Timestamp, spacing: Int64 = 100_000, opening: Int64 = 0) {
      self.spacing = spacing
      self.markets = markets
      self.begins = begins
      sizes = Array(repeating: opening, count: markets * 100)
    }

    mutating func next() -> MarketEvent {
      let draw = random.next()
      count += 1
      let market = Int(draw >> 32) % markets
      let isBid = draw & 1 == 0
      let cents =
        isBid ? 50 - 1 - Int(draw >> 1 & 0xFFFF) % 44 : 50 + 1 + Int(draw >> 1 & 0xFFFF) % 44
      let received = begins + count * spacing
      if draw >> 20 & 0xFF < 26 {
        return MarketEvent(
          .trade, MarketID(market), side: isBid ? .bid : .ask, price: Price(cents: cents),
          amount: 100 * (1 + Int64(random.next() % 499)), received: received)
      }
      let size = Int64(random.next() % 500)
      let slot = market * 100 + cents
      defer { sizes[slot] = size }
      return MarketEvent(
        .delta, MarketID(market), side: isBid ? .bid : .ask, price: Price(cents: cents),
        amount: 100 * (size - sizes[slot]), received: received)
    }

    /// Of the first market.
    var bestBid: Price {
      Price(cents: (1..<50).last { sizes[$0] > 0 } ?? 0)
    }
  }
}
