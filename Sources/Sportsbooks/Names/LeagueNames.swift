/// All names of one league's teams, ready to be looked up. Immutable after it is built.
struct LeagueNames: Sendable {
  struct Team: Sendable {
    let label: String
    /// Normal forms, word by word.
    let nicknames: [[String]]
    /// The codes the table has for the team in this league.
    var codes: [String] = []
    /// These and the codes the exchange used at other times.
    var allCodes: Set<String>
  }

  private(set) var teams: [Team] = []
  /// Every accepted whole name: its teams' positions.
  private(set) var wholeNames: [String: [Int]] = [:]
  /// Names without nickname.
  private(set) var places: [String: [Int]] = [:]
  /// Whole names of two words and more, for the search by spelling; sorted.
  private(set) var spellings: [SpellingIndex.Spelling] = []
  /// Every word of every name: such a word is no slip of the pen.
  private(set) var vocabulary: Set<String> = []
  /// False for leagues of which we ship no teams, only the table's rows.
  let hasKnownTeams: Bool

  init(league: String, table: TeamTable, known: [KnownTeam]) {
    let family = KnownTeam.family(ofLeague: league)
    let members = known.filter { $0.family == family }
    hasKnownTeams = !members.isEmpty
    for team in members { add(team, league: league, isCollege: family == "NCAA") }
    link(table.teams.filter { $0.league == league })
    for (name, positions) in wholeNames where name.contains(" ") {
      spellings += positions.map { SpellingIndex.Spelling(bytes: Array(name.utf8), team: $0) }
      for word in name.split(separator: " ") { vocabulary.insert(String(word)) }
    }
    spellings.sort {
      $0.bytes == $1.bytes
        ? $0.team < $1.team : $0.bytes.lexicographicallyPrecedes($1.bytes)
    }
  }

  /// The team that has used a code in this league; nil where none or several did.
  func team(withCode code: String) -> Int? {
    let found = teams.indices.filter { teams[$0].allCodes.contains(code) }
    return found.count == 1 ? found[0] : nil
  }

  private mutating func add(_ team: KnownTeam, league: String, isCollege: Bool) {
    let position = teams.count
    let nicknames = team.nicknames.map { TeamNormalizer.tokens($0) }
    let codes = team.codes[league] ?? []
    let nickname = team.nicknames.first.map { " " + $0 } ?? ""
    teams.append(
      Team(label: team.names[0] + nickname, nicknames: nicknames, allCodes: Set(codes)))
    // Professional teams go by their code and by their nickname alone too.
    for name in team.names + (isCollege ? [] : codes) {
      insert(place: TeamNormalizer.key(name), of: position)
    }
    guard !isCollege else { return }
    for nickname in nicknames {
      Self.insert(nickname.joined(separator: " "), of: position, into: &wholeNames)
    }
  }

  private mutating func insert(place: String, of position: Int) {
    guard !place.isEmpty else { return }
    Self.insert(place, of: position, into: &places)
    Self.insert(place, of: position, into: &wholeNames)
    for nickname in teams[position].nicknames {
      Self.insert(place + " " + nickname.joined(separator: " "), of: position, into: &wholeNames)
    }
  }

  /// Static on purpose: as a method of the value it would hold a second reference to the dictionary
  /// it changes, and each insertion would copy all of it.
  private static func insert(
    _ name: String, of position: Int, into index: inout [String: [Int]]
  ) {
    var positions = index[name] ?? []
    if !positions.contains(position) { positions.append(position) }
    index[name] = positions
  }

  /// Ties the table's rows to the teams they name; a row that names none becomes a team of its own.
  private mutating func link(_ rows: [ExchangeTeam]) {
    var unlinked: [ExchangeTeam] = []
    var owners: [String: Int] = [:]
    for row in rows {
      if let team = place(of: row.displayName, code: row.code) {
        attach(row.code, to: team)
      } else {
        unlinked.append(row)
      }
    }
    for row in unlinked {
      let team = newcomer(row) ?? appended(row.displayName.isEmpty ? row.code : row.displayName)
      let isKnown = Self.isNameless(row) && self.team(withCode: row.code) == team
      if !isKnown { insert(place: TeamNormalizer.key(row.displayName), of: team) }
      attach(row.code, to: team)
      owners[row.code] = team
    }
    // A code can serve several schools, of different divisions; a school's own row goes first.
    for row in rows {
      for other in row.otherDisplayNames {
        let key = TeamNormalizer.key(other)
        let known = places[key] ?? []
        if known.isEmpty {
          let team = hasKnownTeams ? appended(other) : owners[row.code] ?? appended(other)
          insert(place: key, of: team)
          attach(row.code, to: team)
        } else if known.count == 1, teams[known[0]].codes.isEmpty {
          attach(row.code, to: known[0])
        }
      }
    }
  }

  /// The one team of that place; where several share it, the one that has used the code.
  private func place(of displayName: String, code: String) -> Int? {
    let found = places[TeamNormalizer.key(displayName)] ?? []
    if found.count == 1 { return found[0] }
    let byCode = found.filter { teams[$0].allCodes.contains(code) }
    return byCode.count == 1 ? byCode[0] : nil
  }

  /// A known team under a display name new to us: same code, same first word, every other word the
  /// beginning of one of its own, no row of its own. The exchange re-uses codes: St. John's is not
  /// Saint Joseph. A name that is empty, or the code again, says nothing: the code stays its
  /// team's.
  private func newcomer(_ row: ExchangeTeam) -> Int? {
    guard let team = team(withCode: row.code) else { return nil }
    let words = Self.isNameless(row) ? [] : TeamNormalizer.tokens(row.displayName)
    guard let first = words.first else { return team }
    guard teams[team].codes.isEmpty else { return nil }
    guard TeamNormalizer.tokens(teams[team].label).first == first else { return nil }
    let own = wholeNames.filter { $0.value.contains(team) }.keys.flatMap {
      $0.split(separator: " ")
    }
    return words.allSatisfy { word in own.contains { $0.hasPrefix(word) } } ? team : nil
  }

  private static func isNameless(_ row: ExchangeTeam) -> Bool {
    row.displayName.isEmpty || row.displayName == row.code
  }

  private mutating func appended(_ displayName: String) -> Int {
    teams.append(Team(label: displayName, nicknames: [], allCodes: []))
    return teams.count - 1
  }

  private mutating func attach(_ code: String, to team: Int) {
    if !teams[team].codes.contains(code) { teams[team].codes.append(code) }
    teams[team].allCodes.insert(code)
  }
}
