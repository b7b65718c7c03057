import Probability
import TestKit
import Testing

@Suite struct StandardNormalTests {
  /// Fifteen digits from the definition, computed with 50-digit arithmetic.
  @Test(arguments: [
    (0.0, 0.5), (1.0, 0.841344746068543), (-1.0, 0.158655253931457),
    (1.959963984540054, 0.975), (-3.0, 0.00134989803163009), (-6.0, 9.86587645037698e-10),
  ])
  func `the distribution function has its known values`(x: Double, p: Double) {
    #expect(abs(StandardNormal.cdf(x) - p) < 1e-14 * max(p, 1e-1))
  }

  @Test(arguments: [
    (0.5, 0.0), (0.975, 1.959963984540054), (0.25, -0.674489750196082),
    (0.001, -3.09023230616781), (1e-20, -9.26234008979841),
  ])
  func `the quantile function has its known values`(p: Double, x: Double) {
    #expect(abs(StandardNormal.inverseCDF(p) - x) < 1e-13 * max(1, abs(x)))
  }

  @Test func `the two are inverse to each other`() {
    let seed: UInt64 = 241
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<2_000 {
      let p = Double.random(in: 1e-12...(1 - 1e-12), using: &generator)
      let back = StandardNormal.cdf(StandardNormal.inverseCDF(p))
      #expect(abs(back - p) < 1e-14, "seed \(seed)")
    }
  }

  @Test func `the ends are infinite and outside is not a number`() {
    #expect(StandardNormal.inverseCDF(0) == -.infinity)
    #expect(StandardNormal.inverseCDF(1) == .infinity)
    #expect(StandardNormal.inverseCDF(-0.1).isNaN)
    #expect(StandardNormal.inverseCDF(1.1).isNaN)
    #expect(StandardNormal.inverseCDF(.nan).isNaN)
  }
}
