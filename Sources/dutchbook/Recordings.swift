internal import Desk
internal import Market
internal import Sportsbooks

/// Recorded stretches as the command line names them.
enum Recordings {
  static let defaultDay = "2025-11-24"

  /// The files of `--quotes`, `--odds` and `--results`, or a shipped day.
  static func load(_ command: ParsedCommand) throws -> RecordedStretch {
    if let day = try files(command) { return try RecordedStretch(day) }
    let name = command.options["day"] ?? defaultDay
    guard let path = DayFile.locate(named: name) else {
      throw ProcessFailure(
        .usage, "no shipped day \(name); \(Self.listed(DayFile.available()))")
    }
    return try RecordedStretch(try DayFile.read(path: path))
  }

  /// Shipped days by name: `all`, `2025-11`, `2025-11-24,2025-11-25`, or
  /// `2025-11-22..2025-11-28`.
  static func shipped(_ names: String) throws -> [RecordedDay] {
    let available = DayFile.available()
    var wanted: [String] = []
    for part in names.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
      let ends = part.split(separator: "..", omittingEmptySubsequences: false).map(String.init)
      try refuse(part, ends)
      let found =
        part == "all"
        ? available
        : ends.count == 2
          ? available.filter { $0 >= ends[0] && $0 <= ends[1] }
          : available.filter { $0 == part || isMonth(part) && $0.hasPrefix(part) }
      guard !found.isEmpty else {
        throw ProcessFailure(
          .usage, "no shipped day \(part); \(Self.listed(available))")
      }
      for name in found where !wanted.contains(name) { wanted.append(name) }
    }
    return try wanted.sorted().map { name in
      guard let path = DayFile.locate(named: name) else {
        throw ProcessFailure(.data, "the shipped day \(name) is gone")
      }
      return try DayFile.read(path: path)
    }
  }

  /// `2025-11`: all of its days.
  private static func isMonth(_ part: String) -> Bool { part.count == 7 && !part.hasSuffix("-") }

  /// A range has two ends, the earlier one first.
  private static func refuse(_ part: String, _ ends: [String]) throws(ProcessFailure) {
    guard ends.count > 1 else { return }
    guard ends.count == 2, !ends.contains(""), !ends[1].hasPrefix(".") else {
      throw ProcessFailure(
        .usage,
        "--days \(part) is no range of days; write FIRST..LAST, such as"
          + " 2025-11-22..2025-11-28")
    }
    guard ends[0] <= ends[1] else {
      throw ProcessFailure(
        .usage, "--days \(part) runs backwards; write \(ends[1])..\(ends[0])")
    }
  }

  private static func listed(_ days: [String]) -> String {
    days.isEmpty
      ? "the folder data/days is not here: run from the project's folder"
      : "there are " + days.joined(separator: ", ")
  }

  /// The recording of `--quotes`, `--odds` and `--results`; nil when none of them is given.
  static func files(_ command: ParsedCommand) throws -> RecordedDay? {
    switch (command.options["quotes"], command.options["odds"]) {
    case (let quotes?, let odds?):
      guard !command.has("day") else {
        throw ProcessFailure(
          .usage, "--day is a shipped day: leave it out beside --quotes and --odds")
      }
      let read = try RecordedQuotes(path: quotes)
      let quoteRows = Rows(quotes, read.rowCount, read.otherLeagueRows, read.faults)
      let lines = try RecordedOdds(path: odds)
      let oddsRows = Rows(odds, lines.rowCount, lines.otherLeagueRows, lines.faults)
      guard !read.quotes.isEmpty else { throw quoteRows.nothing("quote") }
      guard lines.games.contains(where: { !$0.lines.isEmpty }) else {
        throw oddsRows.nothing("line with two sides")
      }
      let results = try command.options["results"].map { path in
        let read = try RecordedResults(path: path)
        return (read, Rows(path, read.rowCount, read.otherLeagueRows, read.faults))
      }
      let notes = quoteRows.notes + oddsRows.notes + (results?.1.notes ?? [])
      for note in notes { Terminal.complain("\(note)\n") }
      return RecordedDay(
        name: quotes, origin: "\(quotes), \(odds)", quotes: read.quotes, games: lines.games,
        results: results?.0.results ?? [], notes: notes)
    case (nil, nil):
      guard !command.has("results") else {
        throw ProcessFailure(
          .usage, "--results needs --quotes and --odds: a shipped day has its own")
      }
      return nil
    default: throw ProcessFailure(.usage, "--quotes and --odds belong together: give both")
    }
  }

  /// What became of a file's rows.
  private struct Rows {
    let file: String
    let count: Int
    let otherLeagues: Int
    let faults: [RowFault]

    init(_ file: String, _ count: Int, _ otherLeagues: Int, _ faults: [RowFault]) {
      self.file = file
      self.count = count
      self.otherLeagues = otherLeagues
      self.faults = faults
    }

    /// Rows that were left out are said: how many, and the first of them.
    var notes: [String] {
      var notes = faults.first.map { ["\($0); \(faults.count) of \(count) rows left out"] } ?? []
      if otherLeagues > 0 {
        notes.append("\(file): \(otherLeagues) of \(count) rows are of other leagues, left out")
      }
      return notes
    }

    /// Why a file without one usable row cannot be played.
    func nothing(_ wanted: String) -> ProcessFailure {
      let whole =
        count == 0
        ? "has no rows under its header" : "none of its \(count) rows gives a usable \(wanted)"
      if let first = faults.first { return ProcessFailure(.data, "\(first); \(whole)") }
      let leagues = League.allCases.map(\.rawValue).joined(separator: ", ")
      let hint = otherLeagues > 0 ? "; \(otherLeagues) are of other leagues than \(leagues)" : ""
      return ProcessFailure(.data, "\(file): \(whole)\(hint)")
    }
  }

  /// The exit code of a file that cannot be used: 66 where it cannot be read, 65 for what it holds.
  static func exitCode(_ error: RecordedFileError) -> Int32 {
    if case .unreadable = error { return ExitCode.noInput }
    return ExitCode.data
  }
}
