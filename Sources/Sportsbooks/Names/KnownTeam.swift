/// A team as the shipped table knows it, under all its names.
struct KnownTeam: Sendable {
  /// The group of leagues that share teams: `NCAA` for all college leagues, else the league itself.
  let family: String
  /// Names without nickname, the usual one first: `Miami (FL)`, `Miami`, `Miami Florida`.
  let names: [String]
  /// Nicknames, the present one first: `Hurricanes`.
  let nicknames: [String]
  /// The exchange's codes per league; several where it has changed them.
  let codes: [String: [String]]

  static func family(ofLeague league: String) -> String {
    league.hasPrefix("NCAA") ? "NCAA" : league
  }

  /// Reads the shipped table; a record is `family|name;name|nickname;nickname|LEAGUE:CODE;…`.
  static func parse(_ table: String) -> [KnownTeam] {
    table.split(separator: "~").compactMap { line in
      let fields = line.split(separator: "|", omittingEmptySubsequences: false)
      guard fields.count == 4 else { return nil }
      var codes: [String: [String]] = [:]
      for item in fields[3].split(separator: ";") {
        let pair = item.split(separator: ":")
        guard pair.count == 2 else { return nil }
        codes[String(pair[0]), default: []].append(String(pair[1]))
      }
      return KnownTeam(
        family: String(fields[0]), names: fields[1].split(separator: ";").map(String.init),
        nicknames: fields[2].split(separator: ";").map(String.init), codes: codes)
    }
  }
}

extension ShippedTeams {
  /// The shipped teams; read once.
  static let knownTeams = KnownTeam.parse(knownTeamLines)

  /// The shipped list of the exchange's codes and names; read once.
  static let exchangeTeams: [ExchangeTeam] = exchangeTeamLines.split(separator: "~").compactMap {
    let fields = $0.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    guard fields.count == 3 else { return nil }
    return ExchangeTeam(league: fields[0], code: fields[1], displayName: fields[2])
  }
}
