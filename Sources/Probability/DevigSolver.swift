internal import Glibc

/// The one-parameter equations behind the margin methods. All sums fall as their parameter grows.
enum DevigSolver {
  /// k with Σ π^k = 1, by Newton's method.
  ///
  /// The sum is convex and falling in k. From the left of the root Newton's steps rise to it
  /// without passing it; from the right the first step lands left of it. So no bracket is needed.
  static func powerExponent(_ implied: [Double]) -> Double {
    var k = 1.0
    for step in 0..<100 {
      var value = -1.0
      var slope = 0.0
      for probability in implied {
        let logarithm = log(probability)
        let term = exp(k * logarithm)
        value += term
        slope += term * logarithm
      }
      let next = k - value / slope
      // Behind the first step they only rise, until rounding stops them.
      if step > 0, next <= k { return k }
      k = next
    }
    return k
  }

  /// ln c with Σ π/(c + π − cπ) = 1, on [−40, 40].
  static func oddsRatioShift(_ implied: [Double]) -> Double {
    root(from: -40, to: 40) { shift in
      implied.reduce(-1) { $0 + shifted($1, by: shift) }
    }
  }

  /// The odds ratio of `probability` divided by e^shift, as a probability.
  static func shifted(_ probability: Double, by shift: Double) -> Double {
    probability / (probability + exp(shift) * (1 - probability))
  }

  /// d with Σ Φ(q − d) = 1, on [−12, 12].
  static func probitShift(_ quantiles: [Double]) -> Double {
    root(from: -12, to: 12) { shift in
      quantiles.reduce(-1) { $0 + StandardNormal.cdf($1 - shift) }
    }
  }

  /// Shin's z, on [0, 0.999]; on [−1, 0] for an underround book, where it means nothing but is the
  /// solution of the equation.
  static func shinShare(_ implied: [Double], bookSum: Double) -> Double {
    root(from: bookSum < 1 ? -1 : 0, to: bookSum < 1 ? 0 : 0.999) { share in
      implied.reduce(-1) { $0 + shin($1, share: share, bookSum: bookSum) }
    }
  }

  /// Shin's probability for one outcome.
  static func shin(_ implied: Double, share z: Double, bookSum: Double) -> Double {
    let root = (z * z + 4 * (1 - z) * implied * implied / bookSum).squareRoot()
    return (root - z) / (2 * (1 - z))
  }

  /// The root of a falling function by bisection until the interval cannot shrink. Bounded: an
  /// interval of doubles halves at most some 1,100 times, these some 70.
  static func root(from low: Double, to high: Double, _ falling: (Double) -> Double) -> Double {
    var low = low
    var high = high
    for _ in 0..<200 {
      let middle = 0.5 * (low + high)
      guard middle > low, middle < high else { break }
      let value = falling(middle)
      if value == 0 { return middle }
      if value > 0 { low = middle } else { high = middle }
    }
    return 0.5 * (low + high)
  }
}
