internal import Market
internal import Trading
internal import Wire

/// Profiles that trade paper money beside a session: an engine, a venue and a journal of their own,
/// on the session's market data and odds. Nothing of it leaves the process.
///
/// Confined to the session's thread; what it does comes after what the session has done about the
/// same event.
final class PaperDesk {
  let session: TradingSession
  private let gateway: PaperGateway
  /// It has ended before the session: nothing is heard any more.
  private(set) var isOver = false
  var onLog: (String) -> Void = { _ in }

  /// - Parameters:
  ///   - main: whose market data it hears.
  ///   - profiles: at least one.
  ///   - seed: tells its orders from any others.
  init(
    beside main: TradingSession, profiles: [ProfileConfiguration], bookmakers: Int, seed: UInt64,
    scheduler: any Scheduler
  ) {
    var configuration = main.engine.configuration
    configuration.profiles = profiles
    configuration.strategy.isEnabled = false
    // Orders on paper are gone with the process.
    configuration.execution.orderLifetimeNanoseconds = 0
    session = TradingSession(
      catalogue: main.catalogue, configuration: configuration, bookmakers: bookmakers,
      session: seed, scheduler: scheduler, isRecorded: main.isRecorded, keepsRecord: false)
    let cash = profiles.reduce(Money.zero) { $0 + $1.capital }
    gateway = PaperGateway(session: session, cash: cash, seed: seed)
    session.onNotice = { [unowned self] in heard($0) }
    session.onSignal = { [unowned self] in heard($0) }
    session.onFill = { [unowned self] fill in
      onLog("on paper: " + NoticeText.describe(fill, markets: session.engine.markets))
    }
    session.onOverflow = { [unowned self] in
      fall("one event set off an endless chain of orders")
    }
    main.onNews = { [weak self] event, time in self?.hear(event, time) }
  }

  /// Begins; before the session takes its first event.
  func start() {
    session.start()
    session.take(.link(.exchangeOrders, isUp: true))
  }

  /// Carries out what an operator says to all.
  func obey(_ command: OperatorCommand) {
    guard !isOver else { return }
    session.take(.command(command))
  }

  /// Nothing is heard or decided any more. Its journal is closed with the session's: that waits for
  /// the disk.
  func fall(_ why: String) {
    guard !isOver else { return }
    isOver = true
    session.stop()
    onLog("on paper: \(why); the profiles on paper are over")
  }

  /// Stops.
  func end() {
    isOver = true
    session.stop()
  }

  private func hear(_ event: EngineEvent, _ recordedAt: Timestamp?) {
    guard !isOver else { return }
    session.take(event, recordedAt: recordedAt)
  }

  private func heard(_ notice: EngineNotice) {
    switch notice {
    // The session says so itself.
    case .paused, .resumed, .bookBlocked: break
    default: onLog("on paper: " + NoticeText.describe(notice, markets: session.engine.markets))
    }
  }

  private func heard(_ signal: Signal) {
    let engine = session.engine
    onLog(
      "on paper: "
        + SignalText.line(
          signal, ticker: engine.markets[Int(signal.market.index)].ticker,
          profile: engine.profiles[Int(signal.profile.index)].name))
  }
}

extension EngineEvent {
  /// News of markets and odds, which whoever trades them hears; not of one account.
  var isNews: Bool {
    switch self {
    case .bookSnapshot, .bookDelta, .bookBlocked, .booksBlocked, .marketStatus, .closeChanged,
      .gridChanged, .feesChanged, .volumeChanged, .settled, .gameMatched, .line, .bookmaker,
      .lineWithdrawn, .clockSkew:
      true
    case .link(let link, _): link != .exchangeOrders
    case .reconciled, .orderState, .orderRejected, .orderUnsent, .orderUnknown, .orderNotFound,
      .cancelRefused,
      .cancelLost, .amendFailed, .fill, .timer, .command, .carried:
      false
    }
  }
}
