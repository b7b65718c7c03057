import Testing

@testable import Sportsbooks

@Suite struct NamesNormalizerTests {
  @Test(arguments: [
    ("San José St Spartans", "san jose state spartans"),
    ("San Jos\u{65}\u{301} State Spartans", "san jose state spartans"),
    ("Montréal Canadiens", "montreal canadiens"),
    ("Hawai'i Rainbow Warriors", "hawaii rainbow warriors"),
    ("Hawai\u{2018}i", "hawaii"), ("Hawai\u{02BB}i", "hawaii"),
    ("St. John's Red Storm", "saint johns red storm"),
    ("St.John's", "saint johns"),
    ("Mt. St. Mary's Mountaineers", "mount saint marys mountaineers"),
    ("Miss Valley St Delta Devils", "miss valley state delta devils"),
    ("Michigan St.", "michigan state"), ("MICHIGAN   STATE", "michigan state"),
    ("Miami (OH) RedHawks", "miami oh redhawks"),
    ("Texas A&M-CC Islanders", "texas a&m cc islanders"),
    ("Alabama A and M", "alabama a&m"), ("North Carolina A & T", "north carolina a&t"),
    ("William & Mary", "william and mary"),
    ("Boston Univ. Terriers", "boston university terriers"),
    ("University of Florida", "florida"), ("University at Albany", "university at albany"),
    ("The Citadel", "citadel"), ("Florida Int'l", "florida international"),
    ("U.C.L.A.", "ucla"), ("Ft. Wayne", "fort wayne"),
    ("", ""), (" .-() ", ""), ("\u{26BD}", ""),
    // Letters of other scripts stay: what they belong to is no name of ours.
    ("日本", "日本"), ("Tеxas Tech", "tеxas tech"),
  ])
  func `spellings of one name come to one form`(name: String, key: String) {
    #expect(TeamNormalizer.key(name) == key)
  }

  @Test func `a form is its own form`() {
    for team in ShippedTeams.knownTeams {
      for name in team.names + team.nicknames {
        let key = TeamNormalizer.key(name)
        #expect(TeamNormalizer.key(key) == key)
      }
    }
  }
}

@Suite struct NamesFileTests {
  private func error(_ body: () throws -> Void) -> String? {
    do { try body() } catch { return "\(error)" }
    return nil
  }

  @Test func `a user's alias wins over the tables`() throws {
    let aliases = try UserAliases(
      csv: "league,name,code\n# mine\nNFL,\"Bolts, the\",LAC\ncfb,Rainbows,HAW\n", file: "my.csv")
    let matcher = TeamMatcher(aliases: aliases)
    #expect(matcher.match("BOLTS the", league: "nfl") == .matched(code: "LAC", how: .userAlias))
    #expect(matcher.match("rainbows", league: "NCAAF").code == "HAW")
    #expect(matcher.match("rainbows", league: "NCAAMB").code == nil)
  }

  @Test func `an alias to a code the exchange does not have is no match`() throws {
    let aliases = try UserAliases(csv: "league,name,code\nNFL,Bolts,XYZ\n", file: "my.csv")
    let match = TeamMatcher(aliases: aliases).match("Bolts", league: "NFL")
    #expect(match == .unmatched(.notInCatalogue(team: "XYZ")))
  }

  @Test(arguments: [
    ("", "my.csv:1: the file has no header line"),
    ("league,name\nNFL,Bolts\n", "my.csv:1: the column 'code' is missing"),
    ("league,name,code\n\nNFL,Bolts\n", "my.csv:3: 2 fields where the header has 3"),
    ("league,name,code\nNFL,Bolts,lac\n", "my.csv:2: 'lac' is no team code"),
    ("league,name,code\nNFL,,LAC\n", "my.csv:2: league and name must not be empty"),
    ("league,name,code\nNFL,\"Bolts,LAC\n", "my.csv:2: a quote is opened and never closed"),
    (
      "league,name,code\nNFL,Bolts,LAC\nNFL,bolts,LA\n",
      "my.csv:3: 'bolts' already has the code LAC in NFL"
    ),
  ])
  func `a faulty alias file is refused with file and line`(text: String, message: String) {
    #expect(error { _ = try UserAliases(csv: text, file: "my.csv") } == message)
  }

  @Test func `the unmatched names come as an alias file to be filled in`() throws {
    let text = UserAliases.template(unmatched: [
      ("NFL", "Bolts"), ("NFL", "A \"B\", C"), ("NFL", "Bolts"),
    ])
    #expect(text == "league,name,code\nNFL,\"A \"\"B\"\", C\",\nNFL,Bolts,\n")
    let filled = text.split(separator: "\n").enumerated().map {
      $0.offset == 0 ? "\($0.element)" : $0.element + "LAC"
    }
    let aliases = try UserAliases(csv: filled.joined(separator: "\n"), file: "my.csv")
    #expect(TeamMatcher(aliases: aliases).match("A B C", league: "NFL").code == "LAC")
  }

  @Test func `a team file gives codes, names and other names`() throws {
    let table = try TeamTable(
      csv: """
        league,kalshi_code,kalshi_display_name,observations,other_display_names,example_ticker
        KBO,LG,LG Twins,3,,
        KBO,K2,Suwon K,1,KT Wiz;Suwon,
        nfl,LAR,Los Angeles R,1,,
        """, file: "teams.csv")
    let matcher = TeamMatcher(table: table)
    #expect(matcher.match("lg twins", league: "KBO").code == "LG")
    #expect(matcher.match("Suwon KT Wiz", league: "KBO").code == "K2")
    #expect(matcher.match("KT Wiz", league: "kbo").code == "K2")
    #expect(matcher.match("Los Angeles Rams", league: "NFL").code == "LAR")
    #expect(
      matcher.match("Dallas Cowboys", league: "NFL")
        == .unmatched(.notInCatalogue(team: "Dallas Cowboys")))
    #expect(matcher.match("Boston", league: "NBA") == .unmatched(.leagueNotInCatalogue("NBA")))
  }

  @Test(arguments: [
    ("league,kalshi_code\nNFL,ARI\n", "t.csv:1: the column 'kalshi_display_name' is missing"),
    ("league,kalshi_code,kalshi_display_name\n", "t.csv:1: the table has no teams"),
    (
      "league,kalshi_code,kalshi_display_name\nNFL,,Arizona\n",
      "t.csv:2: league and code must not be empty"
    ),
    (
      "league,kalshi_code,kalshi_display_name\nNFL,A RI,Arizona\n",
      "t.csv:2: 'A RI' is no team code"
    ),
  ])
  func `a faulty team file is refused with file and line`(text: String, message: String) {
    #expect(error { _ = try TeamTable(csv: text, file: "t.csv") } == message)
  }
}
