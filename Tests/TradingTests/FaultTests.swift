import Market
import Testing
import Trading

/// Faults the simulation or a review found, each by the steps that led to it.
@Suite struct `Faults found` {
  /// Holds four of ten at 60c with a sell of four resting at 66c.
  func partlyBought() throws -> (EngineBench, entry: EngineOrder, exit: EngineOrder) {
    let bench = try EngineBench()
    bench.open()
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 66)
    let entry = try #require(bench.placed.first)
    bench.fill(entry, contracts: 4)
    let exit = try #require(bench.placed.last)
    bench.answer(exit, .resting, filled: 0, remaining: 4)
    return (bench, entry, exit)
  }

  @Test func `a sell raised to a larger position is not complete at its first size`() throws {
    let (bench, entry, exit) = try partlyBought()
    bench.fill(entry, contracts: 6)
    #expect(bench.amended == [Price(cents: 66)])
    bench.answer(exit, .resting, filled: 0, remaining: 10)
    bench.outputs.removeAll()
    bench.fill(exit, contracts: 4, liquidity: .maker)
    let sells = bench.placed.filter { $0.purpose == .exit }
    #expect(sells.isEmpty, "six still rest: a second sell would sell them twice")
    let order = try #require(bench.engine.orders.working.first { $0.request.id == exit.id })
    #expect(order.open == Quantity(contracts: 6))
  }

  @Test func `an answered amendment is not sent again`() throws {
    let (bench, entry, exit) = try partlyBought()
    bench.fill(entry, contracts: 6)
    bench.answer(exit, .resting, filled: 0, remaining: 10)
    bench.outputs.removeAll()
    bench.wait(milliseconds: 10)
    #expect(bench.amended.isEmpty)
  }

  @Test func `fills the exchange tells before they come do not raise the sell`() throws {
    let (bench, _, exit) = try partlyBought()
    // Three are filled by the report, none by fills: what is held is one, not four.
    bench.answer(exit, .resting, filled: 3, remaining: 1)
    bench.outputs.removeAll()
    bench.odds(home: 70)
    let totals = bench.outputs.compactMap {
      if case .amend(_, _, _, _, let total) = $0 { total } else { nil }
    }
    #expect(totals == [Quantity(contracts: 4)])
  }

  @Test func `a lost amendment is asked for before another one`() throws {
    let (bench, entry, exit) = try partlyBought()
    bench.fill(entry, contracts: 6)
    bench.outputs.removeAll()
    bench.send(.amendFailed(exit.id))
    #expect(bench.outputs.contains(.findOrder(exit.id, bench.homeWins)))
    bench.wait(milliseconds: 1_500)
    #expect(bench.amended.isEmpty)
    bench.answer(exit, .resting, filled: 0, remaining: 4)
    #expect(bench.amended == [Price(cents: 66)])
  }

  @Test func `our own sell is no offer to take`() throws {
    let (bench, entry, exit) = try partlyBought()
    bench.answer(entry, .canceled, filled: 4, remaining: 0)
    // The book shows nothing but our four at 66c; fair value jumps above.
    bench.quote(bench.homeWins, bid: 50, ask: 66, size: 4)
    bench.outputs.removeAll()
    bench.odds(home: 75)
    #expect(!bench.placed.contains { $0.side == .bid })
    _ = exit
  }

  @Test func `a reading from before the drop does not resume trading`() throws {
    let bench = try EngineBench()
    bench.open()
    let before = bench.time
    bench.time = bench.time + 1
    bench.send(.link(.odds, isUp: false))
    bench.time = bench.time + 1
    bench.send(.link(.odds, isUp: true))
    bench.send(
      .reconciled(
        AccountState(
          readFrom: before, availableCash: Money(cents: 100_000), holdings: [], otherHoldings: 0,
          restingOrders: [])))
    #expect(!bench.engine.mayEnter)
    bench.reconcile()
    #expect(bench.engine.mayEnter)
  }

  @Test func `a sell that comes to rest after the shutdown is cancelled`() throws {
    let bench = try EngineBench()
    bench.open()
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 66)
    bench.fill(try #require(bench.placed.first), contracts: 10)
    let exit = try #require(bench.placed.last)
    bench.send(.command(.shutDown))
    bench.outputs.removeAll()
    bench.answer(exit, .resting, filled: 0, remaining: 10)
    #expect(bench.canceled == [exit.id])
  }

  @Test func `a lost cancel waits before it is sent again`() throws {
    let bench = try EngineBench()
    bench.open()
    let order = try bench.restEntry()
    bench.send(.command(.halt))
    bench.outputs.removeAll()
    for _ in 0..<10 { bench.send(.cancelLost(order.id)) }
    #expect(bench.canceled.isEmpty)
    bench.wait(milliseconds: 1_000)
    #expect(bench.canceled == [order.id])
  }

  @Test func `an unknown order without a connection leaves no deadline behind`() throws {
    let (bench, entry, _) = try partlyBought()
    _ = entry
    bench.send(.link(.exchangeOrders, isUp: false))
    bench.send(.orderUnknown(entry.id))
    bench.time = bench.time + 10_000_000_000
    bench.send(.timer)
    if let next = bench.engine.nextDeadline { #expect(next > bench.time) }
  }

  @Test func `promised fills that never come free the market at the next reading`() throws {
    let bench = try EngineBench()
    bench.open()
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 66)
    let order = try #require(bench.placed.first)
    bench.answer(order, .executed, filled: 10, remaining: 0)
    bench.time = bench.time + 1_000_000_000
    bench.reconcile()
    #expect(bench.engine.orders.index(of: order.id) == nil)
  }

  @Test func `a sell of an earlier session is not doubled`() throws {
    let bench = try EngineBench()
    for game in 0..<3 { bench.send(.gameMatched(GameID(game), start: nil)) }
    for link in Link.allCases { bench.send(.link(link, isUp: true)) }
    let held = Quantity(contracts: 4)
    bench.reconcile(
      holdings: [.init(market: bench.homeWins, quantity: held, cost: Money(cents: 200))],
      resting: [
        .init(
          order: nil, market: bench.homeWins, side: .ask, price: Price(cents: 70), filled: .zero,
          remaining: held)
      ])
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 62)
    #expect(bench.placed.isEmpty)
  }

  @Test func `a fill told after the settlement is paid out too`() throws {
    let (bench, entry, _) = try partlyBought()
    bench.send(.settled(bench.homeWins, value: .dollar))
    bench.fill(entry, contracts: 6)
    #expect(bench.engine.states[0].position.quantity.isZero)
    #expect(bench.engine.ledger.cash == Money(cents: 100_000 - 600 - 2 + 1_000))
  }

  @Test func `a fill during the first reading is not lost`() throws {
    let bench = try EngineBench()
    for link in Link.allCases { bench.send(.link(link, isUp: true)) }
    let readFrom = bench.time
    bench.time = bench.time + 1
    bench.send(
      .fill(
        FillReport(
          trade: ExchangeKey(high: 5, low: 5), order: nil, market: bench.homeWins, side: .bid,
          price: Price(cents: 40), quantity: Quantity(contracts: 2), liquidity: .maker, fee: .zero,
          venueTime: bench.time)))
    bench.send(
      .reconciled(
        AccountState(
          readFrom: readFrom, availableCash: Money(cents: 100_000), holdings: [],
          otherHoldings: 0, restingOrders: [])))
    #expect(bench.engine.ledger.starting == nil, "the reading may or may not contain the fill")
    bench.time = bench.time + 1
    bench.reconcile(
      cash: Money(cents: 99_920),
      holdings: [
        .init(
          market: bench.homeWins, quantity: Quantity(contracts: 2), cost: Money(cents: 80))
      ])
    #expect(bench.engine.ledger.cash == Money(cents: 99_920))
    #expect(bench.engine.states[0].position.quantity == Quantity(contracts: 2))
  }

  @Test func `a resting buy that timed out is not rested again at once`() throws {
    let bench = try EngineBench()
    bench.open()
    let order = try bench.restEntry()
    bench.wait(milliseconds: 500)
    bench.outputs.removeAll()
    bench.answer(order, .canceled, filled: 0, remaining: 0)
    #expect(bench.placed.isEmpty)
    // What can be taken does not wait.
    bench.odds(home: 66)
    #expect(bench.placed.map(\.style) == [.take])
  }

  @Test func `a reading of the account that never comes is asked for again`() throws {
    let bench = try EngineBench()
    for link in Link.allCases { bench.send(.link(link, isUp: true)) }
    bench.outputs.removeAll()
    bench.time = try #require(bench.engine.nextDeadline)
    bench.send(.timer)
    #expect(bench.outputs.contains(.reconcile))
  }

  @Test func `an order that arrived after all is cancelled when it is found resting`() throws {
    let bench = try EngineBench()
    bench.open()
    bench.quote(bench.homeWins, bid: 50, ask: 60)
    bench.odds(home: 63)
    let order = try #require(bench.placed.first)
    bench.send(.orderUnknown(order.id))
    for _ in 0..<3 { bench.send(.orderNotFound(order.id)) }
    bench.outputs.removeAll()
    bench.reconcile(resting: [
      .init(
        order: order.id, market: bench.homeWins, side: .bid, price: order.price, filled: .zero,
        remaining: order.quantity)
    ])
    #expect(bench.canceled == [order.id])
    #expect(bench.stop(bench.homeWins).gate == .foreignOrder)
  }
}
