internal import Market

/// Joins the two rows of each line.
struct LinePairing {
  private(set) var games: [RecordedGame] = []
  private(set) var rejections: [LineRejection: Int] = [:]

  private struct GameKey: Hashable {
    let date: CivilDate
    let key: String
  }
  private struct GroupKey: Hashable {
    let game: Int
    let bookmaker: String
    let kind: LineKind
    /// Twice the home handicap or the total; 0 for winners.
    let halves: Int
  }
  private struct Side: Hashable {
    let game: Int
    let bookmaker: String
  }
  private var gameIndex: [GameKey: Int] = [:]
  private var groupIndex: [GroupKey: Int] = [:]
  private var groups: [(key: GroupKey, offered: OfferedLine)] = []

  /// Takes a row in the loader's column order; returns what is wrong with it.
  mutating func take(_ fields: [String], league: League) -> String? {
    guard let date = WrittenTime.date(fields[0]) else {
      return "file_date \"\(fields[0])\" is not a date"
    }
    guard let start = WrittenTime.usCentral(fields[3]) else {
      return "start_time \"\(fields[3])\" is not a US Central time"
    }
    guard !fields[2].isEmpty, !fields[4].isEmpty, !fields[9].isEmpty, !fields[10].isEmpty else {
      return "game_id, bookmaker, home_team or away_team is empty"
    }
    guard let price = Double(fields[7]) else { return "price \"\(fields[7])\" is not a number" }
    guard price.isFinite else { return count(.notFinite, "price \(fields[7]) is not finite") }
    guard price > 1 else { return count(.notAboveOne, "price \(fields[7]) is not above 1") }
    let (kind, isFirst): (LineKind, Bool)
    switch (fields[5], fields[6]) {
    case ("h2h", fields[9]): (kind, isFirst) = (.winner, true)
    case ("h2h", fields[10]): (kind, isFirst) = (.winner, false)
    case ("spreads", fields[9]): (kind, isFirst) = (.spread, true)
    case ("spreads", fields[10]): (kind, isFirst) = (.spread, false)
    case ("totals", "Over"): (kind, isFirst) = (.total, true)
    case ("totals", "Under"): (kind, isFirst) = (.total, false)
    case ("h2h", "Draw"), ("h2h", "Tie"): return count(.thirdOutcome, "the market has a draw")
    case ("h2h", _), ("spreads", _), ("totals", _):
      return "team \"\(fields[6])\" is neither side of the \(fields[5]) market"
    default: return "market \"\(fields[5])\" is not known"
    }
    var points = 0.0
    if kind != .winner {
      guard let value = Double(fields[8]), HalfPoints(points: value) != nil else {
        return count(.notHalfPoints, "point \"\(fields[8])\" is not a number of half points")
      }
      // The away side's handicap mirrors the home side's.
      points = kind == .spread && !isFirst ? 0 - value : value
    }
    let game = gameNumber(fields, date: date, league: league, start: start)
    add(
      GroupKey(game: game, bookmaker: fields[4], kind: kind, halves: Int(points * 2)),
      points: points, price: price, isFirst: isFirst)
    return nil
  }

  /// Checks every line once all rows are in.
  mutating func finish() {
    // Half a spread on each side of one book means that the two handicaps do not mirror each other.
    let lonely = groups.filter { $0.key.kind == .spread && $0.offered.first.isNaN }
    let disagreeing = Set(lonely.map { Side(game: $0.key.game, bookmaker: $0.key.bookmaker) })
    for (key, offered) in groups {
      switch LineTracker.check(offered) {
      case .failure(.missingSide)
      where key.kind == .spread && offered.second.isNaN
        && disagreeing.contains(Side(game: key.game, bookmaker: key.bookmaker)):
        rejections[.sidesDisagree, default: 0] += 1
      case .failure(let reason): rejections[reason, default: 0] += 1
      case .success(let line):
        games[key.game].lines.append(RecordedLine(bookmaker: key.bookmaker, line: line))
      }
    }
    groups.removeAll()
  }

  private mutating func count(_ reason: LineRejection, _ text: String) -> String {
    rejections[reason, default: 0] += 1
    return text
  }

  private mutating func gameNumber(
    _ fields: [String], date: CivilDate, league: League, start: Timestamp
  ) -> Int {
    let key = GameKey(date: date, key: fields[2])
    if let known = gameIndex[key] { return known }
    games.append(
      RecordedGame(
        fileDate: date, league: league, key: fields[2], home: fields[9], away: fields[10],
        start: start, lines: []))
    gameIndex[key] = games.count - 1
    return games.count - 1
  }

  private mutating func add(_ key: GroupKey, points: Double, price: Double, isFirst: Bool) {
    let index: Int
    if let known = groupIndex[key] {
      index = known
    } else {
      let line = OfferedLine(kind: key.kind, points: key.kind == .winner ? .nan : points)
      groups.append((key, line))
      index = groups.count - 1
      groupIndex[key] = index
    }
    let standing = isFirst ? groups[index].offered.first : groups[index].offered.second
    guard standing.isNaN else {
      rejections[.duplicate, default: 0] += 1
      return
    }
    if isFirst {
      groups[index].offered.first = price
    } else {
      groups[index].offered.second = price
    }
  }
}
