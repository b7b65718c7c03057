internal import Desk
internal import Sportsbooks

/// `dutchbook simulate`: the exchange simulator and the odds server alone.
enum SimulateCommand {
  static func run(_ command: ParsedCommand) -> Int32 {
    let log = SessionLog()
    do {
      let ports = RecordedServers.Ports(
        exchange: try port(command, "port"), odds: try port(command, "odds-port"))
      let run = SimulatorRun(
        try Recordings.load(command),
        options: SimulatorRun.Options(
          ports: ports, folder: command.options["folder"], seed: .random(in: 1 ... .max)))
      run.onLog = { log.line($0) }
      run.onReady = { Terminal.write($0) }
      try run.run()
      return ExitCode.success
    } catch let failure as ProcessFailure {
      Terminal.complain("simulate: \(failure)\n")
      return failure.exitCode
    } catch let error as RecordedFileError {
      Terminal.complain("simulate: \(error)\n")
      return Recordings.exitCode(error)
    } catch {
      Terminal.complain("simulate: \(error)\n")
      return ExitCode.failure
    }
  }

  private static func port(_ command: ParsedCommand, _ option: String) throws(ProcessFailure) -> Int
  {
    guard let text = command.options[option] else { return 0 }
    guard let number = Int(text), (0...65_535).contains(number) else {
      throw ProcessFailure(.usage, "--\(option): \"\(text)\" is not a port from 0 to 65535")
    }
    return number
  }
}
