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

  @Test func `each reason to drop a line has its name`() {
    let screen = LineScreen()
    func reason(
      _ first: Double, _ second: Double, age: Int64 = 0, gap: Int64 = 0, same: Bool = true,
      push: Bool = false
    ) -> LineDrop? {
      screen.dropReason(
        first: first, second: second, ageNanoseconds: age, sideGapNanoseconds: gap,
        isSameLine: same, canPush: push)
    }
    #expect(reason(1.91, 1.91) == nil)
    #expect(reason(2, 2) == nil)
    #expect(reason(.nan, 1.9) == .missingSide)
    #expect(reason(1.9, .nan) == .missingSide)
    #expect(reason(1, 1.9) == .unusablePrice)
    #expect(reason(.infinity, 1.9) == .unusablePrice)
    #expect(reason(2.1, 2.1) == .underround)
    #expect(reason(1.7, 1.7) == .overround)
    #expect(reason(1.91, 1.91, age: 5_000_000_000) == nil)
    #expect(reason(1.91, 1.91, age: 5_000_000_001) == .stale)
    #expect(reason(1.91, 1.91, gap: -2_000_000_001) == .sidesApart)
    #expect(reason(1.91, 1.91, same: false) == .differentLine)
    #expect(reason(1.91, 1.91, push: true) == .canPush)
  }

  @Test func `the book sum's limits are included`() {
    let screen = LineScreen()
    let atLimit = 2 / 1.15
    #expect(screen.dropReason(first: atLimit, second: atLimit, ageNanoseconds: 0) == nil)
    #expect(
      screen.dropReason(first: atLimit - 1e-6, second: atLimit, ageNanoseconds: 0) == .overround)
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
