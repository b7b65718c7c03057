/// A league, spelled as in the exchange's tickers.
public enum League: String, Hashable, Sendable, Codable, CaseIterable {
  case nfl = "NFL"
  case nba = "NBA"
  case mlb = "MLB"
  case nhl = "NHL"
  case ncaaf = "NCAAF"
  case ncaamb = "NCAAMB"

  /// Reads a league in any spelling met in the wild (`CBB`, `NCAAB`, `CFB`, any case).
  public init?(spelling: some StringProtocol) {
    switch spelling.uppercased() {
    case "NFL": self = .nfl
    case "NBA": self = .nba
    case "MLB": self = .mlb
    case "NHL": self = .nhl
    case "NCAAF", "CFB": self = .ncaaf
    case "NCAAMB", "NCAAB", "CBB": self = .ncaamb
    default: return nil
    }
  }
}
