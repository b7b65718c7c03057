internal import Glibc
public import Market
internal import Sportsbooks
internal import Trading
internal import Wire

/// The demo: servers on one loop, the trading process on another, a recorded stretch in between.
///
/// The trading process is given addresses, a key and a certificate authority, and nothing else: it
/// connects over TLS and signs as it would for the real exchange. Used from one thread.
public final class DemoRun {
  /// How a run differs from the ordinary one.
  public struct Options: Sendable {
    /// How long the recorded quotes may take on the wall clock.
    public var replayNanoseconds: Int64 = 24_000_000_000
    /// How long trading goes on after the last quote, with odds still coming.
    public var tailNanoseconds: Int64 = 2_500_000_000
    /// How long the settlements may take to arrive.
    public var settlementNanoseconds: Int64 = 1_000_000_000
    public var cash = Money(cents: 100_000)
    /// Where the session's journal is kept; nil for a place that is removed again.
    public var journalFolder: String?
    public var seed: UInt64

    public init(seed: UInt64) { self.seed = seed }
  }

  /// How the demo went.
  public struct Outcome {
    public var report: RunReport
    /// The journal was run through a fresh engine, which said the same.
    public var isRerunSame: Bool
    /// A signal ended it before its time.
    public var wasInterrupted = false
  }

  /// A line for the log.
  public var onLog: (String) -> Void = { _ in }
  /// How far it is, 0 to 1, and the recorded time in words.
  public var onProgress: (Double, String) -> Void = { _, _ in }

  private let stretch: RecordedStretch
  private let configuration: DeskConfiguration
  private let options: Options
  private var outcome: Result<Outcome, ProcessFailure>?
  private var isEnding = false
  private var wasInterrupted = false

  public init(_ stretch: RecordedStretch, configuration: DeskConfiguration, options: Options) {
    self.stretch = stretch
    self.configuration = configuration
    self.options = options
  }

  /// Runs the recorded stretch on the calling thread.
  ///
  /// - Throws: ``ProcessFailure`` with one sentence.
  public func run() throws -> Outcome {
    let folder = try PrivateFolder()
    let servers = try RecordedServers.running(
      stretch, budgetNanoseconds: options.replayNanoseconds, cash: options.cash,
      seed: options.seed)
    defer { servers.stop() }
    onLog(
      "exchange simulator on port \(servers.exchangePort), odds server on port \(servers.oddsPort)")
    let loop = try EventLoop()
    defer { loop.close() }
    var settings = try servers.configuration(over: configuration, folder)
    settings.journal.folder = try options.journalFolder ?? folder.subfolder("journal")
    let process = TradingProcess(
      configuration: settings,
      options: TradingProcess.Options(
        mode: .live, isRecorded: true, feeTime: stretch.begins, keepsJournal: true,
        seed: options.seed),
      loop: loop)
    defer { process.end() }
    process.onLog = onLog
    process.onFailure = { [self] failure in
      outcome = .failure(failure)
      loop.stop()
    }
    process.onMustStop = { [self] reason in
      onLog(reason)
      finish(process, loop)
    }
    process.onReady = { [self] in play(process, servers, loop) }
    _ = loop.schedule(afterNanoseconds: 0) { [self] in
      do {
        try loop.onSignal([SIGINT, SIGTERM]) { [self] _ in interrupted(process, servers, loop) }
      } catch {
        onLog("signals: \(error)")
      }
      process.start()
    }
    loop.run()
    var ended = try (outcome ?? .failure(noOutcome)).get()
    // Not before the journal has been ended and lies whole on the disk.
    process.end()
    let rerun = try DemoRerun(
      journal: settings.journal.folder, isKept: options.journalFolder != nil)
    ended.report.rerun = rerun.text
    ended.isRerunSame = rerun.isSame
    return ended
  }

  /// Why there is nothing to report.
  private var noOutcome: ProcessFailure {
    wasInterrupted
      ? ProcessFailure(.interrupted, "interrupted before trading began; no order was sent")
      : ProcessFailure(.connection, "ended before trading began; no order was sent")
  }

  private func play(_ process: TradingProcess, _ servers: RecordedServers, _ loop: EventLoop) {
    let here = LoopConfined((self, process, servers, loop), on: loop)
    servers.play {
      here.onLoop { run, process, servers, loop in
        run.settle(process, servers, loop)
      }
    }
    watch(servers, loop)
  }

  /// The quotes are out: odds go on for a while, then results are paid.
  private func settle(_ process: TradingProcess, _ servers: RecordedServers, _ loop: EventLoop) {
    _ = loop.schedule(afterNanoseconds: options.tailNanoseconds) { [self] in
      onLog("recorded quotes are through; paying the results that are known")
      servers.settle()
      _ = loop.schedule(afterNanoseconds: options.settlementNanoseconds) { [self] in
        finish(process, loop)
      }
    }
  }

  private func finish(_ process: TradingProcess, _ loop: EventLoop) {
    guard !isEnding else { return }
    isEnding = true
    process.stop(title: title, assumptions: assumptions) { [self] report in
      if let report {
        outcome = .success(
          Outcome(report: report, isRerunSame: false, wasInterrupted: wasInterrupted))
      }
      loop.stop()
    }
  }

  /// The first signal ends in order, the second at once.
  private func interrupted(
    _ process: TradingProcess, _ servers: RecordedServers, _ loop: EventLoop
  ) {
    guard !isEnding else {
      process.abandon()
      loop.stop()
      return
    }
    wasInterrupted = true
    onLog("interrupted: cancelling what rests; once more to quit at once")
    finish(process, loop)
  }

  private func watch(_ servers: RecordedServers, _ loop: EventLoop) {
    let here = LoopConfined((self, servers, loop), on: loop)
    servers.progress { share, recorded in
      here.onLoop { run, servers, loop in
        guard !run.isEnding else { return }
        run.onProgress(share, TimeText.utc(Timestamp(nanoseconds: recorded)))
        _ = loop.schedule(afterNanoseconds: 250_000_000) { run.watch(servers, loop) }
      }
    }
  }

  private var title: String { "Recorded day \(stretch.day.name), paper money" }

  private var assumptions: [String] {
    [
      "Quotes and odds: \(stretch.day.origin). A set of photographs: little moves by itself.",
      "Odds times: the recording has none; each file's odds count from the first quote of their"
        + " date and are said again every 2 s until the game starts.",
      "Sizes: the recording has none; 100 contracts at the best bid and ask, and what was taken"
        + " stays taken until that market's next quote. Each date is for itself: its first quote"
        + " takes the quotes of earlier dates away.",
      "Fees: quadratic with maker fees, multiplier 1, each fill rounded up to a whole cent, as in"
        + " 2025.",
      "Exits: a resting sell at fair value; what did not fill is settled by the real result where"
        + " it is known (\(stretch.settledMarkets) markets) and marked at the best price on the"
        + " other side elsewhere.",
      "Our orders move nobody: no other trader reacts to them.",
    ]
  }
}
