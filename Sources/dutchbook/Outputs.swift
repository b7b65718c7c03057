internal import Desk

/// The files a session leaves behind.
enum Outputs {
  private static let options = ["json", "report"]

  /// Looks at the files that are asked for before a session, not after it. A session that fails
  /// leaves no new file, and old ones as they were.
  ///
  /// - Returns: the exit code when one cannot be opened, or would write over an input or over
  ///   another; nil when all is well.
  static func refusal(_ command: ParsedCommand) -> Int32? {
    let inputs = ["quotes", "odds", "results", "config"].compactMap { command.options[$0] }
    let paths = options.compactMap { command.options[$0] }
    switch FileBytes.unwritable(among: paths, notAmong: inputs + command.arguments) {
    case nil: return nil
    case .twice(let path):
      Terminal.complain("\(path): is given twice and would be written over; name another file\n")
      return ExitCode.usage
    case .fault(let path, let reason):
      Terminal.complain("\(path): cannot be written: \(reason)\n")
      return ExitCode.inputOutput
    }
  }

  /// Writes what was asked for; the exit code tells whether report and files are as they should be.
  static func write(
    _ command: ParsedCommand, _ report: RunReport
  ) throws -> Int32 {
    var code = report.addsUp ? ExitCode.success : ExitCode.failure
    if let path = command.options["json"] {
      code = write(try report.json(), path) ?? code
    }
    return code
  }

  /// The exit code of a file that could not be written; nil when all went well.
  static func write(_ bytes: [UInt8], _ path: String) -> Int32? {
    guard !FileBytes.replace(bytes, at: path) else { return nil }
    Terminal.complain("\(path): cannot be written: \(FileBytes.lastFault)\n")
    return ExitCode.inputOutput
  }
}
