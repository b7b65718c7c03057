internal import Market

/// Writes the texts of odds-api.io's protocol; shapes as cited at ``OddsMessageKind``.
enum OddsAPIText {
  /// One update: all three markets, so that what is not offered is withdrawn.
  static func update(
    game: String, book: OddsBoard.Book, sequence: Int64, sentAt: Timestamp, recordedAt: Timestamp
  ) -> String {
    let time = WrittenTime.text(sentAt)
    var text = head("updated", game: game, sequence: sequence, time: time, recordedAt: recordedAt)
    text += ",\"bookie\":\(JSONText.quoted(book.name)),\"markets\":["
    text += market("ML", .winner, book, time) + "," + market("Spread", .spread, book, time) + ","
    return text + market("Totals", .total, book, time) + "]}"
  }

  /// The book no longer offers the game.
  static func deletion(
    game: String, bookmaker: String, sequence: Int64, sentAt: Timestamp, recordedAt: Timestamp
  ) -> String {
    let time = WrittenTime.text(sentAt)
    return head("deleted", game: game, sequence: sequence, time: time, recordedAt: recordedAt)
      + ",\"bookie\":\(JSONText.quoted(bookmaker))}"
  }

  static func welcome(bookmakers: [String]) -> String {
    let names = bookmakers.map(JSONText.quoted).joined(separator: ",")
    return
      "{\"type\":\"welcome\",\"message\":\"Connected to a recorded day\",\"bookmakers\":[\(names)]}"
  }

  /// One entry of the list of events.
  static func event(_ game: OddsBoard.Game, start: Timestamp, isLive: Bool) -> String {
    let sport = OddsAPILeague.sport(of: game.league)
    let slug = OddsAPILeague.slug(of: game.league)
    return "{\"id\":\(game.key),\"home\":\(JSONText.quoted(game.home)),"
      + "\"away\":\(JSONText.quoted(game.away)),\"date\":\"\(WrittenTime.text(start))\","
      + "\"status\":\"\(isLive ? "live" : "pending")\","
      + "\"sport\":{\"name\":\"\(sport)\",\"slug\":\"\(sport)\"},"
      + "\"league\":{\"name\":\"\(game.league.rawValue)\",\"slug\":\"\(slug)\"}}"
  }

  private static func head(
    _ type: String, game: String, sequence: Int64, time: String, recordedAt: Timestamp
  ) -> String {
    "{\"type\":\"\(type)\",\"seq\":\(sequence),\"timestamp\":\"\(time)\","
      + "\"recorded_ts_ms\":\(recordedAt.milliseconds),\"id\":\"\(game)\""
  }

  private static func market(
    _ name: String, _ kind: LineKind, _ book: OddsBoard.Book, _ time: String
  ) -> String {
    let odds = book.lines.lazy.filter { $0.subject.kind == kind }.map(line)
    return "{\"name\":\"\(name)\",\"updatedAt\":\"\(time)\",\"odds\":["
      + odds.joined(separator: ",") + "]}"
  }

  private static func line(_ line: OddsLine) -> String {
    switch line.subject {
    case .winner: "{\"home\":\"\(line.first)\",\"away\":\"\(line.second)\"}"
    case .spread(let home):
      "{\"hdp\":\(home),\"home\":\"\(line.first)\",\"away\":\"\(line.second)\"}"
    case .total(let points):
      "{\"hdp\":\(points),\"over\":\"\(line.first)\",\"under\":\"\(line.second)\"}"
    }
  }
}
