import TestKit
import Testing

@testable import Probability

private struct PoolingFile: Decodable {
  struct Case: Decodable {
    var p: [Double]
    var weights: [Double]
    var linear: Double
    var median: Double
    var logitPool: Double
    var kept: [Bool]
    var robustLogitPool: Double
  }
  var pooling: [Case]
}

@Suite struct `The consensus of books` {
  /// Nothing is dropped, no weight cut.
  static let lenient = ConsensusRule(
    outlierDeviations: .infinity, fewBooksDistance: 1, maximumShare: 1)
  static let second: Int64 = 1_000_000_000

  /// Opinions of books of their own, as old as is said, in seconds.
  static func pool(
    _ probabilities: [Double], sharpness: [Double] = [], ages: [Int64] = [], sources: [Int32] = []
  ) throws -> ConsensusPool {
    var pool = ConsensusPool()
    for (place, probability) in probabilities.enumerated() {
      pool.add(
        try #require(
          BookOpinion(
            probability: probability,
            ageNanoseconds: (ages.isEmpty ? 0 : ages[place]) * second,
            sharpness: sharpness.isEmpty ? 1 : sharpness[place],
            source: sources.isEmpty ? -1 : sources[place])))
    }
    return pool
  }

  static func consensus(_ pool: inout ConsensusPool, _ rule: ConsensusRule) throws -> Consensus {
    let consensus = pool.consensus(by: rule)
    return try #require(consensus)
  }

  @Test func `pools and outliers are those of the references`() throws {
    guard
      let cases = try loadReference(
        "05_ensemble_calibration.json", as: PoolingFile.self)?.pooling
    else { return }
    var robust = 0
    for row in cases {
      var pool = try Self.pool(row.p, sharpness: row.weights)
      let all = try Self.consensus(&pool, Self.lenient)
      #expect(isNear(all.probability, row.logitPool, 1e-12))
      #expect(isNear(all.linear, row.linear, 1e-12))
      #expect(isNear(all.median, row.median, 1e-12))
      guard row.p.count >= ConsensusPool.informativeBooks else { continue }
      let kept = try Self.consensus(&pool, ConsensusRule(maximumShare: 1))
      #expect(kept.books == row.kept.count { $0 })
      #expect(kept.drops[.outlier] == row.kept.count { !$0 })
      #expect(isNear(kept.probability, row.robustLogitPool, 1e-12))
      robust += 1
    }
    #expect(cases.count == 24)
    #expect(robust > 10)
  }

  @Test func `of two or three books the one far from the sharpest is dropped`() throws {
    var pool = try Self.pool([0.55, 0.56, 0.62], sharpness: [3, 1, 1])
    let consensus = try Self.consensus(&pool, ConsensusRule())
    #expect(consensus.books == 2 && consensus.drops[.outlier] == 1)
    #expect(isNear(consensus.spread, 0.01, 1e-12))
    // Of equally sharp ones the freshest is believed.
    pool = try Self.pool([0.50, 0.60], ages: [10, 5])
    let one = try Self.consensus(&pool, ConsensusRule())
    #expect(one.books == 1 && isNear(one.probability, 0.6, 1e-12))
  }

  @Test func `an old line has no voice, and one at the limit has`() throws {
    var pool = try Self.pool([0.5, 0.52], ages: [120, 121])
    let consensus = try Self.consensus(&pool, ConsensusRule())
    #expect(consensus.books == 1 && consensus.drops[.stale] == 1 && consensus.offered == 2)
    #expect(consensus.oldestNanoseconds == 120 * Self.second)
    pool = try Self.pool([0.5], ages: [121])
    let none = pool.consensus(by: ConsensusRule())
    #expect(none == nil)
    #expect(pool.drops[.stale] == 1)
  }

  @Test func `a line that a sharper book has overtaken has no voice`() throws {
    var pool = try Self.pool([0.6, 0.59])
    pool.add(try #require(BookOpinion(probability: 0.5, isOvertaken: true)))
    let consensus = try Self.consensus(&pool, ConsensusRule())
    #expect(consensus.books == 2 && consensus.drops[.overtaken] == 1)
  }

  @Test func `books of one source count once, by their freshest line`() throws {
    var pool = try Self.pool(
      [0.50, 0.52, 0.51, 0.53], ages: [3, 1, 2, 1], sources: [7, 7, -1, 7])
    let consensus = try Self.consensus(&pool, Self.lenient)
    #expect(consensus.books == 2 && consensus.drops[.sameSource] == 2)
    #expect(consensus.median == (0.52 + 0.51) / 2)
  }

  @Test func `a fresher line weighs more, and only the difference of ages counts`() throws {
    let rule = ConsensusRule(fewBooksDistance: 1, maximumShare: 1)
    var pool = try Self.pool([0.4, 0.6], ages: [0, 60])
    let young = try Self.consensus(&pool, rule)
    // Weights 1 and 1/e of log odds that are each other's opposite.
    let share = 1 / (1 + 0.36787944117144233)
    let expected = LogOdds.probability((1 - 2 * share) * 0.4054651081081642)
    #expect(isNear(young.probability, expected, 1e-12))
    pool = try Self.pool([0.4, 0.6], ages: [50, 110])
    let old = try Self.consensus(&pool, rule)
    #expect(isNear(old.probability, young.probability, 1e-15))
  }

  @Test func `no book has more than its share unless it is alone`() throws {
    var pool = try Self.pool([0.50, 0.52], sharpness: [1_000, 1])
    let two = try Self.consensus(&pool, ConsensusRule())
    let expected = LogOdds.probability(0.4 * (LogOdds.of(0.52) ?? 0))
    #expect(isNear(two.probability, expected, 1e-12))
    pool = try Self.pool([0.42], sharpness: [1_000])
    let one = try Self.consensus(&pool, ConsensusRule())
    #expect(isNear(one.probability, 0.42, 1e-12))
    #expect(one.standardError == Consensus.leastStandardError)
  }

  @Test func `the design's plain mean takes every book alike`() throws {
    // The four books of its example: 53, 56, 54 and 57 cents.
    var pool = try Self.pool([0.53, 0.56, 0.54, 0.57], sharpness: [9, 1, 1, 1])
    let consensus = try Self.consensus(&pool, ConsensusRule(method: .mean))
    #expect(isNear(consensus.probability, 0.55, 1e-12))
    #expect(isNear(consensus.spread, 0.04, 1e-12))
    #expect(consensus.books == 4)
    let median = try Self.consensus(&pool, ConsensusRule(method: .median))
    #expect(isNear(median.probability, 0.55, 1e-12))
  }

  @Test func `the order of the books changes nothing`() throws {
    for seed in UInt64(1)...200 {
      var generator = SeededGenerator(seed: seed)
      let count = Int.random(in: 1...12, using: &generator)
      let books = (0..<count).map { place in
        (
          Double.random(in: 0.3...0.7, using: &generator),
          Double.random(in: 0.5...3, using: &generator),
          // All of different ages, so that nothing is equally fresh.
          Int64(place * 11), Int32.random(in: -1...3, using: &generator)
        )
      }
      func consensus(_ books: [(Double, Double, Int64, Int32)]) throws -> Consensus? {
        var pool = try Self.pool(
          books.map(\.0), sharpness: books.map(\.1), ages: books.map(\.2),
          sources: books.map(\.3))
        return pool.consensus(by: ConsensusRule())
      }
      let first = try consensus(books)
      let second = try consensus(books.shuffled(using: &generator))
      #expect(first?.books == second?.books && first?.drops == second?.drops, "seed \(seed)")
      #expect(
        isNear(first?.probability ?? -1, second?.probability ?? -1, 1e-13), "seed \(seed)")
      if let first {
        #expect(first.books + droppedCount(first.drops) == first.offered, "seed \(seed)")
        #expect(first.probability > 0 && first.probability < 1 && first.standardError >= 0.01)
      }
    }
  }

  private func droppedCount(_ drops: OpinionDrops) -> Int {
    OpinionDrop.allCases.reduce(0) { $0 + drops[$1] }
  }

  @Test func `books beyond the room are dropped and counted`() throws {
    var pool = try Self.pool(Array(repeating: 0.5, count: ConsensusPool.capacity + 3))
    let consensus = try Self.consensus(&pool, ConsensusRule())
    #expect(consensus.books == ConsensusPool.capacity && consensus.drops[.tooMany] == 3)
    #expect(consensus.offered == ConsensusPool.capacity + 3)
    pool.removeAll()
    let none = pool.consensus(by: ConsensusRule())
    #expect(none == nil)
  }

  @Test(arguments: [0.0, 1.0, -0.1, 1.1, .nan, .infinity])
  func `what is no probability strictly between is no opinion`(value: Double) {
    #expect(BookOpinion(probability: value) == nil)
  }

  @Test(arguments: [0.0, -1.0, .nan, .infinity])
  func `a sharpness that is no number above zero is none`(value: Double) {
    #expect(BookOpinion(probability: 0.5, sharpness: value) == nil)
  }

  @Test func `a line is as old as its own book may be, or else as the rule says`() throws {
    var opinion = try #require(BookOpinion(probability: 0.5, ageNanoseconds: 130 * Self.second))
    func isKept() throws -> Bool {
      var pool = ConsensusPool()
      pool.add(opinion)
      return pool.consensus(by: ConsensusRule()) != nil
    }
    #expect(try !isKept())
    opinion.maximumAgeNanoseconds = 130 * Self.second
    #expect(try isKept())
    opinion.maximumAgeNanoseconds = 130 * Self.second - 1
    #expect(try !isKept())
    opinion.maximumAgeNanoseconds = .max
    opinion.ageNanoseconds = .max
    #expect(try isKept())
  }
}
