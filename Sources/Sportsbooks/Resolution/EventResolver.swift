internal import Market

/// Finds the exchange's game of a bookmaker's event, or says why it is not sure.
///
/// Both teams must be matched, meet each other, and on the same US Eastern date; where the tickers
/// carry a start, it must agree too. Pure: the same input gives the same answer.
public struct EventResolver: Sendable {
  /// How far a ticker's start and the bookmaker's may lie apart: less than two games of a
  /// doubleheader ever do.
  public static let startToleranceMinutes = 90

  public let catalogue: GameCatalogue
  private let matcher: TeamMatcher

  public init(catalogue: GameCatalogue, matcher: TeamMatcher) {
    self.catalogue = catalogue
    self.matcher = matcher
  }

  /// - Complexity: O(games of the league on that date).
  public func resolve(_ event: BookEvent) -> EventResolution {
    let home: Set<String>
    let away: Set<String>
    switch (codes(event.home, event.league), codes(event.away, event.league)) {
    case (.failure(let reason), _), (_, .failure(let reason)): return .unresolved(reason)
    case (.success(let first), .success(let second)): (home, away) = (first, second)
    }
    guard home.isDisjoint(with: away) else {
      return .unresolved(.sameTeamTwice(home.intersection(away).sorted().joined(separator: "/")))
    }
    let start = USTimeZone.eastern.civil(at: event.start)
    let startMinute = start.secondOfDay / 60
    let sameDay = catalogue.games(of: event.league, on: start.date)
    let meeting = sameDay.filter { isMeeting($0, home, away) }
    if let game = chosen(meeting, startMinute: startMinute) {
      return .resolved(ResolvedEvent(game: game.id, isReversed: !home.contains(game.home)))
    }
    if meeting.count == 1, let minute = meeting[0].startMinute {
      return .unresolved(.startDiffers(bookMinute: startMinute, exchangeMinute: minute))
    }
    if !meeting.isEmpty { return .unresolved(.ambiguous(games: meeting.map(\.id))) }
    return .unresolved(reason(event.league, start.date, home, away, sameDay: sameDay))
  }

  private func codes(
    _ name: String, _ league: League
  ) -> Result<Set<String>, UnresolvedReason> {
    matcher.codes(name, league: league.rawValue).mapError { .unknownTeam(name: name, reason: $0) }
  }

  private func isMeeting(_ game: CatalogueGame, _ one: Set<String>, _ other: Set<String>) -> Bool {
    (one.contains(game.home) && other.contains(game.away))
      || (one.contains(game.away) && other.contains(game.home))
  }

  /// The one game whose start agrees. A ticker without time agrees with any, unless it numbers the
  /// games of a doubleheader: then nothing tells which one the book means.
  private func chosen(_ games: [CatalogueGame], startMinute: Int) -> CatalogueGame? {
    let near = games.filter { game in
      guard let start = game.startMinute else { return game.gameNumber == nil }
      return abs(start - startMinute) <= Self.startToleranceMinutes
    }
    return near.count == 1 && (games.count == 1 || near[0].startMinute != nil) ? near[0] : nil
  }

  private func reason(
    _ league: League, _ date: CivilDate, _ home: Set<String>, _ away: Set<String>,
    sameDay: [CatalogueGame]
  ) -> UnresolvedReason {
    let either = home.union(away)
    let others = sameDay.filter { either.contains($0.home) || either.contains($0.away) }
    if !others.isEmpty { return .opponentDiffers(games: others.map(\.id)) }
    for days in [1, -1, 2, -2] {
      let near = CivilDate(daysSinceEpoch: date.daysSinceEpoch + days)
      if catalogue.games(of: league, on: near).contains(where: { isMeeting($0, home, away) }) {
        return .dateDiffers(book: date, exchange: near)
      }
    }
    return .noGameOnDate(date)
  }
}
