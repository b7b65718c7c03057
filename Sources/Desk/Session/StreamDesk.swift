internal import Kalshi
internal import Market
internal import Trading

/// Between the exchange's stream and the engine: frames become events.
///
/// Confined to the session's thread.
final class StreamDesk: KalshiStreamHandler {
  private unowned let session: TradingSession
  /// Finds our id for an order the exchange names without it.
  var clientID: (FrameText) -> ClientOrderID? = { _ in nil }
  /// Whether a trade is in the positions that were taken over at the start: a stream that lags may
  /// tell of it only now.
  var isTakenOver: (FrameText) -> Bool = { _ in false }
  /// Hears of a market with a position of ours that is paid out, and of whose result nothing is
  /// known.
  var onUnknownResult: (MarketID) -> Void = { _ in }
  /// Hears both ids of an order.
  var learn: (ClientOrderID, FrameText) -> Void = { _, _ in }
  /// Fills that cannot be booked from the frame alone; they are read by REST.
  var onUnreadableFill: () -> Void = {}
  /// The exchange does not tell of trades of others, so the stream cannot stay as it is.
  var onTradesRefused: () -> Void = {}
  /// A line for the log.
  var onLog: (String) -> Void = { _ in }
  private(set) var drops = 0
  private(set) var gaps = 0
  private(set) var unreadable = 0
  private var isUp = false
  /// Changes of books so far: of some of them the time is compared with ours.
  private var deltas = 0
  private static let skewMask = 15
  private var skew = SkewGauge()
  private var isSkewed = false

  private let isPaper: Bool
  private var fees: FeeDesk

  /// - Parameters:
  ///   - isPaper: no private channels are subscribed; the first confirmed channel makes the link.
  ///     Each book stays blocked until its snapshot.
  ///   - feeTime: the date whose fees count; nil for the present.
  init(session: TradingSession, isPaper: Bool, feeTime: Timestamp? = nil) {
    self.session = session
    self.isPaper = isPaper
    fees = FeeDesk(catalogue: session.catalogue, fixedTime: feeTime, now: session.now)
    session.onPulse = { [weak self] now in self?.applyScheduledFees(at: now) }
  }

  func stream(
    _ stream: KalshiStream, didReceive frame: StreamFrame, _ envelope: StreamEnvelope,
    at now: Timestamp
  ) {
    switch frame {
    case .bookDelta, .bookSnapshot:
      session.handling(FrameArrival(.book, at: stream.frameArrivalNanoseconds)) {
        take(frame, at: now)
      }
    default: take(frame, at: now)
    }
  }

  /// One frame of the stream, whatever it is.
  func take(_ frame: StreamFrame, at now: Timestamp) {
    switch frame {
    case .bookDelta(let delta):
      guard let market = delta.market else { return }
      session.engine.fetch(market)
      deltas &+= 1
      if deltas & Self.skewMask == 0 || isSkewed, let time = delta.time { noteSkew(time) }
      session.take(
        .bookDelta(market, delta.side, delta.price, change: delta.change),
        recordedAt: delta.recorded)
    case .bookSnapshot(let snapshot):
      guard let market = snapshot.frame.market else { return }
      session.take(
        .bookSnapshot(market, bids: Array(snapshot.frame.bids), asks: Array(snapshot.frame.asks)),
        recordedAt: snapshot.frame.recorded)
    case .fill(let fill): take(fill.frame)
    case .userOrder(let order): take(order.frame)
    case .lifecycle(let life): take(life.frame, at: now)
    case .eventFeeUpdate(let update): take(update.frame, at: now)
    // Trades of others are for the journal: what they did to a book its changes tell.
    case .trade: break
    case .ticker, .subscribed, .acknowledged, .unsubscribed, .failure, .other: break
    }
  }

  /// An event's fees change now.
  private func take(_ update: EventFeeFrame, at now: Timestamp) {
    let event = update.eventTicker.string
    let changes = fees.update(
      event: event, type: update.feeType.string, multiplier: update.feeMultiplier.string, at: now)
    if let first = changes.first { sayFees(of: event, first.fees) }
    for change in changes { session.take(.feesChanged(change.market, change.fees)) }
  }

  /// Fee changes that were announced for a time that has come.
  private func applyScheduledFees(at now: Timestamp) {
    for change in fees.due(at: now) {
      sayFees(of: session.engine.markets[Int(change.market.index)].ticker, change.fees)
      session.take(.feesChanged(change.market, change.fees))
    }
  }

  private func sayFees(of name: String, _ fees: FeeSchedule?) {
    onLog(
      fees.map { "\(name): fees changed to \($0.type.wireName) times \($0.multiplier)" }
        ?? "\(name): fees changed to something unknown; not traded")
  }

  func stream(_ stream: KalshiStream, did event: StreamEvent) {
    switch event {
    case .needsReconciliation: linkUp()
    case .disconnected(let reason):
      onLog("exchange stream lost: \(reason)")
      if isUp {
        drops += 1
        isUp = false
        session.take(.link(.exchangeStream, isUp: false))
      }
    case .gap(let channel, let expected, let received):
      gaps += 1
      onLog("gap on \(channel.wireName): expected \(expected), received \(received)")
    case .booksBlocked: session.take(.booksBlocked)
    case .unreadable(let error):
      unreadable += 1
      onLog("unreadable frame: \(error)")
    case .refused(let channel, let code):
      onLog("the exchange refused \(channel.wireName): code \(code)")
      if channel == .trade { onTradesRefused() }
    case .snapshotsMissing(let count): onLog("\(count) books without a snapshot stay blocked")
    case .subscriptionEnded(let channel, let code):
      onLog("subscription \(channel.wireName) ended: code \(code)")
    case .subscribed where isPaper && !isUp: linkUp()
    case .connected, .subscribed, .live: break
    }
  }

  /// Recorded days have their own time.
  private func noteSkew(_ time: Timestamp) {
    let limit = session.engine.configuration.breaker.clockSkewNanoseconds
    guard !session.isRecorded, limit > 0,
      let apart = skew.note(ours: session.now, theirs: time)
    else { return }
    let isNow = apart.magnitude >= UInt64(limit)
    guard isNow || isSkewed else { return }
    if isNow != isSkewed {
      let seconds = Double(apart) / 1e9
      onLog(
        isNow
          ? "our clock and the times of the exchange's frames are \(seconds) s apart: set the clock"
            + " (chrony or systemd-timesyncd), or look at the network"
          : "our clock and the exchange's agree again")
    }
    isSkewed = isNow
    session.take(.clockSkew(nanoseconds: apart))
  }

  private func linkUp() {
    isUp = true
    session.take(.link(.exchangeStream, isUp: true))
  }

  private func take(_ fill: FillFrame) {
    guard let market = fill.market else {
      onLog("a fill in a market that is not followed")
      return
    }
    if let id = fill.clientOrderID { learn(id, fill.orderID) }
    guard !isTakenOver(fill.tradeID) else { return }
    guard let fee = fill.fee else {
      onUnreadableFill()
      return
    }
    session.take(
      .fill(
        FillReport(
          trade: ExchangeKey(fill.tradeID.bytes),
          order: fill.clientOrderID ?? clientID(fill.orderID), market: market, side: fill.side,
          price: fill.price, quantity: fill.quantity, liquidity: fill.liquidity, fee: fee,
          venueTime: fill.recorded ?? fill.time ?? session.engine.venueNow)),
      recordedAt: fill.recorded)
  }

  private func take(_ order: UserOrderFrame) {
    let state: OrderReport.State
    switch order.status {
    case .resting: state = .resting
    case .canceled: state = .canceled
    case .executed: state = .executed
    case .unknown: return
    }
    guard let id = order.clientOrderID ?? clientID(order.orderID) else { return }
    learn(id, order.orderID)
    session.take(
      .orderState(
        id,
        OrderReport(
          state: state, filled: order.filled, remaining: order.remaining, price: order.price,
          reason: OrderReport.Reason(wireName: order.reason))),
      recordedAt: order.recorded)
  }

  private func take(_ life: LifecycleFrame, at now: Timestamp) {
    guard let market = life.market else { return }
    let event: EngineEvent
    switch life.event {
    case .activated: event = .marketStatus(market, .active)
    case .deactivated: event = .marketStatus(market, .inactive)
    case .determined:
      guard let value = Self.value(life) else {
        // Decided, but for what is not said in a way we know: blocked until it is.
        session.take(.marketStatus(market, .determined), recordedAt: life.recorded)
        return
      }
      event = .settled(market, value: value)
    case .settled: event = .marketStatus(market, .finalized)
    case .priceLevelStructureUpdated:
      guard let grid = try? PriceGrid(wireJSON: life.priceRanges) else {
        event = .marketStatus(market, .unknown("unreadable price_ranges"))
        break
      }
      event = .gridChanged(market, grid)
    case .closeDateUpdated:
      // A result that is known before the planned end moves the end to now.
      guard let closes = life.closes else {
        onLog("\(session.engine.markets[Int(market.index)].ticker): close_ts cannot be read")
        event = .closeChanged(market, nil)
        break
      }
      event = .closeChanged(market, venueTime(of: closes, now: now, recorded: life.recorded))
    case .created, .metadataUpdated, .unknown: return
    }
    session.take(event, recordedAt: life.recorded)
    // The last word is REST's: a result that was amended on the way may not have come here.
    let hasPaidOut = session.engine.states[Int(market.index)].hasPaidOut
    if life.event == .settled, session.lacksResult(market) || hasPaidOut {
      onUnknownResult(market)
    }
  }

  /// A time of the exchange on the clock that rules the session: recorded frames carry times that
  /// are stamped anew, so there it lies as far from the frame's recorded time as it does from now.
  private func venueTime(
    of time: Timestamp, now: Timestamp, recorded: Timestamp?
  ) -> Timestamp {
    guard session.isRecorded else { return time }
    return max(recorded ?? .distantPast, session.engine.venueNow) + (time - now)
  }

  private static func value(_ life: LifecycleFrame) -> Price? {
    if let value = life.settlementValue { return value }
    switch life.result.string {
    case "yes": return .dollar
    case "no": return .zero
    default: return nil
    }
  }
}
