public import Backtesting
public import Market
internal import Matching
internal import Trading

/// What a backtest plays, how, and with which parameters.
public struct BacktestPlan: Sendable {
  public let days: [any BacktestSource]
  /// The configuration of each trial, in the order of the grid.
  public let configurations: [DeskConfiguration]
  public let grid: ParameterGrid
  private let base: DeskConfiguration
  public var options: BacktestOptions
  /// What the recording itself makes us suppose.
  public var assumptions: [BacktestResult.Assumption]
  /// Whether each profile is played by itself too.
  public var playsAlone = false
  /// Threads at once.
  public var workers = 1

  /// - Throws: a sentence for a parameter that is unknown or out of range, before anything runs.
  public init(
    days: [any BacktestSource], base: DeskConfiguration, grid: ParameterGrid,
    options: BacktestOptions, assumptions: [BacktestResult.Assumption]
  ) throws {
    self.days = days
    self.grid = grid
    self.base = base
    self.options = options
    self.assumptions = assumptions
    if case .recorded = options.latency.model, !days.allSatisfy({ $0 is EventFileDay }) {
      throw ProcessFailure(
        .usage,
        "--latency recorded needs event files made from recordings with receipt times; for others"
          + " give fixed:TIME or sampled:JOURNAL")
    }
    for value in grid.trials.first ?? [] {
      let key = value.prefix { $0 != "=" }
      guard let section = key.split(separator: ".").first.map(String.init),
        Setting.all.contains(where: { $0.section == section }),
        !Self.sections.contains(section)
      else { continue }
      throw ProcessFailure(
        .usage,
        "--set \(key): nothing in [\(section)] changes a backtest; it reads"
          + " \(Self.sections.map { "[\($0)]" }.joined(separator: ", "))")
    }
    configurations = try grid.trials.map { try ConfigurationReader.setting($0, over: base) }
    try refuseIdleProfiles()
    guard Set(configurations.map { Self.text(of: $0) }).count == configurations.count else {
      throw ProcessFailure(.usage, "--set names a value twice, written in two ways")
    }
  }

  /// Events of all days, once.
  public var eventCount: Int { days.reduce(0) { $0 + $1.eventCount } }

  /// Plays every day with the parameters of one trial, in detail, and under each other supposition
  /// about the venue in sums.
  ///
  /// - Parameter progress: called now and then with the share that is done, 0 to 1.
  public func result(ofTrial trial: Int, progress: (Double) -> Void = { _ in }) throws
    -> BacktestResult
  {
    let suppositions = self.suppositions
    let parts = try ParallelWork.run(
      count: suppositions.count * days.count, workers: workers,
      progress: { progress(Double($0) / Double(suppositions.count * days.count)) },
      { [self] place in
        var options = suppositions[place / days.count].options
        options.engine = configurations[trial].engine
        return try BacktestRun.play(days[place % days.count], options)
      })
    var joined = suppositions.indices.map { supposition in
      var result = BacktestResult()
      for day in days.indices { result.append(parts[supposition * days.count + day]) }
      return result
    }
    let variants = joined.indices.map {
      BacktestResult.Variant(suppositions[$0].name, joined[$0])
    }
    joined[0].variants = variants
    joined[0].assumptions =
      options.assumptions + assumptions
      + ProfileChoice.assumptions(
        of: configurations[trial].engine, hasVolumes: days.allSatisfy(\.oddsHaveTimes))
    joined[0].alone = try alone(ofTrial: trial)
    joined[0].settings = settings(ofTrial: trial)
    joined[0].title = title
    return joined[0]
  }

  /// What each profile of a trial comes to by itself, the arbitrage strategy off.
  private func alone(ofTrial trial: Int) throws -> [BacktestProfile] {
    let engine = configurations[trial].engine
    guard playsAlone, !engine.profiles.isEmpty else { return [] }
    let parts = try ParallelWork.run(
      count: engine.profiles.count * days.count, workers: workers, progress: { _ in },
      { [self] place in
        var options = self.options
        options.engine = engine
        options.engine.strategy.isEnabled = false
        options.engine.profiles = [engine.profiles[place / days.count]]
        options.keepsDetail = false
        return try BacktestRun.play(days[place % days.count], options)
      })
    return engine.profiles.indices.compactMap { number in
      var result = BacktestResult()
      for day in days.indices { result.append(parts[number * days.count + day]) }
      return result.profiles.last
    }
  }

  /// A key of a profile that no combination runs changes nothing.
  private func refuseIdleProfiles() throws {
    for value in grid.trials.first ?? [] {
      let parts = value.prefix { $0 != "=" }.split(separator: ".").map(String.init)
      guard parts.count == 3, parts[0] == "profile",
        !configurations.contains(where: { $0.profiles.run.contains(parts[1]) })
      else { continue }
      throw ProcessFailure(
        .usage,
        "--set \(parts.joined(separator: ".")): the profile \(parts[1]) does not run; name it in"
          + " profiles.run or --profiles")
    }
  }

  /// Plays every day with every combination; only sums are kept.
  public func sweep(progress: (Double) -> Void = { _ in }) throws -> SweepResult {
    let total = configurations.count * days.count
    let outcomes = try ParallelWork.run(
      count: total, workers: workers, progress: { progress(Double($0) / Double(total)) },
      { [self] place in try outcome(ofTrial: place / days.count, day: place % days.count) })
    return gathered(outcomes)
  }

  /// One combination on one day.
  public func outcome(ofTrial trial: Int, day: Int) throws -> DayOutcome {
    try outcome(configurations[trial], day) {}
  }

  /// A combination named by its values, on one day; `pulse` is called now and then.
  func outcome(
    of values: [String], day: Int, pulse: @escaping () -> Void
  ) throws -> DayOutcome {
    try outcome(try ConfigurationReader.setting(values, over: base), day, pulse)
  }

  private func outcome(
    _ configuration: DeskConfiguration, _ day: Int, _ pulse: @escaping () -> Void
  ) throws -> DayOutcome {
    var options = self.options
    options.engine = configuration.engine
    options.keepsDetail = false
    return DayOutcome(try BacktestRun.play(days[day], options, pulse: pulse))
  }

  /// A name of recordings, options and version: the same where the same would come out.
  ///
  /// - Throws: what is wrong with a recording: all of it is read.
  func fingerprint() throws -> String {
    var text = ProgramVersion.current
    for day in days {
      text += "\n\(day.name) \(day.eventCount) \(try day.digest())"
      for market in day.markets { text += "\n\(market)" }
    }
    text += Self.text(of: base)
    text += "\n\(options.latency) \(options.queue) \(options.cash) \(options.seed)"
    var copy = text
    let key = copy.withUTF8 { ExchangeKey(UnsafeRawBufferPointer($0)) }
    return String(key.high, radix: 36)
  }

  /// What a backtest reads of a configuration.
  private static func text(of configuration: DeskConfiguration) -> String {
    let profiles = configuration.profiles.run.flatMap { name in
      ProfileKey.all.compactMap { Setting.ofProfile("profile.\(name).\($0.name)") }
    }
    return (Setting.all.filter { sections.contains($0.section) } + profiles).map {
      "\n\($0.key) = \($0.text(in: configuration))"
    }.joined()
  }

  /// The tables of the configuration that a backtest reads.
  private static let sections = [
    "strategy", "risk", "execution", "pricing", "consensus", "profiles", "breaker",
  ]

  /// Outcomes in the order of trials, the days of each together.
  public func gathered(_ outcomes: [DayOutcome]) -> SweepResult {
    SweepResult(
      days: days.map(\.name),
      trials: configurations.indices.map { trial in
        let each = outcomes[trial * days.count..<(trial + 1) * days.count]
        return SweepResult.Trial(
          values: grid.trials[trial], profits: each.map(\.profit),
          fees: each.reduce(.zero) { $0 + $1.fees }, fills: each.reduce(0) { $0 + $1.fills },
          contracts: each.reduce(.zero) { $0 + $1.contracts })
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
    guard let first = days.first, let last = days.last else { return "Backtest" }
    return days.count == 1
      ? "Backtest of \(first.name)"
      : "Backtest of \(days.count) days, \(first.name) to \(last.name)"
  }

  /// Every key, and of the profiles that run those that are not the design's own.
  private func settings(ofTrial trial: Int) -> [String] {
    let configuration = configurations[trial]
    let profiles = configuration.profiles.run.flatMap { name in
      ProfileKey.all.compactMap { key -> Setting? in
        let own = key.read(configuration.profiles.profile(name))
        guard own != key.read(ProfileSettings.beginning(name)) else { return nil }
        return Setting.ofProfile("profile.\(name).\(key.name)")
      }
    }
    return (Setting.all.filter { Self.sections.contains($0.section) } + profiles)
      .map { "\($0.key) = \($0.text(in: configuration))" }.sorted()
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
