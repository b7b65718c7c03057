public import Backtesting
public import Market
internal import Matching
internal import Trading

/// What a backtest plays, how, and with which parameters.
public struct BacktestPlan: Sendable {
  public let tapes: [BacktestTape]
  /// The configuration of each trial, in the order of the grid.
  public let configurations: [DeskConfiguration]
  public let grid: ParameterGrid
  public var options: BacktestOptions
  /// What the recording itself makes us suppose.
  public var assumptions: [BacktestResult.Assumption]
  /// Threads at once.
  public var workers = 1

  /// - Throws: a sentence for a parameter that is unknown or out of range, before anything runs.
  public init(
    tapes: [BacktestTape], base: DeskConfiguration, grid: ParameterGrid,
    options: BacktestOptions, assumptions: [BacktestResult.Assumption]
  ) throws {
    self.tapes = tapes
    self.grid = grid
    self.options = options
    self.assumptions = assumptions
    configurations = try grid.trials.map { try ConfigurationReader.setting($0, over: base) }
  }

  /// Events of all tapes, once.
  public var eventCount: Int { tapes.reduce(0) { $0 + $1.entries.count } }

  /// Plays every day with the parameters of one trial, in detail, and under each other supposition
  /// about the venue in sums.
  ///
  /// - Parameter progress: called now and then with the share that is done, 0 to 1.
  public func result(ofTrial trial: Int, progress: (Double) -> Void = { _ in }) -> BacktestResult {
    let suppositions = self.suppositions
    let parts = ParallelWork.run(
      count: suppositions.count * tapes.count, workers: workers,
      progress: { progress(Double($0) / Double(suppositions.count * tapes.count)) },
      { [self] place in
        var options = suppositions[place / tapes.count].options
        options.engine = configurations[trial].engine
        return BacktestRun.play(tapes[place % tapes.count], options) ?? BacktestResult()
      })
    var joined = suppositions.indices.map { supposition in
      var result = BacktestResult()
      for day in tapes.indices { result.append(parts[supposition * tapes.count + day]) }
      return result
    }
    let variants = joined.indices.map {
      BacktestResult.Variant(suppositions[$0].name, joined[$0])
    }
    joined[0].variants = variants
    joined[0].assumptions = options.assumptions + assumptions
    joined[0].settings = settings(ofTrial: trial)
    joined[0].title = title
    return joined[0]
  }

  /// Plays every day with every combination; only sums are kept.
  public func sweep(progress: (Double) -> Void = { _ in }) -> SweepResult {
    let total = configurations.count * tapes.count
    let outcomes = ParallelWork.run(
      count: total, workers: workers, progress: { progress(Double($0) / Double(total)) },
      { [self] place in outcome(ofTrial: place / tapes.count, day: place % tapes.count) })
    return gathered(outcomes)
  }

  /// One combination on one day.
  public func outcome(ofTrial trial: Int, day: Int) -> DayOutcome {
    var options = self.options
    options.engine = configurations[trial].engine
    options.keepsDetail = false
    return DayOutcome(BacktestRun.play(tapes[day], options) ?? BacktestResult())
  }

  /// Outcomes in the order of trials, the days of each together.
  public func gathered(_ outcomes: [DayOutcome]) -> SweepResult {
    SweepResult(
      days: tapes.map(\.name),
      trials: configurations.indices.map { trial in
        let days = outcomes[trial * tapes.count..<(trial + 1) * tapes.count]
        return SweepResult.Trial(
          values: grid.trials[trial], profits: days.map(\.profit),
          fees: days.reduce(.zero) { $0 + $1.fees }, fills: days.reduce(0) { $0 + $1.fills },
          contracts: days.reduce(.zero) { $0 + $1.contracts })
      })
  }

  /// The trial that earned most; the first of those that earned the same.
  public static func best(of sweep: SweepResult) -> Int {
    var best = 0
    for place in sweep.trials.indices
    where sweep.trials[place].netProfit > sweep.trials[best].netProfit { best = place }
    return best
  }

  private var title: String {
    guard let first = tapes.first, let last = tapes.last else { return "Backtest" }
    return tapes.count == 1
      ? "Backtest of \(first.name)"
      : "Backtest of \(tapes.count) days, \(first.name) to \(last.name)"
  }

  private func settings(ofTrial trial: Int) -> [String] {
    Setting.all.filter { ["strategy", "risk", "execution", "pricing"].contains($0.section) }
      .map { "\($0.key) = \($0.text(in: configurations[trial]))" }.sorted()
  }

  /// What is asked for, then the same under the other models of the queue and twice the latency.
  private var suppositions: [(name: String, options: BacktestOptions)] {
    var list: [(String, BacktestOptions)] = [("as above", options)]
    let models: [(String, QueueModel)] = [
      ("queue: conservative", .conservative), ("queue: by share", .proportional(power: 1)),
      ("queue: optimistic", .optimistic),
    ]
    for (name, model) in models where model != options.queue {
      var other = options
      other.queue = model
      other.keepsDetail = false
      list.append((name, other))
    }
    var slow = options
    slow.latency.percent *= 2
    slow.keepsDetail = false
    list.append(("latency times 2", slow))
    return list
  }
}

/// The sums of one combination on one day.
public struct DayOutcome: Hashable, Sendable, Codable {
  public var profit: Money
  public var fees: Money
  public var fills: Int
  public var contracts: Quantity

  init(_ result: BacktestResult) {
    profit = result.netProfit
    fees = result.fees
    fills = result.days.reduce(0) { $0 + $1.fills }
    contracts = result.days.reduce(.zero) { $0 + $1.contracts }
  }
}

extension Setting {
  /// The table it stands in.
  var section: String { String(key.prefix { $0 != "." }) }
}
