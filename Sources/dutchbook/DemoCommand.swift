internal import Desk
internal import Sportsbooks

/// `dutchbook demo`: a recorded stretch end to end, then the drill.
enum DemoCommand {
  static func run(_ command: ParsedCommand) -> Int32 {
    guard let configuration = Configurations.read(command) else { return ExitCode.configuration }
    guard Outputs.canWrite(command) else { return ExitCode.inputOutput }
    let log = SessionLog()
    do {
      let stretch = try Recordings.load(command)
      let run = DemoRun(
        stretch, configuration: configuration,
        options: DemoRun.Options(seed: .random(in: 1 ... .max)))
      run.onLog = { log.line($0) }
      run.onProgress = { log.progress($0, $1) }
      var outcome = try run.run()
      log.clearProgress()
      if let record = outcome.record {
        outcome.report.rerun = try Recordings.rerun(record)
      }
      let isPrinted = Terminal.writes(RunReportText.render(outcome.report))
      let code = try Outputs.write(command, outcome.report, outcome.record)
      return isPrinted ? code : ExitCode.inputOutput
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
}
