import Market
import TestKit
import Testing

@testable import Backtesting
@testable import Trading

@Suite struct `The bids after a purchase` {
  private static func bid(_ cents: Int) -> ExitPath.Bid {
    ExitPath.Bid(price: Price(cents: cents), fee: .zero)
  }

  private static func path(_ bids: [Int]) -> ExitPath {
    var path = ExitPath()
    for cents in bids { path.take(bid(cents)) }
    return path
  }

  @Test func `each new high and each new low is kept in its order, and nothing between`() {
    let path = Self.path([50, 51, 50, 49, 51, 52, 49, 48, 52])
    #expect(path.extremes.map(\.sale) == [50, 51, 49, 52, 48].map(Self.bid))
    #expect(path.extremes.map(\.price) == path.extremes.map { $0.sale?.price })
  }

  @Test func `whatever two levels there are, the first bid beyond one of them is among those kept`()
  {
    for seed in UInt64(1)...200 {
      var random = SeededGenerator(seed: seed)
      var (bid, bids) = (50, [Int]())
      for _ in 0..<Int.random(in: 1...400, using: &random) {
        bid = min(99, max(1, bid + Int.random(in: -4...4, using: &random)))
        bids.append(bid)
      }
      let path = Self.path(bids)
      for _ in 0..<20 {
        let high = Int.random(in: 40...100, using: &random)
        let low = Int.random(in: 0..<high, using: &random)
        let levels = ExitLevels(takeProfit: Price(cents: high), stopLoss: Price(cents: low))
        let first = bids.map(Self.bid).first { levels.trigger(bid: $0.price) != nil }
        #expect(path.sale(by: levels) == first, "seed \(seed), \(low) and \(high)")
      }
    }
  }

  @Test func `a busy market has no more of them than twice its prices`() {
    var random = SeededGenerator(seed: 3)
    let path = Self.path((0..<100_000).map { _ in Int.random(in: 1...99, using: &random) })
    #expect(path.extremes.count <= 2 * 99)
    let prices = path.extremes.map(\.price)
    #expect(prices.contains(Price(cents: 1)) && prices.contains(Price(cents: 99)))
  }

  @Test func `where the exchange takes no sale a stop is remembered, and a profit is not`() {
    func path(_ first: Int, then: [Int]) -> ExitPath {
      var path = Self.path([50])
      path.take(unsold: Price(cents: first))
      for cents in then { path.take(Self.bid(cents)) }
      return path
    }
    let levels = ExitLevels(takeProfit: Price(cents: 55), stopLoss: Price(cents: 45))
    #expect(path(44, then: [49, 56]).sale(by: levels) == Self.bid(49))
    #expect(path(56, then: [49, 57]).sale(by: levels) == Self.bid(57))
    #expect(path(46, then: [47, 44]).sale(by: levels) == Self.bid(44))
    #expect(path(44, then: []).sale(by: levels) == nil, "nobody bid before the result")
    var timed = path(44, then: [])
    timed.end(by: Self.bid(51))
    #expect(timed.sale(by: levels) == Self.bid(51))
  }

  @Test func `what comes after time has sold does not count, and the first due by belief does`() {
    var path = Self.path([50, 51])
    path.take(Self.bid(51), isBeliefDue: true)
    path.take(Self.bid(52), isBeliefDue: true)
    path.end(by: Self.bid(49))
    path.take(Self.bid(60), isBeliefDue: true)
    path.end(by: Self.bid(70))
    #expect(path.extremes.map(\.sale) == [50, 51, 52].map(Self.bid))
    #expect(path.beliefSale == Self.bid(51) && path.timeSale == Self.bid(49))
  }
}
