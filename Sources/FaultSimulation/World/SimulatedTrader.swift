internal import Desk
internal import Journal
internal import Market
internal import Sportsbooks
internal import Trading
internal import Wire

/// One simulated trading process, from its start to its end: the real one, on a clock, a network
/// and a disk that are not.
final class SimulatedTrader {
  let clock: HostClock
  let dialer: HostDialer
  let process: TradingProcess
  let feed: SimulatedOddsFeed
  let seed: UInt64
  private let disk: SimulatedDisk
  private(set) var writer: JournalWriter?
  /// Set when the process has said that it cannot go on.
  private(set) var failure: String?
  /// Set when the process wants to be stopped in order.
  private(set) var mustStop: String?
  /// It has compared its account with the exchange's, and we have looked at what it left.
  var hasTakenOver = false
  private static let writingNanoseconds: Int64 = 20_000_000

  init(
    configuration: DeskConfiguration, seed: UInt64, scheduler: SimulatedScheduler,
    network: SimulatedNetwork, games: [VenueGame], disk: SimulatedDisk, options: JournalOptions,
    onOpening: @escaping (SimulatedTrader, JournalWriter) -> Void
  ) {
    let clock = HostClock(scheduler)
    let dialer = HostDialer(clock, network)
    let feed = SimulatedOddsFeed(clock, games: games)
    self.clock = clock
    self.dialer = dialer
    self.feed = feed
    self.seed = seed
    self.disk = disk
    let box = Box()
    var surroundings = TradingProcess.Surroundings(
      scheduler: clock, makeDialer: { _ in dialer }, makeOddsFeed: { _, _ in feed },
      openJournal: { _, newID, onRecord in
        let writer = try JournalWriter(
          disk.storage, ring: try disk.takeRing(), options: options, newID: newID,
          now: scheduler.now, onRecord: onRecord)
        if let trader = box.trader { onOpening(trader, writer) }
        return writer
      })
    surroundings.hasJournalThread = false
    surroundings.signsAhead = false
    process = TradingProcess(
      configuration: configuration,
      options: TradingProcess.Options(
        mode: .live, keepsJournal: true, startAttempts: nil, seed: seed),
      surroundings: surroundings)
    box.trader = self
  }

  private final class Box { weak var trader: SimulatedTrader? }

  func start() {
    process.onFailure = { [weak self] in self?.failure = "\($0)" }
    process.onMustStop = { [weak self] in self?.mustStop = $0 }
    clock.receive { [process] in process.start() }
    writeJournal()
  }

  /// The journal that this process writes is open.
  func opened(_ writer: JournalWriter) { self.writer = writer }

  private func writeJournal() {
    _ = clock.schedule(afterNanoseconds: Self.writingNanoseconds) { [weak self] in
      guard let self else { return }
      writer?.writeWaiting()
      writeJournal()
    }
  }

  var engine: Engine? { process.session?.engine }

  /// Ends at once, as by SIGKILL: nothing is written, said or sent any more.
  func kill() {
    clock.die()
    dialer.die()
    writer?.abandon()
    process.end()
  }

  /// Ends after it has said that it cannot go on.
  func end() {
    process.end()
    clock.die()
    dialer.die()
    writer?.abandon()
  }
}
