/// Finds the exchange's code for a bookmaker's team name, or says why it is not sure.
///
/// Rules, the surest first: the user's aliases; a whole name of the tables, compared in normal
/// form; school and shortened nickname; one misspelt word with a margin over every other team. A
/// wrong match trades the wrong game, a missed one trades nothing: in doubt it is a miss.
public struct TeamMatcher: Sendable {
  public let table: TeamTable
  private let aliases: UserAliases
  private let leagues: [String: LeagueNames]

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
    var prepared: [String: LeagueNames] = [:]
    for league in wanted {
      prepared[league] = LeagueNames(
        league: league, table: table, known: ShippedTeams.knownTeams)
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
    case .team(let team, let how):
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
    case .team(let team, _):
      team.allCodes.isEmpty
        ? .failure(.notInCatalogue(team: team.label)) : .success(team.allCodes)
    }
  }

  /// True where the table or the exchange's past has the code.
  func isKnown(code: String, league: String) -> Bool {
    table.team(code, league: league) != nil
      || leagues[TeamTable.leagueKey(league)]?.team(withCode: code) != nil
  }

  /// The other codes of a code's team.
  func equivalents(of code: String, league: String) -> Set<String> {
    guard let names = leagues[TeamTable.leagueKey(league)],
      let team = names.team(withCode: code)
    else { return [] }
    return names.teams[team].allCodes
  }

  private enum Finding {
    case alias(String)
    case team(LeagueNames.Team, MatchRule)
    case failure(UnmatchedReason)
  }

  private func find(_ name: String, league: String) -> Finding {
    guard name.utf8.count <= TeamNormalizer.maximumBytes else { return .failure(.nameTooLong) }
    let tokens = TeamNormalizer.tokens(name)
    guard !tokens.isEmpty else { return .failure(.emptyName) }
    let league = TeamTable.leagueKey(league)
    guard let names = leagues[league] else { return .failure(.leagueNotInCatalogue(league)) }
    let key = tokens.joined(separator: " ")
    if let code = aliases.code(key: key, league: league) {
      return table.team(code, league: league) == nil
        ? .failure(.notInCatalogue(team: code)) : .alias(code)
    }
    let exact = names.teams(named: key)
    if exact.count == 1 { return .team(names.teams[exact[0]], .table) }
    if exact.count > 1 { return .failure(.ambiguous(exact.map { names.teams[$0].label })) }
    if let found = NicknameRule(names: names).match(tokens) {
      switch found {
      case .success(let team): return .team(names.teams[team], .schoolAndNickname)
      case .failure(let reason): return .failure(reason)
      }
    }
    switch SpellingSearch(names: names).match(tokens) {
    case .success(let team): return .team(names.teams[team], .spelling)
    case .failure(let reason): return .failure(reason)
    }
  }
}

extension UnmatchedReason: Error {}
