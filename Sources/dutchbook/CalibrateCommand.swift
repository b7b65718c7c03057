internal import Backtesting
internal import Desk
internal import Market
internal import Sportsbooks

/// `dutchbook calibrate`: the exit table fitted to positions of the past, bookmakers' weights to
/// their lines.
enum CalibrateCommand {
  static func run(_ command: ParsedCommand) -> Int32 {
    guard let configuration = Configurations.read(command) else { return ExitCode.configuration }
    let log = SessionLog()
    do {
      if command.arguments.first == "books" { return try books(command, configuration) }
      let volume = try command.options["min-volume"].map { try ProfileChoice.minimumVolume($0) }
      let seed = try BacktestCommand.seed(command)
      let (days, assumptions) = try BacktestCommand.sources(
        command, files: Array(command.arguments.dropFirst()), configuration)
      var plan = try ExitCalibrationPlan(
        days: days, base: configuration, profile: command.options["profile"] ?? "ANY_EDGE",
        minimumVolume: volume, seed: seed, assumptions: assumptions)
      plan.workers = try BacktestCommand.workers(command)
      log.line("\(days.count) days")
      let text = try plan.run().text
      return Terminal.writes(text) ? ExitCode.success : ExitCode.inputOutput
    } catch let failure as ProcessFailure {
      Terminal.complain("calibrate: \(PlainText.cleaned("\(failure)"))\n")
      return failure.exitCode
    } catch let error as ConfigurationError {
      Terminal.complain("calibrate: \(PlainText.cleaned("\(error)"))\n")
      return ExitCode.configuration
    } catch let error as RecordedFileError {
      Terminal.complain("calibrate: \(PlainText.cleaned("\(error)"))\n")
      return Recordings.exitCode(error)
    } catch {
      Terminal.complain("calibrate: \(PlainText.cleaned("\(error)"))\n")
      return ExitCode.data
    }
  }

  private static func books(
    _ command: ParsedCommand, _ configuration: DeskConfiguration
  ) throws -> Int32 {
    guard command.arguments.count == 1 else {
      throw ProcessFailure(
        .usage,
        "books reads recorded days, no files of other kinds: use --days, or --odds with"
          + " --quotes")
    }
    for option in ["profile", "min-volume", "seed", "workers"] where command.has(option) {
      throw ProcessFailure(.usage, "--\(option) is for exits: leave it out")
    }
    let days = try BacktestCommand.recordings(command)
    let text = BookCalibration(days: days, configuration: configuration).text
    return Terminal.writes(text) ? ExitCode.success : ExitCode.inputOutput
  }
}
