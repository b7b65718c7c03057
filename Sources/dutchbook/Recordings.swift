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
      return try RecordedStretch(
        RecordedDay(
          name: quotes, origin: "\(quotes), \(odds)", quotes: read.quotes, games: lines.games,
          results: results?.results ?? []))
    case (nil, nil):
      let name = command.options["day"] ?? defaultDay
      guard let path = DayFile.locate(named: name) else {
        throw ProcessFailure(
          .configuration,
          "no shipped day \(name); there are \(DayFile.available().joined(separator: ", "))")
      }
      return try RecordedStretch(try DayFile.read(path: path))
    default: throw ProcessFailure(.configuration, "--quotes and --odds belong together")
    }
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
