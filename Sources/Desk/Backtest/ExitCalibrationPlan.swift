public import Backtesting
internal import Market
internal import Trading

/// Purchases of one profile on recordings, and an exit table fitted to them.
public struct ExitCalibrationPlan: Sendable {
  private let days: [any BacktestSource]
  private let profile: ProfileConfiguration
  private let configuration: EngineConfiguration
  private let assumptions: [BacktestResult.Assumption]
  private let seed: UInt64
  /// Threads at once.
  public var workers = 1

  /// Play money for each day: purchases are looked at one contract each, whatever their size.
  private static let cash = Money(cents: 10_000_000)

  /// - Parameter name: of the profile whose entries and whose table it is.
  /// - Throws: a sentence for a profile that nobody knows or that contradicts itself.
  public init(
    days: [any BacktestSource], base: DeskConfiguration, profile name: String,
    minimumVolume: Int64?, seed: UInt64, assumptions: [BacktestResult.Assumption]
  ) throws {
    guard name != "all", !name.contains(",") else {
      throw ProcessFailure(.usage, "--profile \(name): one profile at a time")
    }
    let chosen = try ProfileChoice(
      names: name, minimumVolume: minimumVolume, cash: Self.cash, option: "--profile"
    ).applied(to: base)
    guard let profile = chosen.engine.profiles.first else {
      throw ProcessFailure(.usage, "--profile \(name): no such profile")
    }
    self.days = days
    self.profile = profile
    self.seed = seed
    var engine = chosen.engine
    engine.strategy.isEnabled = false
    engine.risk = .unlimited
    engine.breaker.rejects = Int32(RateWindow.most)
    engine.profiles[0].capital = Self.cash
    engine.profiles[0].limits = .unlimited
    engine.profiles[0].exits.rule = .hold
    engine.profiles[0].exits.maximumHoldNanoseconds = 0
    engine.profiles[0].exits.beforeStartNanoseconds = -1
    configuration = engine
    self.assumptions = assumptions
  }

  /// Plays every day, fits the table, and tells what came of it.
  ///
  /// - Throws: what is wrong with a recording.
  public func run() throws -> ExitCalibrationText {
    let exits = profile.exits
    var options = BacktestOptions(engine: configuration)
    options.cash = Self.cash
    options.seed = seed
    let played = options
    let parts = try ParallelWork.run(
      count: days.count, workers: workers, progress: { _ in },
      { [self] place in
        try BacktestRun.purchases(of: days[place], played, exits: exits)
      })
    var samples = ExitSamples()
    for part in parts { samples.append(part) }
    let calibration = try ExitCalibration(samples.samples, exits: exits, seed: seed)
    let suggestion = ExitSuggestion(calibration, over: try ExitTable(rows: exits.rows))
    return ExitCalibrationText(
      calibration, samples: samples, title: "Exits of \(profile.profile.name)",
      assumptions: assumptions + Self.own + [rules]
        + ProfileChoice.assumptions(
          of: configuration, hasVolumes: days.allSatisfy(\.oddsHaveTimes)),
      suggestion: suggestion, lines: lines(suggestion.rows))
  }

  /// Lines of TOML.
  private func lines(_ rows: [ExitTable.Row]) -> [String] {
    let texts = rows.map { "\"\($0.text)\"" }.joined(separator: ", ")
    return ["[profile.\(profile.profile.name)]", "exit_rows = [\(texts)]"]
  }

  /// By what the profile sells.
  private var rules: BacktestResult.Assumption {
    let exits = profile.exits
    var text =
      exits.mode == .net
      ? "moves count from the cost with its fee, by what a bid leaves after its own (exit_mode net)"
      : "moves count from the price of the purchase (exit_mode design)"
    if exits.maximumHoldNanoseconds > 0 {
      text += "; sold after \(DurationText.short(nanoseconds: exits.maximumHoldNanoseconds))"
    }
    if exits.beforeStartNanoseconds >= 0 {
      text +=
        "; sold \(DurationText.short(nanoseconds: exits.beforeStartNanoseconds)) before the game"
    }
    if exits.rule != .table {
      text += "; it sells by \(exits.rule.rawValue), and its table is judged as if it sold by that"
    }
    return .init("Rules", text)
  }

  private static let own: [BacktestResult.Assumption] = [
    .init(
      "Exits",
      "one contract of the first purchase in each market of a stretch; sold whole at the bid that"
        + " calls for it, with the taker's fee, else held to the result"),
    .init(
      "Refusals",
      "what the stop would sell at once is not bought, as in trading, and counts as 0; a later"
        + " purchase there is not looked for"),
    .init("Limits", "none: an edge that a limit would have stopped is a purchase like the others"),
  ]
}
