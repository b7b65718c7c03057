import Testing

@testable import Probability

@Suite struct `What each book counts for` {
  private static func shares(
    _ pool: ConsensusPool, _ method: ConsensusRule.Method, _ count: Int
  ) -> [Double] {
    (0..<count).map { pool.share(at: $0, by: method) }
  }

  @Test func `by weights in the pool of log odds, alike in means, nothing where it is dropped`()
    throws
  {
    for method in ConsensusRule.Method.allCases {
      var pool = try `The consensus of books`.pool(
        [0.5, 0.51, 0.505, 0.9, 0.5], sharpness: [1, 2, 1, 1, 1], ages: [0, 0, 0, 0, 500])
      let rule = ConsensusRule(method: method)
      let consensus = pool.consensus(by: rule)
      #expect(consensus?.books == 3)
      let found = Self.shares(pool, method, 5)
      let third = 1.0 / 3
      let expected: [Double] =
        method == .logOddsPool ? [0.25, 0.5, 0.25, 0, 0] : [third, third, third, 0, 0]
      #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-12 }, "\(method): \(found)")
    }
  }

  @Test func `the shares give back what was pooled, whatever was cut`() throws {
    let probabilities = [0.42, 0.43, 0.44, 0.41]
    var pool = try `The consensus of books`.pool(
      probabilities, sharpness: [9, 1, 1, 1], ages: [0, 10, 20, 30])
    let pooled = pool.consensus(by: ConsensusRule())
    let shares = Self.shares(pool, .logOddsPool, 4)
    #expect(abs(shares.reduce(0, +) - 1) < 1e-12)
    #expect(abs(shares[0] - 0.6) < 1e-12, "no book has more")
    var sum = 0.0
    for (share, probability) in zip(shares, probabilities) {
      sum += share * (try #require(LogOdds.of(probability)))
    }
    let expected = try #require(pooled).probability
    #expect(abs(LogOdds.probability(sum) - expected) < 1e-12)
  }

  @Test func `a place that no opinion has counts for nothing`() throws {
    var pool = try `The consensus of books`.pool([0.5, 0.5])
    let consensus = pool.consensus(by: ConsensusRule())
    #expect(consensus != nil)
    for place in [-1, 2, 63, 64, 1_000] {
      #expect(pool.share(at: place, by: .logOddsPool) == 0)
    }
  }
}
