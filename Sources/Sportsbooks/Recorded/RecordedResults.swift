public import Market

/// A game's final score.
public struct RecordedResult: Hashable, Sendable {
  public let league: League
  /// The game's US Eastern date.
  public let date: CivilDate
  public let away: String
  public let home: String
  public let awayScore: Int
  public let homeScore: Int

  public init(
    league: League, date: CivilDate, away: String, home: String, awayScore: Int, homeScore: Int
  ) {
    self.league = league
    self.date = date
    self.away = away
    self.home = home
    self.awayScore = awayScore
    self.homeScore = homeScore
  }
}

/// Final scores, in the format of `results_20251020_20251201.csv`.
public struct RecordedResults: Sendable {
  public private(set) var results: [RecordedResult] = []
  public private(set) var rowCount = 0
  /// Rows of leagues that are not ours.
  public private(set) var otherLeagueRows = 0
  public private(set) var faults: [RowFault] = []

  private static let columns = [
    "league", "game_date_us_eastern", "away", "home", "away_score", "home_score",
  ]

  /// Reads a file, plain or gzip.
  public init(path: String) throws(RecordedFileError) {
    try self.init(try GzipReader.read(path: path), file: path)
  }

  /// Reads the text of a file.
  public init(_ bytes: [UInt8], file: String) throws(RecordedFileError) {
    var reader = try CSVReader(bytes, file: file, required: Self.columns)
    let at = Self.columns.map { reader.index(of: $0) ?? 0 }
    while let row = try reader.next() {
      rowCount += 1
      guard case .fields(let fields, let line) = row else {
        if case .fault(let fault) = row { faults.append(fault) }
        continue
      }
      guard let league = League(spelling: fields[at[0]]) else {
        otherLeagueRows += 1
        continue
      }
      guard let date = WrittenTime.date(fields[at[1]]) else {
        faults.append(RowFault(file: file, line: line, reason: "the game's date is not a date"))
        continue
      }
      guard let away = Self.score(fields[at[4]]), let home = Self.score(fields[at[5]]),
        !fields[at[2]].isEmpty, !fields[at[3]].isEmpty
      else {
        faults.append(RowFault(file: file, line: line, reason: "a team or a score is missing"))
        continue
      }
      results.append(
        RecordedResult(
          league: league, date: date, away: fields[at[2]], home: fields[at[3]], awayScore: away,
          homeScore: home))
    }
  }

  /// A score of 0 to 999, whole, with or without a decimal point and zero.
  static func score(_ text: String) -> Int? {
    guard let value = FixedPoint.parse(text, decimals: 0), (0...999).contains(value) else {
      return nil
    }
    return Int(value)
  }
}
