/// Resamples whole clusters with replacement: events, or event days.
///
/// The units must be independent of each other; where days hang together, use
/// ``StationaryBootstrap``. The same units, replicates and seed give the same answer on every
/// machine. Source: `quant.md` 10.5; A. C. Davison and D. V. Hinkley, *Bootstrap Methods and their
/// Application* (1997), section 3.8.
public struct ClusterBootstrap: Sendable {
  /// With fewer clusters the interval is much too narrow, so that there is none.
  public static let fewestClusters = 10

  private let sample: BootstrapSample

  /// - Throws: ``StatisticsError/tooFew(needed:got:)`` under ``fewestClusters``, `notFinite`,
  ///   `undefinedRatio` when a denominator is negative or all are zero, `noSpread` when all
  ///   clusters are the same.
  public init(_ clusters: [ClusterTotals]) throws(StatisticsError) {
    sample = try BootstrapSample(clusters, fewest: Self.fewestClusters)
  }

  /// Resamples `replicates` times, 1 to ``BootstrapDistribution/mostReplicates``.
  ///
  /// - Throws: ``StatisticsError/undefinedRatio`` when a resample's denominators are all zero.
  /// - Complexity: O(replicates × clusters), a few nanoseconds per draw.
  public func distribution(
    of statistic: BootstrapStatistic = .ratio, replicates: Int, seed: UInt64
  ) throws(StatisticsError) -> BootstrapDistribution {
    try sample.distribution(of: statistic, replicates: replicates, seed: seed) { units, generator in
      var sum = ClusterTotals(numerator: 0, denominator: 0)
      for _ in 0..<units.count {
        let unit = units[generator.place(below: units.count)]
        sum.numerator += unit.numerator
        sum.denominator += unit.denominator
      }
      return sum
    }
  }
}
