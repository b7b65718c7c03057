public import Market
internal import Sportsbooks
public import Trading
public import Wire

/// What carries out the engine's wishes: the exchange over its API, or the paper venue in process.
///
/// News of what came of a wish goes back through ``TradingSession/take(_:recordedAt:)``.
public protocol OrderGateway: AnyObject {
  /// Carries out one wish. Market data that news rests on has been taken before.
  func perform(_ output: EngineOutput, at now: Timestamp)
}

/// One engine at work: gives every event its times, records it, and has the outputs carried out.
///
/// The same object serves live, demo, paper and the recorded day. Confined to its scheduler's
/// thread; events that arise while one is handled wait in line, so that the engine never sees
/// itself.
public final class TradingSession {
  public let engine: Engine
  /// What the engine is made of.
  let header: InputRecord.Header
  public let catalogue: SessionCatalogue
  /// True where frames carry recorded times that rule the starts of games and the end of trading.
  public let isRecorded: Bool
  public weak var gateway: (any OrderGateway)?
  /// Inputs and outputs for a rerun; nil when nobody asked for them.
  public internal(set) var record: InputRecord?
  /// Where everything is recorded; nil where nothing is.
  var journal: SessionJournal?
  /// Hears what is wrong with the journal, once; entries have been stopped by then.
  var onJournalTrouble: (String) -> Void = { _ in }
  /// Hears that the journal has ended before the session: the session must end too.
  var onJournalLost: (String) -> Void = { _ in }
  private var isJournalTroubleKnown = false
  private var isStandingHeld = false
  private var isStandingDue = false
  private var isJournalLossKnown = false
  /// Hears every event before the engine does: the paper venue lives on it.
  var observer: ((EngineEvent, Timestamp) -> Void)?
  /// Whether somebody beside this session holds something of which the result is not known.
  var othersLackResult: (MarketID) -> Bool = { _ in false }
  /// Hears news of markets and odds after everything was done about it.
  var onNews: ((EngineEvent, Timestamp?) -> Void)?
  /// Hears the engine after each input, before anything that it has said is recorded or done.
  public var onProcessed: ((Engine) -> Void)?
  /// Hears that one event had more consequences than can be right.
  var onOverflow: () -> Void = {}
  /// Hears that time goes on, a few times a second.
  var onPulse: (Timestamp) -> Void = { _ in }
  /// Hears that the whole process stood still for so long, before the event that shows it is
  /// handled: what waits in the sockets is that old.
  var onStall: (_ nanoseconds: Int64) -> Void = { _ in }
  /// Hears every notice.
  var onNotice: (EngineNotice) -> Void = { _ in }
  /// Hears every signal of a profile.
  var onSignal: (Signal) -> Void = { _ in }
  /// Hears every fill once, after the engine has booked it.
  var onFill: (FillReport) -> Void = { _ in }

  /// The frame that is being handled; nil in between.
  var frame: FrameArrival?
  /// Odds frame in to order bytes out.
  var oddsLatency = LatencyRecord()
  /// Order book frame in to order bytes out.
  var bookLatency = LatencyRecord()
  /// The connections that are up.
  private(set) var linksUp: Set<Link> = []
  /// The venue's time of the first and last event that carried one.
  private(set) var firstVenueTime: Timestamp?
  private(set) var lastVenueTime: Timestamp?

  /// The last best bid and ask seen of markets we hold.
  private(set) var lastQuotes: [MarketID: (bid: Price?, ask: Price?)] = [:]

  private let scheduler: any Scheduler
  /// The engine's time, and of everything that is compared with it: ages and pauses go on whatever
  /// becomes of the wall clock.
  let clock: SteadyClock
  private var outputs: ContiguousArray<EngineOutput> = []
  private var waiting: ContiguousArray<(EngineEvent, Timestamp?)> = []
  private var isBusy = false
  private var isStopped = false
  private var timer: (token: TimerToken, deadline: Timestamp)?
  /// Events that may follow from one event without a turn of the loop in between.
  private static let maximumConsequences = 50_000
  /// Time is looked at so often even when nothing happens, so that stale odds are noticed.
  private static let pulseNanoseconds: Int64 = 250_000_000
  /// Longer without a single turn, and the process has stood still.
  private static let stallNanoseconds: Int64 = 5_000_000_000
  /// The time of the last event; nil while nobody looks at the clock.
  private var lastTurn: Timestamp?
  private var pulse: TimerToken?

  public init(
    catalogue: SessionCatalogue, configuration: EngineConfiguration, bookmakers: Int,
    session: UInt64, scheduler: any Scheduler, isRecorded: Bool, keepsRecord: Bool
  ) {
    header = InputRecord.Header(
      configuration: configuration, markets: catalogue.markets, games: catalogue.games.games.count,
      bookmakers: bookmakers, session: session)
    engine = header.makeEngine()
    record = keepsRecord ? InputRecord(header: header) : nil
    self.catalogue = catalogue
    self.scheduler = scheduler
    clock = SteadyClock(scheduler)
    self.isRecorded = isRecorded
    outputs.reserveCapacity(64)
    waiting.reserveCapacity(64)
  }

  /// The wall clock's time.
  var now: Timestamp { scheduler.now }

  /// Starts looking at the clock.
  public func start() {
    isStopped = false
    lastTurn = clock.now
    schedulePulse()
  }

  /// Whether a market's result is wanted by anybody.
  func lacksResult(_ market: MarketID) -> Bool {
    engine.states[Int(market.index)].lacksResult || othersLackResult(market)
  }

  /// Stops looking at the clock; events are still taken.
  public func stop() {
    isStopped = true
    if let pulse { scheduler.cancel(pulse) }
    if let timer { scheduler.cancel(timer.token) }
    pulse = nil
    timer = nil
    lastTurn = nil
  }

  /// Takes one event. `recordedAt` is the venue's time of it where the event carries one.
  public func take(_ event: EngineEvent, recordedAt: Timestamp? = nil) {
    if isBusy {
      waiting.append((event, recordedAt))
      return
    }
    let now = clock.now
    if let last = lastTurn {
      lastTurn = now
      if now - last > Self.stallNanoseconds { onStall(now - last) }
    }
    isBusy = true
    process(event, recordedAt, at: now)
    // News from a gateway in process comes while the wish is carried out; it is handled in order.
    var next = 0
    while next < waiting.count {
      // A gateway that answers a wish at once may cause the same wish again. The bound turns such a
      // loop into a stop that is seen: what waits is dropped, and trading pauses until reconciled.
      guard next < Self.maximumConsequences else {
        waiting.removeAll(keepingCapacity: true)
        onOverflow()
        break
      }
      let (event, recordedAt) = waiting[next]
      next += 1
      process(event, recordedAt, at: clock.now)
    }
    waiting.removeAll(keepingCapacity: true)
    isBusy = false
    scheduleTimer()
  }

  private func process(_ event: EngineEvent, _ recordedAt: Timestamp?, at now: Timestamp) {
    let venueTime = isRecorded ? max(recordedAt ?? engine.venueNow, engine.venueNow) : now
    if isRecorded, let recordedAt {
      if firstVenueTime == nil { firstVenueTime = recordedAt }
      lastVenueTime = max(lastVenueTime ?? recordedAt, recordedAt)
    }
    if case .link(let link, let isUp) = event {
      if isUp { linksUp.insert(link) } else { linksUp.remove(link) }
    }
    let input = EngineInput(time: now, venueTime: venueTime, event: event)
    record?.note(input)
    journal?.note(input)
    observer?(event, venueTime)
    let fills = engine.fills.count
    engine.process(input, into: &outputs)
    onProcessed?(engine)
    noteQuote(event)
    for place in fills..<engine.fills.count { onFill(engine.fills[place]) }
    carryOut(event.isAboutAccount, at: now)
    checkJournal()
    if let onNews, event.isNews { onNews(event, recordedAt) }
  }

  /// Takes several pieces of news as one: where the account stands is kept once, behind the last. A
  /// reading of the account can tell of a thousand trades.
  func together(_ news: () -> Void) {
    isStandingHeld = true
    news()
    isStandingHeld = false
    if isStandingDue { keepStanding() }
  }

  private func keepStanding() {
    isStandingDue = isStandingHeld
    guard !isStandingHeld, let journal, let standing = engine.standing else { return }
    journal.note(standing)
  }

  /// Everything is recorded before any of it is done. Where the account stands, too, but for an
  /// order that was decided on a frame: that leaves first, and its own record tells of it.
  private func carryOut(_ isAboutAccount: Bool, at now: Timestamp) {
    var isSafe = true
    var hasEntered = false
    for signal in engine.signals {
      journal?.note(signal, of: engine)
      onSignal(signal)
    }
    if let journal, !outputs.isEmpty {
      var changesOrders = false
      for place in outputs.indices {
        journal.note(outputs[place])
        if outputs[place].addsToOrders { changesOrders = true }
        if outputs[place].isEntry { hasEntered = true }
      }
      if isAboutAccount { keepStanding() }
      isSafe = !journal.isOverflown && (!changesOrders || journal.waitUntilDurable())
    } else if isAboutAccount {
      keepStanding()
    }
    for place in outputs.indices {
      let output = outputs[place]
      record?.note(output)
      switch output {
      case .notice(let notice): onNotice(notice)
      case .place(let order) where !isSafe:
        take(.orderUnsent(order.id, reason: "the journal cannot be written"))
        continue
      case .amend(let id, _, _, _, _) where !isSafe:
        take(.amendFailed(id))
        continue
      default: break
      }
      gateway?.perform(output, at: now)
    }
    if !outputs.isEmpty, isSafe { engine.noteCarriedOut() }
    outputs.empty()
    if hasEntered, !isAboutAccount { keepStanding() }
  }

  /// A disk that refuses or lags stops new entries before a record is lost.
  private func checkJournal() {
    guard let journal, journal.isInTrouble else { return }
    if journal.isOverflown, !isJournalLossKnown {
      isJournalLossKnown = true
      onJournalLost(journal.trouble)
    }
    guard !isJournalTroubleKnown else { return }
    isJournalTroubleKnown = true
    onJournalTrouble(journal.trouble)
    take(.command(.distrustJournal))
  }

  /// Keeps the last quote of markets we hold, for marking when the book is gone.
  private func noteQuote(_ event: EngineEvent) {
    let market: MarketID
    switch event {
    case .bookSnapshot(let id, _, _), .bookDelta(let id, _, _, _): market = id
    default: return
    }
    guard !engine.states[Int(market.index)].position.quantity.isZero else { return }
    let bid = engine.books[market].best(.bid)?.price
    let ask = engine.books[market].best(.ask)?.price
    guard bid != nil || ask != nil else { return }
    lastQuotes[market] = (bid ?? lastQuotes[market]?.bid, ask ?? lastQuotes[market]?.ask)
  }

  private func scheduleTimer() {
    guard !isStopped else { return }
    let deadline = engine.nextDeadline
    if let timer {
      if timer.deadline == deadline { return }
      scheduler.cancel(timer.token)
      self.timer = nil
    }
    guard let deadline else { return }
    let wait = max(1_000_000, deadline - clock.now)
    let token = scheduler.schedule(afterNanoseconds: wait) { [weak self] in
      self?.timer = nil
      self?.take(.timer)
    }
    timer = (token, deadline)
  }

  private func schedulePulse() {
    pulse = scheduler.schedule(afterNanoseconds: Self.pulseNanoseconds) { [weak self] in
      guard let self else { return }
      onPulse(scheduler.now)
      take(.timer)
      schedulePulse()
    }
  }
}

extension EngineEvent {
  /// It can change what limits have counted, or who holds what, without an order of ours.
  fileprivate var isAboutAccount: Bool {
    switch self {
    case .reconciled, .orderState, .orderRejected, .orderUnsent, .orderUnknown, .orderNotFound,
      .cancelRefused,
      .cancelLost, .amendFailed, .fill, .settled, .command, .carried:
      true
    default: false
    }
  }
}

extension EngineOutput {
  /// It adds risk: admitted by the gate, and counted there.
  fileprivate var isEntry: Bool {
    if case .place(let order) = self { return order.purpose == .entry }
    return false
  }

  /// It may leave something new at the exchange: not to be done unless it is on record.
  fileprivate var addsToOrders: Bool {
    switch self {
    case .place, .amend: true
    case .cancel, .findOrder, .reconcile, .notice: false
    }
  }
}
