import Market
import Testing
import Trading

@Suite struct `Orders from entry to exit` {
  func bought() throws -> (EngineBench, EngineOrder) {
    let bench = try EngineBench()
    bench.open()
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 66)
    let order = try #require(bench.placed.first)
    return (bench, order)
  }

  @Test func `a fill brings a resting sell at fair value at once`() throws {
    let (bench, order) = try bought()
    bench.outputs.removeAll()
    bench.fill(order, contracts: 10)
    let exit = try #require(bench.placed.first)
    #expect(exit.purpose == .exit)
    #expect(exit.side == .ask)
    #expect(exit.style == .rest)
    #expect(exit.price == Price(cents: 66))
    #expect(exit.quantity == Quantity(contracts: 10))
  }

  @Test func `the sell moves with fair value`() throws {
    let (bench, order) = try bought()
    bench.fill(order, contracts: 10)
    bench.answer(order, .executed, filled: 10, remaining: 0)
    let exit = try #require(bench.placed.last)
    bench.answer(exit, .resting, filled: 0, remaining: 10)
    bench.outputs.removeAll()
    bench.odds(home: 70)
    #expect(bench.amended == [Price(cents: 70)])
    bench.outputs.removeAll()
    bench.odds(home: 71)
    #expect(bench.amended.isEmpty, "one amendment at a time")
  }

  @Test func `the sell never crosses the best bid`() throws {
    let (bench, order) = try bought()
    bench.fill(order, contracts: 10)
    bench.answer(order, .executed, filled: 10, remaining: 0)
    let exit = try #require(bench.placed.last)
    bench.answer(exit, .resting, filled: 0, remaining: 10)
    bench.outputs.removeAll()
    bench.quote(bench.homeWins, bid: 72, ask: 74)
    #expect(bench.amended == [Price(cents: 73)])
  }

  @Test func `a fill that comes twice counts once`() throws {
    let (bench, order) = try bought()
    bench.fill(order, contracts: 4)
    bench.nextTrade -= 1
    bench.fill(order, contracts: 4)
    #expect(bench.engine.states[0].position.quantity == Quantity(contracts: 4))
    #expect(bench.engine.ledger.fees == Money(cents: 1))
  }

  @Test func `a fill before the answer and one after the cancel both count`() throws {
    let bench = try EngineBench()
    bench.open()
    bench.quote(bench.homeWins, bid: 50, ask: 60)
    bench.odds(home: 63)
    let order = try #require(bench.placed.first)
    bench.fill(order, contracts: 1, liquidity: .maker)
    bench.answer(order, .resting, filled: 1, remaining: 9)
    bench.wait(milliseconds: 500)
    #expect(bench.canceled == [order.id])
    bench.answer(order, .canceled, filled: 3, remaining: 0)
    bench.fill(order, contracts: 2, liquidity: .maker)
    #expect(bench.engine.states[0].position.quantity == Quantity(contracts: 3))
    #expect(bench.engine.orders.index(of: order.id) == nil)
  }

  @Test func `a resting buy is cancelled after half a second`() throws {
    let bench = try EngineBench()
    bench.open()
    let order = try bench.restEntry()
    #expect(bench.engine.nextDeadline.map { $0 <= bench.time + 500_000_000 } == true)
    bench.wait(milliseconds: 499)
    #expect(bench.canceled.isEmpty)
    bench.wait(milliseconds: 1)
    #expect(bench.canceled == [order.id])
  }

  @Test func `a lost answer is unknown and blocks until the order is found`() throws {
    let (bench, order) = try bought()
    bench.outputs.removeAll()
    bench.send(.orderUnknown(order.id))
    #expect(bench.outputs.contains(.findOrder(order.id, bench.homeWins)))
    bench.odds(home: 67)
    #expect(bench.placed.isEmpty)
    #expect(bench.stop(bench.homeWins).gate == .unknownOutcome)
    bench.send(.orderNotFound(order.id))
    #expect(bench.engine.orders.index(of: order.id) != nil, "one search proves nothing")
    bench.answer(order, .executed, filled: 10, remaining: 0)
    bench.fill(order, contracts: 10)
    #expect(bench.notices.contains(.foundAfterLoss(order.id, bench.homeWins)))
    #expect(bench.engine.states[0].position.quantity == Quantity(contracts: 10))
  }

  @Test func `an order no search finds never arrived, and only then is its market free`() throws {
    let (bench, order) = try bought()
    bench.send(.orderUnknown(order.id))
    for _ in 0..<3 {
      bench.wait(milliseconds: 1_000)
      bench.send(.orderNotFound(order.id))
    }
    #expect(bench.notices.contains(.neverArrived(order.id, bench.homeWins)))
    #expect(bench.engine.orders.index(of: order.id) == nil)
  }

  @Test func `a rejected order is not sent again at once`() throws {
    let (bench, order) = try bought()
    bench.outputs.removeAll()
    bench.send(.orderRejected(order.id, reason: "insufficient_balance"))
    #expect(bench.placed.isEmpty)
    #expect(bench.stop(bench.homeWins).gate == .retryPause)
  }

  @Test func `promised fills that do not come are asked for`() throws {
    let (bench, order) = try bought()
    bench.answer(order, .executed, filled: 10, remaining: 0)
    bench.outputs.removeAll()
    bench.wait(milliseconds: 1_000)
    #expect(bench.outputs.contains(.reconcile))
  }

  @Test func `cash, positions and fees add up after a round trip`() throws {
    let (bench, order) = try bought()
    bench.fill(order, contracts: 10, feeCents: 17)
    let exit = try #require(bench.placed.last)
    bench.answer(exit, .resting, filled: 0, remaining: 10)
    bench.fill(exit, contracts: 10, liquidity: .maker, feeCents: 4)
    let ledger = bench.engine.ledger
    // Bought ten at 60c, sold ten at 66c.
    #expect(ledger.cash == Money(cents: 100_000 - 600 + 660 - 21))
    #expect(bench.engine.states[0].position.realised == Money(cents: 60))
    #expect(bench.engine.states[0].position.quantity.isZero)
  }

  @Test func `settlement pays and leaves nothing`() throws {
    let (bench, order) = try bought()
    bench.fill(order, contracts: 10, feeCents: 17)
    bench.send(.settled(bench.homeWins, value: .dollar))
    #expect(bench.engine.ledger.cash == Money(cents: 100_000 - 600 - 17 + 1_000))
    #expect(bench.stop(bench.homeWins).gate == .notActive)
  }
}
