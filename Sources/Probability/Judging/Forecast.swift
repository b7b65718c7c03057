/// A probability that was given, and what became of it.
public struct Forecast: Hashable, Sendable {
  /// 0…1.
  public let probability: Double
  /// True when the event came about.
  public let happened: Bool

  public init(probability: Double, happened: Bool) {
    self.probability = probability
    self.happened = happened
  }

  /// The outcome as a number.
  var outcome: Double { happened ? 1 : 0 }

  /// Throws unless there are at least `fewest` and every probability lies in 0…1.
  static func check(_ forecasts: [Forecast], fewest: Int) throws(StatisticsError) {
    guard forecasts.count >= fewest else {
      throw .tooFew(needed: fewest, got: forecasts.count)
    }
    for forecast in forecasts where !(0...1).contains(forecast.probability) {
      throw .notAProbability(forecast.probability)
    }
  }
}
