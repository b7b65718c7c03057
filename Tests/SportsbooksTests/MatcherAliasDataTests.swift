import Market
import TestKit
import Testing

@testable import Sportsbooks

/// Judges the matcher by the recorded pairs of bookmaker name and code.
@Suite struct MatcherAliasDataTests {
  struct Pair: Hashable {
    let league: String
    let name: String
    let code: String
  }

  struct Tally {
    var matched = 0
    var wrong: [String] = []
    var unmatched: [String] = []
  }

  static func rows(_ relative: String) throws -> TeamFileRows? {
    try SharedText.read(relative).map { try TeamFileRows($0, file: relative) }
  }

  /// Pairs whose code the exchange's list has; a bot's own pairs only where they are not the known
  /// fault of New Orleans (NO is the football team).
  static func pairs(table: TeamTable) throws -> [Pair] {
    guard let rows = try rows("data/aliases/sportsbook_name_to_kalshi_code.csv") else { return [] }
    let columns = try rows.columns(["league", "name", "kalshi_code"])
    return rows.records.map {
      Pair(
        league: $0.fields[columns[0]], name: $0.fields[columns[1]], code: $0.fields[columns[2]])
    }
    .filter { table.team($0.code, league: $0.league) != nil }
  }

  static func tally(_ pairs: [Pair], _ matcher: TeamMatcher) -> [String: Tally] {
    var tallies: [String: Tally] = [:]
    for pair in pairs {
      switch matcher.match(pair.name, league: pair.league) {
      case .matched(pair.code, _): tallies[pair.league, default: Tally()].matched += 1
      case .matched(let code, let how):
        tallies[pair.league, default: Tally()].wrong.append(
          "\(pair.name): \(code) by \(how), not \(pair.code)")
      case .unmatched(let reason):
        tallies[pair.league, default: Tally()].unmatched.append("\(pair.name): \(reason)")
      }
    }
    return tallies
  }

  static func report(_ tallies: [String: Tally], _ title: String) {
    print(title)
    for (league, tally) in tallies.sorted(by: { $0.key < $1.key }) {
      print(
        "  \(league): \(tally.matched) matched, \(tally.wrong.count) wrong, "
          + "\(tally.unmatched.count) unmatched")
      for line in tally.wrong + tally.unmatched { print("    \(line)") }
    }
  }

  @Test(arguments: [true, false])
  func `every recorded name is matched to its code or not at all`(withFile: Bool) throws {
    let path = "data/aliases/kalshi_team_codes.csv"
    guard let text = try SharedText.read(path) else { return }
    let recorded = try TeamTable(csv: text, file: path)
    let matcher = TeamMatcher(table: withFile ? recorded : .shipped)
    let pairs = try Self.pairs(table: recorded)
    #expect(pairs.count > 400)
    let tallies = Self.tally(pairs, matcher)
    Self.report(tallies, withFile ? "with the recorded table" : "with the shipped table")
    let wrong = tallies.values.flatMap { $0.wrong }
    #expect(wrong.isEmpty)
    let unmatched = tallies.values.map(\.unmatched.count).reduce(0, +)
    #expect(Double(unmatched) < 0.02 * Double(pairs.count))
  }
}
