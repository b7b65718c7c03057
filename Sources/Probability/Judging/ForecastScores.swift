internal import Glibc

/// How good a set of probabilities was: proper scores, lower is better. Source: `quant.md` 5.8.
public struct ForecastScores: Hashable, Sendable {
  /// Probabilities nearer to 0 or 1 than this are moved there for the log loss, which is without
  /// bound at the ends; ``clampedCount`` says how many.
  public static let clamp = 1e-6

  public let count: Int
  /// The mean squared distance from the outcomes: 0…1.
  public let brier: Double
  /// The mean of −ln of the probability given to what happened, in nats.
  public let logLoss: Double
  /// How many probabilities were clamped for ``logLoss``.
  public let clampedCount: Int

  /// - Throws: ``StatisticsError/tooFew(needed:got:)`` for none, `notAProbability` outside 0…1.
  public init(_ forecasts: [Forecast]) throws(StatisticsError) {
    try Forecast.check(forecasts, fewest: 1)
    var squares = 0.0
    var losses = 0.0
    var clamped = 0
    for forecast in forecasts {
      let distance = forecast.probability - forecast.outcome
      squares += distance * distance
      let probability = min(max(forecast.probability, Self.clamp), 1 - Self.clamp)
      if probability != forecast.probability { clamped += 1 }
      losses -= log(forecast.happened ? probability : 1 - probability)
    }
    count = forecasts.count
    brier = squares / Double(count)
    logLoss = losses / Double(count)
    clampedCount = clamped
  }
}
