internal import KalshiSimulator
internal import Market
internal import Sportsbooks

/// A final score, and what contracts on it pay.
struct GameOutcome: Hashable {
  var home: Int
  var away: Int

  /// The game of a score in a catalogue, and how it ended there; nil where none is it.
  static func found(_ score: RecordedResult, _ resolver: EventResolver) -> (GameOutcome, GameID)? {
    guard let civil = CivilDateTime(score.date, hour: 12, minute: 0),
      let noon = USTimeZone.eastern.timestamp(of: civil)
    else { return nil }
    let event = BookEvent(
      league: score.league, home: score.home, away: score.away, start: noon)
    guard case .resolved(let resolved) = resolver.resolve(event) else { return nil }
    let outcome =
      resolved.isReversed
      ? GameOutcome(home: score.awayScore, away: score.homeScore)
      : GameOutcome(home: score.homeScore, away: score.awayScore)
    return (outcome, resolved.game)
  }

  /// What a claim pays. A tied NFL game settles each team's contract at half a dollar.
  func result(of claim: Claim, league: League) -> SettlementResult {
    switch claim {
    case .winner(let team):
      if home == away {
        return league == .nfl ? .scalar(Price(cents: 50)) : .no
      }
      return (home > away) == (team == .home) ? .yes : .no
    case .spread(let team, let over):
      let margin = team == .home ? home - away : away - home
      return 2 * margin > Int(over.halves) ? .yes : .no
    case .total(let over):
      return 2 * (home + away) > Int(over.halves) ? .yes : .no
    }
  }
}
