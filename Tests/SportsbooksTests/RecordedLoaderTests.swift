import Market
import Probability
import Sportsbooks
import TestKit
import Testing

@Suite struct RecordedLoaderTests {
  private func files(_ names: [String]) -> [String]? {
    let paths = names.compactMap { Shared.path("data/" + $0) }
    guard paths.count == names.count else {
      #expect(!Shared.isRequired, "the recordings are missing")
      return nil
    }
    return paths
  }

  private static let quotes = "kalshi/joint_odds/kalshi_sports_quotes_20251026_20251231.csv.gz"
  private static let odds = "kalshi/joint_odds/sportsbook_odds_20251107_20260123.csv.gz"
  private static let results = "results/results_20251020_20251201.csv"

  @Test func `the quotes of November are 9,464 rows in 12 sweeps`() throws {
    guard let path = files([Self.quotes])?.first else { return }
    let loaded = try RecordedQuotes(path: path)
    let firstDay = try #require(CivilDate(year: 2025, month: 11, day: 7))
    let lastDay = try #require(CivilDate(year: 2025, month: 11, day: 30))
    let november = loaded.quotes.filter { (firstDay...lastDay).contains($0.fileDate) }
    // All but 57 rows of the English league, which an independent count of 9,464 includes.
    #expect(november.count == 9_407)
    #expect(
      loaded.quotes.count + loaded.otherLeagueRows + loaded.faults.count + loaded.duplicateRows
        == loaded.rowCount)
    // A fuller copy may hold more; these are the counts of the one that ends with November.
    if loaded.rowCount == 14_514 {
      #expect(loaded.faults.isEmpty && loaded.duplicateRows == 0)
      #expect(loaded.otherLeagueRows == 57)
      #expect(loaded.quotes.filter { !$0.isActive }.map(\.status) == ["active32"])
    }
    let day = RecordedDay(name: "n", origin: "", quotes: november, games: [], results: [])
    #expect(day.sweeps.count == 12)
    #expect(day.sweeps.map(\.count).reduce(0, +) == november.count)
    for (left, right) in zip(loaded.quotes, loaded.quotes.dropFirst()) {
      #expect(left.recordedAt <= right.recordedAt)
    }
  }

  @Test func `the odds are 14,326 rows with 38 prices of 1`() throws {
    guard let path = files([Self.odds])?.first else { return }
    let loaded = try RecordedOdds(path: path)
    let placeholders = loaded.rejections[.notAboveOne] ?? 0
    #expect(placeholders >= 38)
    let books = Set(loaded.games.flatMap { $0.lines.map(\.bookmaker) })
    #expect(books.isSuperset(of: ["FanDuel", "DraftKings", "Pinnacle", "ESPN BET", "BetMGM"]))
    // A fuller copy may hold more; these are the counts of the one that ends with November.
    guard loaded.rowCount == 14_326 else { return }
    #expect(placeholders == 38 && loaded.faults.count == 38)
    #expect(loaded.otherLeagueRows == 0)
    #expect(loaded.rejections[.sidesDisagree] == nil && loaded.rejections[.duplicate] == nil)
    let halves = loaded.rejections[.missingSide] ?? 0
    let lines = loaded.games.map(\.lines.count).reduce(0, +)
    // Each good line took two rows, each half one, each placeholder one.
    #expect(2 * lines + halves + 38 == 14_326)
    #expect(books.count == 5)
  }

  @Test func `the results are read whole`() throws {
    guard let path = files([Self.results])?.first else { return }
    let loaded = try RecordedResults(path: path)
    #expect(loaded.faults.isEmpty)
    #expect(loaded.results.count + loaded.otherLeagueRows == loaded.rowCount)
    #expect(loaded.results.filter { $0.league == .nfl }.count >= 88)
  }

  @Test func `nine of 1,823 football games ended level`() throws {
    let name = "results/nfl_games_2016_2025_lines_results.csv.gz"
    guard let path = files([name])?.first else { return }
    var reader = try CSVReader(
      try GzipReader.read(path: path), file: path, required: ["game_type", "result"])
    let column = try #require(reader.index(of: "result"))
    var games = 0
    var ties = 0
    while let row = try reader.next() {
      guard case .fields(let fields, _) = row else { continue }
      games += 1
      if Double(fields[column]) == 0 { ties += 1 }
    }
    // Ten seasons are a fuller copy's: as rare there.
    #expect(abs(Double(ties) / Double(games) - TieRule.nflTieProbability) < 0.002)
    if games == 1_823 {
      #expect(ties == 9 && Double(ties) / Double(games) == TieRule.nflTieProbability)
    }
  }

  @Test func `the days that ship hold what the recordings hold`() throws {
    guard let paths = files([Self.quotes, Self.odds, Self.results]) else { return }
    let quotes = try RecordedQuotes(path: paths[0]).quotes
    let games = try RecordedOdds(path: paths[1]).games
    let results = Set(try RecordedResults(path: paths[2]).results)
    let days = DayFile.available()
    #expect(days.contains("2025-11-24") && days.count == 10)
    for name in days {
      let day = try DayFile.read(path: try #require(DayFile.locate(named: name)))
      let date = try #require(WrittenTime.date(name))
      let wanted = quotes.filter { $0.fileDate == date }
      #expect(day.quotes == wanted, "\(name)")
      let lines = Self.figures(games.filter { $0.fileDate == date })
      #expect(Self.figures(day.games) == lines, "\(name)")
      #expect(day.results.allSatisfy(results.contains))
      #expect(day.oddsTime(ofFileDate: date) == wanted.first?.recordedAt)
    }
  }

  /// The lines of games without the keys, which a day file numbers anew.
  private static func figures(_ games: [RecordedGame]) -> [String] {
    games.flatMap { game in
      game.lines.map {
        "\(game.league) \(game.home) \(game.away) \(game.start.nanoseconds) \($0)"
      }
    }.sorted()
  }

  @Test func `rows of quotes with faults are left out with their lines`() throws {
    let header = "file_date,timestamp,ticker,title,status,yes_bid,yes_ask\n"
    let good = "2025-12-20,2025-12-20T10:00:00.5-05:00,KXNBAGAME-25DEC20A-A,t,active,0.28,0.3\n"
    let text =
      header + good + good
      + "2025-12-20,yesterday,KXNBAGAME-25DEC20A-A,t,active,0.28,0.3\n"
      + "2025-12-20,2025-12-20T10:00:01Z,KXNBAGAME-25DEC20A-A,t,active,0.288881,0.3\n"
      + "2025-12-20,2025-12-20T10:00:01Z,KXNBAGAME-25DEC20A-A,t,active,0.4,0.3\n"
      + "2025-12-20,2025-12-20T10:00:01Z,KXNBAGAME-25DEC20A-A,t,active,nan,0.3\n"
      + "2025-12-20,2025-12-20T10:00:01Z,KXNCAAWBGAME-25DEC20A-A,t,active,0.2,0.3\n"
      + "2025-12-20,2025-12-20T10:00:02Z,KXNBAGAME-25DEC20A-A,t,active,0.0,1.0\n"
      + "2025-12-20,2025-12-20T10:00:03Z,,t,active,0.1,0.2\n"
    let loaded = try RecordedQuotes(Array(text.utf8), file: "q.csv")
    #expect(loaded.rowCount == 9)
    #expect(loaded.faults.map(\.line) == [4, 5, 6, 7, 10])
    #expect(loaded.duplicateRows == 1 && loaded.otherLeagueRows == 1)
    #expect(loaded.quotes.count == 2)
    // The offset counts: 10:00 in the east comes after 10:00 UTC.
    #expect(loaded.quotes[0].yesBid == nil && loaded.quotes[0].yesAsk == nil)
    #expect(loaded.quotes[1].recordedAt == WrittenTime.rfc3339("2025-12-20T15:00:00.5Z"))
    #expect(loaded.quotes[1].yesBid == Price(cents: 28))
  }

  @Test func `odds whose sides do not fit each other are refused by reason`() throws {
    let header =
      "file_date,source_file,sport,league,game_id,start_time,bookmaker,market,team,price,point,"
      + "home_team,away_team\n"
    func row(_ market: String, _ team: String, _ price: String, _ point: String) -> String {
      "2025-11-07,f,CBB,,g,2025-11-07 16:05:00 CST,B,\(market),\(team),\(price),\(point),H,A\n"
    }
    let text =
      header + row("h2h", "H", "1.44", "") + row("h2h", "A", "2.85", "")
      + row("spreads", "H", "1.9", "-5.5") + row("spreads", "A", "1.9", "6.5")
      + row("totals", "Over", "1.9", "140.5") + row("totals", "Under", "nan", "140.5")
      + row("totals", "Sideways", "1.9", "140.5") + row("h2h", "X", "1.9", "")
      + row("cards", "H", "1.9", "") + row("h2h", "H", "1.45", "")
    let loaded = try RecordedOdds(Array(text.utf8), file: "o.csv")
    #expect(loaded.games.count == 1)
    #expect(loaded.games[0].lines.map(\.line.subject) == [.winner])
    #expect(loaded.games[0].start == WrittenTime.rfc3339("2025-11-07T22:05:00Z"))
    #expect(loaded.rejections[.sidesDisagree] == 1)
    #expect(loaded.rejections[.notFinite] == 1)
    #expect(loaded.rejections[.duplicate] == 1)
    #expect(loaded.faults.map(\.line) == [7, 8, 9, 10])
  }

  @Test func `every truncation and damage of a day's text is refused`() throws {
    let path = try #require(DayFile.locate(named: "2025-11-28"))
    let bytes = try GzipReader.read(path: path)
    _ = try DayFile.decode(bytes, file: "d")
    for cut in [0, 5, 40, 100, 1_000, bytes.count / 2, bytes.count - 10, bytes.count - 5] {
      #expect(throws: RecordedFileError.self) {
        try DayFile.decode(Array(bytes[..<cut]), file: "d")
      }
    }
    for (bad, line) in [
      ("dutchbook-day\t2\t2025-11-28\to\nEND\t0\n", 1), ("other\n", 1),
      ("dutchbook-day\t1\t2025-11-28\to\nX\t1\nEND\t1\n", 2),
      ("dutchbook-day\t1\t2025-11-28\to\nQ\t1\nEND\t1\n", 2),
      ("dutchbook-day\t1\t2025-11-28\to\nEND\t1\n", 2),
      ("dutchbook-day\t1\t2025-11-28\to\nR\tNFL\t2025-11-28\tA\tH\t1\tx\nEND\t1\n", 2),
    ] {
      do {
        _ = try DayFile.decode(Array(bad.utf8), file: "d")
        Issue.record("accepted: \(bad)")
      } catch {
        guard case .badLine("d", line, _) = error else {
          Issue.record("\(error) is not about line \(line)")
          continue
        }
      }
    }
  }
}
