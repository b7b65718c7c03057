/// The user's own names: CSV with the columns `league,name,code`, `#` begins a comment line.
public struct UserAliases: Sendable {
  /// No aliases.
  public static let none = UserAliases()

  private var codes: [String: [String: String]] = [:]

  private init() {}

  /// Reads the file's text.
  ///
  /// - Parameter file: the name that errors carry.
  /// - Throws: at a missing column, an empty field, a malformed code, a name with two codes.
  public init(csv: String, file: String) throws(TeamFileError) {
    let rows = try TeamFileRows(csv, file: file)
    let columns = try rows.columns(["league", "name", "code"])
    for row in rows.records {
      let (league, name, code) = (
        row.fields[columns[0]], row.fields[columns[1]], row.fields[columns[2]]
      )
      let key = TeamNormalizer.key(name)
      guard !league.isEmpty, !key.isEmpty else {
        throw rows.error(row.line, "league and name must not be empty")
      }
      guard TeamTable.isCode(code) else {
        throw rows.error(row.line, "'\(code)' is no team code")
      }
      let leagueKey = TeamTable.leagueKey(league)
      if let old = codes[leagueKey]?[key], old != code {
        throw rows.error(row.line, "'\(name)' already has the code \(old) in \(leagueKey)")
      }
      codes[leagueKey, default: [:]][key] = code
    }
  }

  var isEmpty: Bool { codes.isEmpty }

  /// The code the user gave a name; nil where none.
  func code(key: String, league: String) -> String? { codes[league]?[key] }

  /// The unmatched names as lines of an alias file, sorted and without doubles, the code left to
  /// the user: write it behind the last comma.
  public static func template(unmatched: [(league: String, name: String)]) -> String {
    func quoted(_ text: String) -> String {
      guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
      var doubled = ""
      for character in text where !character.isNewline {
        doubled.append(character)
        if character == "\"" { doubled.append(character) }
      }
      return "\"\(doubled)\""
    }
    let lines = Set(unmatched.map { "\(quoted($0.league)),\(quoted($0.name))," }).sorted()
    return (["league,name,code"] + lines).joined(separator: "\n") + "\n"
  }
}
