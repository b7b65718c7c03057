import Testing

@testable import Sportsbooks

/// The matcher's rules by way of strings, as they were first written, without aliases: the judge of
/// the matcher that works on bytes.
final class JudgeMatcher {
  private let table: TeamTable
  private var leagues: [String: JudgeSpellingSearch] = [:]

  init(table: TeamTable) { self.table = table }

  func match(_ name: String, league: String) -> TeamMatch {
    guard name.utf8.count <= TeamNormalizer.maximumBytes else { return .unmatched(.nameTooLong) }
    let tokens = JudgeNormalizer.tokens(name)
    guard !tokens.isEmpty else { return .unmatched(.emptyName) }
    let league = TeamTable.leagueKey(league)
    guard table.hasLeague(league) else { return .unmatched(.leagueNotInCatalogue(league)) }
    let search = search(league)
    let names = search.names
    let exact = names.wholeNames[tokens.joined(separator: " ")] ?? []
    if exact.count == 1 { return answer(names.teams[exact[0]], .table) }
    if exact.count > 1 { return .unmatched(.ambiguous(exact.map { names.teams[$0].label })) }
    let nickname = JudgeNicknameRule(names: names).match(tokens)
    switch nickname ?? search.match(tokens) {
    case .success(let team):
      return answer(names.teams[team], nickname == nil ? .spelling : .schoolAndNickname)
    case .failure(let reason): return .unmatched(reason)
    }
  }

  private func search(_ league: String) -> JudgeSpellingSearch {
    if let search = leagues[league] { return search }
    let search = JudgeSpellingSearch(
      names: LeagueNames(league: league, table: table, known: ShippedTeams.knownTeams))
    leagues[league] = search
    return search
  }

  private func answer(_ team: LeagueNames.Team, _ how: MatchRule) -> TeamMatch {
    switch team.codes.count {
    case 0: .unmatched(.notInCatalogue(team: team.label))
    case 1: .matched(code: team.codes[0], how: how)
    default: .unmatched(.ambiguous(team.codes))
    }
  }
}
