/// A sports ticker up to its teams: series, date and time.
struct TickerHead {
  let league: League
  let kind: SportsTicker.Kind
  let date: CivilDate
  let startMinute: Int?
  /// What follows: teams, game number, suffix.
  let rest: String

  private static let kinds: [(word: String, kind: SportsTicker.Kind)] = [
    ("GAME", .winner), ("SPREAD", .spread), ("TOTAL", .total),
  ]
  private static let months = [
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
  ]

  init(_ ticker: String) throws(SportsTickerRefusal) {
    guard ticker.utf8.count <= SportsTicker.maximumBytes else { throw .tooLong(ticker.utf8.count) }
    let parts = ticker.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { throw .notATicker(ticker) }
    (league, kind) = try Self.series(String(parts[0]))
    let body = Array(parts[1])
    guard body.count >= 7, let year = Self.number(body[0..<2]),
      let month = Self.months.firstIndex(of: String(body[2..<5])),
      let day = Self.number(body[5..<7]),
      let date = CivilDate(year: 2000 + year, month: month + 1, day: day)
    else { throw .unreadableDate(String(body.prefix(7))) }
    self.date = date
    let digits = body[7...].prefix { ("0"..."9").contains($0) }
    guard !digits.isEmpty else {
      startMinute = nil
      rest = String(body[7...])
      return
    }
    guard digits.count == 4, let hour = Self.number(digits.prefix(2)), hour < 24,
      let minute = Self.number(digits.suffix(2)), minute < 60
    else { throw .unreadableTime(String(digits)) }
    startMinute = hour * 60 + minute
    rest = String(body[(7 + digits.count)...])
  }

  private static func series(
    _ text: String
  ) throws(SportsTickerRefusal) -> (League, SportsTicker.Kind) {
    guard text.hasPrefix("KX") else { throw .otherSeries(text) }
    for (word, kind) in kinds where text.hasSuffix(word) {
      if let league = League(rawValue: String(text.dropFirst(2).dropLast(word.count))) {
        return (league, kind)
      }
    }
    throw .otherSeries(text)
  }

  /// Two ASCII digits as a number.
  private static func number(_ digits: ArraySlice<Character>) -> Int? {
    guard digits.count == 2, digits.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
    return Int(String(digits))
  }
}

extension SportsTicker {
  /// Longer texts are refused unread.
  public static let maximumBytes = 96
}
