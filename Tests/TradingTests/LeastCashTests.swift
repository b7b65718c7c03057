import Market
import Testing

@testable import Trading

/// Cash that cannot be compared to the cent, since something is under way.
@Suite struct `The least that must be there` {
  let ours = Money(cents: 100_000)

  /// A bid of ten at 51c rests: 5.10 $ and its fee may be set aside.
  private func resting() throws -> EngineBench {
    let bench = try EngineBench()
    bench.open()
    bench.wait(milliseconds: 3_000)
    _ = try bench.restEntry()
    bench.wait(milliseconds: 10)
    bench.outputs.removeAll()
    return bench
  }

  /// Ten that have paid 10 $ in a decided market, of which nobody has said that it has paid.
  private func decided() throws -> EngineBench {
    let bench = try EngineBench()
    bench.open()
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 66)
    let entry = try #require(bench.placed.first)
    bench.fill(entry, contracts: 10, feeCents: 17)
    bench.answer(entry, .executed, filled: 10, remaining: 0)
    bench.answer(try #require(bench.placed.last), .canceled, filled: 0, remaining: 0)
    bench.send(.settled(bench.homeWins, value: .dollar))
    bench.wait(milliseconds: 10)
    bench.outputs.removeAll()
    return bench
  }

  private func lacks(_ bench: EngineBench) -> [EngineNotice] {
    bench.notices.filter { if case .cashLacks = $0 { true } else { false } }
  }

  @Test func `what rests to buy explains its cost and no more`() throws {
    let bench = try resting()
    for _ in 0..<3 { bench.reconcile(cash: ours - Money(cents: 510)) }
    #expect(lacks(bench).isEmpty && bench.engine.mayEnter)
    let gone = ours - Money(cents: 600)
    bench.reconcile(cash: gone)
    #expect(lacks(bench).isEmpty, "the reading may fall between two changes")
    #expect(bench.engine.isCashInQuestion, "the exchange's list of withdrawals may tell")
    bench.reconcile(cash: gone)
    let notice = try #require(lacks(bench).first)
    guard case .cashLacks(let least, let exchange) = notice else { return }
    #expect(exchange == gone)
    #expect(least <= ours - Money(cents: 510) && least > gone)
    #expect(!bench.engine.mayEnter)
    bench.reconcile(cash: gone)
    #expect(lacks(bench).count == 1)
  }

  @Test func `once it can be compared, agreement lets new risk through`() throws {
    let bench = try resting()
    for _ in 0..<2 { bench.reconcile(cash: ours - Money(cents: 600)) }
    #expect(!bench.engine.mayEnter)
    let order = try #require(bench.engine.orders.working.first)
    bench.answer(order.request, .canceled, filled: 0, remaining: 0)
    bench.wait(milliseconds: 10)
    bench.reconcile(cash: ours)
    #expect(bench.engine.mayEnter)
  }

  @Test func `the operator can say that the exchange is right`() throws {
    let bench = try resting()
    for _ in 0..<2 { bench.reconcile(cash: ours - Money(cents: 600)) }
    bench.send(.command(.acceptCash))
    #expect(bench.engine.mayEnter)
    #expect(bench.engine.ledger.corrected < .zero)
  }

  @Test func `a lack that was there for a moment heals by itself`() throws {
    let bench = try resting()
    for _ in 0..<2 { bench.reconcile(cash: ours - Money(cents: 600)) }
    #expect(!bench.engine.mayEnter)
    bench.reconcile(cash: ours - Money(cents: 510))
    #expect(bench.engine.mayEnter)
    #expect(bench.engine.ledger.corrected == .zero)
    // Another one is news again.
    for _ in 0..<2 { bench.reconcile(cash: ours - Money(cents: 600)) }
    #expect(lacks(bench).count == 2 && !bench.engine.mayEnter)
  }

  @Test func `what is new under way does not explain what was missing before`() throws {
    let bench = try resting()
    let gone = ours - Money(cents: 600)
    for _ in 0..<2 { bench.reconcile(cash: gone) }
    #expect(!bench.engine.mayEnter)
    let order = try #require(bench.engine.orders.working.first)
    // Somebody bids 6 $ by hand: with its fee it could have taken what is missing, and did not.
    let foreign = AccountState.RestingOrder(
      order: nil, market: bench.awayWins, side: .ask, price: Price(cents: 70), filled: .zero,
      remaining: Quantity(contracts: 20))
    let resting = AccountState.RestingOrder(
      order: order.request.id, market: order.request.market, side: .bid, price: order.price,
      filled: .zero, remaining: order.request.quantity)
    for _ in 0..<3 { bench.reconcile(cash: gone, resting: [resting, foreign]) }
    #expect(!bench.engine.mayEnter)
    // It is taken off again, and all is there but what our own order holds.
    bench.reconcile(cash: ours - Money(cents: 510), resting: [resting])
    #expect(bench.engine.mayEnter && bench.engine.ledger.corrected == .zero)
  }

  @Test func `a withdrawal that is listed later explains what was missing`() throws {
    let bench = try resting()
    let left = ours - Money(cents: 20_510)
    for _ in 0..<2 { bench.reconcile(cash: left) }
    #expect(!bench.engine.mayEnter)
    let transfer = AccountState.Transfer(
      id: ExchangeKey(high: 9, low: 1), amount: Money(cents: -20_000), fee: .zero,
      at: Timestamp(seconds: bench.time.seconds))
    bench.reconcile(cash: left, transfers: [transfer])
    #expect(bench.engine.mayEnter)
  }

  @Test func `a trade that is told after the result is paid out with the rest`() throws {
    let bench = try decided()
    let late = EngineOrder(
      id: ClientOrderID(session: 7, sequence: 900), market: bench.homeWins, side: .bid,
      price: Price(cents: 60), quantity: Quantity(contracts: 2), style: .take, purpose: .entry)
    bench.fill(late, contracts: 2, feeCents: 4)
    bench.wait(milliseconds: 10)
    bench.outputs.removeAll()
    let unpaid = ours - Money(cents: 617 + 124)
    for _ in 0..<3 { bench.reconcile(cash: unpaid) }
    #expect(lacks(bench).isEmpty && bench.engine.mayEnter)
  }

  @Test func `a payout that is due explains itself and no more`() throws {
    let bench = try decided()
    let unpaid = ours - Money(cents: 617)
    for _ in 0..<3 { bench.reconcile(cash: unpaid) }
    #expect(lacks(bench).isEmpty && bench.engine.mayEnter)
    for _ in 0..<2 { bench.reconcile(cash: unpaid - Money(cents: 1)) }
    #expect(
      lacks(bench) == [.cashLacks(least: unpaid, exchange: unpaid - Money(cents: 1))])
    #expect(!bench.engine.mayEnter)
  }

  @Test func `an order that has ended since the reading may be in it still`() throws {
    let bench = try resting()
    let order = try #require(bench.engine.orders.working.first)
    let readFrom = bench.time
    bench.wait(milliseconds: 10)
    bench.answer(order.request, .canceled, filled: 0, remaining: 0)
    for _ in 0..<3 {
      bench.send(
        .reconciled(
          AccountState(
            readFrom: readFrom, availableCash: ours - Money(cents: 510), holdings: [],
            otherHoldings: 0, otherExposure: .zero, otherReserved: Money(cents: 1),
            restingOrders: [])))
    }
    #expect(lacks(bench).isEmpty && bench.engine.mayEnter)
  }

  @Test func `somebody's orders explain what they can have set aside`() throws {
    let bench = try EngineBench()
    bench.open()
    bench.wait(milliseconds: 10)
    let foreign = AccountState.RestingOrder(
      order: nil, market: bench.awayWins, side: .ask, price: Price(cents: 70), filled: .zero,
      remaining: Quantity(contracts: 20))
    for _ in 0..<3 { bench.reconcile(cash: ours - Money(cents: 600), resting: [foreign]) }
    #expect(lacks(bench).isEmpty)
    for _ in 0..<2 { bench.reconcile(cash: ours - Money(cents: 700), resting: [foreign]) }
    #expect(lacks(bench).count == 1)
  }

  @Test func `withdrawals that are listed are no lack`() throws {
    let bench = try resting()
    let transfer = AccountState.Transfer(
      id: ExchangeKey(high: 9, low: 1), amount: Money(cents: -20_000), fee: .zero,
      at: Timestamp(seconds: bench.time.seconds))
    let left = ours - Money(cents: 20_510)
    bench.reconcile(cash: left)
    #expect(bench.engine.isCashInQuestion)
    for _ in 0..<3 { bench.reconcile(cash: left, transfers: [transfer]) }
    #expect(lacks(bench).isEmpty && bench.engine.mayEnter)
  }
}

/// Trades and orders of somebody's in markets that the session does not follow.
@Suite struct `Cash and markets that are not followed` {
  let ours = Money(cents: 100_000)

  private func reconcile(
    _ bench: EngineBench, cash: Money, traded: Money?, reserved: Money = .zero
  ) {
    bench.send(
      .reconciled(
        AccountState(
          readFrom: bench.time, availableCash: cash, holdings: [], otherHoldings: 0,
          otherCash: traded, otherReserved: reserved, restingOrders: [])))
  }

  /// 12 $ were spent elsewhere before the session.
  private func bench() throws -> EngineBench {
    let bench = try EngineBench()
    for link in Link.allCases { bench.send(.link(link, isUp: true)) }
    reconcile(bench, cash: ours, traded: Money(cents: -1_200))
    bench.wait(milliseconds: 10)
    bench.outputs.removeAll()
    return bench
  }

  @Test(arguments: [-517, 260])
  func `what the exchange's record of trades there explains is taken over`(cents: Int) throws {
    let bench = try bench()
    let (flow, theirs) = (Money(cents: cents), ours + Money(cents: cents))
    reconcile(bench, cash: theirs, traded: Money(cents: -1_200) + flow)
    #expect(bench.notices == [.tradedElsewhere(flow)])
    #expect(bench.engine.mayEnter && bench.engine.ledger.cash == theirs)
    #expect(bench.engine.account.counters.dailyLoss == .zero)
    #expect(bench.engine.account.counters.drawdown == .zero)
    bench.outputs.removeAll()
    for _ in 0..<3 { reconcile(bench, cash: theirs, traded: Money(cents: -1_200) + flow) }
    #expect(bench.notices.isEmpty)
  }

  @Test func `while something is under way they are no lack`() throws {
    let bench = try bench()
    let (spent, aside) = (Money(cents: 517), Money(cents: 400))
    for _ in 0..<3 {
      reconcile(
        bench, cash: ours - spent - aside, traded: Money(cents: -1_200) - spent, reserved: aside)
    }
    #expect(bench.notices.isEmpty && bench.engine.mayEnter)
    reconcile(bench, cash: ours - spent, traded: Money(cents: -1_200) - spent)
    #expect(bench.notices == [.tradedElsewhere(.zero - spent)])
  }

  @Test func `a withdrawal and a trade there together are no difference`() throws {
    let bench = try bench()
    bench.wait(milliseconds: 3_000)
    let transfer = AccountState.Transfer(
      id: ExchangeKey(high: 9, low: 1), amount: Money(cents: -10_000), fee: .zero,
      at: Timestamp(seconds: bench.time.seconds))
    for _ in 0..<2 {
      bench.send(
        .reconciled(
          AccountState(
            readFrom: bench.time, availableCash: ours - Money(cents: 15_000), holdings: [],
            otherHoldings: 0, otherCash: Money(cents: -6_200), restingOrders: [],
            transfers: [transfer])))
    }
    #expect(
      bench.notices == [
        .transferred(Money(cents: -10_000)), .tradedElsewhere(Money(cents: -5_000)),
      ])
    #expect(bench.engine.mayEnter && bench.engine.ledger.cash == ours - Money(cents: 15_000))
  }

  @Test func `a cent that it does not explain stops new risk`() throws {
    let bench = try bench()
    for _ in 0..<2 {
      reconcile(bench, cash: ours - Money(cents: 518), traded: Money(cents: -1_200 - 517))
    }
    #expect(!bench.engine.mayEnter)
    #expect(bench.engine.ledger.cash == ours)
  }

  @Test func `where the exchange leaves it out it explains nothing`() throws {
    let bench = try bench()
    for _ in 0..<2 { reconcile(bench, cash: ours - Money(cents: 517), traded: nil) }
    #expect(!bench.engine.mayEnter)
  }

  @Test func `beside what was known before only the new part is taken over`() throws {
    let bench = try bench()
    let surplus = ours + Money(cents: 900)
    for _ in 0..<2 { reconcile(bench, cash: surplus, traded: Money(cents: -1_200)) }
    reconcile(bench, cash: surplus - Money(cents: 50), traded: Money(cents: -1_250))
    #expect(bench.engine.mayEnter)
    #expect(bench.engine.ledger.cash == ours - Money(cents: 50))
  }

  @Test func `orders that rest there explain what they can have set aside`() throws {
    let bench = try bench()
    let reserved = Money(cents: 400)
    for _ in 0..<3 {
      reconcile(
        bench, cash: ours - Money(cents: 230), traded: Money(cents: -1_200), reserved: reserved)
    }
    #expect(bench.notices.isEmpty && bench.engine.mayEnter)
    for _ in 0..<2 {
      reconcile(
        bench, cash: ours - Money(cents: 401), traded: Money(cents: -1_200), reserved: reserved)
    }
    #expect(!bench.engine.mayEnter)
  }
}
