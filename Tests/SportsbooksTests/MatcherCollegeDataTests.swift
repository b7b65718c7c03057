import Market
import Testing

@testable import Sportsbooks

/// Judges the college names by two recorded lists: bookmakers' basketball and football names, and a
/// football list that runs down to schools the exchange will never list.
@Suite struct MatcherCollegeDataTests {
  /// A made-up table in which every school has a code, so that nothing hides behind "no code".
  static let everySchool: (matcher: TeamMatcher, names: [String: String]) = {
    var names: [String: String] = [:]
    var rows: [ExchangeTeam] = []
    for (index, team) in ShippedTeams.knownTeams.filter({ $0.family == "NCAA" }).enumerated() {
      let code = "S\(index)"
      names[code] = team.names[0]
      for league in ["NCAAF", "NCAAMB", "NCAAWB"] {
        rows.append(ExchangeTeam(league: league, code: code, displayName: team.names[0]))
      }
    }
    return (TeamMatcher(table: TeamTable(teams: rows)), names)
  }()

  @Test func `every school is found by its own name and nickname`() {
    for team in ShippedTeams.knownTeams where team.family == "NCAA" {
      for nickname in team.nicknames {
        let name = team.names[0] + " " + nickname
        let code = Self.everySchool.matcher.match(name, league: "NCAAWB").code
        #expect(code.flatMap { Self.everySchool.names[$0] } == team.names[0])
      }
    }
  }

  @Test func `every recorded college name of the bookmakers names one school`() throws {
    let names = try Set(
      ResolutionJointOddsTests.events().filter { $0.league == .ncaamb || $0.league == .ncaaf }
        .flatMap { [$0.home, $0.away] })
    for name in names.sorted() {
      let match = Self.everySchool.matcher.match(name, league: "NCAAMB")
      #expect(match.code != nil, "\(name): \(match)")
    }
  }

  @Test func `an alias is matched to its school or not at all`() throws {
    let path = "data/aliases/college_football_name_aliases.csv"
    guard let text = try SharedText.read(path) else { return }
    let rows = try TeamFileRows(text, file: path)
    var matched = 0
    for row in rows.records {
      let (alias, school) = (row.fields[0], row.fields[1])
      let ours = Self.everySchool.matcher.match(alias, league: "NCAAF")
      guard let code = ours.code else { continue }
      matched += 1
      switch Self.everySchool.matcher.match(school, league: "NCAAF") {
      case .matched(let truth, _): #expect(code == truth, "\(alias)")
      case .unmatched(.ambiguous(let candidates)):
        let name = try #require(Self.everySchool.names[code])
        #expect(candidates.contains { $0.hasPrefix(name) }, "\(alias)")
      case .unmatched(.nicknameDiffers(let team)):
        let name = try #require(Self.everySchool.names[code])
        #expect(team.hasPrefix(name), "\(alias)")
      case .unmatched(let reason): Issue.record("\(alias) is \(code), \(school) is not: \(reason)")
      }
    }
    #expect(matched > 500)
  }
}
