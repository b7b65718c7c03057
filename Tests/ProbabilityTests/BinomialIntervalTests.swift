import Probability
import Testing

@Suite struct BinomialIntervalTests {
  @Test func `every reference interval holds to 1e-10`() throws {
    guard let cases = try BacktestReferences.load()?.binomial else { return }
    #expect(!cases.isEmpty)
    for one in cases {
      for method in BinomialInterval.allCases {
        let wanted =
          switch method {
          case .wilson: one.wilson
          case .clopperPearson: one.beta
          case .agrestiCoull: one.agrestiCoull
          case .jeffreys: one.jeffreys
          }
        let interval = try method.interval(successes: one.k, trials: one.n)
        #expect(isNear(interval.lower, wanted[0], 1e-10), "\(method) \(one.k)/\(one.n)")
        #expect(isNear(interval.upper, wanted[1], 1e-10), "\(method) \(one.k)/\(one.n)")
      }
    }
  }

  /// Σ of the binomial probabilities whose interval holds the chance: exact, no simulation.
  private func coverage(_ method: BinomialInterval, chance: Double, trials: Int) throws -> Double {
    var probability = 1.0
    for _ in 0..<trials { probability *= 1 - chance }
    var covered = 0.0
    for successes in 0...trials {
      let interval = try method.interval(successes: successes, trials: trials)
      if interval.contains(chance) { covered += probability }
      probability *= Double(trials - successes) / Double(successes + 1) * chance / (1 - chance)
    }
    return covered
  }

  @Test func `the exact interval never covers too little and the others do on average`() throws {
    let chances = (1...19).map { Double($0) / 20 }
    for method in BinomialInterval.allCases {
      var sum = 0.0
      for chance in chances {
        let covered = try coverage(method, chance: chance, trials: 40)
        if method == .clopperPearson { #expect(covered >= 0.95, "\(chance)") }
        #expect(covered > 0.88, "\(method) \(chance)")
        sum += covered
      }
      #expect((0.94...0.99).contains(sum / 19), "\(method): \(sum / 19)")
    }
  }

  @Test func `successes and failures mirror each other and more data narrow the interval`() throws {
    for method in BinomialInterval.allCases {
      var last = 2.0
      for trials in [5, 50, 500, 5_000, 5_000_000] {
        let interval = try method.interval(successes: trials / 5, trials: trials, level: 0.9)
        let mirrored = try method.interval(
          successes: trials - trials / 5, trials: trials, level: 0.9)
        #expect(isNear(interval.lower, 1 - mirrored.upper, 1e-12), "\(method)")
        #expect(isNear(interval.upper, 1 - mirrored.lower, 1e-12), "\(method)")
        #expect(interval.contains(0.2) && interval.width < last, "\(method)")
        last = interval.width
      }
    }
  }

  @Test func `none and all reach the ends exactly`() throws {
    for method in [BinomialInterval.wilson, .clopperPearson] {
      #expect(try method.interval(successes: 0, trials: 7).lower == 0)
      #expect(try method.interval(successes: 7, trials: 7).upper == 1)
    }
  }

  @Test func `counts that cannot be are refused`() {
    for method in BinomialInterval.allCases {
      #expect(throws: StatisticsError.tooFew(needed: 1, got: 0)) {
        try method.interval(successes: 0, trials: 0)
      }
      #expect(throws: StatisticsError.impossibleCount(successes: 3, trials: 2)) {
        try method.interval(successes: 3, trials: 2)
      }
      #expect(throws: StatisticsError.impossibleCount(successes: -1, trials: 2)) {
        try method.interval(successes: -1, trials: 2)
      }
      #expect(throws: StatisticsError.notAProbability(0)) {
        try method.interval(successes: 1, trials: 2, level: 0)
      }
    }
  }
}
