internal import Glibc

/// The replicates of a resampled statistic, and the intervals they give.
public struct BootstrapDistribution: Sendable {
  /// The statistic of the data themselves.
  public let estimate: Double
  /// The statistic of each resample, rising.
  public let replicates: [Double]
  /// The statistic with each unit left out in turn, for BCa; nil where one of them is undefined.
  private let leaveOneOut: [Double]?

  /// More than this says nothing more, and would take memory.
  public static let mostReplicates = 1_000_000
  /// So many replicates must lie beyond each end of an interval, or its end is mostly chance.
  public static let fewestBeyondEnd = 10

  init(estimate: Double, replicates: [Double], leaveOneOut: [Double]?) {
    self.estimate = estimate
    self.replicates = replicates.sorted()
    self.leaveOneOut = leaveOneOut
  }

  /// The standard deviation of the replicates: the statistic's standard error.
  ///
  /// - Throws: ``StatisticsError/noSpread`` when all replicates are the same.
  public func standardError() throws(StatisticsError) -> Double {
    try Moments(of: replicates).standardDeviation
  }

  /// The interval between the replicates' own quantiles.
  ///
  /// - Throws: ``StatisticsError/tooFew(needed:got:)`` unless ``fewestBeyondEnd`` replicates lie
  ///   beyond each end: 400 at 95 %.
  public func percentile(level: Double = 0.95) throws(StatisticsError) -> ConfidenceInterval {
    let tail = (1 - (try ConfidenceInterval.checked(level: level))) / 2
    try requireReplicates(beyond: tail)
    return ConfidenceInterval(level: level, lower: quantile(tail), upper: quantile(1 - tail))
  }

  /// The bias-corrected and accelerated interval (Efron 1987): for ratios and skewed statistics.
  ///
  /// The bias is the share of replicates below the estimate, those equal to it counted half; the
  /// acceleration comes from leaving out one unit at a time.
  /// - Throws: as ``percentile(level:)``; ``StatisticsError/biasBeyondMeasure`` when the estimate
  ///   or an end lies at the edge of the replicates; `undefinedRatio` when a ratio is undefined
  ///   without one of the units.
  public func bca(level: Double = 0.95) throws(StatisticsError) -> ConfidenceInterval {
    let tail = (1 - (try ConfidenceInterval.checked(level: level))) / 2
    try requireReplicates(beyond: tail)
    let acceleration = try acceleration()
    let below = Double(place(of: estimate, orEqual: false))
    let share = (below + Double(place(of: estimate, orEqual: true))) / 2 / Double(replicates.count)
    guard share > 0, share < 1 else { throw .biasBeyondMeasure }
    let bias = StandardNormal.inverseCDF(share)
    func end(_ share: Double) throws(StatisticsError) -> Double {
      let normal = bias + StandardNormal.inverseCDF(share)
      let stretch = 1 - acceleration * normal
      guard stretch > 0 else { throw .biasBeyondMeasure }
      let corrected = StandardNormal.cdf(bias + normal / stretch)
      guard corrected > 0, corrected < 1 else { throw .biasBeyondMeasure }
      return quantile(corrected)
    }
    return ConfidenceInterval(level: level, lower: try end(tail), upper: try end(1 - tail))
  }

  /// A sixth of the skewness of the jackknife's influence values, over the root of their number.
  private func acceleration() throws(StatisticsError) -> Double {
    guard let leaveOneOut else { throw .undefinedRatio }
    let moments = try Moments(of: leaveOneOut)
    return -moments.skewness / (6 * Double(leaveOneOut.count).squareRoot())
  }

  private func requireReplicates(beyond tail: Double) throws(StatisticsError) {
    let needed = Int((Double(Self.fewestBeyondEnd) / tail - 1e-6).rounded(.up))
    guard replicates.count >= needed else { throw .tooFew(needed: needed, got: replicates.count) }
  }

  /// The quantile by linear interpolation between order statistics (type 7 of Hyndman and Fan).
  private func quantile(_ share: Double) -> Double {
    let place = share * Double(replicates.count - 1)
    let index = min(Int(place), replicates.count - 2)
    let weight = place - Double(index)
    return replicates[index] + weight * (replicates[index + 1] - replicates[index])
  }

  /// How many replicates are below `value`, or at most `value`.
  private func place(of value: Double, orEqual: Bool) -> Int {
    var low = 0
    var high = replicates.count
    while low < high {
      let middle = (low + high) / 2
      if replicates[middle] < value || (orEqual && replicates[middle] == value) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }
}
