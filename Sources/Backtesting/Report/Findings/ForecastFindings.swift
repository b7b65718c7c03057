public import Probability

/// Fair values against what came, beside the market's own middle price.
///
/// One fair value a market, the last before the game. Source: `quant.md` 5.8.
public struct ForecastFindings: Hashable, Sendable, Codable {
  /// Proper scores, lower is better; see `ForecastScores`.
  public struct Scores: Hashable, Sendable, Codable {
    public var markets: Int
    public var brier: Double
    /// Nats.
    public var logLoss: Double
    /// Probabilities moved in from the ends for the log loss.
    public var clamped: Int
  }

  /// Fair values and middle prices on the same markets.
  public struct Comparison: Hashable, Sendable, Codable {
    public var fair: Scores
    public var mid: Scores
    /// The mid's Brier score less the fair value's: above zero, the fair value was better.
    public var brierAdvantage: Estimate
  }

  /// One bin of `Calibration`.
  public struct Bin: Hashable, Sendable, Codable {
    public var count: Int
    /// How many paid a dollar.
    public var happened: Int
    public var meanForecast: Double
    public var frequency: Double
    /// Wilson's, at 95 %, as if markets were independent.
    public var interval: ConfidenceInterval
  }

  /// The bins, and the split of the Brier score over them.
  public struct Bins: Hashable, Sendable, Codable {
    public var bins: [Bin]
    public var reliability: Double
    public var resolution: Double
    public var uncertainty: Double
    public var expectedError: Double
  }

  /// Under so many markets there are no scores.
  public static let fewestScores = 10
  /// Under so many markets there are no bins: each holds at least ten.
  public static let fewestBinned = 20

  /// Forecasts that could be judged.
  public var markets: Int
  /// Forecasts of no use: paid neither nothing nor a dollar, or no probability.
  public var unusable: Int
  public var scores: Finding<Scores>
  public var comparison: Finding<Comparison>
  public var calibration: Finding<Bins>

  init(_ result: BacktestResult, _ events: EventNumbers, seed: UInt64) {
    let usable = result.forecasts.filter {
      (0...1).contains($0.fair) && ($0.paid == 0 || $0.paid == 1)
        && events.event(ofMarket: $0.market) != nil
    }
    markets = usable.count
    unusable = result.forecasts.count - usable.count
    let fairs = usable.map { Forecast(probability: $0.fair, happened: $0.paid == 1) }
    scores = Finding(of: "markets with a result") { () throws(StatisticsError) in
      try Self.scores(fairs)
    }
    comparison = Finding(of: "markets with a result and a middle price") {
      () throws(StatisticsError) in
      try Self.comparison(usable, events, seed: seed)
    }
    calibration = Finding(of: "markets with a result") { () throws(StatisticsError) in
      try Self.bins(fairs)
    }
  }

  private static func scores(_ forecasts: [Forecast]) throws(StatisticsError) -> Scores {
    guard forecasts.count >= fewestScores else {
      throw .tooFew(needed: fewestScores, got: forecasts.count)
    }
    let scores = try ForecastScores(forecasts)
    return Scores(
      markets: scores.count, brier: scores.brier, logLoss: scores.logLoss,
      clamped: scores.clampedCount)
  }

  private static func comparison(
    _ usable: [BacktestResult.ScoredForecast], _ events: EventNumbers, seed: UInt64
  ) throws(StatisticsError) -> Comparison {
    var fairs: [Forecast] = []
    var mids: [Forecast] = []
    var advantage = EventTotals(events: events.count)
    for forecast in usable {
      guard let mid = forecast.mid, (0...1).contains(mid),
        let event = events.event(ofMarket: forecast.market)
      else { continue }
      fairs.append(Forecast(probability: forecast.fair, happened: forecast.paid == 1))
      mids.append(Forecast(probability: mid, happened: forecast.paid == 1))
      let fairMiss = forecast.fair - forecast.paid
      let midMiss = mid - forecast.paid
      advantage.add(
        event: event, numerator: midMiss * midMiss - fairMiss * fairMiss, denominator: 1)
    }
    let fair = try scores(fairs)
    guard let brierAdvantage = advantage.ratio(seed: seed).value else { throw .noSpread }
    return Comparison(fair: fair, mid: try scores(mids), brierAdvantage: brierAdvantage)
  }

  private static func bins(_ forecasts: [Forecast]) throws(StatisticsError) -> Bins {
    guard forecasts.count >= fewestBinned else {
      throw .tooFew(needed: fewestBinned, got: forecasts.count)
    }
    let calibration = try Calibration(
      forecasts, binning: .equalCount(min(10, forecasts.count / 10)))
    return Bins(
      bins: calibration.bins.map {
        Bin(
          count: $0.count, happened: $0.happenedCount, meanForecast: $0.meanForecast,
          frequency: $0.frequency, interval: $0.interval)
      },
      reliability: calibration.reliability, resolution: calibration.resolution,
      uncertainty: calibration.uncertainty, expectedError: calibration.expectedError)
  }
}
