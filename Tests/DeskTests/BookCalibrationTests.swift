import Market
import Sportsbooks
import Testing

@testable import Desk

@Suite struct `Bookmakers' weights from recorded days` {
  /// A date's lines: what each book makes of the home team, without margin.
  private func game(
    _ number: Int, day: Int, _ books: [(name: String, probability: Double)]
  ) throws -> RecordedGame {
    let subject = LineSubject.winner
    return RecordedGame(
      fileDate: try #require(CivilDate(year: 2025, month: 11, day: day)), league: .nfl,
      // Keys hold for one date alone.
      key: "\(day)-\(number % 3)", home: "Home \(number)", away: "Away \(number)",
      start: Timestamp(seconds: 1_764_000_000 + Int64(number) * 60),
      lines: try books.map {
        RecordedLine(
          bookmaker: $0.name,
          line: try #require(
            OddsLine(subject, first: 1 / $0.probability, second: 1 / (1 - $0.probability))))
      })
  }

  private func day(_ games: [RecordedGame]) -> RecordedDay {
    RecordedDay(name: "made", origin: "", quotes: [], games: games, results: [], notes: [])
  }

  @Test func `the book that was nearer to the close has more weight`() throws {
    var games: [RecordedGame] = []
    for number in 0..<120 {
      let off = number.isMultiple(of: 2) ? 0.02 : -0.02
      games.append(try game(number, day: 7, [("Sharp", 0.5 + off / 4), ("Soft", 0.5 + off)]))
      games.append(try game(number, day: 9, [("Sharp", 0.5), ("Soft", 0.5), ("Third", 0.5)]))
    }
    let text = BookCalibration(days: [day(games)], configuration: DeskConfiguration()).text
    #expect(text.contains("NFL: 120 markets with lines of an earlier date and of 3 books"))
    // Errors of 1 to 16: 32/17 and 2/17 of the mean, half-way to one.
    #expect(text.contains("consensus.sharpness = [\"Sharp=1.44\", \"Soft=0.56\"]"), "\(text)")
    #expect(text.contains("Third: 0 lines: insufficient data, needs at least 100 lines, got 0"))
    // One always moves four times as far as the other, at the same time.
    #expect(text.contains("Sharp, Soft: 120, correlation 1.00"), "\(text)")
    #expect(text.contains("consensus.one_source = [\"Sharp+Soft\"]"))
  }

  @Test func `books that move each their own way are no source together`() throws {
    var games: [RecordedGame] = []
    for number in 0..<40 {
      let (one, other) = (Double(number % 7) / 100, Double(number % 11) / 100)
      games.append(
        try game(
          number, day: 7,
          number < 20 ? [("A", 0.5), ("B", 0.5), ("Few", 0.5)] : [("A", 0.5), ("B", 0.5)]))
      games.append(
        try game(number, day: 9, [("A", 0.5 + one), ("B", 0.5 + other), ("Few", 0.5 + one)]))
    }
    let text = BookCalibration(days: [day(games)], configuration: DeskConfiguration()).text
    #expect(text.contains("A, Few: 20, correlation 1.00: insufficient data, needs 30"), "\(text)")
    #expect(text.contains("No two of them are one source."))
    #expect(!text.contains("consensus.one_source ="))
  }

  @Test func `a close of two books is none, and one date says nothing`() throws {
    let games = try (0..<120).flatMap { number in
      [
        try game(number, day: 7, [("A", 0.5), ("B", 0.52)]),
        try game(number, day: 9, [("A", 0.5), ("B", 0.5)]),
      ]
    }
    let text = BookCalibration(days: [day(games)], configuration: DeskConfiguration()).text
    #expect(text.contains("NFL: no lines of two dates: insufficient data"))
    #expect(!text.contains("consensus.sharpness ="))
  }
}
