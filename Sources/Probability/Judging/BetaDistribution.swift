internal import Glibc

/// The beta distribution: its probability is the regularized incomplete beta function I_x(α, β).
///
/// Sources: DLMF 8.17.22 for the continued fraction, summed by Lentz's method; C. Loader, "Fast and
/// accurate computation of binomial probabilities" (2000), for a density without cancellation.
public struct BetaDistribution: Hashable, Sendable {
  /// What both parameters may be; within it the fraction converges, see the tests at the corners.
  public static let parameterRange = 1e-3...1e8

  public let alpha: Double
  public let beta: Double

  /// - Throws: ``StatisticsError/outOfRange(_:)`` for a parameter outside ``parameterRange``.
  public init(alpha: Double, beta: Double) throws(StatisticsError) {
    guard Self.parameterRange.contains(alpha) else { throw .outOfRange(alpha) }
    guard Self.parameterRange.contains(beta) else { throw .outOfRange(beta) }
    self.alpha = alpha
    self.beta = beta
  }

  public var mean: Double { alpha / (alpha + beta) }

  /// The probability of a value at or below `x`; 0 below 0, 1 above 1.
  ///
  /// - Precondition: `x` is a number.
  public func cdf(_ x: Double) -> Double {
    precondition(!x.isNaN, "the beta distribution has no probability at a place that is no number")
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    // The fraction converges fast on the side of the mean that it is used on.
    return x < (alpha + 1) / (alpha + beta + 2)
      ? min(1, front(x) * Self.fraction(alpha, beta, x) / alpha)
      : 1 - front(x) * Self.fraction(beta, alpha, 1 - x) / beta
  }

  /// The value whose ``cdf(_:)`` is `p`, by Newton's steps kept inside a bracket.
  ///
  /// - Throws: ``StatisticsError/notAProbability(_:)`` outside 0…1.
  public func inverseCDF(_ p: Double) throws(StatisticsError) -> Double {
    guard p >= 0, p <= 1 else { throw .notAProbability(p) }
    guard p > 0 else { return 0 }
    guard p < 1 else { return 1 }
    var low = 0.0
    var high = 1.0
    var x = mean
    // Halving alone ends after some 1,100 steps; Newton takes over long before.
    for _ in 0..<1_200 {
      let miss = cdf(x) - p
      if miss == 0 { return x }
      if miss < 0 { low = x } else { high = x }
      let density = front(x) / (x * (1 - x))
      var next = x - miss / density
      if !(next > low && next < high) { next = 0.5 * (low + high) }
      guard next > low, next < high, abs(next - x) > 1e-16 * next else { return x }
      x = next
    }
    return x
  }

  /// x^α (1 − x)^β / B(α, β), for x strictly between 0 and 1.
  private func front(_ x: Double) -> Double {
    let total = alpha + beta
    let exponent =
      Self.stirlingError(total) - Self.stirlingError(alpha) - Self.stirlingError(beta)
      - Self.deviance(alpha, total * x) - Self.deviance(beta, total * (1 - x))
    return (alpha / total * beta / (2 * .pi)).squareRoot() * exp(exponent)
  }

  /// ln Γ(x + 1) less Stirling's formula for it.
  private static func stirlingError(_ x: Double) -> Double {
    guard x < 16 else {
      let square = x * x
      return
        (1 / 12.0
        - (1 / 360.0 - (1 / 1_260.0 - (1 / 1_680.0 - 1 / 1_188.0 / square) / square)
          / square)
          / square)
        / x
    }
    let (logarithm, _) = lgamma(x + 1)
    return logarithm - (x + 0.5) * log(x) + x - 0.5 * log(2 * .pi)
  }

  /// x ln(x / m) + m − x, which is small and all cancellation where the two are close.
  private static func deviance(_ x: Double, _ m: Double) -> Double {
    guard abs(x - m) < 0.1 * (x + m) else { return x * log(x / m) + m - x }
    let v = (x - m) / (x + m)
    var sum = (x - m) * v
    var power = 2 * x * v
    // |v| < 0.1: every step gains two digits.
    for odd in stride(from: 3.0, through: 41, by: 2) {
      power *= v * v
      let next = sum + power / odd
      if next == sum { break }
      sum = next
    }
    return sum
  }

  /// The continued fraction, on the near side of the mean, where it takes O(√(a + b)) terms.
  private static func fraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    func nonzero(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
    var upper = 1.0
    var lower = 1 / nonzero(1 - (a + b) * x / (a + 1))
    var result = lower
    for term in 1...200_000 {
      let m = Double(term)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      lower = 1 / nonzero(1 + even * lower)
      upper = nonzero(1 + even / upper)
      result *= lower * upper
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      lower = 1 / nonzero(1 + odd * lower)
      upper = nonzero(1 + odd / upper)
      let change = lower * upper
      result *= change
      if abs(change - 1) < 1e-16 { break }
    }
    return result
  }
}
