/// Why data cannot answer a statistical question. There is no other answer then: never a number
/// that is none.
public enum StatisticsError: Error, Hashable, Sendable {
  /// The method needs more of them: values, periods, clusters, days or replicates.
  case tooFew(needed: Int, got: Int)
  /// More than the method's bound.
  case tooMany(allowed: Int, got: Int)
  /// The value at that place is infinite or not a number.
  case notFinite(index: Int)
  /// Every value is the same, so that nothing can be said about chance.
  case noSpread
  /// Outside the range a probability, a level or a price may have.
  case notAProbability(Double)
  /// A parameter outside the range that its declaration states.
  case outOfRange(Double)
  /// No distribution has this skewness and kurtosis: the kurtosis is at least 1 + skewness².
  case impossibleMoments(skewness: Double, rawKurtosis: Double)
  /// More successes than trials, or a negative count.
  case impossibleCount(successes: Int, trials: Int)
  /// A denominator is negative, or all of those drawn are zero.
  case undefinedRatio
  /// The estimate lies at the edge of its replicates, where BCa has no correction.
  case biasBeyondMeasure
  /// Days must rise from one to the next.
  case unorderedDays(index: Int)
}

extension StatisticsError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .tooFew(let needed, let got): "needs at least \(needed), got \(got)"
    case .tooMany(let allowed, let got): "takes at most \(allowed), got \(got)"
    case .notFinite(let index): "value \(index) is not a finite number"
    case .noSpread: "every value is the same"
    case .notAProbability(let value): "\(value) is not a probability in the range asked for"
    case .outOfRange(let value): "the parameter \(value) is out of range"
    case .impossibleMoments(let skewness, let rawKurtosis):
      "no distribution has skewness \(skewness) with raw kurtosis \(rawKurtosis)"
    case .impossibleCount(let successes, let trials):
      "\(successes) successes of \(trials) trials cannot be"
    case .undefinedRatio: "the denominators add up to nothing, or one is negative"
    case .biasBeyondMeasure: "the estimate lies at the edge of its replicates"
    case .unorderedDays(let index): "day \(index) is not after the one before it"
    }
  }
}
