internal import Market

/// The exchange's team codes and names, per league.
public struct TeamTable: Sendable {
  /// In the order given; one row per league and code.
  public let teams: [ExchangeTeam]
  private let positions: [String: [String: Int]]

  /// The list this program ships with; see `scripts/make_team_tables.py` for its origin.
  public static let shipped = TeamTable(teams: ShippedTeams.exchangeTeams)

  /// Rows of the same league and code are joined: the first gives the name, the others' names
  /// become other names.
  public init(teams: [ExchangeTeam]) {
    var joined: [ExchangeTeam] = []
    var positions: [String: [String: Int]] = [:]
    for team in teams {
      let league = Self.leagueKey(team.league)
      if let position = positions[league]?[team.code] {
        let old = joined[position]
        let names = ([team.displayName] + team.otherDisplayNames).filter {
          $0 != old.displayName && !old.otherDisplayNames.contains($0)
        }
        joined[position] = ExchangeTeam(
          league: league, code: old.code, displayName: old.displayName,
          otherDisplayNames: old.otherDisplayNames + names)
      } else {
        positions[league, default: [:]][team.code] = joined.count
        joined.append(
          ExchangeTeam(
            league: league, code: team.code, displayName: team.displayName,
            otherDisplayNames: team.otherDisplayNames))
      }
    }
    self.teams = joined
    self.positions = positions
  }

  /// Reads a table from CSV text with the columns `league`, `kalshi_code`, `kalshi_display_name`
  /// and, where present, `other_display_names` (separated by `;`, `|` or `/`). Other columns are
  /// not read.
  ///
  /// - Parameter file: the name that errors carry.
  public init(csv: String, file: String) throws(TeamFileError) {
    let rows = try TeamFileRows(csv, file: file)
    let columns = try rows.columns(["league", "kalshi_code", "kalshi_display_name"])
    let others = rows.header.firstIndex(of: "other_display_names")
    var teams: [ExchangeTeam] = []
    for row in rows.records {
      let values = columns.map { row.fields[$0] }
      guard !values[0].isEmpty, !values[1].isEmpty else {
        throw rows.error(row.line, "league and code must not be empty")
      }
      guard Self.isCode(values[1]) else {
        throw rows.error(row.line, "'\(values[1])' is no team code")
      }
      let extra = others.map { row.fields[$0].split { ";|/".contains($0) } } ?? []
      teams.append(
        ExchangeTeam(
          league: values[0], code: values[1], displayName: values[2],
          otherDisplayNames: extra.map { TeamFileRows.trimmed($0) }.filter { !$0.isEmpty }))
    }
    guard !teams.isEmpty else { throw rows.error(1, "the table has no teams") }
    self.init(teams: teams)
  }

  /// This table with rows of the live catalogue added; codes already here keep their names.
  public func adding(_ live: [ExchangeTeam]) -> TeamTable { TeamTable(teams: teams + live) }

  /// True where the league has any team here.
  public func hasLeague(_ league: String) -> Bool { positions[Self.leagueKey(league)] != nil }

  /// The row of a code; nil where the league has no such code.
  public func team(_ code: String, league: String) -> ExchangeTeam? {
    positions[Self.leagueKey(league)]?[code].map { teams[$0] }
  }

  /// Whether a file may give this as a code: wider than our own leagues' codes, other leagues' may
  /// have digits.
  static func isCode(_ text: String) -> Bool {
    (1...12).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-")
      }
  }

  /// The league spelled as in tickers where it is one of ours, else in capitals.
  static func leagueKey(_ league: String) -> String {
    let trimmed = TeamFileRows.trimmed(league)
    return League(spelling: trimmed)?.rawValue ?? trimmed.uppercased()
  }
}
