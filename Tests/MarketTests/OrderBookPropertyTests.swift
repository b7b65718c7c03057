import Market
import TestKit
import Testing

@Suite struct OrderBookPropertyTests {
  @Test(arguments: PriceGridTests.published.indices)
  func `random changes leave the same book as a plain table of levels`(place: Int) throws {
    let grid = try grid(PriceGridTests.published[place])
    let seed = UInt64(0xB00C + place)
    var random = SeededGenerator(seed: seed)
    var book = OrderBook(grid: grid)
    _ = book.apply(snapshotBids: [], asks: [])
    var plain: [[Int: Int64]] = [[:], [:]]
    var (lastBest, lastRanks) = ([Int?.none, nil], book.bestRanks)
    for step in 0..<3_000 {
      let side = Bool.random(using: &random) ? BookSide.bid : .ask
      let slot = Int.random(in: 1..<grid.lastSlot, using: &random)
      let old = plain[Int(side.rawValue)][slot] ?? 0
      let removes = old > 0 && Int.random(in: 0..<3, using: &random) > 0
      let delta = removes ? -old : Int64.random(in: 1...10_000, using: &random)
      plain[Int(side.rawValue)][slot] = old + delta == 0 ? nil : old + delta
      let outcome = book.apply(
        delta: Quantity(hundredths: delta), side: side, price: grid.price(atSlot: slot))
      let (bid, ask) = (plain[0].keys.max(), plain[1].keys.min())
      let crosses = (bid ?? -1) >= (ask ?? .max)
      try #require(outcome == (crosses ? .crossed : .ok), "seed \(seed), step \(step)")
      try #require(book.bestBid?.price == bid.map(grid.price(atSlot:)), "seed \(seed) \(step)")
      try #require(book.bestAsk?.price == ask.map(grid.price(atSlot:)), "seed \(seed) \(step)")
      try #require(book.bestPrice(.bid) == book.bestBid?.price, "seed \(seed) \(step)")
      try #require(book.bestPrice(.ask) == book.bestAsk?.price, "seed \(seed) \(step)")
      try #require((lastBest == [bid, ask]) == (lastRanks == book.bestRanks), "seed \(seed)")
      (lastBest, lastRanks) = ([bid, ask], book.bestRanks)
      guard step % 250 == 0 else { continue }
      let bids = plain[0].sorted { $0.key > $1.key }
      let asks = plain[1].sorted { $0.key < $1.key }
      #expect(book.levels(.bid) == bids.map { level($0, grid) }, "seed \(seed), step \(step)")
      #expect(book.levels(.ask) == asks.map { level($0, grid) }, "seed \(seed), step \(step)")
      #expect(book.levelCount(.ask) == asks.count, "seed \(seed), step \(step)")
    }
  }

  @Test func `changes, best prices and depth allocate nothing`() {
    let books = OrderBooks(grids: [PriceGrid](repeating: .wholeCents, count: 8))
    for market in 0..<8 { _ = books[MarketID(market)].apply(snapshotBids: [], asks: []) }
    var random = SeededGenerator(seed: 7)
    var cents: Int64 = 0
    let count = steadyAllocations {
      for _ in 0..<20_000 {
        let bits = random.next()
        let market = MarketID(Int(bits & 7))
        let side = bits & 8 == 0 ? BookSide.bid : .ask
        let price = Price(cents: 1 + Int(bits >> 8 & 63))
        let held = books[market].quantity(at: price, side)
        let change = held.isZero ? Quantity(hundredths: 1 + Int64(bits >> 16 & 1023)) : -held
        _ = books[market].apply(delta: change, side: side, price: price)
        cents += Int64(books[market].bestBid?.price.tenThousandths ?? 0)
        cents +=
          books[market].depthWalk(
            taking: Quantity(contracts: 30), from: side, limit: price
          ).value.microDollars
      }
    }
    #expect(count == 0)
    #expect(cents > 0)
  }

  @Test func `a snapshot through the level-by-level form allocates nothing`() {
    let books = OrderBooks(grids: [.wholeCents])
    let count = steadyAllocations {
      for round in 0..<100 {
        books[MarketID(0)].beginSnapshot()
        for cents in 1..<40 {
          _ = books[MarketID(0)].load(
            Quantity(contracts: round + cents), side: .bid, price: Price(cents: cents))
        }
        _ = books[MarketID(0)].endSnapshot()
      }
    }
    #expect(count == 0)
    #expect(books[MarketID(0)].bestBid?.price == Price(cents: 39))
  }

  private func level(_ item: (key: Int, value: Int64), _ grid: PriceGrid) -> BookLevel {
    BookLevel(price: grid.price(atSlot: item.key), quantity: Quantity(hundredths: item.value))
  }
}
