import Market
import Matching
import Probability

@testable import Backtesting
@testable import Trading

/// A venue of one market with a thousand dollars over a book that the test sets.
struct VenueRig {
  static let start = Timestamp(seconds: 1_764_000_000)
  static let close = Timestamp(seconds: 1_764_100_000)
  let id = MarketID(0)
  var venue: BacktestVenue
  let books = OrderBooks(grids: [.wholeCents])
  var now = VenueRig.start
  var news: [(time: Timestamp, event: EngineEvent)] = []
  private var sequence: UInt64 = 0

  init(
    latency: LatencyModel = .none, queue: QueueModel = .conservative,
    cash: Money = Money(cents: 100_000), fees: FeeSchedule? = VenueRig.wholeCentFees
  ) {
    venue = BacktestVenue(
      markets: [VenueRig.market(fees: fees)], cash: cash, latency: .init(latency), queue: queue,
      session: 9)
    venue.clock = now
  }

  static let wholeCentFees = try? FeeSchedule(
    type: .quadraticWithMakerFees, multiplier: .one,
    regime: FeeRegime(rounding: .legacyCentCeiling))

  static func market(fees: FeeSchedule?) -> TradedMarket {
    TradedMarket(
      ticker: "KXNBAGAME-X", game: nil, claim: nil, league: .nba, devigMethod: .shin,
      tieRule: .impossible, tieProbability: 0, grid: .wholeCents, fees: fees, startTime: nil,
      closeTime: close, status: .active)
  }

  /// Lets everything arrive that is due, and time go on.
  mutating func wait(milliseconds: Int64) {
    let until = now + milliseconds * 1_000_000
    while let due = venue.nextDue, due <= until {
      now = due
      venue.clock = due
      if let arrived = venue.runNext(books) { news.append(arrived) }
    }
    now = until
    venue.clock = now
  }

  mutating func settle() { wait(milliseconds: 0) }

  /// Levels as cents and contracts.
  mutating func snapshot(bids: [(Int, Int)], asks: [(Int, Int)]) {
    func levels(_ pairs: [(Int, Int)]) -> [BookLevel] {
      pairs.map { BookLevel(price: Price(cents: $0.0), quantity: Quantity(contracts: $0.1)) }
    }
    let event = EngineEvent.bookSnapshot(id, bids: levels(bids), asks: levels(asks))
    _ = books[id].apply(snapshotBids: levels(bids), asks: levels(asks))
    venue.observe(event, books, at: now)
    settle()
  }

  mutating func change(_ side: BookSide, _ cents: Int, by contracts: Int) {
    let (price, change) = (Price(cents: cents), Quantity(contracts: contracts))
    _ = books[id].apply(delta: change, side: side, price: price)
    venue.observe(.bookDelta(id, side, price, change: change), books, at: now)
    settle()
  }

  /// A trade of others; `side` is the taker's.
  mutating func trade(_ side: BookSide, _ cents: Int, _ contracts: Int) {
    venue.traded(id, side, Price(cents: cents), Quantity(contracts: contracts), at: now)
    settle()
  }

  mutating func observe(_ event: EngineEvent) {
    venue.observe(event, books, at: now)
    settle()
  }

  @discardableResult
  mutating func place(
    _ side: BookSide, _ cents: Int, _ contracts: Int, _ style: OrderStyle
  ) -> ClientOrderID {
    sequence += 1
    let order = ClientOrderID(session: 9, sequence: sequence)
    send(
      .place(
        EngineOrder(
          id: order, market: id, side: side, price: Price(cents: cents),
          quantity: Quantity(contracts: contracts), style: style, purpose: .entry)))
    return order
  }

  mutating func send(_ output: EngineOutput) {
    venue.send(output, at: now)
    settle()
  }

  var fills: [FillReport] {
    news.compactMap { if case .fill(let fill) = $0.event { fill } else { nil } }
  }
  /// Cents and contracts of each fill.
  var traded: [[Int]] {
    fills.map { [Int($0.price.tenThousandths / 100), Int($0.quantity.hundredths / 100)] }
  }
  func states(_ id: ClientOrderID) -> [OrderReport.State] {
    news.compactMap {
      if case .orderState(id, let report) = $0.event { report.state } else { nil }
    }
  }
  func rejections(_ id: ClientOrderID) -> [String] {
    news.compactMap {
      if case .orderRejected(id, let reason) = $0.event { reason } else { nil }
    }
  }
}
