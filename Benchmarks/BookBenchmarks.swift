internal import Market

/// (a) A change of one level, and the best prices after it.
enum BookBenchmarks {
  static func run(_ runner: inout Runner) {
    for count in [1, 100, 10_000] { run(&runner, books: count) }
  }

  private static func run(_ runner: inout Runner, books count: Int) {
    let books = OrderBooks(grids: Array(repeating: PriceGrid.wholeCents, count: count))
    let level = Quantity(contracts: 100)
    for index in 0..<count {
      let id = MarketID(index)
      _ = books[id].apply(
        snapshotBids: (0..<20).map { BookLevel(price: Price(cents: 45 - $0), quantity: level) },
        asks: (0..<20).map { BookLevel(price: Price(cents: 55 + $0), quantity: level) })
    }
    let one = Quantity(contracts: 1)
    let less = Quantity(contracts: -1)
    var sum: Int64 = 0
    // Every second change takes back the one before it, a few levels from the best.
    var place = 0
    runner.measure("book: delta, best bid and ask, \(count) books", operations: 20_000) { index in
      if index & 1 == 0 { place = (place &* 7_919 &+ 13) % count }
      let id = MarketID(place)
      let offset = index >> 1 & 3
      _ = books[id].apply(
        delta: index & 1 == 0 ? one : less, side: .bid, price: Price(cents: 45 - offset))
      sum &+= Int64(books[id].bestBid?.price.tenThousandths ?? 0)
      sum &+= Int64(books[id].bestAsk?.price.tenThousandths ?? 0)
    }
    let operations = Int64(20_000 * (Runner.batches + 3))
    runner.check("best prices of \(count) books", sum == operations * (4_500 + 5_500))
    let first = books[MarketID(0)].levels(.bid)
    runner.check(
      "levels of \(count) books", first.count == 20 && first.allSatisfy { $0.quantity == level })
  }
}
