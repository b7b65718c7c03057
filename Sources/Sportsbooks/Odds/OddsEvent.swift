public import Market

/// A feed's own number for one of its events: dense from 0 in the order they were first listed.
public struct OddsEventID: Hashable, Comparable, Sendable {
  public let index: Int32

  public init(_ index: Int) { self.index = Int32(index) }

  public static func < (left: OddsEventID, right: OddsEventID) -> Bool { left.index < right.index }
}

/// A game as a sportsbook feed lists it.
public struct OddsEvent: Hashable, Sendable {
  /// The feed's dense number for it.
  public let id: OddsEventID
  /// The provider's own key for it.
  public let key: String
  public let league: League
  /// Team names in the bookmakers' spelling.
  public let home: String
  public let away: String
  public let start: Timestamp

  public init(
    id: OddsEventID, key: String, league: League, home: String, away: String, start: Timestamp
  ) {
    self.id = id
    self.key = key
    self.league = league
    self.home = home
    self.away = away
    self.start = start
  }
}
