internal import Backtesting
public import Market
internal import Trading

/// The profiles of a backtest as the command line names them, over those of the configuration.
public struct ProfileChoice: Hashable, Sendable {
  /// `all` for the design's six, or names with commas.
  public var names: String
  /// What every one of them asks a market to have traded; nil leaves it at what each says.
  public var minimumVolume: Int64?
  /// The account's, of which each profile without a capital of its own has an equal share.
  public var cash: Money
  /// The option that names them, for what is said of a wrong name.
  public var option: String

  public init(
    names: String, minimumVolume: Int64?, cash: Money, option: String = "--profiles"
  ) {
    self.names = names
    self.minimumVolume = minimumVolume
    self.cash = cash
    self.option = option
  }

  /// The configuration with these profiles running.
  ///
  /// - Throws: a sentence for a name that nobody knows or that comes twice, or a profile that
  ///   contradicts itself.
  public func applied(to base: DeskConfiguration) throws -> DeskConfiguration {
    var configuration = base
    let known = TradingProfile.presets.map(\.name)
    let run =
      names == "all"
      ? known : names.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let share = Money(microDollars: cash.microDollars / Int64(max(1, run.count)) / 10_000 * 10_000)
    for (place, name) in run.enumerated() {
      guard !run[..<place].contains(name) else {
        throw ProcessFailure(.usage, "\(option) \(names): names \(name) twice")
      }
      guard known.contains(name) || base.profiles.tables[name] != nil else {
        throw ProcessFailure(
          .usage,
          "\(option) \(names): no profile \"\(name)\"; there are \(known.joined(separator: ", "))"
            + " and those with a [profile.NAME] table in the configuration")
      }
      var profile = configuration.profiles.profile(name)
      if profile.capital <= .zero { profile.capital = share }
      if let minimumVolume { profile.profile.minimumVolume = minimumVolume }
      configuration.profiles.tables[name] = profile
    }
    configuration.profiles.run = run
    return try ConfigurationReader.setting([], over: configuration)
  }

  /// Reads `--min-volume`.
  ///
  /// - Throws: a sentence for what is no number of contracts.
  public static func minimumVolume(_ text: String) throws(ProcessFailure) -> Int64 {
    guard let count = Int64(text), (0...1_000_000_000).contains(count) else {
      throw ProcessFailure(
        .usage, "--min-volume \(text) is not a number of contracts from 0 to 1000000000")
    }
    return count
  }

  /// What running these profiles makes us suppose, for the head of the report; nothing without any.
  ///
  /// - Parameter hasVolumes: the recording tells what was traded in 24 hours.
  static func assumptions(
    of engine: EngineConfiguration, hasVolumes: Bool
  ) -> [BacktestResult.Assumption] {
    guard !engine.profiles.isEmpty else { return [] }
    var list: [BacktestResult.Assumption] = [
      .init(
        "Profiles",
        "one account, a ledger of its own for each: "
          + engine.profiles.map { "\($0.profile.name) \(RunReportText.dollars($0.capital)) $" }
          .joined(separator: ", ")
          + "; the arbitrage strategy is "
          + (engine.strategy.isEnabled ? "on, with what they leave" : "off"))
    ]
    guard !hasVolumes else { return list }
    let asking = engine.profiles.filter { $0.profile.minimumVolume > 0 }.map(\.profile.name)
    list.append(
      .init(
        "Volume",
        "the recording does not say what was traded in 24 hours; "
          + (asking.isEmpty
            ? "no profile asks for any (min_volume 0), and none has the confidence it gives"
            : "\(asking.joined(separator: ", ")) ask for some and can trade nothing"
              + " (min_volume, or --min-volume 0)")))
    list.append(
      .init(
        "Ages",
        "the lines' are not known and taken as 0: every book of a date has its whole weight and no"
          + " condition of age stops anything"))
    return list
  }
}
