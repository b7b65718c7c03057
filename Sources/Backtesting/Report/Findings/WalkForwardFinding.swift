public import Market
internal import Probability

/// What choosing by the past would have earned: on each test the trial that had earned the most on
/// the training days before it.
///
/// The training grows; a calendar day before each test is left out, since bets may still be open.
/// See `WalkForward`.
public struct WalkForwardFinding: Hashable, Sendable, Codable {
  /// One choice and what came of it.
  public struct Step: Hashable, Sendable, Codable {
    /// Names of the first and the last day.
    public var training: [String]
    public var test: [String]
    /// Names of the days between the two that are not trained on for this test; empty where the
    /// days have a hole there.
    public var leftOut: [String]
    /// The values of the trial that was chosen.
    public var chosen: [String]
    /// Of the chosen trial, on average.
    public var trainingDollarsPerDay: Double
    public var testProfit: Money
  }

  /// Under so many days there is no walk.
  public static let fewestDays = 10
  /// Calendar days left out between training and test.
  public static let purgeDays = 1

  /// Days that were a test; each only once.
  public var testDays: Int
  /// Earned on them by the trials chosen before.
  public var testProfit: Money
  /// Dollars a test day, with an interval by the stationary bootstrap.
  public var testMean: Finding<DailyFindings.Mean>
  /// Of the trial that is best over all days, on the same test days: what hindsight adds.
  public var hindsightProfit: Money
  /// True when the gap was counted in calendar days, false when only the order was known.
  public var isDated: Bool
  /// Calendar days before each test that are not trained on for it.
  public var purgeDays: Int
  /// The first days: some test is chosen by them, and they are no test.
  public var onlyTrainedOn: NamedDays?
  /// Days at the end that fill no test: in no figure. Nil where there is none.
  public var leftAtEnd: NamedDays?
  public var steps: [Step]

  static func find(
    in profits: [[Money]], sweep: SweepResult, days: SweepDays, seed: UInt64
  ) -> Finding<WalkForwardFinding> {
    let count = days.places.count
    return Finding(of: "days") { () throws(StatisticsError) in
      guard count >= fewestDays else { throw .tooFew(needed: fewestDays, got: count) }
      let walk = try WalkForward(
        trainingDays: count / 2, testDays: max(1, count / 10), purgeDays: purgeDays,
        window: .expanding)
      var steps: [Step] = []
      var tested: [Money] = []
      var hindsight = Money.zero
      guard let best = best(of: profits, on: 0..<count) else { throw .tooFew(needed: 1, got: 0) }
      let splits = try walk.splits(of: days.numbers)
      for split in splits {
        guard let chosen = Self.best(of: profits, on: split.training) else { continue }
        let earned = Array(profits[chosen][split.test])
        tested += earned
        hindsight += profits[best][split.test].reduce(.zero, +)
        let before = profits[chosen][split.training].reduce(Money.zero, +)
        steps.append(
          Step(
            training: ends(split.training, sweep, days), test: ends(split.test, sweep, days),
            leftOut: names(split.training.upperBound..<split.test.lowerBound, sweep, days),
            chosen: sweep.trials[chosen].values,
            trainingDollarsPerDay: before.dollars / Double(split.training.count),
            testProfit: earned.reduce(.zero, +)))
      }
      let values = tested.map(\.dollars)
      return WalkForwardFinding(
        testDays: tested.count, testProfit: tested.reduce(.zero, +),
        testMean: Finding(of: "test days") { () throws(StatisticsError) in
          try DailyFindings.mean(of: values, seed: seed)
        },
        hindsightProfit: hindsight, isDated: days.areDated, purgeDays: purgeDays,
        onlyTrainedOn: NamedDays(names(0..<onlyTrained(splits), sweep, days)),
        leftAtEnd: NamedDays(names((splits.last?.test.upperBound ?? 0)..<count, sweep, days)),
        steps: steps)
    }
  }

  /// The trial that earned the most on those days, the first of equals.
  private static func best(of profits: [[Money]], on days: Range<Int>) -> Int? {
    var best: (trial: Int, profit: Money)?
    for (trial, own) in profits.enumerated() {
      let profit = own[days].reduce(Money.zero, +)
      if best.map({ profit > $0.profit }) ?? true { best = (trial, profit) }
    }
    return best?.trial
  }

  /// How many days come before the first test and are trained on for one of the tests. The day
  /// that the first leaves out is trained on for the second, if there is one.
  private static func onlyTrained(_ splits: [WalkForward.Split]) -> Int {
    guard let first = splits.first, let last = splits.last else { return 0 }
    return min(first.test.lowerBound, last.training.upperBound)
  }

  private static func ends(
    _ range: Range<Int>, _ sweep: SweepResult, _ days: SweepDays
  ) -> [String] {
    let names = names(range, sweep, days)
    return [names.first, names.last].compactMap { $0 }
  }

  private static func names(
    _ range: Range<Int>, _ sweep: SweepResult, _ days: SweepDays
  ) -> [String] {
    range.flatMap { days.places[$0].map { sweep.days[$0] } }
  }
}
