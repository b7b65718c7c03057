import Market
import TestKit
import Testing

@testable import Trading

@Suite struct `What outlives a session` {
  /// The same account in a process of its own, some time later.
  private func restart(
    _ old: EngineBench, _ bench: EngineBench, afterMilliseconds: Int64 = 60_000,
    cash: Money, held: [(market: MarketID, contracts: Int, cents: Int)] = []
  ) throws {
    bench.time = old.time + afterMilliseconds * 1_000_000
    // As the journal keeps it.
    let writer = EventWriter(capacity: 16)
    try #require(old.engine.standing).write(to: writer)
    bench.send(.carried(try Standing(writer.bytes)))
    for game in 0..<3 { bench.send(.gameMatched(GameID(game), start: nil)) }
    for link in Link.allCases { bench.send(.link(link, isUp: true)) }
    bench.reconcile(
      cash: cash,
      holdings: held.map {
        AccountState.Holding(
          market: $0.market, quantity: Quantity(contracts: $0.contracts),
          cost: Price(cents: $0.cents) * Quantity(contracts: abs($0.contracts)))
      })
    expectLedgersToAddUp(bench)
  }

  private func newProcess(
    _ names: [String] = ["STANDARD"], capitalCents: Int = 100_000
  ) throws -> EngineBench {
    try EngineBench(configuration: ProfileBench.configuration(names, capitalCents: capitalCents)) {
      markets in
      for place in markets.indices { markets[place].volume = 6_000 }
    }
  }

  /// As ``expectLedgersToAddUp(_:)``, but for what is from elsewhere.
  private func expectLedgersToAddUp(_ bench: EngineBench) {
    let engine = bench.engine
    let cash = engine.profiles.reduce(Money.zero) { $0 + ($1.ledger.cash ?? .zero) }
    #expect(cash == engine.ledger.cash)
    for market in engine.states.indices {
      let held = engine.profiles.indices.reduce(engine.unowned(MarketID(market))) {
        $0 + engine.holdings[MarketID(market), ProfileID($1)].position.quantity
      }
      #expect(held == engine.states[market].position.quantity)
    }
  }

  private func traded(_ cents: Int = 48) throws -> EngineBench {
    let bench = try ProfileBench.make()
    bench.quote(bench.homeWins, bid: cents - 2, ask: cents)
    bench.books(4, homePercent: Double(cents + 7))
    bench.wait(milliseconds: 200)
    bench.fillAll(try #require(bench.placed.first))
    return bench
  }

  @Test func `a day's trades, volume and rate go on being counted`() throws {
    let old = try traded()
    let next = try ProfileBench.make()
    let fresh = try newProcess()
    try restart(old, fresh, afterMilliseconds: 1_000, cash: Money(cents: 199_519))
    for (before, after) in [
      (old.engine.account.counters, fresh.engine.account.counters),
      (old.engine.profiles[1].risk.counters, fresh.engine.profiles[1].risk.counters),
    ] {
      #expect(after.dailyTrades == 1)
      #expect(after.dailyVolume == before.dailyVolume)
      var view = RiskView(cash: .zero, bankroll: .zero)
      var counters = after
      counters.fill(&view, limit: 20, at: fresh.time)
      #expect(view.ordersLastMinute == 1)
      #expect(view.sinceLastOrderNanoseconds.map { $0 >= 1_000_000_000 } == true)
    }
    // One that was told nothing begins with nothing.
    #expect(next.engine.account.counters.dailyTrades == 0)
  }

  @Test func `the next day begins anew, and a run of losses does not`() throws {
    let old = try ProfileBench.make()
    try `The engine's breaker`().round(old, exitCents: 40)
    try `The engine's breaker`().round(old, exitCents: 40)
    #expect(old.engine.account.counters.consecutiveLosses == 2)
    let lost = old.engine.account.counters.dailyLoss
    #expect(lost > .zero)
    let cash = try #require(old.engine.ledger.cash)
    let same = try newProcess()
    try restart(old, same, cash: cash)
    #expect(same.engine.account.counters.dailyLoss == lost)
    #expect(same.engine.profiles[1].risk.counters.dailyLoss == lost)
    let next = try newProcess()
    try restart(old, next, afterMilliseconds: 24 * 3_600_000, cash: cash)
    #expect(next.engine.account.counters.dailyLoss == .zero)
    #expect(next.engine.account.counters.dailyTrades == 0)
    #expect(next.engine.account.counters.consecutiveLosses == 2)
    #expect(next.engine.profiles[1].risk.counters.consecutiveLosses == 2)
    // The third loss in a row is the third, whatever happened in between.
    try `The engine's breaker`().round(same, exitCents: 40)
    #expect(same.engine.account.breaker.causes.contains(.lossRun))
  }

  @Test func `a halt ends with the operator's word, not with the process`() throws {
    let old = try ProfileBench.make()
    old.send(.command(.halt))
    let fresh = try newProcess()
    try restart(old, fresh, cash: Money(cents: 200_000))
    #expect(fresh.notices.contains(.breakerOpened(.manual, nil)))
    #expect(fresh.engine.isHalted)
    #expect(!`The engine's breaker`().isTrading(fresh))
    fresh.send(.command(.resume))
    #expect(`The engine's breaker`().isTrading(fresh))
  }

  @Test func `a clock set back over midnight ends the day no earlier`() throws {
    let old = try ProfileBench.make()
    try `The engine's breaker`().round(old, exitCents: 40)
    let ends = try #require(old.engine.account.counters.dayEnds)
    let cash = try #require(old.engine.ledger.cash)
    let back = try newProcess()
    try restart(old, back, afterMilliseconds: -30 * 3_600_000, cash: cash)
    #expect(back.engine.account.counters.dayEnds == ends)
    #expect(back.engine.account.counters.dailyLoss == old.engine.account.counters.dailyLoss)
  }

  @Test func `refusals of the last minute are counted on`() throws {
    let old = try ProfileBench.make()
    let most = Int(old.engine.configuration.breaker.rejects)
    for number in 1..<most {
      old.quote(old.homeWins, bid: 46, ask: 48 - number % 2)
      old.books(4, homePercent: 55)
      old.wait(milliseconds: 3_000)
      old.send(.orderRejected(try #require(old.placed.last).id, reason: "no"))
    }
    #expect(old.engine.account.breaker.causes.isEmpty)
    let left = try #require(old.engine.standing)
    #expect(left.refusals.count == most - 1)
    let bench = try begun(left)
    bench.time = old.time + 1_000_000
    try read(bench, shown: 0)
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    bench.books(4, homePercent: 55)
    bench.wait(milliseconds: 3_000)
    bench.send(.orderRejected(try #require(bench.placed.last).id, reason: "no"))
    #expect(bench.engine.account.breaker.causes.contains(.rejectRate))
  }

  @Test func `a breaker goes on cooling down, no longer than it would have`() throws {
    let old = try ProfileBench.make()
    for _ in 0..<3 { try `The engine's breaker`().round(old, exitCents: 40) }
    let until = try #require(old.engine.account.breaker.coolUntil)
    let cash = try #require(old.engine.ledger.cash)
    let fresh = try newProcess()
    try restart(old, fresh, cash: cash)
    #expect(fresh.engine.account.breaker.coolUntil == until)
    #expect(!`The engine's breaker`().isTrading(fresh))
    // The machine's clock was set back by a day: it cools for as long as it would from now.
    let back = try newProcess()
    try restart(old, back, afterMilliseconds: -86_400_000, cash: cash)
    let longest = back.time + back.engine.account.breaker.cooldownNanoseconds
    #expect(try #require(back.engine.account.breaker.coolUntil) <= longest)
  }

  @Test func `a profile finds its contracts, levels and cash again, and sells them`() throws {
    let old = try traded()
    let order = try #require(old.placed.first)
    let contracts = Int(order.quantity.hundredths / 100)
    let cash = try #require(old.engine.ledger.cash)
    let fresh = try newProcess()
    try restart(old, fresh, cash: cash, held: [(old.homeWins, contracts, 48)])
    #expect(fresh.holding().position.quantity == order.quantity)
    #expect(fresh.holding().levels == old.holding().levels)
    #expect(fresh.holding().openedAt == old.holding().openedAt)
    #expect(fresh.holding().net == old.holding().net)
    #expect(fresh.engine.profiles[1].ledger.cash == old.engine.profiles[1].ledger.cash)
    #expect(fresh.notices.contains(.adoptedPosition(old.homeWins, order.quantity)))
    let profit = try #require(fresh.holding().levels?.takeProfit)
    fresh.outputs.removeAll()
    fresh.quote(fresh.homeWins, bid: Int(profit.tenThousandths / 100), ask: nil)
    let sale = try #require(fresh.placed.first)
    #expect(sale.purpose == .exit && sale.quantity == order.quantity)
  }

  /// A process that begins where another has ended, and has not read the account yet.
  private func begun(_ standing: Standing) throws -> EngineBench {
    let bench = try newProcess()
    bench.send(.carried(standing))
    for game in 0..<3 { bench.send(.gameMatched(GameID(game), start: nil)) }
    for link in Link.allCases { bench.send(.link(link, isUp: true)) }
    return bench
  }

  /// The account is read, as the engine's own cash has it.
  private func read(_ bench: EngineBench, shown: Int, cents: Int = 40) throws {
    bench.wait(milliseconds: 1)
    bench.reconcile(
      cash: try #require(bench.engine.ledger.cash),
      holdings: shown == 0
        ? []
        : [
          AccountState.Holding(
            market: bench.homeWins, quantity: Quantity(contracts: shown),
            cost: Price(cents: cents) * Quantity(contracts: abs(shown)))
        ])
    expectLedgersToAddUp(bench)
  }

  /// Arbitrage, profile and nobody's contracts.
  private func owners(_ bench: EngineBench) -> [Int] {
    [
      bench.engine.holdings[bench.homeWins, .arbitrage].position.quantity,
      bench.holding().position.quantity, bench.engine.unowned(bench.homeWins),
    ].map { Int($0.hundredths / 100) }
  }

  /// The standing of an account in which two strategies, and nobody, hold the same market.
  private func shared(arbitrage: Int, profile: Int, foreign: Int = 0) throws -> Standing {
    let old = try traded()
    var standing = try #require(old.engine.standing)
    let ticker = old.engine.markets[0].ticker
    for (place, held) in [arbitrage, profile].enumerated() {
      standing.profiles[place].holdings = [
        Standing.Holding(
          ticker: ticker, quantity: Quantity(contracts: held),
          cost: Price(cents: 40) * Quantity(contracts: abs(held)), openedAt: old.time, net: .zero,
          fees: .zero, netEdge: 500, levels: nil, trigger: nil)
      ]
    }
    let all = arbitrage + profile + foreign
    standing.positions = [
      Standing.Position(
        ticker: ticker, quantity: Quantity(contracts: all),
        cost: Price(cents: 40) * Quantity(contracts: abs(all)))
    ]
    return standing
  }

  @Test func `contracts are whose they were, also of NO, and what was nobody's stays nobody's`()
    throws
  {
    for (arbitrage, profile, foreign) in [(10, 5, 3), (-10, -5, -3), (0, 10, 0), (10, 0, 0)] {
      let bench = try begun(shared(arbitrage: arbitrage, profile: profile, foreign: foreign))
      try read(bench, shown: arbitrage + profile + foreign)
      #expect(owners(bench) == [arbitrage, profile, foreign])
      #expect(!bench.engine.states[0].differsFromExchange)
    }
  }

  @Test func `a difference that no trade explains blocks its market, and shows both sides`() throws
  {
    let bench = try begun(shared(arbitrage: 10, profile: 10))
    try read(bench, shown: 15)
    #expect(
      bench.notices.contains(
        .positionDiffers(
          bench.homeWins, ours: Quantity(contracts: 20), exchange: Quantity(contracts: 15))))
    #expect(bench.engine.states[0].differsFromExchange)
    #expect(!bench.engine.mayEnter, "whether the cash is there cannot be told yet")
    for _ in 0..<2 { try read(bench, shown: 15) }
    #expect(bench.engine.mayEnter, "other markets go on")
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    bench.books(4, homePercent: 60)
    bench.wait(milliseconds: 200)
    #expect(bench.placed.allSatisfy { $0.purpose == .exit })
    // It stays so until somebody says otherwise, or a trade explains it.
    try read(bench, shown: 15)
    #expect(bench.engine.states[0].differsFromExchange)
  }

  @Test
  func `nothing is sold before what was left was held against the exchange, nor more than it has`()
    throws
  {
    let bench = try begun(shared(arbitrage: 10, profile: 0))
    bench.quote(bench.homeWins, bid: 46, ask: 60)
    bench.odds(home: 55)
    bench.wait(milliseconds: 3_000)
    #expect(bench.placed.isEmpty)
    try read(bench, shown: 4)
    bench.wait(milliseconds: 3_000)
    #expect(bench.placed.map(\.quantity) == [Quantity(contracts: 4)])
    let sale = try #require(bench.placed.first)
    bench.answer(sale, .resting, filled: 0, remaining: 4)
    bench.fill(sale, contracts: 4, liquidity: .maker)
    bench.wait(milliseconds: 3_000)
    #expect(bench.placed.count == 1, "there is nothing left at the exchange")
    let profile = try begun(shared(arbitrage: 0, profile: 10))
    profile.quote(profile.homeWins, bid: 46, ask: 60)
    profile.send(.command(.flatten))
    #expect(profile.placed.isEmpty)
    try read(profile, shown: 4)
    profile.quote(profile.homeWins, bid: 46, ask: 60)
    profile.wait(milliseconds: 3_000)
    #expect(profile.placed.map(\.quantity) == [Quantity(contracts: 4)])
  }

  @Test func `where fills came first, no more is sold than the reading shows`() throws {
    let standing = try shared(arbitrage: 0, profile: 10)
    let bench = try begun(standing)
    bench.send(.command(.flatten))
    bench.quote(bench.homeWins, bid: 46, ask: 60)
    // Of a sale of ten the list of fills has four yet; the position has them all.
    bench.send(
      .fill(
        FillReport(
          trade: ExchangeKey(high: 9, low: 1), order: nil, market: bench.homeWins, side: .ask,
          price: Price(cents: 50), quantity: Quantity(contracts: 4), liquidity: .taker,
          fee: .zero, venueTime: bench.time)))
    bench.reconcile(cash: try #require(bench.engine.ledger.cash))
    bench.quote(bench.homeWins, bid: 47, ask: 60)
    #expect(bench.placed.isEmpty)
  }

  @Test func `a stop that was hit goes on being sold after a restart`() throws {
    let old = try traded()
    let stop = try #require(old.holding().levels?.stopLoss)
    old.outputs.removeAll()
    old.quote(old.homeWins, bid: Int(stop.tenThousandths / 100), ask: nil)
    let sale = try #require(old.placed.first)
    old.answer(sale, .canceled, filled: 0, remaining: 0)
    let bench = try begun(try #require(old.engine.standing))
    try read(bench, shown: Int(sale.quantity.hundredths / 100), cents: 48)
    // The bid has come back.
    bench.quote(bench.homeWins, bid: 48, ask: nil)
    bench.wait(milliseconds: 2_000)
    #expect(bench.placed.map(\.purpose) == [.exit])
  }

  @Test func `a trade that becomes known later explains a difference`() throws {
    let bench = try begun(shared(arbitrage: 10, profile: 0))
    try read(bench, shown: 4)
    #expect(bench.engine.states[0].differsFromExchange)
    bench.send(
      .fill(
        FillReport(
          trade: ExchangeKey(high: 9, low: 1), order: nil, market: bench.homeWins, side: .ask,
          price: Price(cents: 50), quantity: Quantity(contracts: 6), liquidity: .taker,
          fee: .zero, venueTime: bench.time)))
    try read(bench, shown: 4)
    #expect(!bench.engine.states[0].differsFromExchange)
    #expect(owners(bench) == [4, 0, 0])
  }

  @Test func `by the operator's word the exchange is right, and nobody is paid for what is less`()
    throws
  {
    let bench = try begun(shared(arbitrage: 10, profile: 10))
    let cash = bench.engine.profiles.map(\.ledger.cash)
    try read(bench, shown: 15)
    bench.outputs.removeAll()
    bench.send(.command(.acceptPosition(bench.homeWins)))
    #expect(bench.outputs.contains(.reconcile))
    try read(bench, shown: 15)
    #expect(!bench.engine.states[0].differsFromExchange)
    #expect(owners(bench) == [5, 10, 0])
    #expect(bench.engine.profiles.map(\.ledger.cash) == cash)
    // More than there was is from elsewhere.
    let more = try begun(shared(arbitrage: 0, profile: 10))
    try read(more, shown: 16)
    more.send(.command(.acceptPosition(more.homeWins)))
    try read(more, shown: 16)
    #expect(owners(more) == [0, 10, 6])
    #expect(more.notices.contains(.foreignPosition(more.homeWins, Quantity(contracts: 6))))
    // A market that does not differ is not touched.
    more.outputs.removeAll()
    more.send(.command(.acceptPosition(more.homeWins)))
    #expect(more.outputs.isEmpty)
  }

  @Test func `contracts in a market where nobody here ever was are from elsewhere`() throws {
    let bench = try begun(shared(arbitrage: 0, profile: 10))
    bench.wait(milliseconds: 1)
    let elsewhere = AccountState.Holding(
      market: bench.total, quantity: Quantity(contracts: 7), cost: Money(cents: 350))
    let ours = AccountState.Holding(
      market: bench.homeWins, quantity: Quantity(contracts: 10), cost: Money(cents: 400))
    let cash = try #require(bench.engine.ledger.cash)
    bench.reconcile(cash: cash, holdings: [ours, elsewhere])
    #expect(bench.notices.contains(.foreignPosition(bench.total, Quantity(contracts: 7))))
    #expect(!bench.engine.states[Int(bench.total.index)].differsFromExchange)
    // Later it is a difference like any other.
    bench.wait(milliseconds: 1)
    let later = AccountState.Holding(
      market: bench.awayWins, quantity: Quantity(contracts: 7), cost: Money(cents: 350))
    bench.reconcile(cash: cash, holdings: [ours, later, elsewhere])
    #expect(bench.engine.states[Int(bench.awayWins.index)].differsFromExchange)
  }

  @Test func `what was paid out while nothing ran is its owner's, and counted`() throws {
    let old = try traded()
    let order = try #require(old.placed.first)
    let bench = try begun(try #require(old.engine.standing))
    let cash = try #require(bench.engine.profiles[1].ledger.cash)
    bench.send(.marketStatus(bench.homeWins, .finalized))
    bench.send(.settled(bench.homeWins, value: .dollar))
    try read(bench, shown: 0)
    #expect(bench.engine.profiles[1].ledger.cash == cash + Price.dollar * order.quantity)
    #expect(bench.engine.account.counters.dailyProfit > .zero)
    #expect(bench.engine.profiles[1].risk.counters.settledTrades == 1)
    #expect(!bench.engine.states[0].differsFromExchange)
  }

  @Test func `a payout that is due when the process ends is not paid twice`() throws {
    let old = try traded()
    let order = try #require(old.placed.first)
    let before = try #require(old.engine.ledger.cash)
    old.send(.marketStatus(old.homeWins, .determined))
    old.send(.settled(old.homeWins, value: .dollar))
    let paid = try #require(old.engine.ledger.cash)
    #expect(paid == before + Price.dollar * order.quantity)
    let bench = try begun(try #require(old.engine.standing))
    // The exchange has not paid yet, and shows the contracts.
    let held = AccountState.Holding(
      market: bench.homeWins, quantity: order.quantity, cost: Money(cents: 480))
    for _ in 0..<3 {
      bench.wait(milliseconds: 1_000)
      bench.reconcile(cash: before, holdings: [held])
    }
    bench.send(.settled(bench.homeWins, value: .dollar))
    #expect(bench.engine.ledger.cash == paid)
    #expect(bench.engine.account.breaker.causes.isEmpty)
    #expect(bench.engine.unowned(bench.homeWins).isZero)
    #expect(bench.engine.mayEnter, "three readings could not tell, and nothing is missing")
    bench.send(.marketStatus(bench.homeWins, .finalized))
    for _ in 0..<2 {
      bench.wait(milliseconds: 1_000)
      bench.reconcile(cash: paid)
    }
    #expect(bench.engine.account.breaker.causes.isEmpty)
    expectLedgersToAddUp(bench)
  }

  @Test func `a market that is decided otherwise after a restart is paid out otherwise`() throws {
    let old = try traded()
    let order = try #require(old.placed.first)
    let before = try #require(old.engine.ledger.cash)
    old.send(.marketStatus(old.homeWins, .determined))
    old.send(.settled(old.homeWins, value: .dollar))
    let bench = try begun(try #require(old.engine.standing))
    let held = AccountState.Holding(
      market: bench.homeWins, quantity: order.quantity, cost: Money(cents: 480))
    for _ in 0..<2 {
      bench.wait(milliseconds: 1_000)
      bench.reconcile(cash: before, holdings: [held])
    }
    bench.send(.settled(bench.homeWins, value: .zero))
    #expect(bench.engine.ledger.cash == before)
    bench.send(.marketStatus(bench.homeWins, .finalized))
    for _ in 0..<2 {
      bench.wait(milliseconds: 1_000)
      bench.reconcile(cash: before)
    }
    #expect(bench.engine.account.breaker.causes.isEmpty && bench.engine.mayEnter)
    expectLedgersToAddUp(bench)
  }

  @Test
  func `a shortage that the third reading shows first is confirmed before anything is bought`()
    throws
  {
    let bench = try begun(shared(arbitrage: 10, profile: 0))
    let cash = try #require(bench.engine.ledger.cash)
    for _ in 0..<2 { try read(bench, shown: 4) }
    #expect(!bench.engine.mayEnter)
    bench.wait(milliseconds: 1_000)
    let held = AccountState.Holding(
      market: bench.homeWins, quantity: Quantity(contracts: 10), cost: Money(cents: 400))
    bench.reconcile(cash: cash - Money(cents: 700), holdings: [held])
    #expect(!bench.engine.mayEnter)
    bench.wait(milliseconds: 1_000)
    bench.reconcile(cash: cash - Money(cents: 700), holdings: [held])
    #expect(bench.engine.account.breaker.causes.contains(.reconciliation))
  }

  @Test func `before the first reading no timer waits for a sale`() throws {
    let old = try traded()
    let bench = try begun(try #require(old.engine.standing))
    bench.time = EngineBench.start + 60_000_000_000
    bench.send(.timer)
    #expect(bench.engine.exitDeadline == nil)
    #expect(bench.placed.isEmpty)
  }

  @Test func `more cash than was left is taken over, and is no profit`() throws {
    let old = try traded()
    let left = try #require(old.engine.ledger.cash)
    let bench = try begun(try #require(old.engine.standing))
    let held = AccountState.Holding(
      market: bench.homeWins, quantity: try #require(old.placed.first).quantity,
      cost: old.holding().position.costBasis)
    let paidIn = Money(cents: 5_000)
    for _ in 0..<2 {
      bench.wait(milliseconds: 1)
      bench.reconcile(cash: left + paidIn, holdings: [held])
    }
    #expect(bench.notices.contains(.cashDiffers(ours: left, exchange: left + paidIn)))
    #expect(bench.engine.ledger.cash == left + paidIn)
    #expect(bench.engine.mayEnter)
    #expect(bench.engine.account.counters.drawdown <= old.engine.account.counters.drawdown)
    expectLedgersToAddUp(bench)
    // What comes while the session runs waits for the operator's word.
    for _ in 0..<2 {
      bench.wait(milliseconds: 1)
      bench.reconcile(cash: left + paidIn + paidIn, holdings: [held])
    }
    #expect(bench.engine.ledger.cash == left + paidIn)
  }

  @Test func `a surplus that was known before is not taken over by a restart`() throws {
    let old = try ProfileBench.make()
    let left = try #require(old.engine.ledger.cash)
    let back = Money(cents: 5_000)
    for _ in 0..<2 {
      old.wait(milliseconds: 1)
      old.reconcile(cash: left + back)
    }
    #expect(old.engine.ledger.cash == left, "collateral came back: it goes when that is settled")
    let bench = try begun(try #require(old.engine.standing))
    for _ in 0..<3 {
      bench.wait(milliseconds: 1)
      bench.reconcile(cash: left + back)
    }
    #expect(bench.engine.ledger.cash == left && bench.engine.mayEnter)
    // What came on top of it while nothing ran was paid in.
    let other = try begun(try #require(old.engine.standing))
    for _ in 0..<3 {
      other.wait(milliseconds: 1)
      other.reconcile(cash: left + back + back)
    }
    #expect(other.engine.ledger.cash == left + back && other.engine.mayEnter)
    expectLedgersToAddUp(other)
  }

  @Test func `a lack of cash that was known goes on stopping new risk until it is accepted`() throws
  {
    let old = try ProfileBench.make()
    let left = try #require(old.engine.ledger.cash)
    let theirs = left - Money(cents: 700)
    for _ in 0..<2 {
      old.wait(milliseconds: 1)
      old.reconcile(cash: theirs)
    }
    let bench = try begun(try #require(old.engine.standing))
    for _ in 0..<3 {
      bench.wait(milliseconds: 1)
      bench.reconcile(cash: theirs)
    }
    #expect(bench.engine.account.breaker.causes.contains(.reconciliation))
    #expect(bench.engine.ledger.cash == left && !bench.engine.mayEnter)
    bench.send(.command(.acceptCash))
    #expect(bench.engine.ledger.cash == theirs && bench.engine.mayEnter)
    expectLedgersToAddUp(bench)
  }

  @Test func `less cash than was left stops new risk`() throws {
    let old = try ProfileBench.make()
    let fresh = try newProcess()
    try restart(old, fresh, cash: Money(cents: 199_000))
    fresh.wait(milliseconds: 1_000)
    fresh.reconcile(cash: Money(cents: 199_000))
    #expect(
      fresh.notices.contains(
        .cashDiffers(ours: Money(cents: 200_000), exchange: Money(cents: 199_000))))
    #expect(fresh.engine.account.breaker.causes.contains(.reconciliation))
    #expect(!`The engine's breaker`().isTrading(fresh))
  }

  @Test func `the result of a position that is over is not counted again`() throws {
    let old = try ProfileBench.make()
    try `The engine's breaker`().round(old, exitCents: 40)
    old.quote(old.homeWins, bid: 46, ask: 48)
    old.books(4, homePercent: 55)
    old.wait(milliseconds: 200)
    let standing = try #require(old.engine.standing)
    let holding = try #require(standing.profiles[1].holdings.first)
    #expect(holding.quantity.isZero && holding.netEdge > 0)
    #expect(holding.net == .zero && holding.fees == .zero && holding.levels == nil)
    #expect(holding.openedAt == .distantPast)
  }

  @Test func `less cash than was counted stays to be accepted`() throws {
    let old = try ProfileBench.make()
    for _ in 0..<2 {
      old.wait(milliseconds: 1_000)
      old.reconcile(cash: Money(cents: 199_000))
    }
    #expect(old.engine.account.breaker.causes.contains(.reconciliation))
    let fresh = try newProcess()
    try restart(old, fresh, cash: Money(cents: 199_000))
    for _ in 0..<2 {
      fresh.wait(milliseconds: 1_000)
      fresh.reconcile(cash: Money(cents: 199_000))
    }
    #expect(fresh.engine.account.breaker.causes.contains(.reconciliation))
    #expect(!`The engine's breaker`().isTrading(fresh))
    fresh.send(.command(.acceptCash))
    #expect(fresh.engine.account.breaker.causes.isEmpty)
    #expect(`The engine's breaker`().isTrading(fresh))
  }

  @Test func `a halt before the account was read is kept, and what was left with it`() throws {
    let old = try traded()
    let left = try #require(old.engine.standing)
    let next = try newProcess()
    next.time = old.time + 1_000_000
    #expect(next.engine.standing == nil)
    next.send(.carried(left))
    next.send(.command(.halt))
    let kept = try #require(next.engine.standing)
    #expect(kept.account.breaker.causes.contains(.manual))
    #expect(kept.profiles.map(\.holdings) == left.profiles.map(\.holdings))
    #expect(kept.account.counters.dailyTrades == left.account.counters.dailyTrades)
    let first = try newProcess()
    first.send(.command(.halt))
    #expect(first.engine.standing?.account.breaker.causes.contains(.manual) == true)
  }

  @Test func `selling all goes on after a restart`() throws {
    let old = try traded()
    old.send(.command(.flatten))
    let fresh = try newProcess()
    let cash = try #require(old.engine.ledger.cash)
    try restart(old, fresh, cash: cash, held: [(old.homeWins, 10, 48)])
    #expect(fresh.engine.isFlattening)
    fresh.outputs.removeAll()
    fresh.quote(fresh.homeWins, bid: 46, ask: nil)
    #expect(fresh.placed.map(\.purpose) == [.exit])
  }

  /// An entry went out, and nothing was heard of it.
  private func ordered() throws -> (EngineBench, EngineOrder) {
    let old = try ProfileBench.make()
    old.quote(old.homeWins, bid: 46, ask: 48)
    old.books(4, homePercent: 55)
    old.wait(milliseconds: 200)
    return (old, try #require(old.placed.first))
  }

  @Test func `an entry that filled while nothing ran is its profile's, with levels`() throws {
    let (old, order) = try ordered()
    let bench = try begun(try #require(old.engine.standing))
    bench.fillAll(order)
    #expect(bench.holding().position.quantity == order.quantity)
    #expect(bench.holding().levels?.stopLoss != nil)
    #expect(bench.holding().openedAt == bench.time)
    #expect(!bench.notices.contains(.unexplainedFill(bench.homeWins)))
    try read(bench, shown: Int(order.quantity.hundredths / 100), cents: 48)
    #expect(owners(bench) == [0, Int(order.quantity.hundredths / 100), 0])
  }

  @Test func `a sale that filled while nothing ran ends its position, and counts`() throws {
    let old = try traded()
    let profit = try #require(old.holding().levels?.takeProfit)
    old.outputs.removeAll()
    old.quote(old.homeWins, bid: Int(profit.tenThousandths / 100), ask: nil)
    let sale = try #require(old.placed.first)
    #expect(sale.purpose == .exit)
    let bench = try begun(try #require(old.engine.standing))
    bench.fillAll(sale)
    #expect(bench.holding().position.quantity.isZero)
    #expect(bench.engine.profiles[1].risk.counters.settledTrades == 1)
    #expect(bench.engine.account.counters.dailyProfit > .zero)
    try read(bench, shown: 0)
    #expect(!bench.engine.states[0].differsFromExchange)
  }

  @Test func `an order of two sessions ago is still known, and not for ever`() throws {
    let (old, order) = try ordered()
    let second = try begun(try #require(old.engine.standing))
    let third = try begun(try #require(second.engine.standing))
    #expect(try #require(third.engine.standing).orders.map(\.id) == [order.id])
    third.fillAll(order)
    #expect(third.holding().position.quantity == order.quantity)
    try read(third, shown: Int(order.quantity.hundredths / 100), cents: 48)
    third.wait(milliseconds: 700_000)
    #expect(try #require(third.engine.standing).orders.isEmpty)
  }

  @Test func `an order that left after the last word of its account is counted, and known`() throws
  {
    let old = try ProfileBench.make()
    let before = try #require(old.engine.standing)
    old.quote(old.homeWins, bid: 46, ask: 48)
    old.books(4, homePercent: 55)
    old.wait(milliseconds: 200)
    let order = try #require(old.placed.first)
    var counted = before
    let ticker = old.engine.markets[Int(order.market.index)].ticker
    counted.count(order, ticker: ticker, at: old.time)
    let after = try #require(old.engine.standing)
    #expect(counted.account.counters.dailyTrades == after.account.counters.dailyTrades)
    #expect(counted.account.counters.dailyVolume == after.account.counters.dailyVolume)
    #expect(counted.orders == after.orders)
    let bench = try begun(counted)
    bench.fillAll(order)
    #expect(bench.holding().position.quantity == order.quantity)
    #expect(bench.holding().levels?.stopLoss != nil)
  }

  @Test func `positions from elsewhere are counted and left alone until they are adopted`() throws {
    let bench = try EngineBench()
    for game in 0..<3 { bench.send(.gameMatched(GameID(game), start: nil)) }
    for link in Link.allCases { bench.send(.link(link, isUp: true)) }
    let cost = Price(cents: 60) * Quantity(contracts: 10)
    bench.reconcile(
      holdings: [
        AccountState.Holding(
          market: bench.homeWins, quantity: Quantity(contracts: 10), cost: cost)
      ])
    #expect(bench.notices.contains(.foreignPosition(bench.homeWins, Quantity(contracts: 10))))
    #expect(bench.engine.exposure == cost)
    bench.quote(bench.homeWins, bid: 64, ask: 66)
    bench.odds(home: 70)
    bench.wait(milliseconds: 5_000)
    #expect(bench.placed.allSatisfy { $0.market != bench.homeWins || $0.purpose == .entry })
    bench.send(.command(.adopt(bench.homeWins, .arbitrage)))
    #expect(bench.engine.unowned(bench.homeWins).isZero)
    let sale = try #require(bench.placed.last { $0.purpose == .exit })
    #expect(sale.quantity == Quantity(contracts: 10))
    expectLedgersToAddUp(bench)
  }

  @Test func `a profile that does not run any more leaves its contracts alone`() throws {
    let old = try traded()
    let order = try #require(old.placed.first)
    let contracts = Int(order.quantity.hundredths / 100)
    let fresh = try newProcess(["SCALP"])
    let cash = try #require(old.engine.ledger.cash)
    try restart(old, fresh, cash: cash, held: [(old.homeWins, contracts, 48)])
    #expect(fresh.engine.unowned(old.homeWins) == order.quantity)
    #expect(fresh.engine.profiles[1].ledger.cash == Money(cents: 100_000))
    // What the day's limits of the account have counted is counted, whoever traded.
    #expect(fresh.engine.account.counters.dailyTrades == 1)
  }

  @Test func `nothing is bought before it is known that the cash is there`() throws {
    let old = try ProfileBench.make()
    let fresh = try newProcess()
    try restart(old, fresh, cash: Money(cents: 150_000))
    #expect(!fresh.engine.mayEnter)
    #expect(!`The engine's breaker`().isTrading(fresh))
    fresh.wait(milliseconds: 1_000)
    fresh.reconcile(cash: Money(cents: 150_000))
    #expect(fresh.engine.account.breaker.causes.contains(.reconciliation))
    // Where it is, the first reading is enough.
    let next = try newProcess()
    try restart(old, next, cash: Money(cents: 200_000))
    #expect(next.engine.mayEnter)
  }

  @Test func `less than all capitals is shared once, and restarts move nothing`() throws {
    let names = ["STANDARD", "SCALP"]
    func process() throws -> EngineBench { try newProcess(names, capitalCents: 100_000) }
    let old = try process()
    old.open(cash: Money(cents: 100_000))
    #expect(old.engine.profiles.map(\.ledger.cash) == [.zero, 50_000, 50_000].map(Self.cents))
    old.wait(milliseconds: 1_000)
    var left = try #require(old.engine.standing)
    // One has lost, the other has not.
    left.profiles[1].cash = Money(cents: 20_000)
    var (drawdowns, cash) = ([Money](), [[Money?]]())
    for _ in 0..<3 {
      let next = try process()
      next.time = old.time + 1_000_000_000
      next.send(.carried(left))
      for link in Link.allCases { next.send(.link(link, isUp: true)) }
      next.reconcile(cash: Money(cents: 70_000))
      next.wait(milliseconds: 1_000)
      left = try #require(next.engine.standing)
      drawdowns.append(next.engine.profiles[1].risk.counters.drawdown)
      cash.append(next.engine.profiles.map(\.ledger.cash))
    }
    #expect(cash == Array(repeating: [.zero, 20_000, 50_000].map(Self.cents), count: 3))
    #expect(drawdowns == Array(repeating: Money(cents: 30_000), count: 3))
  }

  private static func cents(_ cents: Int) -> Money? { Money(cents: cents) }

  @Test func `another capital is what there was and the difference`() throws {
    let old = try traded()
    let cash = try #require(old.engine.ledger.cash)
    let order = try #require(old.placed.first)
    let fresh = try newProcess(capitalCents: 120_000)
    try restart(
      old, fresh, cash: cash,
      held: [(old.homeWins, Int(order.quantity.hundredths / 100), 48)])
    let before = try #require(old.engine.profiles[1].ledger.cash)
    #expect(fresh.engine.profiles[1].ledger.cash == before + Money(cents: 20_000))
  }

  @Test func `every truncation and every changed byte of a standing is refused or is another one`()
    throws
  {
    let old = try traded()
    old.send(.command(.halt))
    let writer = EventWriter(capacity: 16)
    try #require(old.engine.standing).write(to: writer)
    let bytes = Array(writer.bytes)
    let read = try bytes.withUnsafeBytes { try Standing($0) }
    writer.clear()
    read.write(to: writer)
    #expect(Array(writer.bytes) == bytes)
    for length in 0..<bytes.count {
      let part = Array(bytes.prefix(length))
      #expect(throws: EventDecodingError.self) { try part.withUnsafeBytes { try Standing($0) } }
    }
    for place in bytes.indices {
      var changed = bytes
      changed[place] ^= 0xFF
      guard let other = try? changed.withUnsafeBytes({ try Standing($0) }) else { continue }
      writer.clear()
      other.write(to: writer)
      #expect(Array(writer.bytes) != bytes, "byte \(place)")
    }
  }
}
