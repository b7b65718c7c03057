public import Market
internal import Probability

/// A sweep judged as what it is: many tries, of which the best looks better than it is.
public struct SweepFindings: Hashable, Sendable, Codable {
  /// One combination of parameters.
  public struct Trial: Hashable, Sendable, Codable {
    public var values: [String]
    public var netProfit: Money
    public var fees: Money
    public var fills: Int
    public var contracts: Quantity
    /// Per day, not annualised.
    public var sharpe: Finding<Double>
  }

  /// The best trial's Sharpe ratio against the best of as many worthless ones.
  public struct Deflated: Hashable, Sendable, Codable {
    /// Per day.
    public var sharpe: Double
    /// Every trial of the sweep, also those without a ratio.
    public var trials: Int
    /// Those whose ratios gave the variance.
    public var trialsWithRatio: Int
    public var varianceOfRatios: Double
    /// The ratio that the best of so many trials without skill is expected to show.
    public var expectedMaximum: Double
    /// That the true ratio is above that, 0...1: the deflated Sharpe ratio.
    public var probability: Double
  }

  /// The most trials that the report lists.
  public static let mostTrials = 500

  public var days: Int
  /// Days that were left out because nothing was priced on them.
  public var daysWithoutOdds: Int
  public var trialCount: Int
  /// By net profit, best first; of equals the first of the grid.
  public var trials: [Trial]
  public var trialsLeftOut: Int
  /// Always said: the best trial's own profit is no estimate of what it will earn.
  public var warning: String
  public var deflated: Finding<Deflated>
  public var walkForward: Finding<WalkForwardFinding>
  /// Where exactly two parameters were swept.
  public var grid: SweepGrid?

  init(_ sweep: SweepResult, result: BacktestResult, seed: UInt64) {
    let days = SweepDays(sweep, result: result)
    let profits = sweep.trials.map { days.profits(of: $0) }
    let ratios = profits.map { Self.sharpe(of: $0) }
    let order = sweep.trials.indices.sorted { left, right in
      let (first, second) = (sweep.trials[left].netProfit, sweep.trials[right].netProfit)
      return first == second ? left < right : first > second
    }
    self.days = days.count
    daysWithoutOdds = sweep.days.count - days.places.reduce(0) { $0 + $1.count }
    trialCount = sweep.trials.count
    trials = order.prefix(Self.mostTrials).map { place in
      let trial = sweep.trials[place]
      return Trial(
        values: trial.values, netProfit: trial.netProfit, fees: trial.fees, fills: trial.fills,
        contracts: trial.contracts, sharpe: ratios[place])
    }
    trialsLeftOut = max(0, sweep.trials.count - Self.mostTrials)
    warning =
      "The best of \(sweep.trials.count) trials was chosen on the days it is judged on. By chance"
      + " alone the best of many looks good; its profit is no estimate of what it will earn."
    if sweep.trials.contains(where: { $0.profits.count != sweep.days.count }) {
      let reason = "a trial does not have one profit for each day"
      deflated = .insufficient(reason)
      walkForward = .insufficient(reason)
    } else {
      deflated = Self.deflated(profits, ratios, best: order.first)
      walkForward = WalkForwardFinding.find(in: profits, sweep: sweep, days: days, seed: seed)
    }
    grid = SweepGrid(sweep)
  }

  private static func sharpe(of profits: [Money]) -> Finding<Double> {
    Finding(of: "days") { () throws(StatisticsError) in
      guard profits.count >= DailyFindings.fewestDays else {
        throw .tooFew(needed: DailyFindings.fewestDays, got: profits.count)
      }
      return try Moments(of: profits.map(\.dollars)).sharpe
    }
  }

  private static func deflated(
    _ profits: [[Money]], _ ratios: [Finding<Double>], best: Int?
  ) -> Finding<Deflated> {
    guard let best else { return .insufficient("there is no trial") }
    let known = ratios.compactMap(\.value)
    guard ratios.count == 1 || known.count >= 2 || profits[best].count < DailyFindings.fewestDays
    else { return .insufficient("fewer than two trials have a Sharpe ratio to vary") }
    return Finding(of: "days of the best trial") { () throws(StatisticsError) in
      guard profits[best].count >= DailyFindings.fewestDays else {
        throw .tooFew(needed: DailyFindings.fewestDays, got: profits[best].count)
      }
      let record = try ProbabilisticSharpe(Moments(of: profits[best].map(\.dollars)))
      let variance = ratios.count == 1 ? 0 : try Self.variance(of: known)
      return Deflated(
        sharpe: record.sharpe, trials: ratios.count, trialsWithRatio: known.count,
        varianceOfRatios: variance,
        expectedMaximum: try ProbabilisticSharpe.expectedMaximum(
          trials: ratios.count, varianceOfTrials: variance),
        probability: try record.deflated(trials: ratios.count, varianceOfTrials: variance))
    }
  }

  /// Of at least two ratios; zero when all are the same.
  private static func variance(of ratios: [Double]) throws(StatisticsError) -> Double {
    guard ratios.contains(where: { $0 != ratios[0] }) else { return 0 }
    let deviation = try Moments(of: ratios).standardDeviation
    return deviation * deviation
  }
}
