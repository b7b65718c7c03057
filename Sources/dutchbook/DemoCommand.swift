internal import Desk
internal import Sportsbooks

/// `dutchbook demo`: a recorded stretch end to end, then the drill.
enum DemoCommand {
  static func run(_ command: ParsedCommand) -> Int32 {
    guard let configuration = Configurations.read(command) else { return ExitCode.configuration }
    let log = SessionLog()
    do {
      let stretch = try Recordings.load(command)
      if let code = Outputs.refusal(command) { return code }
      var options = DemoRun.Options(seed: Seed.fresh())
      options.journalFolder = command.options["journal"]
      let run = DemoRun(stretch, configuration: configuration, options: options)
      run.onLog = { log.line($0) }
      run.onProgress = { log.progress($0, $1) }
      var outcome = try run.run()
      log.clearProgress()
      let isDrilled =
        outcome.wasInterrupted || command.has("no-drill")
        || drill(into: &outcome.report, log)
      let isPrinted = Terminal.writes(RunReportText.render(outcome.report))
      let code = try Outputs.write(command, outcome.report)
      guard isPrinted else { return ExitCode.inputOutput }
      let isAsExpected = isDrilled && outcome.isRerunSame
      return code == ExitCode.success && !isAsExpected ? ExitCode.failure : code
    } catch let failure as ProcessFailure {
      log.clearProgress()
      Terminal.complain("demo: \(failure)\n")
      return failure.exitCode
    } catch let error as RecordedFileError {
      Terminal.complain("demo: \(error)\n")
      return Recordings.exitCode(error)
    } catch {
      log.clearProgress()
      Terminal.complain("demo: \(error)\n")
      return ExitCode.failure
    }
  }

  /// What a recorded day cannot show, made up; false when a step of it failed.
  private static func drill(into report: inout RunReport, _ log: SessionLog) -> Bool {
    log.line("the drill: made-up games over servers of their own")
    // unseeded: client order ids must not repeat from run to run.
    let drill = DrillRun(options: DrillRun.Options(seed: Seed.fresh()))
    drill.onLog = { log.line($0) }
    do {
      let outcome = try drill.run()
      report.drill = outcome.lines
      return outcome.isOK
    } catch {
      report.drill = ["FAILED: \(error)"]
      return false
    }
  }
}
