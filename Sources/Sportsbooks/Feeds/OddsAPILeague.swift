public import Market

/// How odds-api.io names our leagues.
///
/// Documented: sport slugs and `usa-nba`, `usa-mlb`. Seen in users' code: `usa-nfl`, `usa-nhl`, and
/// for the colleges `usa-ncaaf`, `usa-college`, `usa-ncaa`. An event of another slug is not ours.
public enum OddsAPILeague {
  /// The sport's slug.
  public static func sport(of league: League) -> String {
    switch league {
    case .nfl, .ncaaf: "american-football"
    case .nba, .ncaamb: "basketball"
    case .mlb: "baseball"
    case .nhl: "ice-hockey"
    }
  }

  /// The league's slug as we write it.
  public static func slug(of league: League) -> String { slugs(of: league)[0] }

  /// The league of an event; nil when it is none of ours.
  public static func league(sport: String, slug: String) -> League? {
    League.allCases.first { Self.sport(of: $0) == sport && slugs(of: $0).contains(slug) }
  }

  private static func slugs(of league: League) -> [String] {
    switch league {
    case .nfl: ["usa-nfl"]
    case .nba: ["usa-nba"]
    case .mlb: ["usa-mlb"]
    case .nhl: ["usa-nhl"]
    case .ncaaf: ["usa-ncaaf", "usa-college", "usa-ncaa"]
    case .ncaamb: ["usa-ncaa", "usa-ncaab", "usa-college"]
    }
  }
}
