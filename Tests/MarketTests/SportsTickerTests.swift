import Market
import TestKit
import Testing

@Suite struct SportsTickerTests {
  struct Example: Sendable, CustomStringConvertible {
    let ticker: String
    let league: League
    let kind: SportsTicker.Kind
    let date: String
    var minute: Int?
    let teams: String
    var gameNumber: Int?
    var team: String?
    var number: Int?

    var description: String { ticker }
  }

  static let examples = [
    Example(
      ticker: "KXNFLGAME-25SEP25SEAARI-SEA", league: .nfl, kind: .winner, date: "2025-09-25",
      teams: "SEAARI", team: "SEA"),
    Example(
      ticker: "KXNFLSPREAD-26SEP27KCMIA-KC4", league: .nfl, kind: .spread, date: "2026-09-27",
      teams: "KCMIA", team: "KC", number: 4),
    Example(
      ticker: "KXNBATOTAL-25NOV14PORHOU-251", league: .nba, kind: .total, date: "2025-11-14",
      teams: "PORHOU", number: 251),
    Example(
      ticker: "KXMLBGAME-26AUG092020HOUSD-HOU", league: .mlb, kind: .winner, date: "2026-08-09",
      minute: 20 * 60 + 20, teams: "HOUSD", team: "HOU"),
    Example(
      ticker: "KXMLBGAME-25APR26BALDETG1-DET", league: .mlb, kind: .winner, date: "2025-04-26",
      teams: "BALDET", gameNumber: 1, team: "DET"),
    Example(
      ticker: "KXMLBGAME-26JUL071415MILSTLG2-MIL", league: .mlb, kind: .winner,
      date: "2026-07-07", minute: 14 * 60 + 15, teams: "MILSTL", gameNumber: 2, team: "MIL"),
    Example(
      ticker: "KXMLBTOTAL-26AUG072145TBSEA-2", league: .mlb, kind: .total, date: "2026-08-07",
      minute: 21 * 60 + 45, teams: "TBSEA", number: 2),
    Example(
      ticker: "KXNHLGAME-25DEC01CBJNJ-NJ", league: .nhl, kind: .winner, date: "2025-12-01",
      teams: "CBJNJ", team: "NJ"),
    Example(
      ticker: "KXNCAAFGAME-25NOV12TOLM-OH-M-OH", league: .ncaaf, kind: .winner,
      date: "2025-11-12", teams: "TOLM-OH", team: "M-OH"),
    Example(
      ticker: "KXNCAAFGAME-25NOV12TOLM-OH-TOL", league: .ncaaf, kind: .winner,
      date: "2025-11-12", teams: "TOLM-OH", team: "TOL"),
    Example(
      ticker: "KXNCAAFGAME-25DEC06M-OHWMU-M-OH", league: .ncaaf, kind: .winner,
      date: "2025-12-06", teams: "M-OHWMU", team: "M-OH"),
    Example(
      ticker: "KXNCAAFSPREAD-25NOV29BALLM-OH-M-OH10", league: .ncaaf, kind: .spread,
      date: "2025-11-29", teams: "BALLM-OH", team: "M-OH", number: 10),
    Example(
      ticker: "KXNCAAFTOTAL-25NOV29BALLM-OH-47", league: .ncaaf, kind: .total,
      date: "2025-11-29", teams: "BALLM-OH", number: 47),
    Example(
      ticker: "KXNCAAMBGAME-26MAR14WISMICH-MICH", league: .ncaamb, kind: .winner,
      date: "2026-03-14", teams: "WISMICH", team: "MICH"),
  ]

  @Test(arguments: examples)
  func `a ticker of the grammar is read in full`(_ example: Example) throws {
    let ticker = try SportsTicker(market: example.ticker)
    #expect(ticker.league == example.league)
    #expect(ticker.kind == example.kind)
    #expect("\(ticker.date)" == example.date)
    #expect(ticker.startMinute == example.minute)
    let reading = try #require(ticker.certainReading)
    #expect(reading.teams == example.teams)
    #expect(reading.gameNumber == example.gameNumber)
    #expect(reading.team == example.team)
    #expect(reading.number == example.number)
  }

  @Test(arguments: examples)
  func `an event ticker says the same as its market's`(_ example: Example) throws {
    let suffix = (example.team ?? "") + (example.number.map { "\($0)" } ?? "")
    let event = String(example.ticker.dropLast(suffix.count + 1))
    let market = try SportsTicker(market: example.ticker, eventTicker: event)
    let alone = try SportsTicker(market: example.ticker)
    #expect(market == alone)
    #expect(try SportsTicker(event: event).readings[0].teams == example.teams)
  }

  @Test(arguments: [
    ("SIMNBAGAME-25NOV08PHXLAC-PHX", SportsTickerRefusal.otherSeries("SIMNBAGAME")),
    ("KXNFL1HSPREAD-26OCT05ATLNO-NO8", .otherSeries("KXNFL1HSPREAD")),
    ("KXMLBF5TOTAL-26AUG072145TBSEA-2", .otherSeries("KXMLBF5TOTAL")),
    ("KXWNBAGAME-26AUG09GSLA-LA", .otherSeries("KXWNBAGAME")),
    ("KXEPLGAME-25NOV23LEEAVL-TIE", .otherSeries("KXEPLGAME")),
    ("KXNBAPTS-26APR04WASMIA-MIABADEBAYO13-15", .otherSeries("KXNBAPTS")),
    ("KXNFLGAME", .notATicker("KXNFLGAME")),
    ("", .notATicker("")),
    ("KXNFLGAME-25FEB30SEAARI-SEA", .unreadableDate("25FEB30")),
    ("KXNFLGAME-25XYZ01SEAARI-SEA", .unreadableDate("25XYZ01")),
    ("KXNFLGAME-25SEP", .unreadableDate("25SEP")),
    ("KXMLBGAME-26AUG092460HOUSD-HOU", .unreadableTime("2460")),
    ("KXMLBGAME-26AUG09202HOUSD-HOU", .unreadableTime("202")),
    ("KXNFLGAME-25SEP25SEAARI", .noSuffix),
    ("KXNFLGAME-25SEP25SEAARI-", .unreadableSuffix("SEAARI-")),
    ("KXNFLGAME-25SEP25SEAARI-SEA4", .unreadableSuffix("SEAARI-SEA4")),
    ("KXNFLSPREAD-25SEP25SEAARI-SEA", .unreadableSuffix("SEAARI-SEA")),
    ("KXNFLTOTAL-25SEP25SEAARI-SEA4", .unreadableSuffix("SEAARI-SEA4")),
    ("KXNFLTOTAL-25SEP25SEAARI-1234", .unreadableSuffix("SEAARI-1234")),
    ("KXNFLGAME-25SEP25SEA-SEA", .unreadableSuffix("SEA-SEA")),
    ("KXNFLGAME-25SEP25seaari-SEA", .unreadableSuffix("seaari-SEA")),
  ])
  func `a text outside the grammar is refused with its reason`(
    ticker: String, reason: SportsTickerRefusal
  ) {
    let refusal = #expect(throws: SportsTickerRefusal.self) {
      try SportsTicker(market: ticker)
    }
    #expect(refusal == reason)
    #expect(refusal.map { !$0.description.isEmpty } == true)
  }

  @Test func `a suffix that is at no end of the teams leaves all readings open`() throws {
    let ticker = try SportsTicker(market: "KXNCAAMBGAME-25NOV25LCHIUNI-L-IL")
    #expect(ticker.certainReading == nil)
    #expect(Set(ticker.readings.map(\.teams)) == ["LCHIUNI", "LCHIUNI-L"])
    let settled = try SportsTicker(
      market: "KXNCAAMBGAME-25NOV25LCHIUNI-L-IL", eventTicker: "KXNCAAMBGAME-25NOV25LCHIUNI")
    #expect(settled.certainReading?.team == "L-IL")
  }

  @Test func `an event ticker of another game is refused`() {
    #expect(throws: SportsTickerRefusal.eventTickerDiffers("KXNFLGAME-25SEP25SEALA")) {
      try SportsTicker(
        market: "KXNFLGAME-25SEP25SEAARI-SEA", eventTicker: "KXNFLGAME-25SEP25SEALA")
    }
  }

  @Test(arguments: [1 as UInt64, 2, 3])
  func `damaged tickers never crash and never read as another date`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for example in Self.examples {
      for _ in 0..<200 {
        var bytes = Array(example.ticker.utf8)
        bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(
          in: 32...255, using: &generator)
        let text = String(decoding: bytes, as: UTF8.self)
        if let ticker = try? SportsTicker(market: text) {
          let codes = ticker.readings.allSatisfy { (4...10).contains($0.teams.utf8.count) }
          #expect(codes, "seed \(seed): \(text)")
        }
      }
      for length in 0..<example.ticker.count {
        _ = try? SportsTicker(market: String(example.ticker.prefix(length)))
      }
    }
  }
}

@Suite struct SportsTickerTeamsTests {
  private func split(
    _ teams: String, _ suffixes: Set<String>, known: Set<String> = []
  ) throws(TeamsSplitter.Refusal) -> TeamsSplitter.Teams {
    try TeamsSplitter.split(teams, suffixes: suffixes, isKnown: known.contains)
  }

  @Test func `two suffixes split the teams without any list`() throws {
    let teams = try split("LADAZ", ["AZ", "LAD"])
    #expect(teams == .init(away: "LAD", home: "AZ"))
  }

  @Test func `one suffix is enough where it stands at one end only`() throws {
    #expect(try split("TOLM-OH", ["M-OH"]) == .init(away: "TOL", home: "M-OH"))
    #expect(try split("TOLM-OH", ["TOL"]) == .init(away: "TOL", home: "M-OH"))
  }

  @Test func `without suffixes both codes must be known`() throws {
    #expect(try split("SEALA", [], known: ["SEA", "LA"]) == .init(away: "SEA", home: "LA"))
    #expect(throws: TeamsSplitter.Refusal.noKnownCodes("SEALA")) {
      try split("SEALA", [], known: ["SEA"])
    }
  }

  @Test func `two splits into known codes are ambiguous`() {
    #expect(throws: TeamsSplitter.Refusal.self) {
      try split("ABCDE", [], known: ["AB", "CDE", "ABC", "DE"])
    }
  }

  @Test func `a suffix decides between two splits into known codes`() throws {
    let teams = try split("ABCDE", ["CDE"], known: ["AB", "CDE", "ABC", "DE"])
    #expect(teams == .init(away: "AB", home: "CDE"))
  }
}
