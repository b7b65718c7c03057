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
    let table = try ExitTable(rows: profile.exits.rows)
    var options = BacktestOptions(engine: configuration)
    options.cash = Self.cash
    options.seed = seed
    let played = options
    let parts = try ParallelWork.run(
      count: days.count, workers: workers, progress: { _ in },
      { [self] place in
        ExitSamples(try BacktestRun.play(days[place], played), of: days[place], table: table)
      })
    var samples = ExitSamples()
    for part in parts { samples.append(part) }
    let calibration = ExitCalibration(samples.samples, table: table, seed: seed)
    return ExitCalibrationText(
      calibration, samples: samples, title: "Exits of \(profile.profile.name)",
      assumptions: assumptions + Self.own
        + ProfileChoice.assumptions(
          of: configuration, hasVolumes: days.allSatisfy(\.oddsHaveTimes)),
      suggestion: calibration.suggestedRows(over: table).map { suggestion($0) })
  }

  /// Lines of TOML.
  private func suggestion(_ rows: [ExitTable.Row]) -> [String] {
    let texts = rows.map { "\"\($0.text)\"" }.joined(separator: ", ")
    return ["[profile.\(profile.profile.name)]", "exit_rows = [\(texts)]"]
  }

  private static let own: [BacktestResult.Assumption] = [
    .init(
      "Exits",
      "one contract of the first entry in each market of a day; sold whole at the bid that calls for"
        + " it, with the taker's fee, else held to the result"),
    .init("Limits", "none: an edge that a limit would have stopped is a purchase like the others"),
  ]
}
