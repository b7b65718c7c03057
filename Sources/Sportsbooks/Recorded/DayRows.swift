internal import Market

/// Collects the rows of a day.
struct DayRows {
  private let date: CivilDate
  private var quotes: [RecordedQuote] = []
  private var games: [RecordedGame] = []
  private var gameIndex: [String: Int] = [:]
  private var results: [RecordedResult] = []

  init(date: CivilDate) { self.date = date }

  func day(named name: String, origin: String) -> RecordedDay {
    RecordedDay(name: name, origin: origin, quotes: quotes, games: games, results: results)
  }

  /// Takes a row; returns what is wrong with it.
  mutating func take(_ fields: [String]) -> String? {
    switch fields[0] {
    case "Q": takeQuote(fields)
    case "O": takeOdds(fields)
    case "R": takeResult(fields)
    default: "begins with \"\(fields[0])\", which is no kind of row"
    }
  }

  private mutating func takeQuote(_ fields: [String]) -> String? {
    guard fields.count == 7 else { return "a quote has 7 fields, this row \(fields.count)" }
    guard let time = WrittenTime.rfc3339(fields[1]) else { return "the time is not RFC 3339" }
    guard let league = RecordedQuotes.league(ofTicker: fields[2]) else {
      return "\"\(fields[2])\" is not a ticker of our leagues"
    }
    let bid = Price(dollars: fields[3])
    let ask = Price(dollars: fields[4])
    guard (bid != nil || fields[3].isEmpty) && (ask != nil || fields[4].isEmpty) else {
      return "the bid or the ask is not a price"
    }
    if let bid, let ask, bid >= ask { return "the bid is not below the ask" }
    quotes.append(
      RecordedQuote(
        recordedAt: time, fileDate: date, ticker: fields[2], title: fields[6], league: league,
        status: fields[5], yesBid: bid, yesAsk: ask))
    return nil
  }

  private mutating func takeOdds(_ fields: [String]) -> String? {
    guard fields.count == 11 else { return "odds have 11 fields, this row \(fields.count)" }
    guard let league = League(rawValue: fields[1]) else { return "unknown league \"\(fields[1])\"" }
    guard let start = WrittenTime.rfc3339(fields[3]) else { return "the start is not RFC 3339" }
    guard let kind = Self.kinds[fields[5]] else { return "unknown kind \"\(fields[5])\"" }
    guard let first = Double(fields[6]), let second = Double(fields[7]) else {
      return "a price is not a number"
    }
    let points = fields[8].isEmpty ? Double.nan : Double(fields[8]) ?? .nan
    let offered = OfferedLine(kind: kind, points: points, first: first, second: second)
    guard case .success(let line) = LineTracker.check(offered) else {
      return "the prices or the points cannot be used"
    }
    let index: Int
    if let known = gameIndex[fields[2]] {
      index = known
    } else {
      games.append(
        RecordedGame(
          fileDate: date, league: league, key: fields[2], home: fields[9], away: fields[10],
          start: start, lines: []))
      index = games.count - 1
      gameIndex[fields[2]] = index
    }
    games[index].lines.append(RecordedLine(bookmaker: fields[4], line: line))
    return nil
  }

  private mutating func takeResult(_ fields: [String]) -> String? {
    guard fields.count == 7 else { return "a result has 7 fields, this row \(fields.count)" }
    guard let league = League(rawValue: fields[1]), let date = WrittenTime.date(fields[2]),
      let away = RecordedResults.score(fields[5]), let home = RecordedResults.score(fields[6])
    else { return "the league, the date or a score cannot be read" }
    results.append(
      RecordedResult(
        league: league, date: date, away: fields[3], home: fields[4], awayScore: away,
        homeScore: home))
    return nil
  }

  private static let kinds: [String: LineKind] = [
    "winner": .winner, "spread": .spread, "total": .total,
  ]
}
