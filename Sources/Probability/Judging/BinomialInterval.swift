/// Intervals for the chance of success, from a count of successes.
///
/// Source: L. D. Brown, T. T. Cai and A. DasGupta, "Interval estimation for a binomial proportion",
/// Statistical Science 16 (2001).
public enum BinomialInterval: String, Hashable, Sendable, CaseIterable {
  /// From the score test: short, and right on average. The default for calibration.
  case wilson
  /// The exact interval by the beta distribution: never covers less than the level.
  case clopperPearson
  /// Wald's interval about Wilson's centre, cut off at 0 and 1.
  case agrestiCoull
  /// The equal tails of the posterior under the prior beta(½, ½).
  case jeffreys

  /// The interval for `successes` of `trials`.
  ///
  /// - Throws: ``StatisticsError/tooFew(needed:got:)`` without a trial, `impossibleCount` for
  ///   counts that cannot be, `notAProbability` unless the level is strictly between 0 and 1,
  ///   `outOfRange` beyond a hundred million trials.
  public func interval(
    successes: Int, trials: Int, level: Double = 0.95
  ) throws(StatisticsError) -> ConfidenceInterval {
    guard trials >= 1 else { throw .tooFew(needed: 1, got: trials) }
    guard successes >= 0, successes <= trials else {
      throw .impossibleCount(successes: successes, trials: trials)
    }
    let tail = (1 - (try ConfidenceInterval.checked(level: level))) / 2
    let count = Double(successes)
    let rest = Double(trials - successes)
    let (lower, upper): (Double, Double)
    switch self {
    case .wilson: (lower, upper) = Self.wilson(count, rest, tail)
    case .agrestiCoull: (lower, upper) = Self.agrestiCoull(count, rest, tail)
    case .clopperPearson:
      lower =
        successes == 0
        ? 0 : try BetaDistribution(alpha: count, beta: rest + 1).inverseCDF(tail)
      upper =
        successes == trials
        ? 1 : try BetaDistribution(alpha: count + 1, beta: rest).inverseCDF(1 - tail)
    case .jeffreys:
      let posterior = try BetaDistribution(alpha: count + 0.5, beta: rest + 0.5)
      lower = try posterior.inverseCDF(tail)
      upper = try posterior.inverseCDF(1 - tail)
    }
    return ConfidenceInterval(level: level, lower: lower, upper: upper)
  }

  private static func wilson(_ count: Double, _ rest: Double, _ tail: Double) -> (Double, Double) {
    let n = count + rest
    let z = -StandardNormal.inverseCDF(tail)
    let centre = (count + z * z / 2) / (n + z * z)
    let half = z / (n + z * z) * (count * rest / n + z * z / 4).squareRoot()
    // At the ends of the range the formula's own ends are 0 and 1 but for rounding.
    return (count == 0 ? 0 : max(0, centre - half), rest == 0 ? 1 : min(1, centre + half))
  }

  private static func agrestiCoull(
    _ count: Double, _ rest: Double, _ tail: Double
  ) -> (Double, Double) {
    let z = -StandardNormal.inverseCDF(tail)
    let n = count + rest + z * z
    let centre = (count + z * z / 2) / n
    let half = z * (centre * (1 - centre) / n).squareRoot()
    return (max(0, centre - half), min(1, centre + half))
  }
}
