/// The first four moments of a series: profits per period, per bet or per event.
public struct Moments: Hashable, Sendable {
  /// How many values there were, at least 2.
  public let count: Int
  public let mean: Double
  /// With the divisor n − 1; above 0.
  public let standardDeviation: Double
  /// The third standardised moment with the divisor n, as the Sharpe formulas take it.
  public let skewness: Double
  /// The fourth standardised moment with the divisor n, *not* lessened by 3: a normal has 3.
  public let rawKurtosis: Double

  /// Two passes over the values, each scaled by the largest, so that no power overflows.
  ///
  /// - Throws: ``StatisticsError/tooFew(needed:got:)`` under two values, `notFinite` with the place
  ///   of the first such value, `noSpread` when all are equal, `outOfRange` where no Double holds
  ///   their spread.
  /// - Complexity: O(n); allocates nothing.
  public init(of values: [Double]) throws(StatisticsError) {
    guard values.count >= 2 else { throw .tooFew(needed: 2, got: values.count) }
    var largest = 0.0
    var isConstant = true
    for (index, value) in values.enumerated() {
      guard value.isFinite else { throw .notFinite(index: index) }
      largest = max(largest, abs(value))
      if value != values[0] { isConstant = false }
    }
    guard !isConstant else { throw .noSpread }
    let n = Double(values.count)
    let scaledMean = values.reduce(0) { $0 + $1 / largest } / n
    let reach = values.reduce(0) { max($0, abs($1 / largest - scaledMean)) }
    guard reach > 0 else { throw .noSpread }
    var second = 0.0
    var third = 0.0
    var fourth = 0.0
    for value in values {
      let deviation = (value / largest - scaledMean) / reach
      let square = deviation * deviation
      second += square
      third += square * deviation
      fourth += square * square
    }
    count = values.count
    mean = scaledMean * largest
    let deviation = (second / (n - 1)).squareRoot() * reach * largest
    guard deviation > 0 else { throw .noSpread }
    guard deviation.isFinite else { throw .outOfRange(largest) }
    standardDeviation = deviation
    let variance = second / n
    skewness = third / n / (variance * variance.squareRoot())
    rawKurtosis = fourth / n / (variance * variance)
  }

  /// The standard deviation of the mean, were the values independent.
  public var standardError: Double { standardDeviation / Double(count).squareRoot() }

  /// Mean over standard deviation, per period: never annualised here.
  public var sharpe: Double { mean / standardDeviation }
}
