internal import Glibc
internal import Market
internal import Trading
internal import Wire

/// One trading session from the command line: connects, trades until a signal, and reports.
///
/// The first SIGINT or SIGTERM ends it in order, the second at once. Used from one thread.
public final class TradeRun {
  /// What a session is besides its configuration.
  public struct Options: Sendable {
    public var mode: TradingMode
    /// Nothing is traded: market data alone goes into the journal.
    public var recordsOnly = false
    /// Makes client order ids. Draw it anew for every session.
    public var seed: UInt64

    public init(mode: TradingMode, seed: UInt64) {
      self.mode = mode
      self.seed = seed
    }
  }

  /// How the session ended.
  public enum Outcome {
    case finished(RunReport)
    /// Nothing was traded; what was recorded, in words.
    case recorded(String)
    /// Stopped before trading could begin; what it was waiting for.
    case neverBegan(waitingFor: String?)
    /// The second signal: nothing was cancelled or counted.
    case abandoned
  }

  /// A line for the log.
  public var onLog: (String) -> Void = { _ in }
  /// Where the session stands, twice a second.
  public var onStatus: (SessionStatus) -> Void = { _ in }
  /// The terminal has another size.
  public var onResize: () -> Void = {}

  private let configuration: DeskConfiguration
  private let options: Options
  private var outcome: Result<Outcome, ProcessFailure>?
  private var isEnding = false
  private static let statusNanoseconds: Int64 = 500_000_000

  public init(configuration: DeskConfiguration, options: Options) {
    self.configuration = configuration
    self.options = options
  }

  /// Runs the session on the calling thread until it ends.
  ///
  /// - Throws: ``ProcessFailure`` with one sentence when it cannot begin.
  public func run() throws -> Outcome {
    let core = configuration.process.core < 0 ? nil : Int(configuration.process.core)
    if let core, !EventLoop.Options.isAllowed(core: core) {
      throw ProcessFailure(
        .configuration, "process.core: this process may not run on core \(core); see nproc")
    }
    let loop = try EventLoop(EventLoop.Options(core: core))
    defer { loop.close() }
    var processOptions = TradingProcess.Options(
      mode: options.mode, isRecorded: configuration.kalshi.isRecorded,
      feeTime: configuration.kalshi.feeTime, keepsJournal: true, startAttempts: nil,
      seed: options.seed)
    processOptions.recordsOnly = options.recordsOnly
    let process = TradingProcess(
      configuration: configuration, options: processOptions, loop: loop)
    defer { process.end() }
    process.onLog = onLog
    let control = try makeControl(process, loop)
    defer { control?.close() }
    process.onFailure = { [self] failure in
      outcome = .failure(failure)
      loop.stop()
    }
    process.onMustStop = { [self] reason in
      onLog(reason)
      if !isEnding { interrupted(process, loop) }
    }
    _ = loop.schedule(afterNanoseconds: 0) { [self] in
      do {
        try loop.onSignal([SIGINT, SIGTERM, SIGWINCH]) { [self] number in
          if number == SIGWINCH { onResize() } else { interrupted(process, loop) }
        }
      } catch {
        onLog("signals: \(error)")
      }
      process.start()
      showStatus(process, loop)
    }
    loop.run()
    return try (outcome ?? .failure(ProcessFailure(.connection, "the session was cut short"))).get()
  }

  /// Where an operator reaches the session; recordings have nothing to halt.
  private func makeControl(_ process: TradingProcess, _ loop: EventLoop) throws -> ControlDesk? {
    let path = configuration.process.controlSocket
    guard !path.isEmpty, !options.recordsOnly else { return nil }
    do {
      let listener = try SocketListener(loop: loop, path: path)
      return ControlDesk(listener: listener, scheduler: loop) { [unowned process] in
        process.obey($0, $1)
      }
    } catch {
      throw ProcessFailure(.configuration, "process.control_socket: \(error)")
    }
  }

  private func showStatus(_ process: TradingProcess, _ loop: EventLoop) {
    onStatus(process.status)
    _ = loop.schedule(afterNanoseconds: Self.statusNanoseconds) { [self] in
      showStatus(process, loop)
    }
  }

  private func interrupted(_ process: TradingProcess, _ loop: EventLoop) {
    guard outcome == nil else { return }
    guard !isEnding else {
      process.abandon()
      outcome = .success(.abandoned)
      loop.stop()
      return
    }
    isEnding = true
    let waitingFor = process.waitingFor
    onLog(
      options.recordsOnly
        ? "stopping" : "stopping: cancelling what rests; once more to quit at once")
    process.stop(title: title, assumptions: assumptions) { [self] report in
      guard outcome == nil else { return }
      if options.recordsOnly, let summary = process.recordingSummary {
        outcome = .success(.recorded(summary))
      } else if let report {
        outcome = .success(.finished(report))
      } else {
        outcome = .success(.neverBegan(waitingFor: waitingFor))
      }
      loop.stop()
    }
  }

  private var title: String {
    switch options.mode {
    case .paper: "Trading session, paper money"
    case .demo: "Trading session, the exchange's test venue, play money"
    case .live where configuration.kalshi.isRecorded:
      "Trading session against a simulator, play money"
    case .live: "Trading session, REAL MONEY"
    }
  }

  private var assumptions: [String] {
    var lines: [String] = []
    switch options.mode {
    case .paper:
      lines = [
        "Paper: no order left this machine. Orders were filled in process against the exchange's"
          + " order book as it was; a real order would have been later, and seen by others. What"
          + " was taken at a price stays taken; only what is added there can be taken next.",
        "Fees: computed from what the exchange declares for each series.",
      ]
    case .demo, .live:
      lines = ["Fills, fees and settlements are the exchange's own."]
    }
    if configuration.kalshi.isRecorded {
      lines.append(
        "A simulator with recorded quotes is on the other side: the recording has no sizes (100"
          + " contracts at the best bid and ask) and no odds times (repeated every 2 s until the"
          + " game starts).")
      if !configuration.kalshi.feeDate.isEmpty {
        lines.append("Fees: rounded as on \(configuration.kalshi.feeDate).")
      }
    }
    lines.append(
      "Odds: an age is counted from the arrival of the frame that named the line; older than"
        + " \(configuration.engine.execution.staleOddsNanoseconds / 1_000_000) ms is stale.")
    lines.append("Open positions are marked at the best price on the other side.")
    return lines
  }
}
