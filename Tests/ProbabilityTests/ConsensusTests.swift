import Market
import Probability
import TestKit
import Testing

@Suite struct ConsensusTests {
  @Test func `the median of books is the middle or the mean of the two middle ones`() {
    var buffer = MedianBuffer()
    #expect(buffer.median == nil)
    for value in [0.6, 0.4, 0.5] {
      let taken = buffer.insert(value)
      #expect(taken)
    }
    #expect(buffer.median == 0.5)
    let taken = buffer.insert(0.52)
    #expect(taken)
    #expect(buffer.median == 0.51)
    #expect(buffer.minimum == 0.4 && buffer.maximum == 0.6)
    buffer.removeAll()
    #expect(buffer.median == nil)
  }

  @Test func `the median equals that of a sorted list`() {
    let seed: UInt64 = 5
    var generator = SeededGenerator(seed: seed)
    for count in 1...MedianBuffer.capacity {
      var buffer = MedianBuffer()
      let values = (0..<count).map { _ in Double.random(in: 0...1, using: &generator) }
      for value in values { _ = buffer.insert(value) }
      let sorted = values.sorted()
      let wanted =
        count % 2 == 1
        ? sorted[count / 2] : 0.5 * (sorted[count / 2 - 1] + sorted[count / 2])
      #expect(buffer.median == wanted, "seed \(seed)")
    }
  }

  @Test func `a full buffer and a value that is none are refused`() {
    var buffer = MedianBuffer()
    let nan = buffer.insert(.nan)
    #expect(!nan)
    for _ in 0..<MedianBuffer.capacity { _ = buffer.insert(0.5) }
    let over = buffer.insert(0.5)
    #expect(!over)
  }

  @Test func `the book sum's limits are included, and nothing beyond them`() {
    let atLimit = 2 / 1.15
    #expect(BookSum.isBelievable(1.91, 1.91))
    #expect(BookSum.isBelievable(2, 2))
    #expect(BookSum.isBelievable(atLimit, atLimit))
    #expect(!BookSum.isBelievable(atLimit - 1e-6, atLimit))
    #expect(!BookSum.isBelievable(2.1, 2.1), "underround")
    #expect(!BookSum.isBelievable(1.7, 1.7), "overround")
    #expect(!BookSum.isBelievable(.nan, 1.91) && !BookSum.isBelievable(.infinity, .infinity))
  }

  @Test func `a tie is valued by the contract's own rule`() {
    let t = 0.01
    #expect(TieRule.impossible.contractValue(winWithoutTie: 0.6, tieProbability: t) == 0.6)
    #expect(
      TieRule.settlesNo.contractValue(winWithoutTie: 0.6, tieProbability: t) == 0.6 * 0.99)
    #expect(
      TieRule.settlesHalf.contractValue(winWithoutTie: 0.6, tieProbability: t)
        == 0.6 * 0.99 + 0.005)
    let both =
      TieRule.settlesHalf.contractValue(winWithoutTie: 0.6, tieProbability: t)
      + TieRule.settlesHalf.contractValue(winWithoutTie: 0.4, tieProbability: t)
    #expect(abs(both - 1) < 1e-15)
    #expect(TieRule.standard(for: .nfl) == .settlesHalf)
    #expect(TieRule.standard(for: .ncaaf) == .impossible)
    #expect(TieRule.standardTieProbability(for: .nba) == 0)
    #expect(TieRule.standardTieProbability(for: .nfl) == 9.0 / 1823)
  }
}
