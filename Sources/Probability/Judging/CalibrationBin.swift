/// One bin of a ``Calibration``: what was forecast in it, and how often it happened.
public struct CalibrationBin: Hashable, Sendable {
  /// The bin's place among all, from 0; bins without a forecast are left out.
  public let index: Int
  /// At least 1.
  public let count: Int
  /// How many of them happened.
  public let happenedCount: Int
  public let meanForecast: Double
  /// Wilson's interval for the chance behind ``frequency``.
  public let interval: ConfidenceInterval

  /// The share that happened.
  public var frequency: Double { Double(happenedCount) / Double(count) }

  /// True unless the mean forecast lies outside the interval.
  public var isCalibrated: Bool { interval.contains(meanForecast) }

  init(_ forecasts: [Forecast], index: Int, level: Double) throws(StatisticsError) {
    self.index = index
    count = forecasts.count
    happenedCount = forecasts.count { $0.happened }
    meanForecast = forecasts.reduce(0) { $0 + $1.probability } / Double(forecasts.count)
    interval = try BinomialInterval.wilson.interval(
      successes: happenedCount, trials: count, level: level)
  }
}
