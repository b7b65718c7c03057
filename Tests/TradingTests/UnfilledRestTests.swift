import Market
import Testing
import Trading

@Suite struct `A resting entry that nobody wanted` {
  /// A bid at 51c whose half second is over, and which the exchange has cancelled.
  private func givenUp(filled: Int = 0) throws -> EngineBench {
    let bench = try EngineBench()
    bench.open()
    let order = try bench.restEntry()
    if filled > 0 { bench.fill(order, contracts: filled, liquidity: .maker) }
    bench.wait(milliseconds: 500)
    #expect(bench.canceled == [order.id])
    bench.outputs.removeAll()
    bench.answer(order, .canceled, filled: filled, remaining: 0)
    return bench
  }

  private func entries(_ bench: EngineBench) -> [Price] {
    bench.placed.filter { $0.purpose == .entry }.map(\.price)
  }

  @Test func `is not sent again by time alone`() throws {
    let bench = try givenUp()
    for _ in 0..<40 { bench.wait(milliseconds: 100) }
    #expect(bench.placed.isEmpty)
    #expect(bench.stop(bench.homeWins).gate == .retryPause)
    #expect(bench.engine.nextDeadline == nil)
  }

  @Test func `is tried again with the next line, though it says the same`() throws {
    let bench = try givenUp()
    bench.wait(milliseconds: 1_000)
    bench.odds(home: 63)
    #expect(entries(bench) == [Price(cents: 51)])
  }

  @Test func `is tried again with a whole book, and where others move`() throws {
    let book = try givenUp()
    book.wait(milliseconds: 1_000)
    book.quote(book.homeWins, bid: 50, ask: 60)
    #expect(entries(book) == [Price(cents: 51)])
    let one = Quantity(contracts: 1)
    let better = try givenUp()
    better.wait(milliseconds: 1_000)
    better.send(.bookDelta(better.homeWins, .bid, Price(cents: 52), change: one))
    #expect(entries(better) == [Price(cents: 53)])
    let nearer = try givenUp()
    nearer.wait(milliseconds: 1_000)
    nearer.send(.bookDelta(nearer.homeWins, .ask, Price(cents: 59), change: one))
    #expect(entries(nearer) == [Price(cents: 51)])
    let size = try givenUp()
    size.wait(milliseconds: 1_000)
    size.send(.bookDelta(size.homeWins, .bid, Price(cents: 50), change: one))
    #expect(entries(size).isEmpty, "another size is no other price")
  }

  @Test func `news within the pause count when it is over`() throws {
    let bench = try givenUp()
    bench.odds(home: 63)
    #expect(bench.placed.isEmpty)
    bench.wait(milliseconds: 1_000)
    #expect(entries(bench) == [Price(cents: 51)])
  }

  @Test func `a part that was filled shows that somebody wants it`() throws {
    let bench = try givenUp(filled: 4)
    bench.wait(milliseconds: 1_000)
    #expect(entries(bench) == [Price(cents: 51)])
  }
}
