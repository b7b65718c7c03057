internal import Desk
internal import Kalshi
internal import Market
internal import Outcomes
internal import Sportsbooks
internal import Wire

/// `dutchbook scan`: sets of outcomes that cost less than they pay.
enum ScanCommand {
  static func run(_ command: ParsedCommand) -> Int32 {
    guard var configuration = Configurations.read(command) else { return ExitCode.configuration }
    let log = SessionLog()
    do {
      if let near = command.options["near"] {
        guard let cents = Int64(near), (0...100).contains(cents) else {
          throw ProcessFailure(.usage, "--near \(near) is not a number of cents from 0 to 100")
        }
        configuration.dutching.nearMissCents = cents
      }
      guard command.arguments.isEmpty else { return try files(command, configuration) }
      guard !command.has("series"), !command.has("on") else {
        throw ProcessFailure(.usage, "--series and --on are for files: name some")
      }
      return try exchange(command, configuration, log)
    } catch let failure as ProcessFailure {
      log.clearProgress()
      Terminal.complain("scan: \(PlainText.cleaned("\(failure)"))\n")
      return failure.exitCode
    } catch let error as RecordedFileError {
      Terminal.complain("scan: \(PlainText.cleaned("\(error)"))\n")
      return Recordings.exitCode(error)
    } catch {
      log.clearProgress()
      Terminal.complain("scan: \(PlainText.cleaned("\(error)"))\n")
      return ExitCode.failure
    }
  }

  private static func exchange(
    _ command: ParsedCommand, _ configuration: DeskConfiguration, _ log: SessionLog
  ) throws -> Int32 {
    let run = ScanRun(
      configuration: configuration, looksOnce: command.has("once"), seed: Seed.fresh())
    run.onLog = { log.line($0) }
    run.onProgress = { log.status("\($0) events read") }
    var isWritten = true
    run.onLook = { look in
      log.clearProgress()
      log.line(timing(look))
      isWritten = write(look.scan, command) && isWritten
    }
    try run.run()
    log.clearProgress()
    return isWritten ? ExitCode.success : ExitCode.inputOutput
  }

  private static func timing(_ look: ScanRun.Look) -> String {
    let slowest = look.pages.max() ?? 0
    let near = look.nearMisses
    return "\(look.pages.count) pages in \(look.nanoseconds / 1_000_000) ms, the slowest"
      + " \(slowest / 1_000_000) ms; \(near.count) near misses so far, \(near.becameHits) of them"
      + " candidates later"
  }

  private static func files(
    _ command: ParsedCommand, _ configuration: DeskConfiguration
  ) throws -> Int32 {
    var all: [String: KalshiSeries] = [:]
    if let path = command.options["series"] {
      for series in try RecordedEvents.series(path) { all[series.ticker] = series }
    }
    // clock: the date that rules and steps are looked up for, where none is given.
    var now = WallClock.now
    if let text = command.options["on"] {
      guard let date = WrittenTime.date(text) else {
        throw ProcessFailure(.usage, "--on \(text) is not a date such as 2026-07-20")
      }
      // Noon in the east, or nearly.
      now = Timestamp(seconds: Int64(date.daysSinceEpoch) * 86_400 + 61_200)
    }
    var scan = SetScan(
      prover: SetProver(allowances: configuration.dutching.allowances), at: now,
      nearMiss: Money(cents: Int(configuration.dutching.nearMissCents)),
      filter: configuration.dutching.filter)
    for path in command.arguments {
      for event in try RecordedEvents.read(path) {
        let series = event.seriesTicker ?? String(event.ticker.prefix { $0 != "-" })
        scan.take(event, series: all[series])
      }
    }
    return write(scan, command) ? ExitCode.success : ExitCode.inputOutput
  }

  private static func write(_ scan: SetScan, _ command: ParsedCommand) -> Bool {
    guard command.has("json") else {
      return Terminal.writes(ScanText.report(scan))
    }
    guard let lines = try? ScanText.json(scan) else { return false }
    return Terminal.writes(lines)
  }
}
