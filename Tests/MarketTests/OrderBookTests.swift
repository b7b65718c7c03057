import Market
import TestKit
import Testing

@Suite struct OrderBookTests {
  func level(_ cents: Int, _ contracts: Int) -> BookLevel {
    BookLevel(price: Price(cents: cents), quantity: Quantity(contracts: contracts))
  }

  func book(bids: [(Int, Int)], asks: [(Int, Int)]) -> OrderBook {
    var book = OrderBook(grid: .wholeCents)
    _ = book.apply(
      snapshotBids: bids.map { level($0.0, $0.1) }, asks: asks.map { level($0.0, $0.1) })
    return book
  }

  @Test func `a book without a snapshot is not a live book without orders`() {
    var book = OrderBook(grid: .wholeCents)
    let early = book.apply(delta: Quantity(contracts: 1), side: .bid, price: Price(cents: 40))
    #expect(early == .notLive)
    #expect(book.state == .awaitingSnapshot)
    #expect(book.bestBid == nil)
    let outcome = book.apply(snapshotBids: [], asks: [])
    #expect(outcome == .ok)
    #expect(book.state == .live)
    #expect(book.isTradable == true)
    #expect(book.bestBid == nil && book.bestAsk == nil)
  }

  @Test func `the best prices follow every change`() {
    var book = book(bids: [(40, 10), (38, 5)], asks: [(45, 7), (99, 1)])
    #expect(book.bestBid == level(40, 10))
    #expect(book.bestAsk == level(45, 7))
    _ = book.apply(delta: Quantity(contracts: 3), side: .bid, price: Price(cents: 41))
    #expect(book.bestBid == level(41, 3))
    _ = book.apply(delta: Quantity(contracts: -3), side: .bid, price: Price(cents: 41))
    _ = book.apply(delta: Quantity(contracts: -10), side: .bid, price: Price(cents: 40))
    #expect(book.bestBid == level(38, 5))
    _ = book.apply(delta: Quantity(contracts: -7), side: .ask, price: Price(cents: 45))
    #expect(book.bestAsk == level(99, 1))
    _ = book.apply(delta: Quantity(contracts: -1), side: .ask, price: Price(cents: 99))
    #expect(book.bestAsk == nil)
    #expect(book.levelCount(.bid) == 1 && book.levelCount(.ask) == 0)
  }

  @Test(arguments: [
    (-11, 40, BookOutcome.negativeLevel, BookFault.negativeLevel),
    (-1, 50, .negativeLevel, .negativeLevel),
    (1_000_000_000, 40, .levelTooLarge, .levelTooLarge),
    (1, 0, .offGrid, .offGrid), (1, 100, .offGrid, .offGrid),
  ])
  func `a corrupt change blocks the book until the next snapshot`(
    contracts: Int, cents: Int, outcome: BookOutcome, fault: BookFault
  ) {
    var book = book(bids: [(40, 10)], asks: [(45, 7)])
    let delta = Quantity(contracts: contracts)
    let first = book.apply(delta: delta, side: .bid, price: Price(cents: cents))
    #expect(first == outcome)
    #expect(book.state == .blocked(fault))
    #expect(book.bestBid == nil && book.bestAsk == nil && !book.isTradable)
    #expect(book.quantity(at: Price(cents: 45), .ask) == .zero)
    let later = book.apply(delta: Quantity(contracts: 1), side: .ask, price: Price(cents: 45))
    #expect(later == .notLive)
    #expect(book.state == .blocked(fault))
    let healed = book.apply(snapshotBids: [level(39, 2)], asks: [])
    #expect(healed == .ok)
    #expect(book.bestBid == level(39, 2) && book.bestAsk == nil)
  }

  @Test func `an overflowing change is refused, not wrapped`() {
    var book = book(bids: [(40, 10)], asks: [])
    let huge = Quantity(hundredths: .max)
    let outcome = book.apply(delta: huge, side: .bid, price: Price(cents: 40))
    #expect(outcome == .levelTooLarge)
  }

  @Test func `half a cent is off a whole-cent grid`() {
    var book = book(bids: [], asks: [])
    let outcome = book.apply(
      delta: Quantity(contracts: 1), side: .ask, price: Price(tenThousandths: 4_050))
    #expect(outcome == .offGrid)
  }

  @Test func `a gap blocks what was live`() {
    var book = book(bids: [(40, 10)], asks: [(45, 7)])
    let revision = book.revision
    book.block(.gapped)
    #expect(book.state == .blocked(.gapped))
    #expect(book.revision > revision)
    #expect(book.levels(.bid).isEmpty)
  }

  @Test func `a crossed book is named, blocks trading and heals by itself`() {
    var book = book(bids: [(40, 10)], asks: [(45, 7)])
    let crossing = book.apply(
      delta: Quantity(contracts: 1), side: .bid, price: Price(cents: 45))
    #expect(crossing == .crossed)
    #expect(book.state == .crossed && !book.isTradable)
    let healing = book.apply(
      delta: Quantity(contracts: -7), side: .ask, price: Price(cents: 45))
    #expect(healing == .ok)
    #expect(book.isTradable == true)
    let snapshot = book.apply(snapshotBids: [level(60, 1)], asks: [level(60, 1)])
    #expect(snapshot == .crossed)
  }

  @Test func `a snapshot that names a level twice or a negative size blocks`() {
    var book = OrderBook(grid: .wholeCents)
    let twice = book.apply(snapshotBids: [level(40, 1), level(40, 1)], asks: [])
    #expect(twice == .duplicateLevel)
    #expect(book.state == .blocked(.duplicateLevel))
    let negative = book.apply(snapshotBids: [], asks: [level(40, -1)])
    #expect(negative == .negativeLevel)
    let none = book.apply(snapshotBids: [level(40, 0)], asks: [])
    #expect(none == .ok)
    #expect(book.bestBid == nil)
  }

  @Test func `a snapshot that is not finished shows nothing`() {
    var book = book(bids: [(40, 10)], asks: [(45, 7)])
    book.beginSnapshot()
    let loaded = book.load(Quantity(contracts: 3), side: .bid, price: Price(cents: 30))
    #expect(loaded == .ok)
    #expect(book.state == .awaitingSnapshot)
    #expect(book.bestBid == nil && book.levels(.bid).isEmpty && book.levelCount(.bid) == 0)
    let ended = book.endSnapshot()
    #expect(ended == .ok)
    #expect(book.bestBid == level(30, 3))
    let again = book.endSnapshot()
    #expect(again == .notLive)
  }

  @Test func `taking from a side walks its levels up to the limit`() {
    let book = book(bids: [(40, 10), (38, 5)], asks: [(45, 7), (47, 10), (60, 100)])
    let all = book.depthWalk(taking: Quantity(contracts: 12), from: .ask, limit: Price(cents: 50))
    #expect(all.quantity == Quantity(contracts: 12))
    #expect(all.value == Money(cents: 7 * 45 + 5 * 47))
    #expect(all.worst == Price(cents: 47) && all.levels == 2)
    let short = book.depthWalk(
      taking: Quantity(contracts: 20), from: .bid, limit: Price(cents: 38))
    #expect(short.quantity == Quantity(contracts: 15))
    #expect(short.value == Money(cents: 10 * 40 + 5 * 38))
    let none = book.depthWalk(taking: Quantity(contracts: 1), from: .ask, limit: Price(cents: 44))
    #expect(none == DepthWalk(quantity: .zero, value: .zero, worst: nil, levels: 0))
    let nothing = book.depthWalk(taking: .zero, from: .ask, limit: .dollar)
    #expect(nothing.quantity == .zero && nothing.levels == 0)
    #expect(book.available(.ask, through: Price(cents: 47)) == Quantity(contracts: 17))
    #expect(book.available(.bid, through: Price(cents: 39)) == Quantity(contracts: 10))
  }

  @Test func `the next worse level is found from any price`() {
    let book = book(bids: [(40, 10), (38, 5)], asks: [(45, 7), (60, 100)])
    #expect(book.next(after: Price(cents: 40), .bid) == level(38, 5))
    #expect(book.next(after: Price(cents: 39), .bid) == level(38, 5))
    #expect(book.next(after: Price(tenThousandths: 3_801), .bid) == level(38, 5))
    #expect(book.next(after: Price(cents: 38), .bid) == nil)
    #expect(book.next(after: .dollar, .bid) == level(40, 10))
    #expect(book.next(after: .zero, .bid) == nil)
    #expect(book.next(after: .zero, .ask) == level(45, 7))
    #expect(book.next(after: Price(cents: 45), .ask) == level(60, 100))
    #expect(book.next(after: Price(cents: 60), .ask) == nil)
  }

  @Test func `a NO bid is a YES ask at the complement in both forms of the feed`() {
    let price = Price(cents: 48)
    #expect(BookLevel.unify(.no, price: price, noSide: .noLeg) == (.ask, Price(cents: 52)))
    #expect(BookLevel.unify(.no, price: price, noSide: .yesLeg) == (.ask, Price(cents: 48)))
    #expect(BookLevel.unify(.yes, price: price, noSide: .noLeg) == (.bid, Price(cents: 48)))
    #expect(BookLevel.unify(.yes, price: price, noSide: .yesLeg) == (.bid, Price(cents: 48)))
  }

  @Test func `a refined grid keeps what rests and a coarser one blocks what it cannot hold`() throws
  {
    var book = book(bids: [(41, 10)], asks: [(45, 7)])
    book.regrid(try grid([(0, 10_000, 10)]))
    #expect(book.isTradable && book.bestBid == level(41, 10) && book.bestAsk == level(45, 7))
    let fine = book.apply(
      delta: Quantity(contracts: 1), side: .bid, price: Price(tenThousandths: 4_110))
    #expect(fine == .ok)
    book.regrid(.wholeCents)
    #expect(book.state == .blocked(.gridChanged))
  }

  @Test func `a whole-cent book takes less than two kilobytes`() {
    let book = OrderBook(grid: .wholeCents)
    #expect(book.byteCount < 2_048)
    #expect(book.grid == .wholeCents)
    #expect(MemoryLayout<OrderBook>.size == 2 * MemoryLayout<Int>.size)
  }

  @Test func `books of a session are found by id and blocked together`() {
    let books = OrderBooks(grids: [.wholeCents, .wholeCents, .wholeCents])
    let outcome = books[MarketID(1)].apply(snapshotBids: [level(20, 1)], asks: [])
    #expect(outcome == .ok)
    #expect(books[MarketID(1)].bestBid == level(20, 1))
    #expect(books[MarketID(0)].state == .awaitingSnapshot)
    books.blockAll(.gapped)
    #expect(books[MarketID(1)].state == .blocked(.gapped))
    #expect(books[MarketID(2)].state == .blocked(.gapped))
  }

  @Test func `books of one grid share its layout and nothing else`() throws {
    let fine = try grid([(0, 10_000, 10)])
    let grids = [PriceGrid.wholeCents, fine, .wholeCents, fine, .wholeCents]
    let books = OrderBooks(grids: grids)
    for place in grids.indices {
      let bid = BookLevel(price: Price(cents: 40 + place), quantity: Quantity(contracts: 1 + place))
      let outcome = books[MarketID(place)].apply(snapshotBids: [bid], asks: [])
      #expect(outcome == .ok)
    }
    books[MarketID(2)].regrid(fine)
    books[MarketID(3)].block(.gapped)
    for place in grids.indices {
      #expect(books[MarketID(place)].grid == (place == 2 ? fine : grids[place]))
      let best = books[MarketID(place)].bestBid
      #expect(best?.price == (place == 3 ? nil : Price(cents: 40 + place)))
      #expect(best?.quantity == (place == 3 ? nil : Quantity(contracts: 1 + place)))
    }
  }

  @Test func `a grid of zero and one dollar takes no order`() throws {
    for cents in [0, 50, 100] {
      var book = OrderBook(grid: try grid([(0, 10_000, 10_000)]))
      _ = book.apply(snapshotBids: [], asks: [])
      let outcome = book.apply(
        delta: Quantity(contracts: 1), side: .bid, price: Price(cents: cents))
      #expect(outcome == .offGrid)
    }
  }
}
