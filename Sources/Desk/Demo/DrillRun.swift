internal import Glibc
public import Market
public import Trading
internal import Wire

/// The drill: what a recorded day cannot show, made up and played over real sockets.
///
/// A second exchange simulator and odds server, loaded with three invented games, and a second
/// trading process against them, with the default configuration. Each step makes one thing happen
/// and checks on both sides what followed. Used from one thread.
public final class DrillRun {
  /// How the drill is set up.
  public struct Options: Sendable {
    /// How trading is configured. The steps expect the design's defaults; see ``engine``.
    public var engine = DrillRun.engine
    /// Steps that are not begun by then are not run, and count as failed.
    public var limitNanoseconds: Int64 = 14_000_000_000
    /// How long a step waits for one thing.
    public var patienceNanoseconds: Int64 = 2_000_000_000
    /// The steps to run, by the names that begin their lines; empty for all.
    public var steps: [String] = []
    public var cash = Money(cents: 100_000)
    public var seed: UInt64

    public init(seed: UInt64) { self.seed = seed }
  }

  /// How the drill went.
  public struct Outcome: Sendable {
    /// One line a step, then the sums.
    public var lines: [String]
    /// Everything was as expected.
    public var isOK: Bool
  }

  /// The design's defaults, but odds are stale after 3 s: the server says them every 2 s, and
  /// nobody should wait longer than needed.
  public static var engine: EngineConfiguration {
    var configuration = EngineConfiguration()
    configuration.execution.staleOddsNanoseconds = 3_000_000_000
    return configuration
  }

  /// A line for the log.
  public var onLog: (String) -> Void = { _ in }

  private let options: Options
  private var outcome: Result<Outcome, ProcessFailure>?
  private var isInterrupted = false
  /// The steps, once they have begun; nil before and after.
  private var script: Task<Void, Never>?

  public init(options: Options) { self.options = options }

  /// Runs the drill on the calling thread.
  ///
  /// - Throws: one sentence when it could not be run at all.
  public func run() throws -> Outcome {
    let folder = try PrivateFolder()
    let servers = try RecordedServers.running(
      try DrillCatalogue.stretch(), budgetNanoseconds: nil, cash: options.cash,
      seed: options.seed)
    defer { servers.stop() }
    let loop = try EventLoop()
    defer { loop.close() }
    let process = TradingProcess(
      configuration: try servers.configuration(over: base, folder),
      options: TradingProcess.Options(
        mode: .live, isRecorded: true, feeTime: DrillCatalogue.now, keepsRecord: true,
        seed: options.seed),
      loop: loop)
    defer { process.end() }
    attach(process, servers, loop)
    _ = loop.schedule(afterNanoseconds: 0) { [self] in
      servers.play {}
      do {
        try loop.onSignal([SIGINT, SIGTERM]) { [self] _ in interrupted(process, loop) }
      } catch {
        onLog("signals: \(error)")
      }
      process.start()
    }
    loop.run()
    return try (outcome ?? .failure(ProcessFailure(.connection, "the drill was cut short"))).get()
  }

  private var base: DeskConfiguration {
    var configuration = DeskConfiguration.recordedDays
    configuration.engine = options.engine
    configuration.odds.leagues = [.nba]
    return configuration
  }

  private func attach(_ process: TradingProcess, _ servers: RecordedServers, _ loop: EventLoop) {
    process.onLog = { [self] in onLog("drill: \($0)") }
    process.onFailure = { [self, weak loop] failure in
      if let loop { cutShort(failure, loop) }
    }
    process.onReady = { [self] in
      guard let session = process.session else { return }
      follow(DrillDesk(process: process, session: session, servers: servers, loop: loop))
    }
    // Longer than the last step that begins in time should ever take: the step is cut short then,
    // and left behind where even that does not end it.
    let guardNanoseconds = options.limitNanoseconds + 15_000_000_000
    _ = loop.schedule(afterNanoseconds: guardNanoseconds) { [weak self, weak loop] in
      guard let self, let loop else { return }
      cutShort(ProcessFailure(.connection, "the drill hangs"), loop)
      _ = loop.schedule(afterNanoseconds: 5_000_000_000) { [weak loop] in loop?.stop() }
    }
  }

  private func follow(_ desk: DrillDesk) {
    let script = DrillScript(desk, options)
    let here = LoopConfined(self, on: desk.loop)
    // On the loop from the first step: the pool of threads may be taken by others.
    self.script = Task(executorPreference: desk.loop) {
      await script.run()
      guard !Task.isCancelled else { return here.onLoop { $0.stop(desk.loop) } }
      let report = await script.totals()
      let lines = await script.lines
      let isOK = await script.failures == 0
      here.onLoop { run in
        run.end(desk, Outcome(lines: lines, isOK: isOK && report != nil))
      }
    }
  }

  private func end(_ desk: DrillDesk, _ outcome: Outcome) {
    var outcome = outcome
    if let record = desk.session.record {
      let difference: String?
      do {
        difference = try record.rerun()
      } catch {
        difference = "\(error)"
      }
      if difference != nil { outcome.isOK = false }
      outcome.lines.append(
        "rerun: a fresh engine over the drill's \(record.inputs.count) inputs: "
          + (difference.map { "FAILED: \($0)" } ?? "the same \(record.outputs.count) outputs: ok"))
    }
    if !isInterrupted { self.outcome = .success(outcome) }
    stop(desk.loop)
  }

  private func stop(_ loop: EventLoop) {
    script = nil
    loop.stop()
  }

  /// The drill is play: the first signal ends it. A second one does not wait for the step under
  /// way.
  private func interrupted(_ process: TradingProcess, _ loop: EventLoop) {
    guard !isInterrupted else { return stop(loop) }
    process.abandon()
    cutShort(ProcessFailure(.connection, "the drill was interrupted"), loop)
  }

  /// Ends before the steps are through. They are let come to their end, which is near once they are
  /// cancelled: a step that waits for a loop that is gone would never go.
  private func cutShort(_ failure: ProcessFailure, _ loop: EventLoop) {
    isInterrupted = true
    outcome = .failure(failure)
    guard let script else { return loop.stop() }
    script.cancel()
  }
}
