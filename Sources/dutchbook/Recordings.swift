internal import Desk
internal import Sportsbooks

/// Recorded stretches as the command line names them.
enum Recordings {
  static let defaultDay = "2025-11-24"

  /// The files of `--quotes`, `--odds` and `--results`, or a shipped day.
  static func load(_ command: ParsedCommand) throws -> RecordedStretch {
    switch (command.options["quotes"], command.options["odds"]) {
    case (let quotes?, let odds?):
      let read = try RecordedQuotes(path: quotes)
      let lines = try RecordedOdds(path: odds)
      let results = try command.options["results"].map { try RecordedResults(path: $0) }
      tell(read.faults, of: read.rowCount)
      tell(lines.faults, of: lines.rowCount)
      tell(results?.faults ?? [], of: results?.rowCount ?? 0)
      return try RecordedStretch(
        RecordedDay(
          name: quotes, origin: "\(quotes), \(odds)", quotes: read.quotes, games: lines.games,
          results: results?.results ?? []))
    case (nil, nil):
      guard !command.has("results") else {
        throw ProcessFailure(
          .usage, "--results needs --quotes and --odds: a shipped day has its own")
      }
      let name = command.options["day"] ?? defaultDay
      guard let path = DayFile.locate(named: name) else {
        throw ProcessFailure(
          .usage,
          "no shipped day \(name); there are \(DayFile.available().joined(separator: ", "))")
      }
      return try RecordedStretch(try DayFile.read(path: path))
    default: throw ProcessFailure(.usage, "--quotes and --odds belong together: give both")
    }
  }

  /// Rows that were left out are said: how many, and the first of them.
  private static func tell(_ faults: [RowFault], of rows: Int) {
    guard let first = faults.first else { return }
    Terminal.complain("\(first); \(faults.count) of \(rows) rows left out\n")
  }

  /// The exit code of a file that cannot be used: 66 where it cannot be read, 65 for what it holds.
  static func exitCode(_ error: RecordedFileError) -> Int32 {
    if case .unreadable = error { return ExitCode.noInput }
    return ExitCode.data
  }

  /// Runs the recorded inputs through a fresh engine and says how it went.
  static func rerun(_ record: InputRecord) throws -> String {
    guard record.isComplete else {
      return "Rerun: left out, the session had more inputs than are kept."
    }
    if let difference = try record.rerun() { return "Rerun: DIFFERENT at \(difference)" }
    return "Rerun: a fresh engine over the \(record.inputs.count) recorded inputs gave the same"
      + " \(record.outputs.count) outputs, byte for byte."
  }
}
