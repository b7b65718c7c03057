import Market
import TestKit
import Testing

@testable import Sportsbooks

/// Resolves the recorded bookmaker events against the recorded markets of the same weeks.
@Suite struct ResolutionJointOddsTests {
  static let quotesPath = "data/kalshi/joint_odds/kalshi_sports_quotes_20251026_20251231.csv.gz"
  static let oddsPath = "data/kalshi/joint_odds/sportsbook_odds_20251107_20260123.csv.gz"

  /// Whether the recordings are the copy whose counts are stated here; of a fuller one only what
  /// must hold of any is asked.
  static func isKnownCopy() throws -> Bool {
    func rows(_ path: String) throws -> Int? {
      try SharedText.read(path).map { try TeamFileRows($0, file: path).records.count }
    }
    return try rows(quotesPath) == 14_514 && rows(oddsPath) == 14_326
  }

  static func catalogue(
    _ matcher: TeamMatcher
  ) throws -> (catalogue: GameCatalogue, tickers: [String], titles: [String])? {
    guard let text = try SharedText.read(quotesPath) else { return nil }
    let rows = try TeamFileRows(text, file: quotesPath)
    let columns = try rows.columns(["ticker", "title"])
    var seen: Set<String> = []
    var tickers: [String] = []
    var titles: [String] = []
    for row in rows.records where seen.insert(row.fields[columns[0]]).inserted {
      tickers.append(row.fields[columns[0]])
      titles.append(row.fields[columns[1]])
    }
    let catalogue = GameCatalogue(
      listings: tickers.map { MarketListing(ticker: $0) }, matcher: matcher,
      strikes: .recordedTicker2025)
    return (catalogue, tickers, titles)
  }

  static func events() throws -> [BookEvent] {
    guard let text = try SharedText.read(oddsPath) else { return [] }
    let rows = try TeamFileRows(text, file: oddsPath)
    let columns = try rows.columns(["sport", "start_time", "home_team", "away_team"])
    var seen: Set<BookEvent> = []
    var events: [BookEvent] = []
    for row in rows.records {
      let fields = columns.map { row.fields[$0] }
      guard let league = League(spelling: fields[0]), let start = central(fields[1]) else {
        Issue.record("\(fields) is no event")
        continue
      }
      let event = BookEvent(league: league, home: fields[2], away: fields[3], start: start)
      if seen.insert(event).inserted { events.append(event) }
    }
    return events
  }

  /// `2025-11-07 16:05:00 CST`, or `CDT`.
  static func central(_ text: String) -> Timestamp? {
    let numbers = text.split { "-: ".contains($0) }.compactMap { Int($0) }
    guard numbers.count == 6, text.hasSuffix(" CST") || text.hasSuffix(" CDT"),
      let date = CivilDate(year: numbers[0], month: numbers[1], day: numbers[2])
    else { return nil }
    let behind = text.hasSuffix(" CST") ? 6 : 5
    let seconds =
      date.daysSinceEpoch * 86_400 + (numbers[3] + behind) * 3_600 + numbers[4] * 60 + numbers[5]
    return Timestamp(seconds: Int64(seconds))
  }

  @Test func `every resolved game agrees with the exchange's own titles and date`() throws {
    let matcher = TeamMatcher()
    guard let (catalogue, _, titles) = try Self.catalogue(matcher) else { return }
    let resolver = EventResolver(catalogue: catalogue, matcher: matcher)
    var resolved: [League: Int] = [:]
    let events = try Self.events()
    for event in events {
      guard case .resolved(let match) = resolver.resolve(event) else { continue }
      resolved[event.league, default: 0] += 1
      let game = catalogue[match.game]
      #expect(game.date == CivilDate(easternAt: event.start))
      let (away, home) =
        match.isReversed ? (event.home, event.away) : (event.away, event.home)
      for market in game.markets {
        try check(
          titles[market.listing], market.claim, away: away, home: home, matcher, game)
      }
    }
    for league in [League.nfl, .nba, .ncaaf, .ncaamb] {
      #expect(resolved[league] ?? 0 > 20, "\(league)")
    }
    if try Self.isKnownCopy() {
      #expect(resolved == [.nfl: 35, .nba: 63, .ncaaf: 159, .ncaamb: 193])
    }
  }

  /// What the exchange's recordings do not hold stays unresolved, for one of these reasons only.
  @Test func `every unresolved event has a game the recordings lack or a team without code`() throws
  {
    let matcher = TeamMatcher()
    guard let (catalogue, _, _) = try Self.catalogue(matcher) else { return }
    let resolver = EventResolver(catalogue: catalogue, matcher: matcher)
    var lacking = 0
    var unlisted = 0
    var differing = 0
    let events = try Self.events()
    for event in events {
      guard case .unresolved(let reason) = resolver.resolve(event) else { continue }
      switch reason {
      case .noGameOnDate: lacking += 1
      case .unknownTeam(_, .notInCatalogue):
        #expect(event.league == .ncaamb)
        unlisted += 1
      // Tournament games whose opponents were not drawn when the exchange listed them.
      case .opponentDiffers:
        #expect(event.league == .ncaamb)
        differing += 1
      default: Issue.record("\(event): \(reason)")
      }
    }
    // No name of a bookmaker is unknown or doubtful; few teams are unlisted, fewer games differ.
    #expect(unlisted * 20 < events.count && differing * 100 < events.count)
    if try Self.isKnownCopy() { #expect(lacking == 209) }
  }

  @Test func `only other leagues' markets are refused`() throws {
    guard let (catalogue, tickers, _) = try Self.catalogue(TeamMatcher()) else { return }
    #expect(catalogue.games.count >= 594)
    if try Self.isKnownCopy() { #expect(catalogue.games.count == 594) }
    for refusal in catalogue.refused {
      guard case .ticker(.otherSeries(let series)) = refusal.reason else {
        Issue.record("\(tickers[refusal.listing]): \(refusal.reason)")
        continue
      }
      #expect(!["NFL", "NBA", "NCAAF", "NCAAMB"].contains { series.hasPrefix("KX\($0)") })
    }
  }

  func check(
    _ title: String, _ claim: Claim, away: String, home: String, _ matcher: TeamMatcher,
    _ game: CatalogueGame
  ) throws {
    let league = game.league.rawValue
    func code(_ name: String) throws -> Set<String> {
      try matcher.codes(name, league: league).get()
    }
    if let end = title.range(of: " wins by over ") {
      guard case .spread(let role, let strike) = claim else {
        Issue.record("\(title) is no spread")
        return
      }
      let named = try code(String(title[..<end.lowerBound]))
      let claimed = try code(role == .away ? away : home)
      #expect(named == claimed)
      #expect(title[end.upperBound...].hasPrefix("\(strike) "))
    } else {
      var teams = title
      for tail in [" Winner?", ": Total Points"] where teams.hasSuffix(tail) {
        teams.removeLast(tail.count)
      }
      let cut =
        teams.range(of: " vs ")
        ?? teams.range(of: " at ", from: teams.hasPrefix("University at") ? 14 : 0)
      let range = try #require(cut, "\(title)")
      let named = try [
        code(String(teams[..<range.lowerBound])), code(String(teams[range.upperBound...])),
      ]
      let booked = try [code(away), code(home)]
      #expect(named == booked)
    }
  }
}

extension String {
  /// The first place of `text` at or behind a number of characters.
  func range(of text: String, from offset: Int = 0) -> Range<Index>? {
    var start = index(startIndex, offsetBy: offset, limitedBy: endIndex) ?? endIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
