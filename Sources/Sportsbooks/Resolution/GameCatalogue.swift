public import Market

/// The exchange's games, built from its markets.
public struct GameCatalogue: Sendable {
  /// Sorted by league, date, start, teams, game number; `games[id.index]` is game `id`.
  public let games: [CatalogueGame]
  /// Markets that belong to no game, in the order of the listings.
  public let refused: [RefusedListing]
  private let byDate: [League: [CivilDate: [GameID]]]

  /// - Complexity: O(listings × log listings).
  public init(
    listings: [MarketListing], matcher: TeamMatcher, strikes: StrikeSource = .floorStrike
  ) {
    var builder = CatalogueBuilder(matcher: matcher, strikes: strikes)
    for (index, listing) in listings.enumerated() { builder.read(listing, index: index) }
    (games, refused) = builder.finish()
    var byDate: [League: [CivilDate: [GameID]]] = [:]
    for game in games { byDate[game.league, default: [:]][game.date, default: []].append(game.id) }
    self.byDate = byDate
  }

  /// The game of an id of this catalogue.
  public subscript(id: GameID) -> CatalogueGame { games[Int(id.index)] }

  /// The games of a league on an Eastern date, in the catalogue's order.
  public func games(of league: League, on date: CivilDate) -> [CatalogueGame] {
    (byDate[league]?[date] ?? []).map { self[$0] }
  }
}
