public import Market

/// One book's line on a game, as recorded.
public struct RecordedLine: Hashable, Sendable {
  public let bookmaker: String
  public let line: OddsLine

  public init(bookmaker: String, line: OddsLine) {
    self.bookmaker = bookmaker
    self.line = line
  }
}

/// A game on one file date with every book's lines. The same game on another date is another value.
public struct RecordedGame: Hashable, Sendable {
  public let fileDate: CivilDate
  public let league: League
  /// The source's key of the game.
  public let key: String
  public let home: String
  public let away: String
  public let start: Timestamp
  /// In the file's order.
  public internal(set) var lines: [RecordedLine]

  public init(
    fileDate: CivilDate, league: League, key: String, home: String, away: String,
    start: Timestamp, lines: [RecordedLine]
  ) {
    self.fileDate = fileDate
    self.league = league
    self.key = key
    self.home = home
    self.away = away
    self.start = start
    self.lines = lines
  }
}

/// Bookmakers' lines of a recorded stretch, in the format of `sportsbook_odds_*.csv`.
///
/// The rows carry no fetch time, only the date of their file; start times are US Central.
public struct RecordedOdds: Sendable {
  /// In the file's order.
  public private(set) var games: [RecordedGame] = []
  /// Data rows in the file, whatever became of them.
  public private(set) var rowCount = 0
  /// Rows of leagues that are not ours.
  public private(set) var otherLeagueRows = 0
  /// Lines that were refused, by reason. A price of 1.0 counts here once per row.
  public private(set) var rejections: [LineRejection: Int] = [:]
  /// Rows left out with their reasons.
  public private(set) var faults: [RowFault] = []

  private static let columns = [
    "file_date", "sport", "game_id", "start_time", "bookmaker", "market", "team", "price", "point",
    "home_team", "away_team",
  ]

  /// Reads a file, plain or gzip.
  public init(path: String) throws(RecordedFileError) {
    try self.init(try GzipReader.read(path: path), file: path)
  }

  /// Reads the text of a file.
  public init(_ bytes: [UInt8], file: String) throws(RecordedFileError) {
    var reader = try CSVReader(bytes, file: file, required: Self.columns)
    let at = Self.columns.map { reader.index(of: $0) ?? 0 }
    var pairing = LinePairing()
    while let row = try reader.next() {
      rowCount += 1
      switch row {
      case .fault(let fault): faults.append(fault)
      case .fields(let fields, let line):
        guard let league = League(spelling: fields[at[1]]) else {
          otherLeagueRows += 1
          continue
        }
        let reason = pairing.take(at.map { fields[$0] }, league: league)
        if let reason { faults.append(RowFault(file: file, line: line, reason: reason)) }
      }
    }
    pairing.finish()
    games = pairing.games
    rejections = pairing.rejections
  }
}
