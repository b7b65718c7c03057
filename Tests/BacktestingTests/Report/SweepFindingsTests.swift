import FoundationEssentials
import Market
import Probability
import Testing

@testable import Backtesting

@Suite("The judgment of a sweep")
struct SweepFindingsTests {
  private func trial(_ name: String, _ dollars: [Int]) -> SweepResult.Trial {
    SweepResult.Trial(
      values: [name], profits: dollars.map { Money(cents: $0 * 100) }, fees: .zero, fills: 1,
      contracts: .zero)
  }

  private func names(_ count: Int) -> [String] {
    (0..<count).map { "\(CivilDate(daysSinceEpoch: 20_000 + $0))" }
  }

  private func judge(_ sweep: SweepResult, days: [BacktestResult.Day] = []) -> SweepFindings {
    var result = BacktestResult()
    result.days = days
    return SweepFindings(sweep, result: result, seed: 1)
  }

  @Test func `ten days are walked in four steps, the day before each test left out`() throws {
    let sweep = SweepResult(
      days: names(10),
      trials: [
        trial("a=1", [2, 2, 2, 2, 2, -1, -1, -1, -1, -1]),
        trial("a=2", [0, 0, 0, 0, 0, 1, 1, 1, 1, 2]),
      ])
    let walk = try #require(judge(sweep).walkForward.value)
    #expect(walk.isDated)
    #expect(walk.testDays == 4)
    // The past always chooses the first; the second is the best of all days.
    #expect(walk.testProfit == Money(cents: -400))
    #expect(walk.hindsightProfit == Money(cents: 500))
    #expect(walk.steps.map(\.chosen) == Array(repeating: ["a=1"], count: 4))
    #expect(walk.steps[0].training == ["2024-10-04", "2024-10-08"])
    #expect(walk.steps[0].test == ["2024-10-10", "2024-10-10"])
    #expect(walk.steps[0].trainingDollarsPerDay == 2)
    #expect(walk.testMean.reason == "it needs at least 20 test days, got 4")
  }

  @Test func `sessions of one date are one day, trained on or tested together`() throws {
    let sessions = names(10).flatMap { date in (1...3).map { "\(date) session \($0)" } }
    let sweep = SweepResult(
      days: sessions,
      trials: [
        trial("a=1", (0..<30).map { $0 < 15 ? 1 : -1 }),
        trial("a=2", Array(repeating: 0, count: 30)),
      ])
    let findings = judge(sweep)
    #expect(findings.days == 10 && findings.daysWithoutOdds == 0)
    let walk = try #require(findings.walkForward.value)
    #expect(walk.isDated && walk.testDays == 4)
    #expect(walk.steps[0].training == ["2024-10-04 session 1", "2024-10-08 session 3"])
    #expect(walk.steps[0].leftOut == (1...3).map { "2024-10-09 session \($0)" })
    #expect(walk.steps[0].test == ["2024-10-10 session 1", "2024-10-10 session 3"])
    #expect(walk.steps[0].trainingDollarsPerDay == 3)
    #expect(walk.testProfit == Money(cents: -1_200))
    // Thirty sessions would be enough for a ratio; ten days are not.
    #expect(findings.deflated.reason?.contains("got 10") == true)
  }

  private func walked(_ names: [String]) throws -> (walk: WalkForwardFinding, sentence: String) {
    let sweep = SweepResult(
      days: names, trials: [trial("a=1", Array(repeating: 1, count: names.count))])
    let finding = judge(sweep).walkForward
    return (try #require(finding.value), ReportWording.walkForward(finding)[1])
  }

  @Test func `the days that are in no test are named`() throws {
    // Tests of two days; 24 days less 13 that are trained on or left out first are five tests.
    let (walk, sentence) = try walked(names(24))
    #expect(walk.testDays == 10 && walk.steps.count == 5)
    #expect(walk.steps[0].leftOut == ["2024-10-16"])
    #expect(walk.steps.map(\.leftOut.count) == [1, 1, 1, 1, 1])
    let trained = try #require(walk.onlyTrainedOn)
    #expect(trained == NamedDays(names(13)))
    let left = try #require(walk.leftAtEnd)
    #expect(left == NamedDays(["2024-10-27"]))
    #expect(trained.count + walk.testDays + left.count == 24)
    #expect(
      sentence
        == "Days left out by the walk: the calendar day before each test is not trained on for it,"
        + " as bets may still be open (2024-10-16, 2024-10-18, 2024-10-20, 2024-10-22, 2024-10-24);"
        + " only trained on: 2024-10-04 … 2024-10-16, 13 days; too few for a test at the end:"
        + " 2024-10-27.")
    let json = try JSONEncoder().encode(walk)
    #expect(try JSONDecoder().decode(WalkForwardFinding.self, from: json) == walk)
    let text = String(decoding: json, as: UTF8.self)
    for key in ["leftAtEnd", "leftOut", "onlyTrainedOn", "purgeDays"] {
      #expect(text.contains("\"\(key)\":"))
    }
  }

  @Test func `a hole before a test leaves nothing out, and ten days fill their tests`() throws {
    let (dated, sentence) = try walked(names(10))
    #expect(dated.leftAtEnd == nil)
    #expect(
      sentence.hasSuffix(
        "only trained on: 2024-10-04 … 2024-10-09, 6 days; none is left over"
          + " at the end."))
    // Every second day was played: the calendar day before a test never was.
    let (holes, words) = try walked(
      (0..<10).map { "\(CivilDate(daysSinceEpoch: 20_000 + 2 * $0))" })
    #expect(holes.steps.allSatisfy { $0.leftOut.isEmpty })
    #expect(words.contains("(none of them was played)"))
    let (parts, plain) = try walked((0..<10).map { "part \($0)" })
    #expect(plain.contains("the day played before each test is") && !parts.isDated)
  }

  @Test func `the forms of the report name the days that a walk leaves out`() {
    let made = MadeUpBacktest(days: 24, gamesPerDay: 1, equityPerDay: 5)
    let report = BacktestReport(made.result(), sweep: made.sweep(), seed: 1)
    for form in [BacktestReportText(report).text, BacktestReportPage(report).html] {
      #expect(form.contains("Days left out by the walk: the calendar day before each test is"))
    }
  }

  @Test func `nine days are too few to walk, and nineteen to deflate`() {
    let nine = SweepResult(days: names(9), trials: [trial("a=1", Array(repeating: 1, count: 9))])
    #expect(judge(nine).walkForward.reason == "it needs at least 10 days, got 9")
    let nineteen = SweepResult(
      days: names(19),
      trials: [trial("a=1", (0..<19).map { $0 % 3 }), trial("a=2", (0..<19).map { $0 % 2 })])
    #expect(
      judge(nineteen).deflated.reason == "it needs at least 20 days of the best trial, got 19")
  }

  @Test func `the best is deflated by all trials, also those that never traded`() throws {
    let profits = [
      (0..<20).map { $0 % 3 }, (0..<20).map { $0 % 5 - 2 }, (0..<20).map { $0 % 4 - 1 },
      Array(repeating: 0, count: 20),
    ]
    let sweep = SweepResult(
      days: names(20), trials: profits.enumerated().map { trial("a=\($0.offset)", $0.element) })
    let findings = judge(sweep)
    let deflated = try #require(findings.deflated.value)
    let ratios = try profits.prefix(3).map { try Moments(of: $0.map(Double.init)).sharpe }
    let variance = try Moments(of: ratios).standardDeviation
    let best = try ProbabilisticSharpe(Moments(of: profits[0].map(Double.init)))
    #expect(deflated.trials == 4 && deflated.trialsWithRatio == 3)
    #expect(abs(deflated.sharpe - best.sharpe) < 1e-12)
    #expect(
      abs(
        deflated.probability
          - (try best.deflated(trials: 4, varianceOfTrials: variance * variance))) < 1e-12)
    #expect(findings.trials.map(\.values) == [["a=0"], ["a=2"], ["a=1"], ["a=3"]])
    #expect(findings.trials[3].sharpe.value == nil)
    #expect(findings.warning.contains("chosen on the days it is judged on"))
  }

  @Test func `one ratio among several trials says nothing of their spread`() {
    let sweep = SweepResult(
      days: names(20),
      trials: [trial("a=1", (0..<20).map { $0 % 3 }), trial("a=2", Array(repeating: 0, count: 20))])
    #expect(judge(sweep).deflated.reason == "fewer than two trials have a Sharpe ratio to vary")
  }

  @Test func `days without odds are in neither figure`() {
    let days = (0..<12).map {
      SmallBacktest.day(names(12)[$0], $0, profit: 0, priced: $0 < 3 ? 0 : 4)
    }
    let sweep = SweepResult(days: names(12), trials: [trial("a=1", Array(repeating: 1, count: 12))])
    let findings = judge(sweep, days: days)
    #expect(findings.days == 9 && findings.daysWithoutOdds == 3)
    #expect(findings.walkForward.reason == "it needs at least 10 days, got 9")
  }

  @Test func `names that are no dates are walked in their order`() throws {
    let sweep = SweepResult(
      days: (0..<10).map { "part \($0)" }, trials: [trial("a=1", (0..<10).map { $0 })])
    #expect(try #require(judge(sweep).walkForward.value).isDated == false)
  }

  @Test func `a trial with too few days gets no figure`() {
    let sweep = SweepResult(days: names(30), trials: [trial("a=1", [1, 2, 3])])
    #expect(judge(sweep).deflated.reason == "a trial does not have one profit for each day")
    #expect(judge(sweep).walkForward.reason == "a trial does not have one profit for each day")
  }

  @Test func `two parameters make a grid, one or three make none`() throws {
    let grid = try #require(SweepGrid(MadeUpBacktest(days: 2).sweep(columns: 4, rows: 3)))
    #expect(grid.rows == ["0", "1", "2"] && grid.columns == ["1", "2", "3", "4"])
    #expect(grid.rowName == "strategy.maker_edge_threshold")
    #expect(grid.profits.joined().allSatisfy { $0 != nil })
    #expect(SweepGrid(MadeUpBacktest(days: 2).sweep(columns: 4, rows: 1)) == nil)
    var three = MadeUpBacktest(days: 2).sweep(columns: 2, rows: 2)
    for place in three.trials.indices { three.trials[place].values.append("c=\(place)") }
    #expect(SweepGrid(three) == nil)
    var twice = MadeUpBacktest(days: 2).sweep(columns: 2, rows: 2)
    twice.trials.append(twice.trials[0])
    #expect(SweepGrid(twice) == nil)
    var hole = MadeUpBacktest(days: 2).sweep(columns: 2, rows: 2)
    hole.trials.removeLast()
    #expect(try #require(SweepGrid(hole)).profits[1][1] == nil)
  }
}
