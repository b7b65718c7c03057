internal import Market

/// Collects tickers into games: first all are read, then each event's teams are split with the help
/// of all its markets.
struct CatalogueBuilder {
  /// What markets of one game share.
  private struct EventKey: Hashable, Comparable {
    let league: League
    let date: CivilDate
    let startMinute: Int
    let teams: String
    let gameNumber: Int

    static func < (left: EventKey, right: EventKey) -> Bool {
      if left.league != right.league { return left.league.rawValue < right.league.rawValue }
      if left.date != right.date { return left.date < right.date }
      return (left.startMinute, left.teams, left.gameNumber)
        < (right.startMinute, right.teams, right.gameNumber)
    }
  }

  private struct Entry {
    let listing: Int
    let ticker: SportsTicker
    let reading: SportsTicker.Reading
    let source: MarketListing
  }

  let matcher: TeamMatcher
  let strikes: StrikeSource
  private var events: [EventKey: [Entry]] = [:]
  private var unsettled: [(index: Int, ticker: SportsTicker, source: MarketListing)] = []
  private var refused: [RefusedListing] = []

  init(matcher: TeamMatcher, strikes: StrikeSource) {
    self.matcher = matcher
    self.strikes = strikes
  }

  mutating func read(_ listing: MarketListing, index: Int) {
    do {
      let ticker = try SportsTicker(market: listing.ticker, eventTicker: listing.eventTicker)
      if let reading = ticker.certainReading {
        add(ticker, reading, index: index, source: listing)
      } else {
        unsettled.append((index, ticker, listing))
      }
    } catch {
      refused.append(RefusedListing(listing: index, reason: .ticker(error)))
    }
  }

  mutating func finish() -> (games: [CatalogueGame], refused: [RefusedListing]) {
    for (index, ticker, source) in unsettled {
      // Another market of the same event shows where its teams end.
      let settled = ticker.readings.filter { events[key(ticker, $0)] != nil }
      if settled.count == 1 {
        add(ticker, settled[0], index: index, source: source)
      } else {
        refused.append(RefusedListing(listing: index, reason: .severalReadings))
      }
    }
    var games: [CatalogueGame] = []
    for (key, entries) in events.sorted(by: { $0.key < $1.key }) {
      if let game = game(key, entries, id: GameID(games.count)) { games.append(game) }
    }
    refused.sort { $0.listing < $1.listing }
    return (games, refused)
  }

  private func key(_ ticker: SportsTicker, _ reading: SportsTicker.Reading) -> EventKey {
    EventKey(
      league: ticker.league, date: ticker.date, startMinute: ticker.startMinute ?? -1,
      teams: reading.teams, gameNumber: reading.gameNumber ?? 0)
  }

  private mutating func add(
    _ ticker: SportsTicker, _ reading: SportsTicker.Reading, index: Int, source: MarketListing
  ) {
    events[key(ticker, reading), default: []].append(
      Entry(listing: index, ticker: ticker, reading: reading, source: source))
  }

  private mutating func game(_ key: EventKey, _ entries: [Entry], id: GameID) -> CatalogueGame? {
    let league = key.league.rawValue
    let teams: TeamsSplitter.Teams
    do {
      teams = try TeamsSplitter.split(
        key.teams, suffixes: Set(entries.compactMap(\.reading.team)),
        isKnown: { matcher.isKnown(code: $0, league: league) })
    } catch {
      refused += entries.map { RefusedListing(listing: $0.listing, reason: .teams(error)) }
      return nil
    }
    var markets: [CatalogueGame.Entry] = []
    for entry in entries {
      switch claim(entry, teams) {
      case .success(let claim):
        markets.append(CatalogueGame.Entry(listing: entry.listing, claim: claim))
      case .failure(let refusal): refused.append(refusal)
      }
    }
    guard !markets.isEmpty else { return nil }
    return CatalogueGame(
      id: id, league: key.league, date: key.date,
      startMinute: key.startMinute < 0 ? nil : key.startMinute,
      gameNumber: key.gameNumber == 0 ? nil : key.gameNumber, away: teams.away, home: teams.home,
      markets: markets.sorted { $0.listing < $1.listing })
  }

  private func claim(
    _ entry: Entry, _ teams: TeamsSplitter.Teams
  ) -> Result<Claim, RefusedListing> {
    func refusal(_ reason: RefusedListing.Reason) -> Result<Claim, RefusedListing> {
      .failure(RefusedListing(listing: entry.listing, reason: reason))
    }
    var role: TeamRole?
    if let team = entry.reading.team {
      role = self.role(of: team, teams, league: entry.ticker.league.rawValue)
      guard role != nil else { return refusal(.suffixIsNeitherTeam(team)) }
      if let name = entry.source.teamName, !isName(name, of: team, entry.ticker) {
        return refusal(.teamNameDiffers(code: team, name: name))
      }
    }
    if entry.ticker.kind == .winner, let role { return .success(.winner(role)) }
    guard let strike = strike(of: entry) else { return refusal(.noFloorStrike) }
    return .success(role.map { .spread($0, over: strike) } ?? .total(over: strike))
  }

  private func strike(of entry: Entry) -> HalfPoints? {
    switch strikes {
    case .floorStrike: entry.source.floorStrike
    case .recordedTicker2025:
      entry.source.floorStrike ?? entry.reading.number.map { HalfPoints(halves: $0 * 2 + 1) }
    }
  }

  private func role(of team: String, _ teams: TeamsSplitter.Teams, league: String) -> TeamRole? {
    let isAway = isSame(team, teams.away, league: league)
    let isHome = isSame(team, teams.home, league: league)
    return isAway == isHome ? nil : isAway ? .away : .home
  }

  /// False where the name is known to be another team's; a name unknown to the matcher says
  /// nothing.
  private func isName(_ name: String, of code: String, _ ticker: SportsTicker) -> Bool {
    guard ticker.kind == .winner,
      case .success(let codes) = matcher.codes(name, league: ticker.league.rawValue)
    else { return true }
    return codes.contains(code)
  }

  private func isSame(_ code: String, _ other: String, league: String) -> Bool {
    code == other || matcher.equivalents(of: code, league: league).contains(other)
  }
}

extension RefusedListing: Error {}
