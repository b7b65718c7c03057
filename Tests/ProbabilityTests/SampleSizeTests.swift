import Probability
import TestKit
import Testing

@Suite struct SampleSizeTests {
  @Test func `every reference edge holds`() throws {
    guard let cases = try BacktestReferences.load()?.sampleSize else { return }
    #expect(!cases.isEmpty)
    for (index, one) in cases.enumerated() {
      // The taker fee of one contract, unrounded, as the reference takes it.
      let size = try SampleSize(
        price: one.price, edge: one.trueEdge, fee: 0.07 * one.price * (1 - one.price))
      #expect(isNear(size.netEdge, one.netEdge, 1e-12), "case \(index)")
      #expect(isNear(size.standardDeviation, one.sdPerContract, 1e-12), "case \(index)")
      #expect((size.bets == nil) == (one.nFor5Pct80Power == nil), "case \(index)")
      // Where the net edge is a difference of near equals, its rounding is that of the answer.
      let relative = 1e-12 + 4e-16 / abs(one.netEdge)
      if let bets = size.bets, let wanted = one.nFor5Pct80Power {
        #expect(isNear(bets / wanted, 1, relative), "case \(index)")
      }
    }
  }

  @Test func `so many bets find the edge about as often as asked`() throws {
    let seed: UInt64 = 80
    var generator = SeededGenerator(seed: seed)
    let size = try SampleSize(price: 0.5, edge: 0.1, fee: 0.01)
    let bets = Int(try #require(size.bets).rounded(.up))
    var found = 0
    for _ in 0..<1_000 {
      var wins = 0
      for _ in 0..<bets where Double.random(in: 0..<1, using: &generator) < 0.6 { wins += 1 }
      let mean = Double(wins) / Double(bets) - 0.51
      let error = size.standardDeviation / Double(bets).squareRoot()
      if mean / error > StandardNormal.inverseCDF(0.95) { found += 1 }
    }
    #expect((750...850).contains(found), "\(found) of 1000, seed \(seed)")
  }

  @Test func `what is no edge and what is no probability`() throws {
    #expect(try SampleSize(price: 0.5, edge: 0.01, fee: 0.01).bets == nil)
    #expect(try SampleSize(price: 0.5, edge: 1e-200, fee: 0).bets == nil)
    #expect(throws: StatisticsError.notAProbability(1)) {
      try SampleSize(price: 0.9, edge: 0.1, fee: 0)
    }
    #expect(throws: StatisticsError.notAProbability(0.01)) {
      try SampleSize(price: 0.5, edge: 0.1, fee: 0, power: 0.01)
    }
    #expect(throws: StatisticsError.outOfRange(-0.1)) {
      try SampleSize(price: 0.5, edge: 0.1, fee: -0.1)
    }
  }
}
