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
      var files = TableFiles()
      try files.takeQuotes(try GzipReader.read(path: quotes), quotes)
      try files.takeOdds(try GzipReader.read(path: odds), odds)
      if let results = command.options["results"] {
        try files.takeResults(try GzipReader.read(path: results), results)
      }
      return files.day(named: quotes)
    case (nil, nil):
      guard !command.has("results") else {
        throw ProcessFailure(
          .usage, "--results needs --quotes and --odds: a shipped day has its own")
      }
      return nil
    default: throw ProcessFailure(.usage, "--quotes and --odds belong together: give both")
    }
  }

  /// Final scores for the sessions of journals; nil where none are given.
  static func scores(_ command: ParsedCommand) throws -> FinalScores? {
    guard let path = command.options["results"] else { return nil }
    var files = TableFiles()
    try files.takeResults(try GzipReader.read(path: path), path)
    let day = files.day(named: path)
    return FinalScores(day.results, notes: day.notes)
  }

  /// The recorded stretch that was imported into journals; nil where none was.
  static func imported(_ paths: [String]) throws -> RecordedDay? {
    let imported = try ImportedTables(paths: paths)
    guard !imported.tables.isEmpty else {
      let kept = imported.frames + imported.polls + imported.others.count
      guard kept > 0 else { return nil }
      throw ProcessFailure(
        .data,
        "\(paths.joined(separator: ", ")): nothing imported here can be played by itself"
          + " (\(imported.frames) frames, \(imported.polls) odds polls,"
          + " \(imported.others.count) other tables); frames: `dutchbook import --events FILE.dbe`,"
          + " then backtest that file; else import a table of quotes and one of odds")
    }
    var files = TableFiles()
    for table in imported.tables {
      switch table.kind {
      case .quotes: try files.takeQuotes(table.bytes, table.name)
      case .odds: try files.takeOdds(table.bytes, table.name)
      case .results: try files.takeResults(table.bytes, table.name)
      }
    }
    for (kind, name) in [(ImportedTables.Kind.quotes, "quotes"), (.odds, "odds")]
    where !imported.tables.contains(where: { $0.kind == kind }) {
      throw ProcessFailure(
        .data, "\(paths.joined(separator: ", ")): no table of \(name) is imported here; import one")
    }
    return files.day(named: paths.joined(separator: ", "))
  }

  /// The exit code of a file that cannot be used: 66 where it cannot be read, 65 for what it holds.
  static func exitCode(_ error: RecordedFileError) -> Int32 {
    if case .unreadable = error { return ExitCode.noInput }
    return ExitCode.data
  }
}
