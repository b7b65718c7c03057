internal import CProcessor
internal import Market

/// (a) A change of one level, and the best prices after it.
struct BookBenchmarks {
  /// Of one pass.
  static let operations = 20_000

  private let books: OrderBooks
  private let count: Int
  /// The book of each change of a pass, over and over.
  private let order: [Int32]
  /// Of the best prices read so far.
  private(set) var sum: Int64 = 0

  init(books count: Int) {
    self.count = count
    var place = 0
    order = (0..<Self.operations).map { index in
      place = Self.next(place, index, count)
      return Int32(place)
    }
    books = OrderBooks(grids: Array(repeating: PriceGrid.wholeCents, count: count))
    let level = Quantity(contracts: 100)
    for index in 0..<count {
      _ = books[MarketID(index)].apply(
        snapshotBids: (0..<20).map { BookLevel(price: Price(cents: 45 - $0), quantity: level) },
        asks: (0..<20).map { BookLevel(price: Price(cents: 55 + $0), quantity: level) })
    }
  }

  /// The next book: all of them in turn, in an order that no prefetcher follows. Every second
  /// change takes back the one before it.
  @inline(__always)
  private static func next(_ place: Int, _ index: Int, _ count: Int) -> Int {
    index & 1 == 0 ? (place &* 7_921 &+ 13) % count : place
  }

  /// The bid that changes.
  @inline(__always)
  private static func cents(_ index: Int) -> Int { 45 - (index >> 1 & 3) }

  /// One change a few levels from the best, and both best prices.
  @inline(__always)
  mutating func change(_ index: Int) {
    let id = MarketID(Int(order[index]))
    let change = Quantity(hundredths: index & 1 == 0 ? 100 : -100)
    _ = books[id].apply(delta: change, side: .bid, price: Price(cents: Self.cents(index)))
    sum &+= Int64(books[id].bestBid?.price.tenThousandths ?? 0)
    sum &+= Int64(books[id].bestAsk?.price.tenThousandths ?? 0)
  }

  /// A copy in a local, written back at the end: fields captured by a closure would be loaded and
  /// stored at each change.
  @inline(never)
  mutating func pass(_ operations: Int) {
    var local = self
    for index in 0..<operations { local.change(index) }
    self = local
  }

  /// The same, where the changes to come are known, as in a replay: what each will touch is asked
  /// for ahead, as `Backtesting` does.
  @inline(never)
  mutating func passKnownAhead(_ operations: Int) {
    var local = self
    for index in 0..<operations {
      if index &+ 8 < operations {
        let id = MarketID(Int(order[index &+ 8]))
        dutchbook_prefetch(books.headAddress(of: id))
        let level = books.levelAddress(
          of: id, .bid, Price(cents: Self.cents(index &+ 8)))
        if let level { dutchbook_prefetch(level) }
      }
      local.change(index)
    }
    self = local
  }

  static func run(_ runner: inout Runner) {
    for count in [1, 100, 10_000] { run(&runner, books: count) }
  }

  private static func run(_ runner: inout Runner, books count: Int) {
    var bench = BookBenchmarks(books: count)
    runner.measureBatches(
      "book: delta, best bid and ask, \(count) books", operations: Self.operations
    ) {
      bench.pass(Self.operations)
    }
    runner.measureBatches(
      "the same, changes known ahead, \(count) books", operations: Self.operations
    ) {
      bench.passKnownAhead(Self.operations)
    }
    let operations = Int64(Self.operations * (Runner.batches + 3)) * 2
    runner.check("best prices of \(count) books", bench.sum == operations * (4_500 + 5_500))
    let first = bench.books[MarketID(0)].levels(.bid)
    let level = Quantity(contracts: 100)
    runner.check(
      "levels of \(count) books", first.count == 20 && first.allSatisfy { $0.quantity == level })
    BookPeer.run(&runner, bench, books: count)
    bench.floor(&runner)
  }

  /// A pass in words, for a peer: book, side, cents, contracts at the level then.
  func pass(described operations: Int) -> [String] {
    (0..<operations).map { index in
      "\(order[index])\tbid\t\(Self.cents(index))\t\(index & 1 == 0 ? 101 : 100)"
    }
  }

  /// What one more pass reads: sums, so that a peer's pass can be compared.
  struct Sums {
    /// Best prices behind each change, 1/10 000 $.
    var prices: Int64 = 0
    /// What is bid and offered at them, hundredths of a contract.
    var sizes: Int64 = 0
    /// Best prices of all books behind the last change.
    var finalBids: Int64 = 0
    var finalAsks: Int64 = 0
  }

  func sums(_ operations: Int) -> Sums {
    var local = self
    var sums = Sums()
    for index in 0..<operations {
      local.change(index)
      let id = MarketID(Int(order[index]))
      sums.sizes += books[id].bestBid?.quantity.hundredths ?? 0
      sums.sizes += books[id].bestAsk?.quantity.hundredths ?? 0
    }
    sums.prices = local.sum - sum
    for index in 0..<count {
      sums.finalBids += Int64(books[MarketID(index)].bestBid?.price.tenThousandths ?? 0)
      sums.finalAsks += Int64(books[MarketID(index)].bestAsk?.price.tenThousandths ?? 0)
    }
    return sums
  }

  /// The same order of places, and nothing done there but to read and write one word in each of
  /// the two cache lines that a change touches: what the memory alone costs.
  private func floor(_ runner: inout Runner) {
    let stride = 2_048
    let memory = UnsafeMutableRawPointer.allocate(byteCount: count * stride, alignment: 64)
    defer { memory.deallocate() }
    memory.initializeMemory(as: UInt64.self, repeating: 1, count: count * stride / 8)
    var sum: UInt64 = 0
    runner.measureBatches(
      "memory alone, two lines in \(count) places", operations: Self.operations
    ) {
      sum &+= touch(memory, stride)
    }
    runner.check("memory in \(count) places was touched", sum > 0)
  }

  @inline(never)
  private func touch(_ memory: UnsafeMutableRawPointer, _ stride: Int) -> UInt64 {
    var sum: UInt64 = 0
    for index in 0..<Self.operations {
      let place = Int(order[index])
      let word = (memory + place * stride).assumingMemoryBound(to: UInt64.self)
      let other = word + 64 + (index >> 1 & 3)
      other.pointee &+= 1
      word.pointee &+= other.pointee
      sum &+= word.pointee
    }
    return sum
  }
}
