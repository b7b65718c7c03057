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

  @Test func `what is not there any more is paid to nobody until it is known for how much`() throws
  {
    let old = try traded()
    let cost = old.holding().position.costBasis
    let fresh = try newProcess()
    // It was paid out while nobody looked.
    try restart(old, fresh, cash: Money(cents: 200_500))
    #expect(fresh.holding().position.quantity.isZero)
    let fee = Money(cents: 1)
    #expect(fresh.engine.profiles[1].ledger.cash == Money(cents: 100_000) - fee - cost)
  }

  /// The standing of an account in which two strategies hold the same market.
  private func shared(
    arbitrage: (held: Int, entering: Int, leaving: Int),
    profile: (held: Int, entering: Int, leaving: Int), foreign: Int = 0
  ) throws -> Standing {
    let old = try traded()
    var standing = try #require(old.engine.standing)
    let ticker = old.engine.markets[0].ticker
    for (place, part) in [arbitrage, profile].enumerated() {
      standing.profiles[place].holdings = [
        Standing.Holding(
          ticker: ticker, quantity: Quantity(contracts: part.held),
          cost: Price(cents: 40) * Quantity(contracts: abs(part.held)),
          openedAt: old.time, net: .zero, fees: .zero, netEdge: 500, levels: nil,
          entering: Quantity(contracts: part.entering), leaving: Quantity(contracts: part.leaving))
      ]
    }
    standing.foreign =
      foreign == 0
      ? [] : [Standing.Foreign(ticker: ticker, quantity: Quantity(contracts: foreign))]
    return standing
  }

  /// A process that begins with a standing and is shown so many contracts.
  private func begun(_ standing: Standing, shown: Int, cents: Int = 40) throws -> EngineBench {
    let bench = try newProcess()
    bench.send(.carried(standing))
    for game in 0..<3 { bench.send(.gameMatched(GameID(game), start: nil)) }
    for link in Link.allCases { bench.send(.link(link, isUp: true)) }
    bench.reconcile(
      cash: Money(cents: 200_000),
      holdings: [
        AccountState.Holding(
          market: bench.homeWins, quantity: Quantity(contracts: shown),
          cost: Price(cents: cents) * Quantity(contracts: abs(shown)))
      ])
    expectLedgersToAddUp(bench)
    return bench
  }

  /// Arbitrage, profile and nobody's contracts, of what the exchange shows.
  private func returned(_ standing: Standing, shown: Int) throws -> [Int] {
    let bench = try begun(standing, shown: shown)
    let table = bench.engine.holdings
    return [
      table[bench.homeWins, .arbitrage].position.quantity, bench.holding().position.quantity,
      bench.engine.unowned(bench.homeWins),
    ].map { Int($0.hundredths / 100) }
  }

  @Test func `what was held comes before what may have been bought`() throws {
    let standing = try shared(arbitrage: (0, 10, 0), profile: (10, 0, 0))
    #expect(try returned(standing, shown: 10) == [0, 10, 0])
    #expect(try returned(standing, shown: 14) == [4, 10, 0])
    #expect(try returned(standing, shown: 25) == [10, 10, 5])
  }

  @Test func `who was selling is short first, then the arbitrage strategy`() throws {
    let selling = try shared(arbitrage: (10, 0, 10), profile: (10, 0, 0))
    #expect(try returned(selling, shown: 10) == [0, 10, 0])
    #expect(try returned(selling, shown: 15) == [5, 10, 0])
    let profileSells = try shared(arbitrage: (10, 0, 0), profile: (10, 0, 10))
    #expect(try returned(profileSells, shown: 10) == [10, 0, 0])
    let nobody = try shared(arbitrage: (10, 0, 0), profile: (10, 0, 0))
    #expect(try returned(nobody, shown: 8) == [0, 8, 0])
  }

  @Test func `what was nobody's stays nobody's, also of NO`() throws {
    let standing = try shared(arbitrage: (0, 10, 0), profile: (0, 0, 0), foreign: 10)
    #expect(try returned(standing, shown: 10) == [0, 0, 10])
    #expect(try returned(standing, shown: 16) == [6, 0, 10])
    let short = try shared(arbitrage: (-10, 0, 0), profile: (0, -5, 0), foreign: -3)
    #expect(try returned(short, shown: -18) == [-10, -5, -3])
    #expect(try returned(short, shown: -7) == [-7, 0, 0])
    // The other side of what was held is nobody's.
    #expect(try returned(short, shown: 4) == [0, 0, 4])
  }

  @Test func `a position that filled while nobody looked has levels`() throws {
    let standing = try shared(arbitrage: (0, 0, 0), profile: (0, 10, 0))
    let bench = try begun(standing, shown: 10, cents: 48)
    #expect(bench.holding().levels?.stopLoss != nil)
    #expect(bench.holding().openedAt == bench.time)
  }

  @Test func `the result of a position that is over is not counted again`() throws {
    let old = try ProfileBench.make()
    try `The engine's breaker`().round(old, exitCents: 40)
    old.quote(old.homeWins, bid: 46, ask: 48)
    old.books(4, homePercent: 55)
    old.wait(milliseconds: 200)
    let standing = try #require(old.engine.standing)
    let holding = try #require(standing.profiles[1].holdings.first)
    #expect(!holding.entering.isZero)
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

  @Test func `an entry that filled while nobody looked is its profile's`() throws {
    let old = try ProfileBench.make()
    old.quote(old.homeWins, bid: 46, ask: 48)
    old.books(4, homePercent: 55)
    old.wait(milliseconds: 200)
    let order = try #require(old.placed.first)
    let contracts = Int(order.quantity.hundredths / 100)
    let fresh = try newProcess()
    try restart(
      old, fresh, cash: Money(cents: 200_000 - 48 * contracts),
      held: [(old.homeWins, contracts + 3, 48)])
    #expect(fresh.holding().position.quantity == order.quantity)
    #expect(fresh.engine.unowned(old.homeWins) == Quantity(contracts: 3))
    #expect(fresh.notices.contains(.foreignPosition(old.homeWins, Quantity(contracts: 3))))
  }

  @Test func `an entry that left after the last word of its account is counted`() throws {
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
    #expect(
      counted.profiles.map { $0.holdings.map(\.entering) }
        == after.profiles.map { $0.holdings.map(\.entering) })
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
