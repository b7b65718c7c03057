@testable import Sportsbooks

/// The rule of place and nickname by way of strings: the judge of ``NicknameRule``.
struct JudgeNicknameRule {
  let names: LeagueNames

  /// Words that come and go before a nickname without telling teams apart.
  private static let ornaments: Set<String> = [
    "lady", "fighting", "running", "runnin", "golden", "blue", "red", "black", "purple", "scarlet",
    "ragin", "screaming", "university", "womens", "mens",
  ]

  /// Nil where no place begins the name.
  func match(_ tokens: [String]) -> Result<Int, UnmatchedReason>? {
    names.hasKnownTeams ? matchKnown(tokens) : matchRows(tokens)
  }

  private func matchKnown(_ tokens: [String]) -> Result<Int, UnmatchedReason>? {
    for count in (1..<max(tokens.count, 1)).reversed() {
      guard let found = names.places[tokens[..<count].joined(separator: " ")] else { continue }
      let rest = Array(tokens[count...])
      let fitting = found.filter { fits(rest, names.teams[$0]) }
      if fitting.count == 1 { return .success(fitting[0]) }
      if fitting.count > 1 { return .failure(.ambiguous(fitting.map { names.teams[$0].label })) }
      // A misspelt nickname is the spelling search's business.
      if rest.contains(where: { !names.vocabulary.contains($0) }) { return nil }
      guard found.count == 1 else {
        return .failure(.ambiguous(found.map { names.teams[$0].label }))
      }
      return .failure(.nicknameDiffers(team: names.teams[found[0]].label))
    }
    return nil
  }

  /// The last words agree, and every word more on one side is an ornament or the nickname's own.
  private func fits(_ rest: [String], _ team: LeagueNames.Team) -> Bool {
    team.nicknames.contains { nickname in
      guard let last = rest.last, last == nickname.last else { return false }
      return rest.allSatisfy { nickname.contains($0) || Self.ornaments.contains($0) }
    }
  }

  /// A league of which we know only the exchange's rows: the row's whole name, or its initial
  /// (`Los Angeles S` for `Los Angeles Sparks`), must begin the name, and no other row's may. A
  /// city that stands among the rows by its initials too (`LA …`) has a second team: not sure.
  private func matchRows(_ tokens: [String]) -> Result<Int, UnmatchedReason>? {
    var found: [Int] = []
    for count in 1..<max(tokens.count, 1) where tokens.count - count <= 2 {
      let initials = String(tokens[..<count].compactMap(\.first))
      let isShared = names.places.keys.contains { $0 == initials || $0.hasPrefix(initials + " ") }
      if count == 1 || !isShared {
        found += names.places[tokens[..<count].joined(separator: " ")] ?? []
      }
      let initial = tokens[..<count].joined(separator: " ") + " " + tokens[count].prefix(1)
      if tokens[count].count > 1 { found += names.places[initial] ?? [] }
    }
    guard let first = found.first else { return nil }
    return found.allSatisfy { $0 == first }
      ? .success(first) : .failure(.ambiguous(found.map { names.teams[$0].label }))
  }
}
