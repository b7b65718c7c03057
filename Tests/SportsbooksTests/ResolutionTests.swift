import Market
import Testing

@testable import Sportsbooks

@Suite struct ResolutionTests {
  static let matcher = TeamMatcher()

  static func catalogue(_ tickers: [String]) -> GameCatalogue {
    GameCatalogue(
      listings: tickers.map { MarketListing(ticker: $0) }, matcher: matcher,
      strikes: .recordedTicker2025)
  }

  /// An instant by the clock in New York.
  static func eastern(_ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int = 0)
    -> Timestamp
  {
    CivilDate(year: year, month: month, day: day)
      .flatMap { CivilDateTime($0, hour: hour, minute: minute) }
      .flatMap { USTimeZone.eastern.timestamp(of: $0) } ?? .distantPast
  }

  static func resolve(_ event: BookEvent, _ tickers: [String]) -> EventResolution {
    EventResolver(catalogue: catalogue(tickers), matcher: matcher).resolve(event)
  }

  @Test func `the markets of a game come together with their claims`() throws {
    let catalogue = Self.catalogue([
      "KXNFLTOTAL-25NOV24CARSF-60", "KXNFLGAME-25NOV24CARSF-SF", "KXNFLSPREAD-25NOV24CARSF-SF9",
      "KXNFLGAME-25NOV24CARSF-CAR", "KXNFLGAME-25NOV23SEATEN-SEA",
    ])
    #expect(catalogue.refused.isEmpty)
    #expect(
      catalogue.games.map(\.description) == [
        "NFL 2025-11-23 SEA at TEN", "NFL 2025-11-24 CAR at SF",
      ])
    #expect(
      catalogue.games[1].markets.map(\.claim) == [
        .total(over: HalfPoints(halves: 121)), .winner(.home),
        .spread(.home, over: HalfPoints(halves: 19)), .winner(.away),
      ])
  }

  @Test func `the strike is the contract's own, never the ticker's`() {
    let catalogue = GameCatalogue(
      listings: [
        MarketListing(
          ticker: "KXNFLSPREAD-26SEP27KCMIA-KC4", floorStrike: HalfPoints(halves: 7)),
        MarketListing(ticker: "KXNFLTOTAL-26SEP27KCMIA-45"),
      ], matcher: Self.matcher)
    #expect(
      catalogue.games[0].markets.map(\.claim) == [
        .spread(.away, over: HalfPoints(halves: 7))
      ])
    #expect(catalogue.refused == [RefusedListing(listing: 1, reason: .noFloorStrike)])
  }

  @Test func `another market of the event settles where its teams end`() {
    let catalogue = Self.catalogue([
      "KXNCAAMBGAME-25NOV25LCHIUNI-L-IL", "KXNCAAMBGAME-25NOV25LCHIUNI-UNI",
    ])
    #expect(catalogue.games.map(\.description) == ["NCAAMB 2025-11-25 LCHI at UNI"])
    #expect(catalogue.games[0].markets.map(\.claim) == [.winner(.away), .winner(.home)])
    #expect(
      Self.catalogue(["KXNCAAMBGAME-25NOV25LCHIUNI-L-IL"]).refused.map(\.reason) == [
        .severalReadings
      ])
  }

  @Test func `a market without a game is refused with its reason`() {
    let catalogue = Self.catalogue([
      "SIMNBAGAME-25NOV08PHXLAC-PHX", "KXNFLTOTAL-25NOV24XXXYYY-40",
      "KXNFLGAME-25NOV24CARSF-SF", "KXNFLGAME-25NOV24CARSF-DAL",
    ])
    #expect(catalogue.games.count == 1)
    #expect(catalogue.refused.map(\.listing) == [0, 1, 3])
    #expect(catalogue.refused.last?.reason == .suffixIsNeitherTeam("DAL"))
    #expect(catalogue.refused.allSatisfy { !$0.description.isEmpty })
  }

  @Test func `a market whose own team name is another team's is refused`() {
    let catalogue = GameCatalogue(
      listings: [
        MarketListing(ticker: "KXNFLGAME-25NOV24CARSF-SF", teamName: "San Francisco"),
        MarketListing(ticker: "KXNFLGAME-25NOV24CARSF-CAR", teamName: "Dallas"),
      ], matcher: Self.matcher)
    #expect(catalogue.games[0].markets.count == 1)
    #expect(catalogue.refused.map(\.reason) == [.teamNameDiffers(code: "CAR", name: "Dallas")])
  }

  @Test func `winner markets teach the table new codes`() {
    let listings = [
      MarketListing(ticker: "KXNCAAMBGAME-26NOV24CHSTDUKE-CHST", teamName: "Chicago St."),
      MarketListing(ticker: "KXNCAAMBGAME-26NOV24CHSTDUKE-DUKE", teamName: "Duke"),
    ]
    let table = TeamTable.shipped.adding(TeamTable.teams(of: listings))
    let matcher = TeamMatcher(table: table, leagues: ["NCAAMB"])
    #expect(matcher.match("Chicago St Cougars", league: "NCAAMB").code == "CHST")
    #expect(GameCatalogue(listings: listings, matcher: matcher).games.count == 1)
  }

  /// As a recording's exchange lists it: the sub-title is the code, for want of a name.
  @Test(arguments: [
    ("KXNCAAMBGAME-25NOV25LCHIUNI", "NCAAMB 2025-11-25 LCHI at UNI", Claim.winner(.away)),
    ("KXNCAAMBGAME-25NOV09UNTLCHI", "NCAAMB 2025-11-09 UNT at LCHI", Claim.winner(.home)),
  ])
  func `a name that only repeats the code leaves the code its team`(
    event: String, game: String, claim: Claim
  ) {
    for name in ["L-IL", "Loyola Chicago"] {
      let listings = [
        MarketListing(ticker: event + "-L-IL", eventTicker: event, teamName: name)
      ]
      let matcher = TeamMatcher(
        table: TeamTable.shipped.adding(TeamTable.teams(of: listings)), leagues: ["NCAAMB"])
      let catalogue = GameCatalogue(listings: listings, matcher: matcher)
      #expect(catalogue.games.map(\.description) == [game])
      #expect(catalogue.games.first?.markets.map(\.claim) == [claim])
      #expect(catalogue.refused.isEmpty)
    }
  }

  @Test func `teams, date and opponent together make a match`() {
    let event = BookEvent(
      league: .nfl, home: "San Francisco 49ers", away: "Carolina Panthers",
      start: Self.eastern(2025, 11, 24, 20, 15))
    let resolution = Self.resolve(event, ["KXNFLGAME-25NOV24CARSF-SF"])
    #expect(resolution == .resolved(ResolvedEvent(game: GameID(0), isReversed: false)))
  }

  @Test func `a late start belongs to the Eastern day, not the UTC day`() {
    let event = BookEvent(
      league: .ncaaf, home: "Hawaii Rainbow Warriors", away: "San Diego State Aztecs",
      start: Self.eastern(2025, 11, 8, 23))
    #expect(event.start.seconds == 1_762_660_800)
    let resolution = Self.resolve(event, ["KXNCAAFGAME-25NOV08SDSUHAW-HAW"])
    #expect(resolution == .resolved(ResolvedEvent(game: GameID(0), isReversed: false)))
  }

  @Test func `reversed sides are mapped by team`() throws {
    let event = BookEvent(
      league: .ncaamb, home: "Duke Blue Devils", away: "Arkansas Razorbacks",
      start: Self.eastern(2025, 11, 27, 20))
    let resolution = Self.resolve(event, ["KXNCAAMBGAME-25NOV27DUKEARK-DUKE"])
    guard case .resolved(let resolved) = resolution else {
      Issue.record("\(resolution)")
      return
    }
    #expect(resolved.isReversed)
    #expect(resolved.role(ofBook: .home) == .away)
  }

  @Test func `a team under either of its codes is found`() {
    let event = BookEvent(
      league: .nfl, home: "Los Angeles Rams", away: "Buffalo Bills",
      start: Self.eastern(2026, 10, 12, 20, 15))
    let resolution = Self.resolve(event, ["KXNFLGAME-26OCT12BUFLAR-LAR"])
    #expect(resolution == .resolved(ResolvedEvent(game: GameID(0), isReversed: false)))
  }

  @Test func `every event without a game has its reason`() {
    let tickers = ["KXNFLGAME-25NOV24CARSF-SF", "KXNFLGAME-25NOV23SEATEN-SEA"]
    func reason(_ home: String, _ away: String, day: Int) -> UnresolvedReason? {
      let event = BookEvent(
        league: .nfl, home: home, away: away, start: Self.eastern(2025, 11, day, 20))
      guard case .unresolved(let reason) = Self.resolve(event, tickers) else { return nil }
      return reason
    }
    let day = CivilDate(daysSinceEpoch: 20_416)
    #expect(
      reason("49ers", "Panthers", day: 25)
        == .dateDiffers(
          book: CivilDate(daysSinceEpoch: 20_417), exchange: day))
    #expect(reason("49ers", "Cowboys", day: 24) == .opponentDiffers(games: [GameID(1)]))
    #expect(reason("Cowboys", "Raiders", day: 24) == .noGameOnDate(day))
    #expect(reason("49ers", "San Francisco", day: 24) == .sameTeamTwice("SF"))
    #expect(
      reason("49ers", "Nobody", day: 24)
        == .unknownTeam(
          name: "Nobody", reason: .unknownName))
  }

  @Test func `the start tells the games of a doubleheader apart`() {
    let tickers = [
      "KXMLBGAME-26JUL071415MILSTLG1-MIL", "KXMLBGAME-26JUL071945MILSTLG2-MIL",
    ]
    func resolution(_ hour: Int, _ minute: Int, _ tickers: [String]) -> EventResolution {
      Self.resolve(
        BookEvent(
          league: .mlb, home: "St. Louis Cardinals", away: "Milwaukee Brewers",
          start: Self.eastern(2026, 7, 7, hour, minute)), tickers)
    }
    #expect(
      resolution(14, 20, tickers)
        == .resolved(ResolvedEvent(game: GameID(0), isReversed: false)))
    #expect(
      resolution(19, 45, tickers)
        == .resolved(ResolvedEvent(game: GameID(1), isReversed: false)))
    #expect(
      resolution(17, 0, tickers) == .unresolved(.ambiguous(games: [GameID(0), GameID(1)])))
    #expect(
      resolution(19, 45, [tickers[0]])
        == .unresolved(.startDiffers(bookMinute: 1_185, exchangeMinute: 855)))
    let timeless = ["KXMLBGAME-26JUL07MILSTLG1-MIL", "KXMLBGAME-26JUL07MILSTLG2-MIL"]
    #expect(
      resolution(14, 20, timeless) == .unresolved(.ambiguous(games: [GameID(0), GameID(1)])))
  }
}
