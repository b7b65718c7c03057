internal import Desk

/// The files a session leaves behind.
enum Outputs {
  /// Writes what was asked for; the exit code tells whether report and files are as they should be.
  static func write(
    _ command: ParsedCommand, _ report: RunReport, _ record: InputRecord?
  ) throws -> Int32 {
    var code = report.addsUp ? ExitCode.success : ExitCode.failure
    if let path = command.options["json"], !FileBytes.write(try report.json(), to: path) {
      Terminal.complain("\(path): cannot be written: \(FileBytes.lastFault)\n")
      code = ExitCode.inputOutput
    }
    if let path = command.options["record-inputs"], let record,
      !FileBytes.write(try record.text(), to: path)
    {
      Terminal.complain("\(path): cannot be written: \(FileBytes.lastFault)\n")
      code = ExitCode.inputOutput
    }
    return code
  }
}
