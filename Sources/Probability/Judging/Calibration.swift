/// Forecasts in bins, held against what happened, and the split of the Brier score over the bins.
///
/// The expected calibration error is biased upwards for few forecasts: compare it with that of
/// simulated outcomes, never with zero. Source: `quant.md` 5.8; A. H. Murphy, "A new vector
/// partition of the probability score" (1973).
public struct Calibration: Hashable, Sendable {
  /// How forecasts are put into bins.
  public enum Binning: Hashable, Sendable {
    /// So many bins of equal width, (low, high] each, the first with its lower end.
    case equalWidth(Int)
    /// So many bins with, to within one, the same number of forecasts, by rising probability. Of
    /// forecasts with the same probability, those given first come first.
    case equalCount(Int)
  }

  /// The bins that hold forecasts, by rising probability.
  public let bins: [CalibrationBin]
  /// Σ share × (mean forecast − frequency)²: lower is better.
  public let reliability: Double
  /// Σ share × (frequency − overall frequency)²: higher is better.
  public let resolution: Double
  /// Overall frequency × (1 − overall frequency): the events' own. The Brier score is about
  /// reliability − resolution + uncertainty; exactly so when each bin holds one probability.
  public let uncertainty: Double
  /// Σ share × |mean forecast − frequency|.
  public let expectedError: Double
  /// The largest |mean forecast − frequency| of any bin.
  public let maximumError: Double

  /// - Parameters:
  ///   - forecasts: at least one; with `equalCount`, at least one a bin.
  ///   - binning: 1 to 1,000 bins.
  ///   - level: of the bins' intervals.
  /// - Throws: ``StatisticsError/tooFew(needed:got:)``, `tooMany` for the bins, `notAProbability`.
  public init(
    _ forecasts: [Forecast], binning: Binning = .equalCount(10), level: Double = 0.95
  ) throws(StatisticsError) {
    let groups = try Self.groups(forecasts, binning)
    let total = Double(forecasts.count)
    let overall = Double(forecasts.count { $0.happened }) / total
    var bins: [CalibrationBin] = []
    var reliability = 0.0
    var resolution = 0.0
    var expectedError = 0.0
    var maximumError = 0.0
    for (index, group) in groups.enumerated() where !group.isEmpty {
      let bin = try CalibrationBin(group, index: index, level: level)
      let share = Double(bin.count) / total
      let distance = bin.meanForecast - bin.frequency
      reliability += share * distance * distance
      resolution += share * (bin.frequency - overall) * (bin.frequency - overall)
      expectedError += share * abs(distance)
      maximumError = max(maximumError, abs(distance))
      bins.append(bin)
    }
    self.bins = bins
    self.reliability = reliability
    self.resolution = resolution
    uncertainty = overall * (1 - overall)
    self.expectedError = expectedError
    self.maximumError = maximumError
  }

  private static func groups(
    _ forecasts: [Forecast], _ binning: Binning
  ) throws(StatisticsError) -> [[Forecast]] {
    switch binning {
    case .equalWidth(let count):
      try check(binCount: count)
      try Forecast.check(forecasts, fewest: 1)
      var groups: [[Forecast]] = Array(repeating: [], count: count)
      for forecast in forecasts { groups[place(forecast.probability, count)].append(forecast) }
      return groups
    case .equalCount(let count):
      try check(binCount: count)
      try Forecast.check(forecasts, fewest: count)
      let order = forecasts.indices.sorted { left, right in
        let (first, second) = (forecasts[left].probability, forecasts[right].probability)
        return first == second ? left < right : first < second
      }
      // The first bins take one more where the count does not divide.
      let (size, extra) = forecasts.count.quotientAndRemainder(dividingBy: count)
      return (0..<count).map { index in
        let first = index * size + min(index, extra)
        return order[first..<(first + size + (index < extra ? 1 : 0))].map { forecasts[$0] }
      }
    }
  }

  /// The first of the bins whose upper edge, i/count as a Double, is not below the probability.
  private static func place(_ probability: Double, _ count: Int) -> Int {
    var index = min(count - 1, Int(probability * Double(count)))
    while index > 0, probability <= Double(index) / Double(count) { index -= 1 }
    while index < count - 1, probability > Double(index + 1) / Double(count) { index += 1 }
    return index
  }

  private static func check(binCount: Int) throws(StatisticsError) {
    guard binCount >= 1 else { throw .tooFew(needed: 1, got: binCount) }
    guard binCount <= 1_000 else { throw .tooMany(allowed: 1_000, got: binCount) }
  }
}
