public import Market

/// A game as a bookmaker lists it.
public struct BookEvent: Hashable, Sendable {
  public let league: League
  public let home: String
  public let away: String
  public let start: Timestamp

  public init(league: League, home: String, away: String, start: Timestamp) {
    self.league = league
    self.home = home
    self.away = away
    self.start = start
  }
}

/// Which game of the exchange a bookmaker's event is.
public enum EventResolution: Hashable, Sendable {
  case resolved(ResolvedEvent)
  case unresolved(UnresolvedReason)
}

/// The game, and how the bookmaker's sides map onto it.
public struct ResolvedEvent: Hashable, Sendable {
  public let game: GameID
  /// True where the bookmaker's home team is the exchange's away team (neutral sites): map prices
  /// by team, never by side.
  public let isReversed: Bool

  /// The bookmaker's side as the exchange's.
  public func role(ofBook side: TeamRole) -> TeamRole { isReversed ? side.opposite : side }
}

/// Why a bookmaker's event is no game of the exchange for sure.
public enum UnresolvedReason: Error, Hashable, Sendable {
  case unknownTeam(name: String, reason: UnmatchedReason)
  /// Both names are the same team.
  case sameTeamTwice(String)
  /// The exchange lists no game of either team around that date.
  case noGameOnDate(CivilDate)
  /// The same two teams meet, but on another date.
  case dateDiffers(book: CivilDate, exchange: CivilDate)
  /// The same two teams meet that day, but at another time (minutes after Eastern midnight).
  case startDiffers(bookMinute: Int, exchangeMinute: Int)
  /// One of the teams plays that day, against another opponent.
  case opponentDiffers(games: [GameID])
  /// Several games of the two teams that day, and the start does not tell them apart.
  case ambiguous(games: [GameID])
}

extension UnresolvedReason: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownTeam(let name, let reason): "'\(name)': \(reason)"
    case .sameTeamTwice(let code): "both teams are \(code)"
    case .noGameOnDate(let date): "no game of these teams on \(date)"
    case .dateDiffers(let book, let exchange): "the book says \(book), the exchange \(exchange)"
    case .startDiffers(let book, let exchange):
      "the book starts at \(Self.clock(book)), the exchange at \(Self.clock(exchange))"
    case .opponentDiffers(let games): "another opponent that day (\(games.count) games)"
    case .ambiguous(let games): "\(games.count) games of these teams that day"
    }
  }

  private static func clock(_ minute: Int) -> String {
    "\(minute / 60):\(minute % 60 < 10 ? "0" : "")\(minute % 60) ET"
  }
}
