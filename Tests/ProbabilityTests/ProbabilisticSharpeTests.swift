import Probability
import TestKit
import Testing

@Suite struct ProbabilisticSharpeTests {
  @Test func `every reference case holds to 1e-10`() throws {
    guard let cases = try BacktestReferences.load()?.deflatedSharpe else { return }
    #expect(!cases.isEmpty)
    for (index, one) in cases.enumerated() {
      let sharpe = try ProbabilisticSharpe(
        sharpe: one.sr, periods: one.periods, skewness: one.skew, rawKurtosis: one.kurt)
      let maximum = try ProbabilisticSharpe.expectedMaximum(
        trials: one.nTrials, varianceOfTrials: one.varTrials)
      #expect(isNear(maximum, one.sr0, 1e-10), "case \(index)")
      let deflated = try sharpe.deflated(trials: one.nTrials, varianceOfTrials: one.varTrials)
      #expect(isNear(deflated, one.dsr, 1e-10), "case \(index)")
      guard let psr0 = one.psr0 else { continue }
      #expect(isNear(try sharpe.probability(), psr0, 1e-10), "case \(index)")
      let z = try ProbabilisticSharpe.expectedMaximum(trials: one.nTrials)
      #expect(isNear(z, try #require(one.expectedMaxZ), 1e-10), "case \(index)")
      let track = try sharpe.minimumTrackRecord()
      #expect((track == nil) == (one.minTrackRecord95 == nil), "case \(index)")
      if let track, let wanted = one.minTrackRecord95 {
        #expect(isNear(track / wanted, 1, 1e-10), "case \(index)")
      }
    }
  }

  /// The paper's numerical example: annual Sharpe 2.5 over five years of days.
  @Test(arguments: [(100, 0.9004), (46, 0.9505)])
  func `the published example comes out`(trials: Int, wanted: Double) throws {
    let sharpe = try ProbabilisticSharpe(
      sharpe: 2.5 / 250.squareRoot(), periods: 1_250, skewness: -3, rawKurtosis: 10)
    let deflated = try sharpe.deflated(trials: trials, varianceOfTrials: 0.5 / 250)
    #expect(isNear(deflated, wanted, 5e-5))
  }

  @Test func `a record of the least length is exactly as sure as asked for`() throws {
    let long = try ProbabilisticSharpe(
      sharpe: 0.1, periods: 500, skewness: -0.5, rawKurtosis: 5)
    let needed = try #require(try long.minimumTrackRecord(above: 0.02, confidence: 0.9))
    let periods = Int(needed.rounded(.up))
    let enough = try ProbabilisticSharpe(
      sharpe: 0.1, periods: periods, skewness: -0.5, rawKurtosis: 5)
    let short = try ProbabilisticSharpe(
      sharpe: 0.1, periods: periods - 1, skewness: -0.5, rawKurtosis: 5)
    #expect(try enough.probability(above: 0.02) >= 0.9)
    #expect(try short.probability(above: 0.02) < 0.9)
  }

  @Test func `one trial deflates nothing and more trials deflate more`() throws {
    let sharpe = try ProbabilisticSharpe(
      sharpe: 0.1, periods: 250, skewness: 0, rawKurtosis: 3)
    #expect(try sharpe.deflated(trials: 1, varianceOfTrials: 0.01) == (try sharpe.probability()))
    var last = 1.0
    for trials in [1, 2, 5, 100, 10_000, 1_000_000_000] {
      let deflated = try sharpe.deflated(trials: trials, varianceOfTrials: 0.001)
      #expect(deflated < last)
      last = deflated
    }
  }

  @Test func `the probability is that of simulated records`() throws {
    let seed: UInt64 = 10
    var generator = SeededGenerator(seed: seed)
    // Records of a worthless strategy: the probability must be uniform, here its share below 0.1.
    var low = 0
    for _ in 0..<2_000 {
      let record = (0..<60).map { _ in Double.random(in: -1...1, using: &generator) }
      let sharpe = try ProbabilisticSharpe(Moments(of: record))
      if try sharpe.probability() > 0.9 { low += 1 }
    }
    #expect((150...250).contains(low), "\(low) of 2000, seed \(seed)")
  }

  @Test func `what cannot be judged is refused by name`() throws {
    let sharpe = try ProbabilisticSharpe(sharpe: 0.1, periods: 9, skewness: 0, rawKurtosis: 3)
    #expect(throws: StatisticsError.self) { try sharpe.probability(above: .nan) }
    #expect(throws: StatisticsError.outOfRange(.infinity)) {
      try sharpe.minimumTrackRecord(above: .infinity)
    }
    #expect(throws: StatisticsError.notAProbability(1)) {
      try sharpe.minimumTrackRecord(confidence: 1)
    }
    // So close above the benchmark that no number of periods shows it.
    let barely = try ProbabilisticSharpe(
      sharpe: 1e-200, periods: 9, skewness: 0, rawKurtosis: 3)
    #expect(try barely.minimumTrackRecord() == nil)
    #expect(throws: StatisticsError.tooFew(needed: 2, got: 1)) {
      try ProbabilisticSharpe(sharpe: 0.1, periods: 1, skewness: 0, rawKurtosis: 3)
    }
    #expect(throws: StatisticsError.impossibleMoments(skewness: 2, rawKurtosis: 4)) {
      try ProbabilisticSharpe(sharpe: 0.1, periods: 10, skewness: 2, rawKurtosis: 4)
    }
    #expect(throws: StatisticsError.notFinite(index: 0)) {
      try ProbabilisticSharpe(sharpe: .nan, periods: 10, skewness: 0, rawKurtosis: 3)
    }
    // Two outcomes in the share that makes 1 − γ₃ SR + (γ₄ − 1)/4 SR² vanish.
    #expect(throws: StatisticsError.noSpread) {
      try ProbabilisticSharpe(sharpe: 1, periods: 10, skewness: 2, rawKurtosis: 5)
    }
    #expect(throws: StatisticsError.tooFew(needed: 1, got: 0)) {
      try ProbabilisticSharpe.expectedMaximum(trials: 0)
    }
    #expect(throws: StatisticsError.outOfRange(-1)) {
      try ProbabilisticSharpe.expectedMaximum(trials: 2, varianceOfTrials: -1)
    }
  }
}
