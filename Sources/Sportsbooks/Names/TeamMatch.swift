/// The answer to "which team of the exchange is this name?".
public enum TeamMatch: Hashable, Sendable {
  case matched(code: String, how: MatchRule)
  case unmatched(UnmatchedReason)

  /// The code, where there is one.
  public var code: String? {
    if case .matched(let code, _) = self { code } else { nil }
  }
}

/// By which rule a name was matched, the surest first.
public enum MatchRule: String, Hashable, Sendable, CaseIterable {
  /// The user's own alias file.
  case userAlias
  /// The exchange's own name or a name or abbreviation of the shipped table, nickname and all.
  case table
  /// School and a shortened or women's form of its nickname (`Army Knights`).
  case schoolAndNickname
  /// One misspelt word, with a clear margin over every other team.
  case spelling
}

/// Why a name is left unmatched.
public enum UnmatchedReason: Hashable, Sendable {
  case emptyName
  case nameTooLong
  /// The table has no team of this league.
  case leagueNotInCatalogue(String)
  /// The team is known, but the exchange's table has no code for it in this league.
  case notInCatalogue(team: String)
  /// No known team has this name.
  case unknownName
  /// Several teams have this name, or one team has several codes.
  case ambiguous([String])
  /// The school is known, but its teams are not called that.
  case nicknameDiffers(team: String)
  /// Two teams are nearly as similar, or the best is not similar enough.
  case belowMargin(best: String, second: String?, bestScore: Double, secondScore: Double)
}

extension UnmatchedReason: CustomStringConvertible {
  public var description: String {
    func percent(_ score: Double) -> String { "\(Int((score * 100).rounded()))%" }
    switch self {
    case .emptyName: return "the name is empty"
    case .nameTooLong: return "the name is too long"
    case .leagueNotInCatalogue(let league): return "the table has no teams of league \(league)"
    case .notInCatalogue(let team): return "\(team) has no code in the table"
    case .unknownName: return "no known team has this name"
    case .ambiguous(let candidates): return "ambiguous: " + candidates.joined(separator: ", ")
    case .nicknameDiffers(let team): return "\(team) is known, but not under this nickname"
    case .belowMargin(let best, let second, let bestScore, let secondScore):
      let rival = second.map { ", then \($0) \(percent(secondScore))" } ?? ""
      return "not sure: nearest is \(best) \(percent(bestScore))\(rival)"
    }
  }
}
