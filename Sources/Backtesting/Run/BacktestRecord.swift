internal import Market
internal import Trading

/// What is kept of a backtest while it runs: fills with their mark-outs, quotes, equity.
///
/// As with ``BacktestSession``, what is touched for each event is not checked for overlapping
/// accesses.
final class BacktestRecord {
  /// The last fair value before a game began, with the middle of the book.
  struct Closing {
    var fair: Double
    /// ``/Market/OrderBook/bestRanks`` of the two prices: a change below them leaves them as they
    /// are.
    var ranks: UInt32
    var bid: Price?
    var ask: Price?
    /// When a bookmaker last spoke of the game.
    var line: Timestamp

    var mid: Double? { BacktestRecord.mid(bid, ask) }
  }

  private struct Sample {
    let due: Timestamp
    let fill: Int
    let horizon: Int
  }

  let markets: [TradedMarket]
  let eventNames: [String]
  let startingCash: Money
  let keepsDetail: Bool
  /// What the recording said, trades among it.
  @exclusivity(unchecked) var events = 0
  /// Whether any bookmaker's line was among it.
  private(set) var hasOdds = false
  private(set) var begins = Timestamp.distantPast
  private(set) var ends = Timestamp.distantPast
  private(set) var fills: [BacktestFill] = []
  private(set) var equity: [BacktestResult.EquityPoint] = []
  @exclusivity(unchecked) private(set) var closings: ContiguousArray<Closing?>
  @exclusivity(unchecked) private(set) var quotes: [MarketID: [BacktestMarket.QuotePoint]] = [:]
  /// Markets that have quotes kept.
  @exclusivity(unchecked) private var isFollowed: ContiguousArray<Bool>
  private(set) var notices = 0
  private(set) var venue: BacktestVenue?
  private(set) var states: [MarketState] = []
  /// When a bookmaker last spoke of a market's game: a fair value is a later opinion than a trade's
  /// only where somebody has spoken since.
  @exclusivity(unchecked) private var lines: ContiguousArray<Timestamp>
  /// When each fill came.
  private var fillTimes: [Timestamp] = []
  /// The last best prices seen of markets we hold, for marking when the book is gone.
  private var lastBid: ContiguousArray<Price?>
  private var lastAsk: ContiguousArray<Price?>
  /// What each order was for, and whose it was.
  private var owners: [ClientOrderID: (OrderPurpose, ProfileID)] = [:]
  /// The strategies at the end, the arbitrage strategy first.
  private(set) var profiles: [ProfileState] = []
  @exclusivity(unchecked) private(set) var signalCounts = SignalCounts()
  /// The earliest first, from `nextPlace` on.
  @exclusivity(unchecked) private var samples: ContiguousArray<Sample> = []
  /// No two best prices are at these ranks.
  private static let noRanks = UInt32(Int16.max) << 16 | UInt32(Int16.max)
  /// Quotes and points kept of one market, or of the account, before every second one is dropped.
  private static let maximumPoints = 4_000

  /// First purchases and the bids after them; nil where no exit is looked into.
  @exclusivity(unchecked) var watch: ExitWatch?
  /// When time next calls for a sale of one of them; by itself, since it is asked before each
  /// event.
  @exclusivity(unchecked) var exitDeadline = Timestamp.distantFuture

  init(markets: [TradedMarket], events: [String], cash: Money, keepsDetail: Bool) {
    self.markets = markets
    eventNames = events
    startingCash = cash
    self.keepsDetail = keepsDetail
    closings = ContiguousArray(repeating: nil, count: markets.count)
    isFollowed = ContiguousArray(repeating: false, count: markets.count)
    lines = ContiguousArray(repeating: .distantPast, count: markets.count)
    lastBid = ContiguousArray(repeating: nil, count: markets.count)
    lastAsk = ContiguousArray(repeating: nil, count: markets.count)
  }

  /// When a mark-out is to be taken next.
  var nextSample: Timestamp? { samples.last?.due }

  func begin(at time: Timestamp) {
    begins = time
    equity.append(BacktestResult.EquityPoint(time: time, equity: startingCash))
  }

  /// Takes what an event of the recording left behind.
  func note(_ event: EngineEvent, _ engine: Engine, at now: Timestamp) {
    switch event {
    case .bookSnapshot(let id, _, _), .bookDelta(let id, _, _, _): noteBook(id, engine, at: now)
    case .line(let game, _, _), .lineWithdrawn(let game, _, _):
      hasOdds = true
      // A judgement that stands is not looked at again: what it rests on is kept here.
      for market in engine.markets(of: game) {
        lines[Int(market.index)] = now
        noteBook(market, engine, at: now)
      }
    case .gridChanged(let id, _): closings[Int(id.index)]?.ranks = Self.noRanks
    default: break
    }
    if watch != nil { watchEvent(event, engine) }
  }

  /// Takes what a change of a book left behind.
  func noteBook(_ market: MarketID, _ engine: Engine, at now: Timestamp) {
    let index = Int(market.index)
    if watch != nil { watchMarket(market, engine) }
    if let fair = engine.states[index].freshYes,
      let start = engine.states[index].startTime, engine.venueNow < start
    {
      let ranks = engine.books[market].bestRanks
      if closings[index]?.ranks == ranks {
        closings[index]?.fair = fair
        closings[index]?.line = lines[index]
      } else {
        closings[index] = Closing(
          fair: fair, ranks: ranks, bid: engine.books[market].bestPrice(.bid),
          ask: engine.books[market].bestPrice(.ask), line: lines[index])
      }
    }
    let isOurs = isFollowed[index] || !engine.states[index].position.quantity.isZero
    guard isOurs else { return }
    let bid = engine.books[market].bestPrice(.bid)
    let ask = engine.books[market].bestPrice(.ask)
    lastBid[index] = bid ?? lastBid[index]
    lastAsk[index] = ask ?? lastAsk[index]
    if keepsDetail { noteQuote(market, bid, ask, engine, at: now) }
  }

  func note(_ notice: EngineNotice) { notices += 1 }

  /// Takes what the profiles said of the last input.
  func note(_ signals: ContiguousArray<Signal>) { signalCounts.note(signals) }

  /// Takes a fill that the engine has booked.
  func fill(
    _ report: FillReport, _ engine: Engine, _ venue: BacktestVenue, at now: Timestamp
  ) {
    let index = Int(report.market.index)
    lastBid[index] = engine.books[report.market].best(.bid)?.price ?? lastBid[index]
    lastAsk[index] = engine.books[report.market].best(.ask)?.price ?? lastAsk[index]
    fillTimes.append(now)
    let owner = report.order.flatMap { self.owner(of: $0, engine) }
    let signal = owner.flatMap { signalCounts.traded($0.1, report.market) }
    fills.append(
      BacktestFill(
        time: report.venueTime, day: 0, market: index, side: report.side, price: report.price,
        quantity: report.quantity, liquidity: report.liquidity,
        purpose: owner?.0 ?? .entry, profile: owner?.1 ?? .arbitrage,
        netEdge: signal?.netEdge,
        volume: engine.states[index].volume, fee: report.fee,
        fair: engine.states[index].lastFair?.yes,
        markouts: Array(repeating: nil, count: BacktestFill.markoutNanoseconds.count),
        closingFair: nil, paid: nil))
    if watch != nil { watchFill(of: report.order, signal, engine) }
    if keepsDetail {
      for (horizon, wait) in BacktestFill.markoutNanoseconds.enumerated() {
        schedule(
          Sample(due: now + wait, fill: fills.count - 1, horizon: horizon))
      }
      noteQuote(
        report.market, lastBid[index], lastAsk[index], engine, at: now)
      noteEquity(venue, at: now)
    }
  }

  /// Takes the mark-out that is due: against a fair value that bookmakers have spoken of since, or
  /// else the middle of the book. The value that led to the trade says nothing of it.
  func sample(_ engine: Engine, at now: Timestamp) {
    guard let sample = samples.popLast() else { return }
    let market = MarketID(fills[sample.fill].market)
    let index = Int(market.index)
    let isLater = lines[index] > fillTimes[sample.fill]
    fills[sample.fill].markouts[sample.horizon] =
      (isLater ? engine.states[index].freshFair?.yes : nil) ?? Self.mid(engine, market)
  }

  /// Mark-outs that are still due stay unknown: the recording says nothing of their time.
  func endSamples() { samples.removeAll() }

  /// Closes the books.
  func end(_ engine: Engine, _ venue: BacktestVenue, at now: Timestamp) {
    ends = now
    self.venue = venue
    states = Array(engine.states)
    profiles = Array(engine.profiles)
    for place in fills.indices {
      let index = fills[place].market
      // Without a later line the close is the very opinion that led to the trade.
      if let closing = closings[index], closing.line > fillTimes[place] {
        fills[place].closingFair = closing.fair
      }
      fills[place].paid = engine.states[index].settledValue
    }
    noteEquity(venue, at: now)
  }

  /// What a position would bring: the other side's best price, the last one seen where nobody is
  /// there, nothing where nobody ever was.
  func value(of position: Position, _ index: Int) -> Money {
    guard let held = position.held else { return .zero }
    let price = held == .yes ? lastBid[index] : lastAsk[index]?.complement
    return (price ?? .zero) * position.quantity.magnitude
  }

  private func noteEquity(_ venue: BacktestVenue, at now: Timestamp) {
    guard keepsDetail else { return }
    var total = venue.cash
    for market in venue.touched { total += value(of: venue.position(market), Int(market.index)) }
    equity.append(BacktestResult.EquityPoint(time: now, equity: total))
    if equity.count > Self.maximumPoints { equity = Self.thinned(equity) }
  }

  private func noteQuote(
    _ market: MarketID, _ bid: Price?, _ ask: Price?, _ engine: Engine, at now: Timestamp
  ) {
    let fair = engine.states[Int(market.index)].freshFair?.yes
    let point = BacktestMarket.QuotePoint(time: now, bid: bid, ask: ask, fair: fair)
    if let last = quotes[market]?.last, last.bid == bid, last.ask == ask, last.fair == fair {
      return
    }
    isFollowed[Int(market.index)] = true
    quotes[market, default: []].append(point)
    if let points = quotes[market], points.count > Self.maximumPoints {
      quotes[market] = Self.thinned(points)
    }
  }

  /// Every second one, first and last kept.
  private static func thinned<Point>(_ points: [Point]) -> [Point] {
    points.enumerated().compactMap {
      $0.offset.isMultiple(of: 2) || $0.offset == points.count - 1 ? $0.element : nil
    }
  }

  private func schedule(_ sample: Sample) {
    var place = samples.count
    while place > 0, samples[place - 1].due <= sample.due { place -= 1 }
    samples.insert(sample, at: place)
  }

  private func owner(of id: ClientOrderID, _ engine: Engine) -> (OrderPurpose, ProfileID)? {
    if let known = owners[id] { return known }
    let orders = engine.orders
    let found =
      orders.working.last { $0.request.id == id } ?? orders.finished.last { $0.request.id == id }
    let owner = found.map { ($0.request.purpose, $0.request.profile) }
    owners[id] = owner
    return owner
  }

  private static func mid(_ engine: Engine, _ market: MarketID) -> Double? {
    mid(engine.books[market].bestPrice(.bid), engine.books[market].bestPrice(.ask))
  }

  private static func mid(_ bid: Price?, _ ask: Price?) -> Double? {
    guard let bid, let ask else { return nil }
    return Double(bid.tenThousandths + ask.tenThousandths) / 20_000
  }
}
