import FoundationEssentials
import Market
import Testing

@testable import Sportsbooks

/// The names in every recorded odds file.
@Suite struct MatcherOddsFilesTests {
  private static let decoder: JSONDecoder = {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return decoder
  }()

  private struct Game: Decodable {
    let homeTeam: String
    let awayTeam: String
  }

  /// Teams that no longer exist, all-star sides: rightly nobody.
  private static let nobody: Set<String> = [
    "Arizona Coyotes", "American League", "National League", "Team USA Stars", "Team Stripes",
  ]

  static let files: [(file: String, league: String)] = [
    ("nhl_multi_book_snapshots.csv.gz", "NHL"), ("nba_multi_book_snapshots.csv.gz", "NBA"),
    ("wnba_multi_book_snapshots.csv.gz", "WNBA"),
    ("the_odds_api_flat_baseball_mlb_2026.csv.gz", "MLB"),
    ("the_odds_api_flat_icehockey_nhl_2026.csv.gz", "NHL"),
    ("the_odds_api_flat_basketball_nba_2026.csv.gz", "NBA"),
    ("the_odds_api_flat_basketball_wnba_2026.csv.gz", "WNBA"),
    ("the_odds_api_flat_americanfootball_ncaaf_2026.csv.gz", "NCAAF"),
  ]

  /// The teams of one file; empty where the folder is not there.
  static func teams(_ file: String) throws -> Set<String> {
    let path = "data/odds/" + file
    guard let text = try SharedText.read(path) else { return [] }
    let rows = try TeamFileRows(text, file: path)
    let columns = try rows.columns(["home_team", "away_team"])
    let names = Set(rows.records.flatMap { row in columns.map { row.fields[$0] } })
    #expect(names.count > 1)
    return names
  }

  @Test(arguments: files)
  func `a recorded odds file holds no unknown team`(file: String, league: String) throws {
    let names = try Self.teams(file)
    let matcher = TeamMatcher(leagues: [league])
    for name in names.sorted() where !Self.nobody.contains(name) {
      let match = matcher.match(name, league: league)
      #expect(match.code != nil, "\(name): \(match)")
    }
  }

  @Test func `a football board of a later season holds no unknown school`() throws {
    for file in ["the_odds_api_ncaaf_board_current.json", "the_odds_api_ncaaf_scores_current.json"]
    {
      guard let text = try SharedText.read("data/odds/" + file) else { return }
      let games = try Self.decoder.decode([Game].self, from: Data(text.utf8))
      #expect(games.count > 100)
      for name in Set(games.flatMap { [$0.homeTeam, $0.awayTeam] }).sorted() {
        let match = MatcherCollegeDataTests.everySchool.matcher.match(name, league: "NCAAF")
        #expect(match.code != nil, "\(name): \(match)")
      }
    }
  }
}
