public import Market

/// A game of the exchange with its markets.
public struct CatalogueGame: Hashable, Sendable {
  /// A market's position in the listings the catalogue was built from, and what it claims.
  public struct Entry: Hashable, Sendable {
    public let listing: Int
    public let claim: Claim
  }

  public let id: GameID
  public let league: League
  /// US Eastern.
  public let date: CivilDate
  /// Minutes after Eastern midnight; nil where the tickers have no time.
  public let startMinute: Int?
  /// 1 or 2 in a doubleheader; nil where the tickers do not say.
  public let gameNumber: Int?
  public let away: String
  public let home: String
  /// Sorted by listing.
  public let markets: [Entry]
}

extension CatalogueGame: CustomStringConvertible {
  /// `NFL 2025-11-24 CAR at SF`.
  public var description: String {
    "\(league.rawValue) \(date) \(away) at \(home)" + (gameNumber.map { " (game \($0))" } ?? "")
  }
}

/// A market that belongs to no game here, and why.
public struct RefusedListing: Hashable, Sendable, CustomStringConvertible {
  /// What is missing for the market to belong to a game.
  public enum Reason: Hashable, Sendable {
    case ticker(SportsTickerRefusal)
    case teams(TeamsSplitter.Refusal)
    /// Hyphens allow several readings and no other market of the event settles it.
    case severalReadings
    /// The suffix names neither of the two teams.
    case suffixIsNeitherTeam(String)
    case noFloorStrike
    /// The exchange's own name of the market's team is another team's.
    case teamNameDiffers(code: String, name: String)
  }

  public let listing: Int
  public let reason: Reason

  public var description: String {
    switch reason {
    case .ticker(let refusal): refusal.description
    case .teams(let refusal): refusal.description
    case .severalReadings: "the ticker's hyphens allow several readings"
    case .suffixIsNeitherTeam(let code): "\(code) is neither of the game's teams"
    case .noFloorStrike: "the market has no floor_strike"
    case .teamNameDiffers(let code, let name): "\(code) is not the code of '\(name)'"
    }
  }
}
