import Testing

@testable import Sportsbooks

@Suite struct MatcherTests {
  static let shipped = TeamMatcher()

  @Test(arguments: [
    ("NCAAF", "Miami Hurricanes", "MIA"), ("NCAAF", "Miami (OH) RedHawks", "M-OH"),
    ("NCAAMB", "Miami (FL) Hurricanes", "MIA"), ("NCAAMB", "Miami Ohio Redhawks", "MOH"),
    ("NCAAF", "Miami of Ohio", "M-OH"), ("NCAAMB", "St. Peter Peacocks", "SPC"),
    ("NCAAF", "USC Trojans", "USC"), ("NCAAF", "South Carolina Gamecocks", "SCAR"),
    ("NCAAMB", "Saint Mary's Gaels", "SMC"), ("NCAAMB", "Mt. St. Mary's Mountaineers", "MSM"),
    ("NCAAMB", "Loyola (Chi) Ramblers", "LCHI"), ("NCAAMB", "Loyola Marymount Lions", "LMU"),
    ("NCAAF", "Washington St Cougars", "WSU"), ("NCAAF", "Washington Huskies", "WASH"),
    ("NCAAMB", "Indiana St Sycamores", "INST"), ("NCAAMB", "Indiana Hoosiers", "IND"),
    ("NCAAMB", "IUPUI Jaguars", "IUIN"), ("NCAAMB", "Fort Wayne Mastodons", "PFW"),
    ("NCAAMB", "CSU Northridge Matadors", "CSN"), ("NCAAMB", "SE Missouri St Redhawks", "SEMO"),
    ("NCAAMB", "Texas A&M-CC Islanders", "AMCC"), ("NCAAMB", "GW Revolutionaries", "GW"),
    ("NCAAMB", "UMKC Kangaroos", "UMKC"), ("NCAAMB", "San José St Spartans", "SJSU"),
    ("NCAAMB", "Army Knights", "ARMY"), ("NCAAMB", "Tennessee Lady Volunteers", "TENN"),
    ("NBA", "New Orleans Pelicans", "NOP"), ("NFL", "New Orleans Saints", "NO"),
    ("NFL", "Los Angeles Rams", "LA"), ("NFL", "LA Chargers", "LAC"), ("NFL", "JAX", "JAC"),
    ("NBA", "LA Lakers", "LAL"), ("NHL", "Los Angeles Kings", "LA"),
    ("NHL", "Vegas Golden Knights", "VGK"), ("NHL", "Seattle Kraken", "SEA"),
    ("NHL", "St Louis Blues", "STL"), ("NHL", "Montréal Canadiens", "MTL"),
    ("MLB", "Oakland Athletics", "ATH"), ("MLB", "Chicago White Sox", "CWS"),
    ("NFL", "NY Giants", "NYG"), ("NHL", "NY Rangers", "NYR"), ("MLB", "NY Yankees", "NYY"),
    ("CFB", "Hawaii Rainbow Warriors", "HAW"), ("ncaab", "Gonzaga Bulldogs", "GONZ"),
    ("WNBA", "Portland Fire", "PDX"),
  ])
  func `a bookmaker's name finds its code`(league: String, name: String, code: String) {
    #expect(Self.shipped.match(name, league: league).code == code)
    #expect(Self.shipped.line(name, league: league) == code)
  }

  @Test(arguments: [
    ("NCAAF", "Miami"), ("NCAAF", "Loyola"), ("NCAAMB", "Carolina"), ("NCAAMB", "MSU"),
    ("NFL", "New York"), ("NFL", "LA"), ("NBA", "Los Angeles"), ("MLB", "Chicago"),
    ("NHL", "New York"), ("NCAAF", "Miami Fighting"),
  ])
  func `a name of two teams is ambiguous`(league: String, name: String) {
    guard case .unmatched(.ambiguous(let candidates)) = Self.shipped.match(name, league: league)
    else {
      Issue.record("\(name): \(Self.shipped.match(name, league: league))")
      return
    }
    #expect(candidates.count > 1)
  }

  @Test(arguments: [
    "Indiana State Hoosiers", "Washington Cougars", "Georgia Military Bulldogs",
    "Kentucky Wesleyan Panthers", "Texas Lutheran Bulldogs", "Indiana Wesleyan Wildcats",
    "Concordia (MN) Cobbers", "Charleston (WV) Golden Eagles", "Monmouth (IL) Fighting Scots",
    "Missouri S&T Miners", "Miami Heat", "Washington (MO) Bears", "California (PA) Vulcans",
    "Minnesota St Mavericks", "Augustana Vikings", "Southern Oregon Raiders", "State", "Tigers",
    "St.", "of", "Saint Xavier Cougars", "Miami Vice", "Georgia \u{5317}", "\u{393}eorgia Tech",
    "Southwest Missouri State", "Northeast Missouri State", "Southwestern Louisiana",
    "Saint Joseph",
    "University of Saint Joseph", "Mount Saint Joseph", "Cortland State", "Saint John",
    "University of Charleston", "Univ. of Charleston Golden Eagles", "University of Providence",
    "University of Northwestern", "University of St. Francis", "University of Saint Mary",
  ])
  func `a school that only resembles one is left unmatched`(name: String) {
    for league in ["NCAAF", "NCAAMB"] {
      #expect(Self.shipped.match(name, league: league).code == nil)
    }
  }

  @Test func `one slip of the pen is forgiven, two are not`() {
    let match = Self.shipped.match("Gonzga Bulldogs", league: "NCAAMB")
    #expect(match == .matched(code: "GONZ", how: .spelling))
    #expect(Self.shipped.match("Gonzga Buldogs", league: "NCAAMB").code == nil)
    #expect(Self.shipped.match("Conecticut Huskies", league: "NCAAMB").code == "CONN")
  }

  /// A word that names other schools is a slip only where the nickname says so too.
  @Test func `a misspelt place that is another's name needs the nickname`() {
    #expect(Self.shipped.match("St. Joseph Hawks", league: "NCAAMB").code == "JOES")
    #expect(
      Self.shipped.match("Southwest Missouri State Redhawks", league: "NCAAMB").code == "SEMO")
    #expect(Self.shipped.match("Southwest Missouri State Bears", league: "NCAAMB").code == nil)
    #expect(
      MatcherCollegeDataTests.everySchool.matcher.match("Cortland St", league: "NCAAMB").code == nil
    )
  }

  /// The exchange has used one code for two schools.
  @Test func `a known code under another school's name is that school's`() {
    let matcher = TeamMatcher(
      table: TeamTable(teams: [
        ExchangeTeam(league: "NCAAMB", code: "SJU", displayName: "Saint Joseph (CT)"),
        ExchangeTeam(league: "NCAAMB", code: "COFC", displayName: "Charleston (WV)"),
        ExchangeTeam(league: "NFL", code: "LAC", displayName: "Los Angeles Charg"),
      ]))
    #expect(matcher.match("St. John's Red Storm", league: "NCAAMB").code == nil)
    #expect(matcher.match("Charleston Cougars", league: "NCAAMB").code == nil)
    #expect(matcher.match("Charleston (WV)", league: "NCAAMB").code == "COFC")
    #expect(matcher.match("Los Angeles Chargers", league: "NFL").code == "LAC")
  }

  /// Georgia and Georgia Tech differ by a word, Texas and Texans by a letter: words stand for
  /// themselves.
  @Test func `a word of the tables is never taken for another`() {
    #expect(Self.shipped.match("Kansas Razorbacks", league: "NCAAF").code == nil)
    #expect(Self.shipped.match("Arkansas Jayhawks", league: "NCAAF").code == nil)
    #expect(Self.shipped.match("Charlotte Cougars", league: "NCAAMB").code == nil)
  }

  @Test func `the reason stands behind a tab`() {
    #expect(Self.shipped.line("", league: "NFL") == "-\tthe name is empty")
    #expect(Self.shipped.line("Miami", league: "NCAAF").hasPrefix("-\tambiguous: Miami (FL)"))
    #expect(
      Self.shipped.line("Boston Bruins", league: "XYZ")
        == "-\tthe table has no teams of league XYZ")
    let long = String(repeating: "a", count: 1_000)
    #expect(Self.shipped.line(long, league: "NFL") == "-\tthe name is too long")
  }

  @Test func `a known team without a code in the table is unmatched`() {
    let match = Self.shipped.match("St. Thomas (MN) Tommies", league: "NCAAMB")
    #expect(match == .unmatched(.notInCatalogue(team: "St. Thomas (MN) Tommies")))
  }

  @Test func `a team of two codes is ambiguous by name and found under either by its games`() throws
  {
    let table = TeamTable.shipped.adding([
      ExchangeTeam(league: "NFL", code: "LAR", displayName: "Los Angeles R")
    ])
    let matcher = TeamMatcher(table: table, leagues: ["NFL"])
    let match = matcher.match("Los Angeles Rams", league: "NFL")
    #expect(match == .unmatched(.ambiguous(["LA", "LAR"])))
    #expect(try matcher.codes("Los Angeles Rams", league: "NFL").get() == ["LA", "LAR"])
  }

  @Test func `one code of two schools serves both`() {
    let matcher = TeamMatcher(
      table: TeamTable(teams: [
        ExchangeTeam(
          league: "NCAAMB", code: "CSU", displayName: "Central State (OH)",
          otherDisplayNames: ["Colorado St."])
      ]))
    #expect(matcher.match("Colorado St Rams", league: "NCAAMB").code == "CSU")
    #expect(matcher.match("Central State (OH)", league: "NCAAMB").code == "CSU")
    #expect(matcher.match("Colorado Buffaloes", league: "NCAAMB").code == nil)
  }

  @Test func `every shipped team has a name of its own`() {
    for team in ShippedTeams.knownTeams where team.family == "NCAA" {
      let name = team.names[0] + " " + team.nicknames[0]
      if case .unmatched(.ambiguous(let others)) = Self.shipped.match(name, league: "NCAAMB") {
        Issue.record("\(name): \(others)")
      }
    }
    for row in TeamTable.shipped.teams {
      let match = Self.shipped.match(row.displayName, league: row.league)
      #expect(match.code == nil || match.code == row.code, "\(row)")
    }
  }
}
