import Market
import TestKit
import Testing

@testable import Sportsbooks

/// Every answer of the matcher against its judge's, which works on strings and compares a misspelt
/// name with every spelling.
@Suite struct MatcherJudgeTests {
  struct Name: Hashable {
    var league: String
    var name: String
  }

  /// A debug build judges a share of the distorted names, an optimised one all.
  private static var share: Int {
    #if DEBUG
      48
    #else
      1
    #endif
  }

  private static func expectAgreement(
    _ names: [Name], _ table: TeamTable, _ source: String,
    location: SourceLocation = #_sourceLocation
  ) {
    let matcher = TeamMatcher(table: table)
    let judge = JudgeMatcher(table: table)
    for name in names {
      let (ours, judged) = (
        matcher.match(name.name, league: name.league), judge.match(name.name, league: name.league)
      )
      guard ours != judged else { continue }
      Issue.record(
        "\(source), \(name.league) '\(name.name)': \(ours), not \(judged)",
        sourceLocation: location)
    }
  }

  /// Every name of the shipped table, usual or not, with and without nickname.
  private static let shipped: [Name] = ShippedTeams.knownTeams.flatMap { team in
    let leagues = team.family == "NCAA" ? ["NCAAF", "NCAAMB"] : [team.family]
    return leagues.flatMap { league in
      team.names.flatMap { name in
        ([name] + team.nicknames.map { name + " " + $0 }).map { Name(league: league, name: $0) }
      }
    }
  }

  @Test func `recorded names come out as the judge says`() throws {
    var names: Set<Name> = []
    for path in [
      "data/aliases/sportsbook_name_to_kalshi_code.csv",
      "data/aliases/kalshi_team_codes.csv", "data/aliases/college_football_name_aliases.csv",
    ] {
      guard let rows = try MatcherAliasDataTests.rows(path) else { return }
      for row in rows.records {
        for field in row.fields.prefix(5) {
          for league in ["NCAAMB", row.fields[0]] {
            names.insert(Name(league: league, name: field))
          }
        }
      }
    }
    for event in try ResolutionJointOddsTests.events() {
      for team in [event.home, event.away] {
        names.insert(Name(league: event.league.rawValue, name: team))
      }
    }
    for file in MatcherOddsFilesTests.files {
      for team in try MatcherOddsFilesTests.teams(file.file) {
        names.insert(Name(league: file.league, name: team))
      }
    }
    #expect(names.count > 5_000)
    Self.expectAgreement(
      names.sorted { ($0.league, $0.name) < ($1.league, $1.name) }, .shipped, "recorded")
  }

  @Test func `shipped names come out as the judge says`() {
    Self.expectAgreement(Self.shipped, .shipped, "shipped")
  }

  @Test func `distorted names come out as the judge says`() {
    for seed: UInt64 in [1, 2] {
      var generator = SeededGenerator(seed: seed)
      var names: [Name] = []
      for name in Self.shipped where Int.random(in: 0..<Self.share, using: &generator) == 0 {
        for noise in NoisyName.allCases {
          names.append(
            Name(league: name.league, name: noise.applied(to: name.name, &generator)))
        }
      }
      Self.expectAgreement(names, .shipped, "seed \(seed)")
    }
  }

  @Test func `garbage comes out as the judge says`() {
    var generator = SeededGenerator(seed: 3)
    let names = (0..<32_000 / Self.share).map { _ in
      Name(
        league: ["NCAAMB", "NFL", "MLB", "WNBA"].randomElement(using: &generator) ?? "",
        name: NoisyName.garbage(&generator))
    }
    Self.expectAgreement(names, .shipped, "seed 3")
  }

  /// Rows without nicknames of ours, some longer than a word of the machine has bits.
  @Test func `names of other leagues come out as the judge says`() {
    var generator = SeededGenerator(seed: 4)
    let words = Self.shipped.flatMap { $0.name.split(separator: " ") }
    var rows: [ExchangeTeam] = []
    for place in 0..<200 {
      let count = place % 10 == 0 ? 12 : 1 + place % 4
      let name = (0..<count).compactMap { _ in words.randomElement(using: &generator) }
      rows.append(
        ExchangeTeam(
          league: "KBO", code: "T\(place)", displayName: name.joined(separator: " ")))
    }
    let names = rows.flatMap { row in
      NoisyName.allCases.map {
        Name(league: "kbo", name: $0.applied(to: row.displayName, &generator))
      } + [Name(league: "KBO", name: row.displayName + " Lions")]
    }
    Self.expectAgreement(names, TeamTable(teams: rows), "seed 4")
  }

  @Test func `normal forms come out as the judge says`() {
    var generator = SeededGenerator(seed: 5)
    let garbage = (0..<20_000).map { _ in NoisyName.garbage(&generator) }
    for name in Self.shipped.map(\.name) + garbage {
      #expect(TeamNormalizer.tokens(name) == JudgeNormalizer.tokens(name), "seed 5: '\(name)'")
      #expect(TeamNormalizer.tokens(name.dropFirst()) == JudgeNormalizer.tokens(name.dropFirst()))
    }
  }

  @Test func `both ways to count edits come out the same`() {
    var generator = SeededGenerator(seed: 6)
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 256) { masks in
      for _ in 0..<5_000 {
        let texts = (0..<2).map { _ in
          (0..<Int.random(in: 1...64, using: &generator)).map { _ in
            UInt8.random(in: 97...101, using: &generator)
          }
        }
        let part = Int.random(in: 0..<texts[0].count, using: &generator)..<texts[0].count
        let counted = texts[0].withUnsafeBytes { name in
          texts[1].withUnsafeBufferPointer { text in
            masks.baseAddress.map {
              SpellingPattern(name, masks: $0).distance(of: part, to: text)
            }
          }
        }
        #expect(counted == SpellingPattern.plain(texts[0][part], texts[1]), "seed 6: \(texts)")
        #expect(
          counted == JudgeSpellingSearch.distance(Array(texts[0][part]), texts[1], limit: 200))
      }
    }
  }
}
