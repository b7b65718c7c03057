import Market
import Testing
import Trading

@Suite struct `Cash at the reconciliation` {
  let ours = Money(cents: 100_000)
  let theirs = Money(cents: 99_000)

  func bench() throws -> EngineBench {
    let bench = try EngineBench()
    bench.open()
    bench.wait(milliseconds: 1)
    return bench
  }

  /// The account is read again, as the engine asked.
  func readAgain(_ bench: EngineBench, cash: Money) throws {
    bench.time = try #require(bench.engine.nextDeadline)
    bench.outputs.removeAll()
    bench.send(.timer)
    #expect(bench.outputs.contains(.reconcile))
    bench.reconcile(cash: cash)
  }

  /// What was said of cash.
  func said(_ bench: EngineBench) -> [EngineNotice] {
    bench.notices.filter { if case .cashDiffers = $0 { true } else { false } }
  }

  @Test func `a difference that a second reading repeats is said once and stops new risk`() throws {
    let bench = try bench()
    bench.reconcile(cash: theirs)
    #expect(bench.notices.isEmpty, "a trade during the reading may be all there is to it")
    try readAgain(bench, cash: theirs)
    #expect(
      bench.notices == [
        .cashDiffers(ours: ours, exchange: theirs), .breakerOpened(.reconciliation, nil),
      ])
    #expect(bench.engine.nextDeadline == nil, "nothing is left to ask")
    #expect(!bench.engine.mayEnter)
    bench.wait(milliseconds: 1)
    bench.reconcile(cash: theirs)
    #expect(said(bench).count == 1)
  }

  @Test func `new risk is taken again once the two agree, and not by a word`() throws {
    let bench = try bench()
    for _ in 0..<2 { bench.reconcile(cash: theirs) }
    bench.send(.command(.resume))
    #expect(!bench.engine.mayEnter)
    bench.reconcile(cash: ours)
    #expect(bench.engine.mayEnter)
    #expect(bench.engine.ledger.corrected == .zero)
  }

  @Test func `more than we count is said and stops nothing`() throws {
    let bench = try bench()
    for _ in 0..<2 { bench.reconcile(cash: ours + Money(cents: 500)) }
    #expect(said(bench).count == 1)
    #expect(bench.engine.mayEnter)
  }

  @Test func `the operator can say that the exchange is right`() throws {
    let bench = try bench()
    for _ in 0..<2 { bench.reconcile(cash: theirs) }
    bench.send(.command(.acceptCash))
    #expect(bench.engine.mayEnter)
    #expect(bench.engine.ledger.cash == theirs)
    #expect(bench.engine.ledger.corrected == theirs - ours)
    bench.outputs.removeAll()
    for _ in 0..<2 { bench.reconcile(cash: theirs) }
    #expect(bench.notices.isEmpty)
  }

  @Test func `a profile's drawdown is its own, whatever the operator accepts`() throws {
    let bench = try ProfileBench.make()
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    bench.books(4, homePercent: 55)
    bench.wait(milliseconds: 100)
    bench.fillAll(try #require(bench.placed.first))
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    bench.wait(milliseconds: 1_000)
    let fallen = bench.engine.profiles[1].risk.counters.drawdown
    #expect(fallen > .zero && bench.engine.account.counters.drawdown > .zero)
    bench.send(.command(.acceptCash))
    #expect(bench.engine.account.counters.drawdown == .zero)
    #expect(bench.engine.profiles[1].risk.counters.drawdown == fallen)
  }

  @Test func `a difference that goes away is not said`() throws {
    let bench = try bench()
    bench.reconcile(cash: theirs)
    try readAgain(bench, cash: ours)
    #expect(bench.notices.isEmpty)
    #expect(bench.engine.nextDeadline == nil)
    bench.reconcile(cash: theirs)
    try readAgain(bench, cash: theirs)
    #expect(said(bench).count == 1)
  }

  @Test(arguments: [(Int64(-99), false), (-100, true), (1, true), (0, false)])
  func `the exchange's rounding down is no difference`(microDollars: Int64, isSaid: Bool) throws {
    let bench = try bench()
    let cash = ours + Money(microDollars: microDollars)
    bench.reconcile(cash: cash)
    bench.wait(milliseconds: 1_000)
    bench.reconcile(cash: cash)
    #expect(bench.notices.isEmpty == !isSaid)
  }

  @Test func `nothing is compared while an entry is out, a fill is new or a payout is due`() throws
  {
    let bench = try bench()
    // What is left when the entry has filled and nothing has been paid.
    let theirs = Money(cents: 100_000 - 600 - 17)
    func compare() {
      for _ in 0..<3 { bench.reconcile(cash: theirs, holdings: holdings(bench)) }
    }
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 66)
    let entry = try #require(bench.placed.first)
    compare()
    bench.fill(entry, contracts: 10, feeCents: 17)
    bench.answer(entry, .executed, filled: 10, remaining: 0)
    let exit = try #require(bench.placed.last)
    bench.answer(exit, .resting, filled: 0, remaining: 10)
    bench.outputs.removeAll()
    compare()
    #expect(bench.notices.isEmpty)
    bench.send(.settled(bench.homeWins, value: .dollar))
    bench.answer(exit, .canceled, filled: 0, remaining: 0)
    bench.wait(milliseconds: 1)
    bench.outputs.removeAll()
    compare()
    #expect(bench.notices.isEmpty)
    bench.send(.marketStatus(bench.homeWins, .finalized))
    compare()
    #expect(
      said(bench) == [
        .cashDiffers(ours: Money(cents: 100_000 - 600 - 17 + 1_000), exchange: theirs)
      ])
  }

  @Test func `a payout that nobody told of counts as made once the cash agrees`() throws {
    let bench = try bench()
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 66)
    let entry = try #require(bench.placed.first)
    bench.fill(entry, contracts: 10, feeCents: 17)
    bench.answer(entry, .executed, filled: 10, remaining: 0)
    let exit = try #require(bench.placed.last)
    bench.answer(exit, .canceled, filled: 0, remaining: 0)
    bench.send(.settled(bench.homeWins, value: .dollar))
    bench.wait(milliseconds: 1)
    bench.outputs.removeAll()
    let paid = Money(cents: 100_000 - 600 - 17 + 1_000)
    bench.reconcile(cash: paid)
    for _ in 0..<2 { bench.reconcile(cash: theirs) }
    #expect(said(bench) == [.cashDiffers(ours: paid, exchange: theirs)])
  }

  @Test func `a reading asked for while one is out keeps no timer in the past`() throws {
    let bench = try bench()
    // The connection blinks: a reading is asked for, and one of before comes and is not plain.
    bench.send(.link(.odds, isUp: false))
    bench.send(.link(.odds, isUp: true))
    bench.send(
      .reconciled(
        AccountState(
          readFrom: Timestamp(seconds: 1_763_999_999), availableCash: theirs, holdings: [],
          otherHoldings: 0, restingOrders: [])))
    for _ in 0..<5 {
      bench.time = try #require(bench.engine.nextDeadline)
      bench.send(.timer)
      let next = try #require(bench.engine.nextDeadline)
      #expect(next > bench.time, "the timer spins")
    }
  }

  private func holdings(_ bench: EngineBench) -> [AccountState.Holding] {
    let position = bench.engine.states[0].position
    return position.quantity.isZero
      ? []
      : [.init(market: bench.homeWins, quantity: position.quantity, cost: position.costBasis)]
  }
}
