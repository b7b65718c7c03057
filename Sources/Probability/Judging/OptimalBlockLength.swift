internal import Glibc

/// The block length that makes the stationary bootstrap's variance estimate best.
///
/// Source: D. N. Politis and H. White, "Automatic block-length selection for the dependent
/// bootstrap" (2004), with the correction of A. Patton, Politis and White (2009). The choices the
/// papers leave open are those of `arch` 8.0: the band of insignificance is ±2√(log₁₀ n / n), the
/// run looked for has max(5, ⌊log₁₀ n⌋) lags, and the length is at most ⌈min(3√n, n/3)⌉.
public enum OptimalBlockLength {
  /// With fewer values there are too few lags to look at.
  public static let fewestValues = 20

  /// The length in periods; it may come out below 1, which means that blocks are of no use.
  ///
  /// - Throws: ``StatisticsError/tooFew(needed:got:)`` under ``fewestValues``, `notFinite`,
  ///   `noSpread` when all values are the same.
  /// - Complexity: O(n√n).
  public static func stationary(_ values: [Double]) throws(StatisticsError) -> Double {
    guard values.count >= fewestValues else {
      throw .tooFew(needed: fewestValues, got: values.count)
    }
    // In units of the spread, so that neither scale nor offset matters.
    let moments = try Moments(of: values)
    let deviations = values.map { ($0 - moments.mean) / moments.standardDeviation }
    let n = Double(values.count)
    let run = max(5, Int(log10(n)))
    let mostLags = Int(n.squareRoot().rounded(.up)) + run
    let lags = correlations(deviations, lags: 0...mostLags)
    let band = 2 * (log10(n) / n).squareRoot()
    // The first lag from which a whole run of correlations is inside the band.
    let quiet = (0...(mostLags - run)).first { first in
      lags.correlations[first..<(first + run)].allSatisfy { abs($0) < band }
    }
    let width = quiet.map { min(2 * max($0, 1), mostLags) } ?? mostLags
    var slope = 0.0
    var variance = lags.covariances[0]
    for lag in 1...width {
      let share = Double(lag) / Double(width)
      let weight = share <= 0.5 ? 1 : 2 * (1 - share)
      slope += 2 * weight * Double(lag) * lags.covariances[lag]
      variance += 2 * weight * lags.covariances[lag]
    }
    let longest = min(3 * n.squareRoot(), n / 3).rounded(.up)
    guard variance != 0 else { return longest }
    let ratio = slope / variance
    return min(cbrt(ratio * ratio * n), longest)
  }

  /// Covariances over n, and correlations over the values that both sides have behind the lag.
  private static func correlations(
    _ deviations: [Double], lags: ClosedRange<Int>
  ) -> (covariances: [Double], correlations: [Double]) {
    let count = deviations.count
    var covariances: [Double] = []
    var correlations: [Double] = []
    for lag in lags {
      var product = 0.0
      for index in lag..<count { product += deviations[index] * deviations[index - lag] }
      let late = deviations[(lag + 1)...].reduce(0) { $0 + $1 * $1 }
      let early = deviations[..<(count - lag - 1)].reduce(0) { $0 + $1 * $1 }
      let scale = (late * early).squareRoot()
      covariances.append(product / Double(count))
      // Without spread on one side there is no correlation to call small.
      correlations.append(scale > 0 ? product / scale : .infinity)
    }
    return (covariances, correlations)
  }
}
