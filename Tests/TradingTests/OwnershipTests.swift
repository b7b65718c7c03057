import Market
import Testing

@testable import Trading

@Suite struct `Whose contracts are whose` {
  /// Somebody sells or buys by hand, and the account is read.
  static func trade(
    _ bench: EngineBench, _ side: BookSide, contracts: Int, leaving: Int, cash: Money
  ) {
    bench.send(
      .fill(
        FillReport(
          trade: ExchangeKey(high: 9, low: bench.nextTrade), order: nil, market: bench.homeWins,
          side: side, price: Price(cents: 60), quantity: Quantity(contracts: contracts),
          liquidity: .taker, fee: .zero, venueTime: bench.time)))
    bench.nextTrade += 1
    bench.wait(milliseconds: 1)
    bench.reconcile(
      cash: cash,
      holdings: leaving == 0
        ? []
        : [
          AccountState.Holding(
            market: bench.homeWins, quantity: Quantity(contracts: leaving),
            cost: Price(cents: 60) * Quantity(contracts: abs(leaving)))
        ])
  }

  @Test func `what somebody has sold by hand is not sold again`() throws {
    let bench = try EngineBench()
    bench.open()
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 66)
    let entry = try #require(bench.placed.first)
    bench.fillAll(entry)
    let exit = try #require(bench.placed.last)
    #expect(exit.purpose == .exit)
    bench.answer(exit, .resting, filled: 0, remaining: 10)
    bench.outputs.removeAll()
    Self.trade(bench, .ask, contracts: 10, leaving: 0, cash: Money(cents: 99_999))
    #expect(bench.canceled == [exit.id])
    bench.answer(exit, .canceled, filled: 0, remaining: 0)
    bench.reconcile(cash: Money(cents: 99_999))
    #expect(bench.engine.holdings[bench.homeWins, .arbitrage].position.quantity.isZero)
    bench.outputs.removeAll()
    bench.wait(milliseconds: 3_000)
    #expect(bench.placed.allSatisfy { $0.purpose == .entry })
    expectLedgersToAddUp(bench.engine)
  }

  @Test func `what nets against somebody's sale by hand pays its dollar to the account once`()
    throws
  {
    let bench = try EngineBench()
    bench.open()
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 66)
    let entry = try #require(bench.placed.first)
    // Somebody sells three while our own order for ten is on its way.
    Self.trade(bench, .ask, contracts: 3, leaving: -3, cash: Money(cents: 99_880))
    bench.fillAll(entry)
    #expect(bench.engine.states[0].position.quantity == Quantity(contracts: 7))
    #expect(bench.engine.profiles[0].ledger.cash == bench.engine.ledger.cash)
  }

  @Test func `nobody adopts what the account does not hold`() throws {
    let bench = try ProfileBench.make(["STANDARD", "ANY_EDGE"])
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    bench.books(4, homePercent: 55)
    bench.wait(milliseconds: 100)
    let order = try #require(bench.placed.first)
    bench.fillAll(order)
    // Somebody has sold all of it by hand, and no reading has told yet whose that was.
    bench.send(
      .fill(
        FillReport(
          trade: ExchangeKey(high: 9, low: 99), order: nil, market: bench.homeWins, side: .ask,
          price: Price(cents: 46), quantity: order.quantity, liquidity: .taker, fee: .zero,
          venueTime: bench.time)))
    #expect(bench.engine.states[0].position.quantity.isZero)
    bench.send(.command(.adopt(bench.homeWins, ProfileID(2))))
    #expect(bench.engine.holdings[bench.homeWins, ProfileID(2)].position.quantity.isZero)
  }

  @Test func `a profile sells no more than the account has`() throws {
    let bench = try ProfileBench.make()
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    bench.books(4, homePercent: 55)
    bench.wait(milliseconds: 100)
    bench.fillAll(try #require(bench.placed.first))
    bench.quote(bench.homeWins, bid: 46, ask: nil)
    Self.trade(bench, .ask, contracts: 6, leaving: 4, cash: Money(cents: 199_879))
    bench.outputs.removeAll()
    bench.quote(bench.homeWins, bid: 55, ask: nil)
    bench.wait(milliseconds: 2_000)
    #expect(
      bench.placed.filter { $0.purpose == .exit }.map(\.quantity) == [Quantity(contracts: 4)])
  }

  @Test func `without profiles too, nothing is bought against what somebody holds by hand`()
    throws
  {
    let bench = try EngineBench()
    bench.open()
    Self.trade(bench, .bid, contracts: 10, leaving: 10, cash: Money(cents: 99_400))
    bench.quote(bench.homeWins, bid: 60, ask: 62)
    bench.odds(home: 50)
    #expect(bench.stop(bench.homeWins).gate == .crossProfile)
    #expect(bench.placed.isEmpty)
  }

  @Test func `fills that came without a name become their order's`() throws {
    let bench = try ProfileBench.make()
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    bench.books(4, homePercent: 55)
    bench.wait(milliseconds: 100)
    let order = try #require(bench.placed.first)
    bench.send(
      .fill(
        FillReport(
          trade: ExchangeKey(high: 9, low: 1), order: nil, market: bench.homeWins, side: .bid,
          price: Price(cents: 48), quantity: Quantity(contracts: 10), liquidity: .taker,
          fee: .zero, venueTime: bench.time)))
    #expect(bench.holding().position.quantity.isZero)
    bench.answer(order, .executed, filled: 10, remaining: 0)
    bench.wait(milliseconds: 1)
    bench.reconcile(
      cash: Money(cents: 200_000 - 480),
      holdings: [
        AccountState.Holding(
          market: bench.homeWins, quantity: Quantity(contracts: 10), cost: Money(cents: 480))
      ])
    #expect(bench.holding().position.quantity == Quantity(contracts: 10))
    #expect(bench.engine.profiles[1].ledger.cash == Money(cents: 100_000 - 480))
    expectLedgersToAddUp(bench.engine)
  }

  @Test func `a sale that came without a name ends the position, and counts`() throws {
    let bench = try ProfileBench.make()
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    bench.books(4, homePercent: 55)
    bench.wait(milliseconds: 100)
    bench.fillAll(try #require(bench.placed.first), feeCents: 0)
    bench.quote(bench.homeWins, bid: 40, ask: nil)
    let sale = try #require(bench.placed.last)
    #expect(sale.purpose == .exit)
    bench.send(
      .fill(
        FillReport(
          trade: ExchangeKey(high: 9, low: 1), order: nil, market: bench.homeWins, side: .ask,
          price: Price(cents: 40), quantity: Quantity(contracts: 10), liquidity: .taker,
          fee: .zero, venueTime: bench.time)))
    bench.answer(sale, .executed, filled: 10, remaining: 0)
    bench.wait(milliseconds: 1)
    bench.reconcile(cash: Money(cents: 200_000 - 80))
    #expect(bench.holding().position.quantity.isZero)
    #expect(bench.engine.account.counters.dailyLoss == Money(cents: 80))
    #expect(bench.engine.profiles[1].risk.counters.consecutiveLosses == 1)
    expectLedgersToAddUp(bench.engine)
  }

  @Test func `more capital than cash is shared out`() throws {
    let bench = try ProfileBench.make(["STANDARD", "SCALP"], capitalCents: 100_000, cash: 50_000)
    #expect(
      bench.engine.profiles.map(\.ledger.cash) == [
        .zero, Money(cents: 25_000), Money(cents: 25_000),
      ])
  }

  @Test func `flatten sells what the arbitrage strategy holds, its resting sell first`() throws {
    let bench = try EngineBench()
    bench.open()
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 66)
    bench.fillAll(try #require(bench.placed.first))
    let exit = try #require(bench.placed.last)
    bench.answer(exit, .resting, filled: 0, remaining: 10)
    bench.outputs.removeAll()
    bench.send(.command(.flatten))
    #expect(bench.canceled == [exit.id])
    bench.answer(exit, .canceled, filled: 0, remaining: 0)
    let sale = try #require(bench.placed.last)
    #expect(sale.style == .take && sale.price == Price(cents: 58))
    #expect(sale.quantity == Quantity(contracts: 10))
  }
}
