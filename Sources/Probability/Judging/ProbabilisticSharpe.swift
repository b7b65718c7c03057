internal import Glibc

/// How sure a Sharpe ratio is, given the length and the shape of its record and how many
/// configurations were tried.
///
/// All ratios are per period, not annualised; the kurtosis is raw. Source: D. H. Bailey and
/// M. López de Prado, "The Sharpe ratio efficient frontier" (2012) and "The deflated Sharpe ratio"
/// (2014); `quant.md` 10.5.
public struct ProbabilisticSharpe: Hashable, Sendable {
  /// Mean over standard deviation of one period's profit.
  public let sharpe: Double
  /// Periods of the record, at least 2.
  public let periods: Int
  public let skewness: Double
  /// 3 for a normal.
  public let rawKurtosis: Double
  /// The square of the estimate's standard error, times periods less one.
  private let spread: Double

  /// - Throws: ``StatisticsError/tooFew(needed:got:)`` under two periods, `impossibleMoments` when
  ///   no distribution has the two moments, `noSpread` when the estimate would have no error at
  ///   all.
  public init(
    sharpe: Double, periods: Int, skewness: Double, rawKurtosis: Double
  ) throws(StatisticsError) {
    guard periods >= 2 else { throw .tooFew(needed: 2, got: periods) }
    for (index, value) in [sharpe, skewness, rawKurtosis].enumerated() where !value.isFinite {
      throw .notFinite(index: index)
    }
    // Within rounding of moments that were computed from values.
    guard rawKurtosis >= (1 + skewness * skewness) * (1 - 1e-9) else {
      throw .impossibleMoments(skewness: skewness, rawKurtosis: rawKurtosis)
    }
    let spread = 1 - skewness * sharpe + (rawKurtosis - 1) / 4 * sharpe * sharpe
    guard spread > 0, spread.isFinite else { throw .noSpread }
    self.sharpe = sharpe
    self.periods = periods
    self.skewness = skewness
    self.rawKurtosis = rawKurtosis
    self.spread = spread
  }

  /// The Sharpe ratio of a series, by its moments.
  public init(_ moments: Moments) throws(StatisticsError) {
    try self.init(
      sharpe: moments.sharpe, periods: moments.count, skewness: moments.skewness,
      rawKurtosis: moments.rawKurtosis)
  }

  /// The standard error of ``sharpe``.
  public var standardError: Double { (spread / Double(periods - 1)).squareRoot() }

  /// The probability that the true ratio is above `benchmark`, both per period.
  ///
  /// - Throws: ``StatisticsError/outOfRange(_:)`` for a benchmark that is not finite.
  public func probability(above benchmark: Double = 0) throws(StatisticsError) -> Double {
    guard benchmark.isFinite else { throw .outOfRange(benchmark) }
    return StandardNormal.cdf((sharpe - benchmark) / standardError)
  }

  /// The probability that the true ratio is above what the best of `trials` worthless
  /// configurations would show: the deflated Sharpe ratio.
  ///
  /// `trials` counts *every* configuration that was tried, or their effective number;
  /// `varianceOfTrials` is the variance of their Sharpe ratios per period.
  public func deflated(
    trials: Int, varianceOfTrials: Double
  ) throws(StatisticsError) -> Double {
    try probability(
      above: Self.expectedMaximum(trials: trials, varianceOfTrials: varianceOfTrials))
  }

  /// How many periods a record like this one must have to show, with `confidence`, a ratio above
  /// `benchmark`; nil when the ratio is not above it: no length shows that.
  public func minimumTrackRecord(
    above benchmark: Double = 0, confidence: Double = 0.95
  ) throws(StatisticsError) -> Double? {
    guard confidence > 0, confidence < 1 else { throw .notAProbability(confidence) }
    guard benchmark.isFinite else { throw .outOfRange(benchmark) }
    guard sharpe > benchmark else { return nil }
    let ratio = StandardNormal.inverseCDF(confidence) / (sharpe - benchmark)
    let periods = 1 + spread * ratio * ratio
    return periods.isFinite ? periods : nil
  }

  /// The expected largest of `trials` independent standard normals, by extreme value theory; 0 for
  /// one trial, which has nothing to be the best of.
  public static func expectedMaximum(trials: Int) throws(StatisticsError) -> Double {
    guard trials >= 1 else { throw .tooFew(needed: 1, got: trials) }
    guard trials > 1 else { return 0 }
    let gamma = 0.577_215_664_901_532_860_61
    let share = 1 / Double(trials)
    // −Φ⁻¹(share) is Φ⁻¹(1 − share) without the loss of digits near 1.
    return -(1 - gamma) * StandardNormal.inverseCDF(share)
      - gamma * StandardNormal.inverseCDF(share * exp(-1))
  }

  /// The Sharpe ratio expected of the best of `trials` configurations without any skill.
  public static func expectedMaximum(
    trials: Int, varianceOfTrials: Double
  ) throws(StatisticsError) -> Double {
    guard varianceOfTrials >= 0, varianceOfTrials.isFinite else {
      throw .outOfRange(varianceOfTrials)
    }
    return varianceOfTrials.squareRoot() * (try expectedMaximum(trials: trials))
  }
}
