import Probability
import TestKit
import Testing

@Suite struct BetaDistributionTests {
  /// By quadrature and by series in 30-digit arithmetic, at the Double nearest to each place.
  @Test(arguments: [
    (0.5, 0.5, 0.1, 0.204832764699133458), (0.5, 20.5, 1e-6, 0.00507786665646879681),
    (2, 3, 0.4, 0.5248), (10, 1, 0.97, 0.737424126894928058), (50.5, 50.5, 0.5, 0.5),
    (0.5, 100.5, 0.03, 0.986536231948673628), (300, 700, 0.2, 3.32824087260651764e-14),
    (3, 10_000, 1e-4, 0.080328990865353552), (5_000.5, 4_500.5, 0.53, 0.764107325279731822),
    (1e5, 2e5, 0.3333, 0.484724200249596226), (1e6, 1e6, 0.5003, 0.801928037157885032),
    (1e8, 1e8, 0.50005, 0.921350396734276764), (1e-3, 1, 1e-5, 0.98855309465693884),
    (1e-3, 1e-3, 0.5, 0.5), (1e-3, 1e-3, 1e-100, 0.397164769718137591),
    (1e-3, 1e8, 1e-9, 0.998178009733890046),
  ])
  func `the distribution function has its known values`(
    alpha: Double, beta: Double, x: Double, wanted: Double
  ) throws {
    let value = try BetaDistribution(alpha: alpha, beta: beta).cdf(x)
    #expect(isNear(value, wanted, 1e-12))
    #expect(isNear(value / wanted, 1, 1e-10))
  }

  /// For whole parameters it is a sum of binomial probabilities: the second way to the same number.
  @Test func `it is the tail of the binomial`() throws {
    let seed: UInt64 = 817
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<300 {
      let trials = Int.random(in: 1...60, using: &generator)
      let successes = Int.random(in: 1...trials, using: &generator)
      let chance = Double.random(in: 0.01...0.99, using: &generator)
      var term = 1.0
      for _ in 0..<trials { term *= 1 - chance }
      var tail = 0.0
      for count in 0...trials {
        if count >= successes { tail += term }
        term *= Double(trials - count) / Double(count + 1) * chance / (1 - chance)
      }
      let value = try BetaDistribution(
        alpha: Double(successes), beta: Double(trials - successes + 1)
      ).cdf(chance)
      #expect(isNear(value, tail, 1e-12), "\(successes)/\(trials) at \(chance), seed \(seed)")
    }
  }

  @Test func `the quantile function is its inverse`() throws {
    let seed: UInt64 = 818
    var generator = SeededGenerator(seed: seed)
    let parameters = [1e-3, 0.02, 0.5, 1, 1.5, 7, 40, 900.5, 1e5, 1e8]
    for alpha in parameters {
      for beta in parameters {
        let distribution = try BetaDistribution(alpha: alpha, beta: beta)
        for _ in 0..<3 {
          let p = Double.random(in: 0.001...0.999, using: &generator)
          let x = try distribution.inverseCDF(p)
          let place = "\(alpha), \(beta), \(p), seed \(seed)"
          #expect((0...1).contains(x), "\(place)")
          // The function may be too steep for any Double to hit p: its neighbours then bracket p.
          let below = distribution.cdf(x.nextDown.nextDown) - 1e-10
          let above = distribution.cdf(x.nextUp.nextUp) + 1e-10
          #expect(below <= p && p <= above, "\(place)")
        }
      }
    }
  }

  @Test func `it rises over its whole range`() throws {
    for (alpha, beta) in [(0.5, 0.5), (2, 30), (400, 3), (1e4, 1e4)] {
      let distribution = try BetaDistribution(alpha: alpha, beta: beta)
      var last = 0.0
      for step in 0...2_000 {
        let value = distribution.cdf(Double(step) / 2_000)
        #expect(value >= last - 1e-14 && value <= 1)
        last = value
      }
      #expect(last == 1)
    }
  }

  @Test func `outside its range it is refused or at its end`() throws {
    for bad in [0, -1, 1e-4, 1e9, .nan] {
      #expect(throws: StatisticsError.self) { try BetaDistribution(alpha: bad, beta: 1) }
      #expect(throws: StatisticsError.self) { try BetaDistribution(alpha: 1, beta: bad) }
    }
    let distribution = try BetaDistribution(alpha: 2, beta: 2)
    #expect(distribution.cdf(-1) == 0 && distribution.cdf(2) == 1)
    #expect(try distribution.inverseCDF(0) == 0)
    #expect(try distribution.inverseCDF(1) == 1)
    #expect(throws: StatisticsError.notAProbability(1.1)) { try distribution.inverseCDF(1.1) }
    #expect(throws: StatisticsError.self) { try distribution.inverseCDF(.nan) }
  }
}
