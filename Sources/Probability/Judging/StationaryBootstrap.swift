/// Resamples a time series in blocks of random length, so that neighbouring periods stay together.
///
/// Lengths are geometric; blocks start anywhere with equal chance and wrap around the end. The same
/// units, block length, replicates and seed give the same answer on every machine. Source:
/// D. N. Politis and J. P. Romano, "The stationary bootstrap", JASA 89 (1994).
public struct StationaryBootstrap: Sendable {
  /// The mean length of a block, in periods; at 1 the periods are drawn independently.
  public let meanBlockLength: Double

  private let sample: BootstrapSample

  /// A series with a block length of the caller's choice.
  ///
  /// - Parameters:
  ///   - periods: in the order of time.
  ///   - meanBlockLength: at least 1 and at most the number of periods.
  /// - Throws: ``StatisticsError/tooFew(needed:got:)`` under ``OptimalBlockLength/fewestValues``
  ///   periods, `outOfRange` for the length, and as ``ClusterBootstrap/init(_:)``.
  public init(
    _ periods: [ClusterTotals], meanBlockLength: Double
  ) throws(StatisticsError) {
    sample = try BootstrapSample(periods, fewest: OptimalBlockLength.fewestValues)
    guard meanBlockLength >= 1, meanBlockLength <= Double(periods.count) else {
      throw .outOfRange(meanBlockLength)
    }
    self.meanBlockLength = meanBlockLength
  }

  /// A series with the block length that suits its own dependence, but at least 1.
  ///
  /// The dependence is that of numerator − ratio × denominator, which for a mean is the
  /// numerator's.
  /// - Throws: as ``init(_:meanBlockLength:)``; `noSpread` when each period has the same ratio.
  public init(_ periods: [ClusterTotals]) throws(StatisticsError) {
    sample = try BootstrapSample(periods, fewest: OptimalBlockLength.fewestValues)
    meanBlockLength = max(1, try OptimalBlockLength.stationary(sample.influences))
  }

  /// Resamples `replicates` times, 1 to ``BootstrapDistribution/mostReplicates``.
  ///
  /// - Throws: ``StatisticsError/undefinedRatio`` when a resample's denominators are all zero.
  /// - Complexity: O(replicates × periods).
  public func distribution(
    of statistic: BootstrapStatistic = .ratio, replicates: Int, seed: UInt64
  ) throws(StatisticsError) -> BootstrapDistribution {
    // A block goes on when the draw is at or above this: with 1 − 1/length of all draws.
    let stop = 1 / meanBlockLength
    let threshold = stop < 1 ? UInt64(stop * 0x1p64) : .max
    return try sample.distribution(of: statistic, replicates: replicates, seed: seed) {
      units, generator in
      var sum = ClusterTotals(numerator: 0, denominator: 0)
      var place = generator.place(below: units.count)
      for index in 0..<units.count {
        if index > 0 {
          if generator.next() >= threshold {
            place = place + 1 == units.count ? 0 : place + 1
          } else {
            place = generator.place(below: units.count)
          }
        }
        sum.numerator += units[place].numerator
        sum.denominator += units[place].denominator
      }
      return sum
    }
  }
}
