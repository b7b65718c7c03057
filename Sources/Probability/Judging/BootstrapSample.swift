internal import Market

/// Units that a bootstrap has found fit to be drawn, with what all of them say together.
struct BootstrapSample: Sendable {
  let units: [ClusterTotals]
  let numerator: Double
  let denominator: Double

  /// - Throws: when there are fewer than `fewest`, when a number is not finite, when a denominator
  ///   is negative or all are zero, and when nothing varies.
  init(_ units: [ClusterTotals], fewest: Int) throws(StatisticsError) {
    guard units.count >= fewest else { throw .tooFew(needed: fewest, got: units.count) }
    var numerator = 0.0
    var denominator = 0.0
    for (index, unit) in units.enumerated() {
      guard unit.numerator.isFinite, unit.denominator.isFinite else {
        throw .notFinite(index: index)
      }
      guard unit.denominator >= 0 else { throw .undefinedRatio }
      numerator += unit.numerator
      denominator += unit.denominator
    }
    guard denominator > 0 else { throw .undefinedRatio }
    // The largest sum that a resample can have.
    let largest = units.reduce(0) { max($0, abs($1.numerator), $1.denominator) }
    guard (largest * Double(units.count)).isFinite else { throw .outOfRange(largest) }
    guard units.contains(where: { $0 != units[0] }) else { throw .noSpread }
    self.units = units
    self.numerator = numerator
    self.denominator = denominator
  }

  func estimate(_ statistic: BootstrapStatistic) -> Double {
    statistic == .total ? numerator : numerator / denominator
  }

  /// What each unit adds to the ratio's deviation: the series whose dependence sets a block's
  /// length. What rounding leaves of equal ratios counts as nothing.
  var influences: [Double] {
    let ratio = numerator / denominator
    let noise = units.reduce(0) { max($0, abs($1.numerator)) } * 1e-13
    return units.map { unit in
      let influence = unit.numerator - ratio * unit.denominator
      return abs(influence) <= noise ? 0 : influence
    }
  }

  /// True when resamples can differ in the statistic.
  private func varies(in statistic: BootstrapStatistic) -> Bool {
    statistic == .total
      ? units.contains { $0.numerator != units[0].numerator } : influences.contains { $0 != 0 }
  }

  /// The statistic without each unit in turn, a total scaled up to all units; nil when a ratio has
  /// no denominator left.
  func leaveOneOut(_ statistic: BootstrapStatistic) -> [Double]? {
    let scale = Double(units.count) / Double(units.count - 1)
    var values: [Double] = []
    values.reserveCapacity(units.count)
    for unit in units {
      let rest = denominator - unit.denominator
      if statistic == .ratio, rest <= 0 { return nil }
      let left = numerator - unit.numerator
      values.append(statistic == .total ? left * scale : left / rest)
    }
    return values
  }

  /// Draws resamples by `draw`, which adds up one resample, and gathers their statistics.
  func distribution(
    of statistic: BootstrapStatistic, replicates: Int, seed: UInt64,
    draw: (UnsafeBufferPointer<ClusterTotals>, inout SplitMix64) -> ClusterTotals
  ) throws(StatisticsError) -> BootstrapDistribution {
    guard replicates >= 1 else { throw .tooFew(needed: 1, got: replicates) }
    guard replicates <= BootstrapDistribution.mostReplicates else {
      throw .tooMany(allowed: BootstrapDistribution.mostReplicates, got: replicates)
    }
    guard varies(in: statistic) else { throw .noSpread }
    let drawn: [Double]? = units.withUnsafeBufferPointer { units in
      var generator = SplitMix64(seed: seed)
      var values: [Double] = []
      values.reserveCapacity(replicates)
      for _ in 0..<replicates {
        let sum = draw(units, &generator)
        let value = statistic == .total ? sum.numerator : sum.numerator / sum.denominator
        guard value.isFinite else { return nil }
        values.append(value)
      }
      return values
    }
    guard let drawn, estimate(statistic).isFinite else { throw .undefinedRatio }
    return BootstrapDistribution(
      estimate: estimate(statistic), replicates: drawn, leaveOneOut: leaveOneOut(statistic))
  }
}
