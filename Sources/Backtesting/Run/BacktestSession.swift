public import Market
internal import Matching
public import Trading

/// One engine over one recording: the driver of a backtest, on the recording's own clock.
///
/// The engine is the one that trades live. What the recording says goes to it first, then to the
/// venue; what either wants later (an order on its way, a timer of the engine, a mark-out) happens
/// at its time before the next event. Synchronous; same tape and options, same result. Confined to
/// one thread.
///
/// Its fields are not checked for overlapping accesses: what happens for each event touches them
/// one after another, and never through a second way in.
public final class BacktestSession {
  public let engine: Engine
  @exclusivity(unchecked) public private(set) var venue: BacktestVenue
  /// Called once in 1,024 inputs of the engine.
  public var onPulse: () -> Void = {}
  /// What is kept of the run.
  let record: BacktestRecord
  @exclusivity(unchecked) private var outputs: ContiguousArray<EngineOutput> = []
  @exclusivity(unchecked) private var now = Timestamp.distantPast
  /// How far the venue's clock is ahead of ours; nothing but for a recorded session that replayed
  /// another day.
  @exclusivity(unchecked) private var venueLeadNanoseconds: Int64 = 0
  /// The engine's timers come at least so far apart, as in a live session.
  private static let timerStepNanoseconds: Int64 = 1_000_000
  @exclusivity(unchecked) private var lastTimer = Timestamp.distantPast
  @exclusivity(unchecked) private var inputs = 0
  @exclusivity(unchecked) private var regimeEnds = Timestamp.distantFuture

  /// - Parameters:
  ///   - markets: in the order of their ids, with the fees of the day.
  ///   - events: the unit of resampling of each.
  public init(
    markets: [TradedMarket], events: [String], games: Int, bookmakers: Int,
    options: BacktestOptions
  ) {
    // The venue's account is made of the very fills we hear of: there is nothing to read again for.
    var configuration = options.engine
    configuration.execution.reconcileIntervalNanoseconds = 0
    configuration.execution.orderLifetimeNanoseconds = 0
    // Recordings have holes that say nothing of a feed.
    configuration.breaker.oddsSilenceNanoseconds = 0
    engine = Engine(
      configuration: configuration, markets: markets, games: games, bookmakers: bookmakers,
      session: options.seed)
    venue = BacktestVenue(
      markets: markets, cash: options.cash, latency: options.latency, queue: options.queue,
      session: options.seed)
    record = BacktestRecord(
      markets: markets, events: events, cash: options.cash, keepsDetail: options.keepsDetail)
    record.watch = options.exits.map { ExitWatch($0) }
    outputs.reserveCapacity(64)
  }

  /// Brings the connections up and reads the account, before the first event.
  ///
  /// - Parameter venueTime: where the venue's clock is not ours.
  public func begin(at time: Timestamp, venueTime: Timestamp? = nil) {
    now = time
    venueLeadNanoseconds = (venueTime ?? time) - time
    regimeEnds = Self.regimeEnd(after: venueTime ?? time)
    for link in Link.allCases { process(.link(link, isUp: true), at: time) }
    advance(to: time)
    record.begin(at: time)
  }

  /// Takes what the recording says next; a time before the last one counts as that.
  ///
  /// - Parameter venueTime: where the venue's clock is not ours.
  public func take(_ event: EngineEvent, at time: Timestamp, venueTime: Timestamp? = nil) {
    advance(to: time)
    if let venueTime { venueLeadNanoseconds = venueTime - time }
    if venue.clock >= regimeEnds { changeRegime() }
    record.events += 1
    process(event, at: now)
    record.note(event, engine, at: now)
  }

  /// Takes a change of a book: ``take(_:at:venueTime:)`` of a `bookDelta` on our own clock, without
  /// making one. Nearly all that a recording says is this.
  func takeDelta(
    _ market: MarketID, _ side: BookSide, _ price: Price, _ change: Quantity, at time: Timestamp
  ) {
    advance(to: time)
    if venue.clock >= regimeEnds { changeRegime() }
    record.events += 1
    countInput()
    engine.processBookDelta(
      market, side, price, change: change, time: now, venueTime: venue.clock, into: &outputs)
    if !engine.signals.isEmpty { record.note(engine.signals) }
    venue.changed(market, side, price, by: change, engine.books, at: now)
    if !outputs.isEmpty { sendOutputs(at: now) }
    if !engine.lastStood { record.noteBook(market, engine, at: now) }
  }

  /// Takes a trade of others.
  ///
  /// - Parameter side: the taker's.
  public func takeTrade(
    _ market: MarketID, _ side: BookSide, _ price: Price, _ quantity: Quantity,
    at time: Timestamp
  ) {
    advance(to: time)
    record.events += 1
    venue.traded(market, side, price, quantity, at: now)
  }

  /// Whether the venue delays orders by what events took: ``noteDelay(nanoseconds:)``.
  public var takesDelays: Bool { venue.takesDelays }

  /// Tells what the next event took to reach us, where the recording says.
  public func noteDelay(nanoseconds: Int64) { venue.noteDelay(nanoseconds: nanoseconds) }

  /// Ends the session: what rests is cancelled, mark-outs that are not due yet stay unknown.
  public func end() {
    record.endSamples()
    process(.command(.shutDown), at: now)
    // Long enough for any order to travel; nothing else moves any more.
    advance(to: now + 60_000_000_000)
    record.end(engine, venue, at: now)
  }

  /// Lets everything happen that is due before `time`.
  private func advance(to time: Timestamp) {
    while true {
      let arrival = venue.nextDue ?? .distantFuture
      let sample = record.nextSample ?? .distantFuture
      var timer = record.exitDeadline
      if let deadline = engine.nextDeadline {
        timer = min(timer, max(deadline, lastTimer + Self.timerStepNanoseconds))
      }
      let next = min(arrival, min(sample, timer))
      guard next <= time else { break }
      now = max(now, next)
      venue.clock = venueTime(at: now)
      if arrival == next {
        if let (_, event) = venue.runNext(engine.books) { process(event, at: now) }
      } else if timer == next {
        lastTimer = now
        process(.timer, at: now)
        record.watchTime(engine)
      } else {
        record.sample(engine, at: now)
      }
    }
    now = max(now, time)
    venue.clock = venueTime(at: now)
  }

  private func process(_ event: EngineEvent, at time: Timestamp) {
    countInput()
    let venueTime = venueTime(at: time)
    venue.clock = venueTime
    engine.process(EngineInput(time: time, venueTime: venueTime, event: event), into: &outputs)
    if !engine.signals.isEmpty { record.note(engine.signals) }
    venue.observe(event, engine.books, at: time)
    if case .fill(let report) = event { record.fill(report, engine, venue, at: time) }
    if !outputs.isEmpty { sendOutputs(at: time) }
  }

  private func countInput() {
    inputs += 1
    if inputs & 0x3FF == 0 { onPulse() }
  }

  private func sendOutputs(at time: Timestamp) {
    for place in outputs.indices {
      if case .notice(let notice) = outputs[place] { record.note(notice) }
      venue.send(outputs[place], at: time)
    }
    outputs.removeAll(keepingCapacity: true)
  }

  private func venueTime(at time: Timestamp) -> Timestamp {
    venueLeadNanoseconds == 0 ? time : max(engine.venueNow, time + venueLeadNanoseconds)
  }

  /// The rules of rounding changed on known days: every schedule follows.
  private func changeRegime() {
    let regime = FeeRegime.at(venue.clock)
    regimeEnds = Self.regimeEnd(after: venue.clock)
    for index in engine.states.indices {
      guard let fees = engine.states[index].fees else { continue }
      process(.feesChanged(MarketID(index), fees.under(regime)), at: now)
    }
  }

  private static func regimeEnd(after time: Timestamp) -> Timestamp {
    let starts = [
      FeeRegime.quadraticMakerStart, FeeRegime.centicentStart, FeeRegime.microDollarStart,
    ]
    return starts.first { $0 > time } ?? .distantFuture
  }
}
