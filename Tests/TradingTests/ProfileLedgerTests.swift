import Market
import Testing

@testable import Trading

@Suite struct `Profiles side by side` {
  let first = ProfileID(1)
  let second = ProfileID(2)

  @Test func `each trades with its own money, and all of it is the account's`() throws {
    let bench = try ProfileBench.make(["STANDARD", "ANY_EDGE"])
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    bench.books(4, homePercent: 55)
    bench.wait(milliseconds: 100)
    // A tenth of a second apart: the account's own interval.
    bench.wait(milliseconds: 100)
    #expect(bench.placed.map(\.profile) == [first, second])
    for order in bench.placed { bench.fillAll(order, feeCents: 18) }
    let spent = Money(cents: 480 + 18)
    #expect(bench.engine.profiles[1].ledger.cash == Money(cents: 100_000) - spent)
    #expect(bench.engine.profiles[2].ledger.cash == Money(cents: 100_000) - spent)
    #expect(bench.engine.profiles[0].ledger.cash == .zero)
    expectLedgersToAddUp(bench.engine)
    bench.send(.settled(bench.homeWins, value: .dollar))
    #expect(bench.engine.profiles[1].ledger.cash == Money(cents: 100_000 + 520 - 18))
    #expect(bench.engine.profiles[1].risk.counters.settledTrades == 1)
    expectLedgersToAddUp(bench.engine)
  }

  @Test func `nobody buys against what another holds`() throws {
    let bench = try ProfileBench.make(["STANDARD", "ANY_EDGE"]) {
      $0.profiles[1].profile.minimumEdge = 800
    }
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    bench.books(4, homePercent: 55)
    bench.wait(milliseconds: 100)
    bench.fillAll(try #require(bench.placed.first))
    #expect(bench.holding(first).position.quantity == Quantity(contracts: 10))
    bench.outputs.removeAll()
    bench.wait(milliseconds: 1_000)
    bench.quote(bench.homeWins, bid: 66, ask: 68)
    bench.wait(milliseconds: 100)
    let stopped = bench.signals.filter { $0.profile == second }
    #expect(stopped.last?.stop.gate == .crossProfile)
    #expect(!bench.placed.contains { $0.profile == second })
  }

  @Test func `what somebody holds by hand is another's too`() throws {
    let bench = try ProfileBench.make()
    bench.send(
      .fill(
        FillReport(
          trade: ExchangeKey(high: 9, low: 9), order: nil, market: bench.homeWins, side: .ask,
          price: Price(cents: 60), quantity: Quantity(contracts: 5), liquidity: .taker,
          fee: .zero, venueTime: bench.time)))
    bench.wait(milliseconds: 1)
    bench.reconcile(
      cash: Money(cents: 200_000 - 200),
      holdings: [
        AccountState.Holding(
          market: bench.homeWins, quantity: Quantity(contracts: -5), cost: Money(cents: 200))
      ])
    #expect(!bench.engine.states[0].differsFromExchange)
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    bench.books(4, homePercent: 55)
    bench.wait(milliseconds: 100)
    #expect(bench.signals.last?.stop.gate == .crossProfile)
    #expect(bench.placed.isEmpty)
  }

  @Test func `a profile without money does not trade on another's`() throws {
    let bench = try ProfileBench.make(capitalCents: 40)
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    bench.books(4, homePercent: 55)
    bench.wait(milliseconds: 100)
    #expect(bench.placed.isEmpty)
    // A contract costs 48 cents and a fee of 2.
    #expect(
      bench.signals.last?.stop == GateStop(.insufficientBalance, distance: 10 * 10_000))
  }
}
