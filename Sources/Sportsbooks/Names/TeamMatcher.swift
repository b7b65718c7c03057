/// Finds the exchange's code for a bookmaker's team name, or says why it is not sure.
///
/// Rules, the surest first: the user's aliases; a whole name of the tables, compared in normal
/// form; school and shortened nickname; one misspelt word with a margin over every other team. A
/// wrong match trades the wrong game, a missed one trades nothing: in doubt it is a miss.
public struct TeamMatcher: Sendable {
  public let table: TeamTable
  private let aliases: UserAliases
  private let leagues: [String: LeagueIndex]

  /// - Parameter leagues: the leagues to prepare; nil prepares all of the table. Names of other
  ///   leagues are then unmatched.
  public init(
    table: TeamTable = .shipped, aliases: UserAliases = .none, leagues: [String]? = nil
  ) {
    self.table = table
    self.aliases = aliases
    var wanted: [String] = []
    for league in leagues?.map(TeamTable.leagueKey) ?? table.teams.map(\.league)
    where !wanted.contains(league) && table.hasLeague(league) {
      wanted.append(league)
    }
    var prepared: [String: LeagueIndex] = [:]
    for league in wanted {
      prepared[league] = LeagueIndex(
        LeagueNames(league: league, table: table, known: ShippedTeams.knownTeams))
    }
    self.leagues = prepared
  }

  /// The code of a team.
  ///
  /// - Parameter league: as the exchange spells it, in any case; any league of the table.
  public func match(_ name: String, league: String) -> TeamMatch {
    switch find(name, league: league) {
    case .alias(let code): return .matched(code: code, how: .userAlias)
    case .failure(let reason): return .unmatched(reason)
    case .team(let index, let position, let how):
      let team = index.names.teams[position]
      switch team.codes.count {
      case 0: return .unmatched(.notInCatalogue(team: team.label))
      case 1: return .matched(code: team.codes[0], how: how)
      default: return .unmatched(.ambiguous(team.codes))
      }
    }
  }

  /// One line of `dutchbook match`: the code, or `-`, a tab and the reason.
  public func line(_ name: String, league: String) -> String {
    switch match(name, league: league) {
    case .matched(let code, _): code
    case .unmatched(let reason): "-\t\(reason)"
    }
  }

  /// All codes under which the exchange lists, or has listed, a team; for finding its games.
  func codes(_ name: String, league: String) -> Result<Set<String>, UnmatchedReason> {
    switch find(name, league: league) {
    case .alias(let code): .success(equivalents(of: code, league: league).union([code]))
    case .failure(let reason): .failure(reason)
    case .team(let index, let position, _):
      index.names.teams[position].allCodes.isEmpty
        ? .failure(.notInCatalogue(team: index.names.teams[position].label))
        : .success(index.names.teams[position].allCodes)
    }
  }

  /// True where the table or the exchange's past has the code.
  func isKnown(code: String, league: String) -> Bool {
    table.team(code, league: league) != nil
      || index(ofLeague: league)?.names.team(withCode: code) != nil
  }

  /// The other codes of a code's team.
  func equivalents(of code: String, league: String) -> Set<String> {
    guard let names = index(ofLeague: league)?.names,
      let team = names.team(withCode: code)
    else { return [] }
    return names.teams[team].allCodes
  }

  /// A league's names; the exchange's own spelling of the league is found without another look.
  private func index(ofLeague league: String) -> LeagueIndex? {
    leagues[league] ?? leagues[TeamTable.leagueKey(league)]
  }

  private enum Finding {
    case alias(String)
    case team(LeagueIndex, Int, MatchRule)
    case failure(UnmatchedReason)
  }

  private func find(_ name: String, league: String) -> Finding {
    guard name.utf8.count <= TeamNormalizer.maximumBytes else { return .failure(.nameTooLong) }
    return TeamNormalizer.withForm(of: name) { form in
      guard form.count > 0 else { return .failure(.emptyName) }
      guard let index = index(ofLeague: league) else {
        return .failure(.leagueNotInCatalogue(TeamTable.leagueKey(league)))
      }
      return alias(form, league: league) ?? find(form, index)
    }
  }

  private func alias(_ form: NormalForm, league: String) -> Finding? {
    guard !aliases.isEmpty else { return nil }
    let key = String(decoding: form.key, as: UTF8.self)
    guard let code = aliases.code(key: key, league: TeamTable.leagueKey(league)) else { return nil }
    return table.team(code, league: league) == nil
      ? .failure(.notInCatalogue(team: code)) : .alias(code)
  }

  private func find(_ form: NormalForm, _ index: LeagueIndex) -> Finding {
    let exact = index.teams(named: form.key)
    if exact.count == 1 { return .team(index, exact[0], .table) }
    if exact.count > 1 { return .failure(.ambiguous(exact.map { index.names.teams[$0].label })) }
    let words = index.words(of: form)
    if let found = NicknameRule(index: index, form: form, words: words).match() {
      switch found {
      case .success(let team): return .team(index, team, .schoolAndNickname)
      case .failure(let reason): return .failure(reason)
      }
    }
    switch SpellingSearch(index: index, form: form, words: words).match() {
    case .success(let team): return .team(index, team, .spelling)
    case .failure(let reason): return .failure(reason)
    }
  }
}

extension UnmatchedReason: Error {}
