internal import Sportsbooks

/// (f) Bookmakers' team names to the exchange's codes. Every name of a pass is another one and the
/// matcher keeps no answers, so the first time costs what every later time costs.
enum NameBenchmarks {
  static func run(_ runner: inout Runner) throws {
    let matcher = TeamMatcher()
    let shipped = TeamTable.shipped.teams.map {
      NameQuery(league: $0.league, name: $0.displayName, code: $0.code)
    }
    measure(&runner, "exchange's names", known(shipped, matcher), matcher)
    let recorded = try NameQuery.recorded()
    if !recorded.isEmpty {
      measure(&runner, "recorded", known(recorded, matcher), matcher)
    }
    madeUp(&runner)
  }

  /// Those whose code is in the table and that are matched as they stand.
  private static func known(_ queries: [NameQuery], _ matcher: TeamMatcher) -> [NameQuery] {
    queries.filter { matcher.match($0.name, league: $0.league).code == $0.code }
  }

  /// The names as they stand, each class of noise, and all of it in turn.
  private static func measure(
    _ runner: inout Runner, _ what: String, _ names: [NameQuery], _ matcher: TeamMatcher
  ) {
    time(&runner, "names: \(what), \(names.count) as they stand", names, matcher)
    var all: [[NameQuery]] = []
    for noise in NameNoise.allCases {
      // A distorted name that is another team's own, UCI for UIC, says nothing.
      var seen = Set(names.flatMap { [$0.league + $0.name, $0.league + $0.code] })
      let noisy = names.flatMap { name in
        noise.spellings(of: name.name).map {
          NameQuery(league: name.league, name: $0, code: name.code)
        }
      }.filter { seen.insert($0.league + $0.name).inserted }
      time(&runner, "names: \(what), \(noisy.count) \(noise.rawValue)", noisy, matcher)
      all.append(noisy)
    }
    let mixed = interleaved(all)
    time(&runner, "names: \(what), \(mixed.count) of all classes", mixed, matcher)
  }

  /// 400 names of no real league, as the peer is measured with, and the peer where it is installed.
  private static func madeUp(_ runner: inout Runner) {
    let names = NameNoise.madeUpNames
    let rows = names.enumerated().map {
      ExchangeTeam(league: "BENCH", code: "N-\($0)", displayName: $1)
    }
    let matcher = TeamMatcher(table: TeamTable(teams: rows), leagues: ["BENCH"])
    let classes = NameNoise.allCases.map { noise in
      rows.enumerated().compactMap { place, row -> NameQuery? in
        let spellings = noise.spellings(of: row.displayName).filter { $0 != row.displayName }
        guard !spellings.isEmpty else { return nil }
        return NameQuery(
          league: "BENCH", name: spellings[place % spellings.count], code: row.code)
      }
    }
    let queries = interleaved(classes)
    time(&runner, "names: 400 made up, \(queries.count) of all classes", queries, matcher)
    let codes = Dictionary(uniqueKeysWithValues: zip(rows.map(\.code), names))
    let lines =
      names.map { "name\t\($0)" } + queries.map { "query\t\($0.name)\t\(codes[$0.code] ?? "")" }
    guard let answer = Peer.run("rapidfuzz_names.py", of: "rapidfuzz", input: lines) else {
      return
    }
    print("peer, the same names: \(answer)")
  }

  /// One pass over different names is one batch.
  private static func time(
    _ runner: inout Runner, _ title: String, _ queries: [NameQuery], _ matcher: TeamMatcher
  ) {
    guard !queries.isEmpty else { return }
    var matched = 0
    runner.measure(title, operations: queries.count) { index in
      let query = queries[index]
      if matcher.match(query.name, league: query.league).code != nil { matched += 1 }
    }
    let answers = queries.map { matcher.match($0.name, league: $0.league).code }
    let wrong = zip(answers, queries).filter { $0 != nil && $0 != $1.code }
    for (answer, query) in wrong.prefix(5) { print("  \(query.name) is not \(answer ?? "-")") }
    runner.check("\(title): none wrong", wrong.isEmpty)
    runner.check(
      "\(title): the same each time",
      matched == answers.count { $0 != nil } * (Runner.batches + 3))
    print("  matched \(answers.count { $0 != nil }), wrong \(wrong.count)")
  }

  /// One of each in turn while there are any.
  private static func interleaved(_ classes: [[NameQuery]]) -> [NameQuery] {
    let longest = classes.map(\.count).max() ?? 0
    return (0..<longest).flatMap { place in
      classes.compactMap { place < $0.count ? $0[place] : nil }
    }
  }
}

/// A bookmaker's name and what it must come to, if it is matched at all.
struct NameQuery: Hashable {
  var league: String
  var name: String
  var code: String

  /// The recorded pairs whose code the shipped table has; empty where the recordings are not there.
  static func recorded() throws -> [NameQuery] {
    guard let root = Recordings.root else { return [] }
    let path = root + "/data/aliases/sportsbook_name_to_kalshi_code.csv"
    guard let text = Recordings.text(path) else { return [] }
    // The columns: league, name, source, code. No field of the file is quoted.
    return text.split(separator: "\n").dropFirst().compactMap { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard fields.count > 3, TeamTable.shipped.team(fields[3], league: fields[0]) != nil else {
        return nil
      }
      return NameQuery(league: fields[0], name: fields[1], code: fields[3])
    }
  }
}
