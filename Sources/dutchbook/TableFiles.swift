internal import Desk
internal import Market
internal import Sportsbooks

/// Tables of quotes, odds and results on their way to one recorded stretch; what was left out of
/// them is said.
struct TableFiles {
  private var quotes: [RecordedQuote] = []
  private var games: [RecordedGame] = []
  private var results: [RecordedResult] = []
  private var names: [String] = []
  private var notes: [String] = []

  mutating func takeQuotes(_ bytes: [UInt8], _ file: String) throws {
    let read = try RecordedQuotes(bytes, file: file)
    let rows = TableRows(file, read.rowCount, read.otherLeagueRows, read.faults)
    guard !read.quotes.isEmpty else { throw rows.nothing("quote") }
    quotes += read.quotes
    names.append(file)
    notes += rows.notes
  }

  mutating func takeOdds(_ bytes: [UInt8], _ file: String) throws {
    let read = try RecordedOdds(bytes, file: file)
    let rows = TableRows(file, read.rowCount, read.otherLeagueRows, read.faults)
    guard read.games.contains(where: { !$0.lines.isEmpty }) else {
      throw rows.nothing("line with two sides")
    }
    games += read.games
    names.append(file)
    notes += rows.notes
  }

  mutating func takeResults(_ bytes: [UInt8], _ file: String) throws {
    let read = try RecordedResults(bytes, file: file)
    results += read.results
    notes += TableRows(file, read.rowCount, read.otherLeagueRows, read.faults).notes
  }

  /// All of them as one; says what was left out.
  func day(named name: String) -> RecordedDay {
    for note in notes { Terminal.complain("\(note)\n") }
    return RecordedDay(
      name: name, origin: names.joined(separator: ", "), quotes: quotes, games: games,
      results: results, notes: notes)
  }
}
