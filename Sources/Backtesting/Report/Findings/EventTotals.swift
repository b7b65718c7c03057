internal import Probability

/// Sums of each event, the unit of resampling: markets of one game stand and fall together.
///
/// Events are in the order of their names, so that the draws of a bootstrap do not depend on the
/// order in which fills came.
struct EventTotals {
  /// Draws of one statistic at most: with many events there are fewer resamples.
  static let mostDraws = 4_000_000
  /// Resamples of one statistic: at most, and however many events there are.
  static let resamples = 1_000...4_000

  private var totals: [ClusterTotals?]

  init(events: Int) { totals = Array(repeating: nil, count: events) }

  /// Adds to both sides of the ratio of one event.
  mutating func add(event: Int, numerator: Double, denominator: Double) {
    let own = totals[event] ?? ClusterTotals(numerator: 0, denominator: 0)
    totals[event] = ClusterTotals(
      numerator: own.numerator + numerator, denominator: own.denominator + denominator)
  }

  /// The events that something was added to.
  var clusters: [ClusterTotals] { totals.compactMap { $0 } }

  static func replicates(clusters: Int) -> Int {
    min(max(mostDraws / max(clusters, 1), resamples.lowerBound), resamples.upperBound)
  }

  /// The ratio of the sums with its interval by BCa; without events, or with nothing to divide by,
  /// there is none.
  func ratio(seed: UInt64) -> Finding<Estimate> {
    let clusters = clusters
    let denominator = clusters.reduce(0) { $0 + $1.denominator }
    guard denominator > 0 else { return .insufficient("there is nothing to count") }
    let value = clusters.reduce(0) { $0 + $1.numerator } / denominator
    return .value(
      Estimate(
        value: value, interval: Self.interval(clusters, of: .ratio, seed: seed),
        units: clusters.count))
  }

  /// The sum of the numerators with its interval by BCa.
  func total(seed: UInt64) -> Estimate {
    let clusters = clusters
    return Estimate(
      value: clusters.reduce(0) { $0 + $1.numerator },
      interval: Self.interval(clusters, of: .total, seed: seed), units: clusters.count)
  }

  private static func interval(
    _ clusters: [ClusterTotals], of statistic: BootstrapStatistic, seed: UInt64
  ) -> Finding<ConfidenceInterval> {
    Finding(of: "events") { () throws(StatisticsError) in
      try ClusterBootstrap(clusters).distribution(
        of: statistic, replicates: replicates(clusters: clusters.count), seed: seed
      ).bca()
    }
  }
}
