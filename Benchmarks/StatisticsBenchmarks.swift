internal import Probability

/// (h) Resampling, as a backtest's report does it.
enum StatisticsBenchmarks {
  static func run(_ runner: inout Runner) throws {
    let units = (0..<1_000).map { place -> ClusterTotals in
      let profit = Double(place * 7_919 % 1_009) / 100 - 5
      return ClusterTotals(numerator: profit, denominator: Double(1 + place % 13))
    }
    let clusters = try ClusterBootstrap(units)
    try measure(&runner, "bootstrap: 10,000 resamples of 1,000 clusters") {
      try clusters.distribution(replicates: 10_000, seed: $0)
    }
    let blocks = try StationaryBootstrap(units, meanBlockLength: 5)
    try measure(&runner, "bootstrap: 10,000 resamples of 1,000 days in blocks") {
      try blocks.distribution(replicates: 10_000, seed: $0)
    }
  }

  private static func measure(
    _ runner: inout Runner, _ name: String,
    _ draw: (UInt64) throws -> BootstrapDistribution
  ) throws {
    var last: BootstrapDistribution?
    runner.measure(name, operations: 1) { _ in last = try? draw(1) }
    // The same seed again, outside the time.
    let again = try draw(1)
    runner.check("\(name): the same seed, the same resamples", last?.replicates == again.replicates)
    let interval = try again.percentile()
    runner.check("\(name): the estimate lies inside", interval.contains(again.estimate))
  }
}
