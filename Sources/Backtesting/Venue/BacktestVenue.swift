public import Market
public import Matching
public import Trading

/// The exchange of a backtest: our orders against a recorded book, after a delay.
///
/// Displayed liquidity is the recording's own, in the engine's books; what is kept here is only
/// what is ours. Nothing is displayed of our orders, and nobody reacts to them.
///
/// - *Takers* fill against the recorded book at decision time plus latency, level by level, at each
///   level's own price. What we took stays taken until the level empties or a whole book comes.
/// - *Makers* join behind everything displayed and fill by trades at their price as
///   `QueuePosition` says, fully by a trade through it, and against displayed size of the other
///   side that reaches it. What leaves a level counts as a trade if one is told within
///   ``tradeWindowNanoseconds``, else as a cancel.
/// - *Cash*: a bid pays its price, an ask one dollar less it, with the fee by the market's schedule
///   and `FeeAccumulator`; resting orders tie the same up.
/// - A book that is not known, or crossed, fills nothing.
///
/// Source: `quant.md` 10.1, 10.3. A value without clock; the caller drives it by
/// ``nextDue`` and ``runNext(_:)``.
public struct BacktestVenue: Sendable {
  /// How long after a level shrank a trade may still explain it.
  public static let tradeWindowNanoseconds: Int64 = 100_000_000

  /// What is on its way: a wish to the venue, or news of it to the engine.
  private enum Parcel: Sendable {
    case request(EngineOutput)
    case news(EngineEvent)
  }

  /// Cash after every fill, fee and payout; what resting orders tie up is still in it.
  public internal(set) var cash: Money
  /// The venue's own clock, which closes markets and dates fills: set by the driver.
  public var clock = Timestamp.distantPast
  /// The most cash that positions and resting orders have tied up at once.
  public private(set) var peakCapital = Money.zero
  /// Orders that have arrived, refused ones among them.
  public private(set) var ordersTaken = 0
  var markets: ContiguousArray<VenueMarket>
  /// Markets in which something of ours is or was: only these are looked at.
  private(set) var isTouched: ContiguousArray<Bool>
  private(set) var touched: ContiguousArray<MarketID> = []
  let queueModel: QueueModel
  /// Orders that have ended, for searches.
  var ended: [ClientOrderID: OrderReport] = [:]
  private var latency: LatencySource
  /// The latest due comes first, so that the next one is at the end.
  private var pending: ContiguousArray<(due: Timestamp, parcel: Parcel)> = []
  private var lastRequestDue = Timestamp.distantPast
  private let session: UInt64
  private var trades: UInt64 = 0

  /// - Parameters:
  ///   - markets: as given to the engine, in the same order.
  ///   - cash: the play money to begin with.
  ///   - session: tells this session's trades from another's.
  public init(
    markets: [TradedMarket], cash: Money, latency: LatencyModel.Scaled, queue: QueueModel,
    session: UInt64
  ) {
    self.cash = cash
    self.latency = LatencySource(latency)
    self.session = session
    queueModel = queue
    self.markets = ContiguousArray(markets.map { VenueMarket($0) })
    isTouched = ContiguousArray(repeating: false, count: markets.count)
  }

  /// What is held in a market.
  public func position(_ market: MarketID) -> Position { markets[Int(market.index)].position }

  /// Orders travel as long as events did.
  var takesDelays: Bool { latency.takesDelays }

  /// Tells what the latest event of the recording took to reach us.
  public mutating func noteDelay(nanoseconds: Int64) { latency.recordedDelay = nanoseconds }

  /// When something arrives next; nil when nothing is on its way.
  public var nextDue: Timestamp? { pending.last?.due }

  /// Sends a wish of the engine on its way. Requests stay in their order.
  public mutating func send(_ output: EngineOutput, at now: Timestamp) {
    if case .notice = output { return }
    lastRequestDue = max(lastRequestDue, now + latency.toMatch())
    enqueue(.request(output), due: lastRequestDue)
  }

  /// Lets the next parcel arrive. News for the engine is returned.
  public mutating func runNext(_ books: OrderBooks) -> (time: Timestamp, event: EngineEvent)? {
    guard let (due, parcel) = pending.popLast() else { return nil }
    switch parcel {
    case .news(let event): return (due, event)
    case .request(let output):
      perform(output, books, at: due)
      return nil
    }
  }

  private mutating func enqueue(_ parcel: Parcel, due: Timestamp) {
    var place = pending.count
    // Behind what is due at the same time: first come, first served.
    while place > 0, pending[place - 1].due <= due { place -= 1 }
    pending.insert((due, parcel), at: place)
  }

  /// News for the engine. It was counted when the order travelled: see ``LatencyModel``.
  mutating func tell(_ event: EngineEvent, at now: Timestamp) { enqueue(.news(event), due: now) }

  mutating func touch(_ market: MarketID) {
    guard !isTouched[Int(market.index)] else { return }
    isTouched[Int(market.index)] = true
    touched.append(market)
  }

  /// Books one execution of ours and tells it.
  mutating func fill(
    _ id: ClientOrderID, _ market: MarketID, _ side: BookSide, _ price: Price,
    _ quantity: Quantity, _ liquidity: Liquidity, _ accumulator: inout FeeAccumulator,
    at now: Timestamp
  ) {
    let place = Int(market.index)
    guard let schedule = markets[place].fees else { return }
    let fee = accumulator.charge(
      side: side, price: price, quantity: quantity, liquidity: liquidity, schedule: schedule
    ).net
    let before = markets[place].position.cashFlow
    do throws(PositionError) {
      try markets[place].position.apply(side: side, price: price, quantity: quantity, fee: fee)
    } catch {
      // Order sizes are bounded far below where positions end.
      assertionFailure("a fill left the range of positions: \(error)")
      return
    }
    cash += markets[place].position.cashFlow - before - fee
    trades += 1
    tell(
      .fill(
        FillReport(
          trade: ExchangeKey(high: session, low: trades), order: id, market: market, side: side,
          price: price, quantity: quantity, liquidity: liquidity, fee: fee, venueTime: clock)),
      at: now)
  }

  /// Cash less what resting orders tie up; nil where a fee is not known.
  var availableCash: Money? {
    var free = cash
    for market in touched where !markets[Int(market.index)].orders.isEmpty {
      guard let reserved = markets[Int(market.index)].reserved() else { return nil }
      free -= reserved
    }
    return free
  }

  mutating func noteCapital() {
    var tied = Money.zero
    for market in touched {
      tied += markets[Int(market.index)].position.costBasis
      tied += markets[Int(market.index)].reserved() ?? .zero
    }
    peakCapital = max(peakCapital, tied)
  }

  mutating func countOrder() { ordersTaken += 1 }
}
