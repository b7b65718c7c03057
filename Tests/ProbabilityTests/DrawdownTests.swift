import Market
import Probability
import TestKit
import Testing

@Suite struct DrawdownTests {
  private func dollars(_ values: [Int]) -> [Money] { values.map { Money(cents: $0 * 100) } }

  @Test func `each fall has its peak, its trough and its recovery`() throws {
    let falls = try Drawdown.all(in: dollars([0, 5, 3, 4, 5, 9, 9, 2, 1, 1, 8]))
    #expect(falls.count == 2)
    #expect(falls[0].peakIndex == 1 && falls[0].troughIndex == 2 && falls[0].recoveryIndex == 4)
    #expect(falls[0].depth == Money(cents: 200) && falls[0].length == 3)
    #expect(falls[1].peakIndex == 6 && falls[1].troughIndex == 8)
    #expect(falls[1].recoveryIndex == nil)
    #expect(falls[1].depth == Money(cents: 800) && falls[1].length == 4)
  }

  @Test func `the deepest and the longest may be two`() throws {
    let equity = dollars([10, 0, 10, 9, 9, 9, 9, 12])
    let deepest = try #require(try Drawdown.deepest(in: equity))
    let longest = try #require(try Drawdown.longest(in: equity))
    #expect(deepest.peakIndex == 0 && deepest.length == 2)
    #expect(longest.peakIndex == 2 && longest.length == 5)
  }

  @Test func `equity that never falls has none`() throws {
    #expect(try Drawdown.all(in: dollars([1, 1, 2, 2, 3])).isEmpty)
    #expect(try Drawdown.deepest(in: dollars([1, 1])) == nil)
    #expect(throws: StatisticsError.tooFew(needed: 2, got: 1)) {
      try Drawdown.deepest(in: dollars([1]))
    }
  }

  @Test func `the deepest is that of a search over all pairs`() throws {
    let seed: UInt64 = 12
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<300 {
      let count = Int.random(in: 2...40, using: &generator)
      var equity = [Money.zero]
      for _ in 1..<count {
        equity.append(
          equity[equity.count - 1] + Money(cents: Int.random(in: -3...3, using: &generator)))
      }
      var worst = Money.zero
      for (index, high) in equity.enumerated() {
        for low in equity[index...] { worst = max(worst, high - low) }
      }
      let found = try Drawdown.deepest(in: equity)
      #expect((found?.depth ?? .zero) == worst, "seed \(seed)")
      for fall in try Drawdown.all(in: equity) {
        let end = fall.recoveryIndex ?? count - 1
        #expect(fall.peakIndex < fall.troughIndex && fall.troughIndex <= end, "seed \(seed)")
        #expect(fall.length == end - fall.peakIndex, "seed \(seed)")
        #expect(
          equity[fall.peakIndex] - equity[fall.troughIndex] == fall.depth, "seed \(seed)")
      }
    }
  }
}
