import Market
import Testing

@testable import Trading

@Suite struct `One market is sold out` {
  /// The arbitrage strategy has bought ten of each team, and asks for their value.
  private func holding() throws -> EngineBench {
    let bench = try EngineBench()
    bench.open()
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.quote(bench.awayWins, bid: 26, ask: 28)
    bench.odds(home: 66)
    for entry in bench.placed { bench.fillAll(entry) }
    let exits = bench.placed.filter { $0.purpose == .exit }
    #expect(exits.map(\.market) == [bench.homeWins, bench.awayWins])
    for exit in exits { bench.answer(exit, .resting, filled: 0, remaining: 10) }
    bench.outputs.removeAll()
    return bench
  }

  @Test func `its resting sell goes first, and the other market keeps its own`() throws {
    let bench = try holding()
    let exits = bench.engine.orders.working.map(\.request)
    bench.send(.command(.flattenMarket(bench.homeWins)))
    let exit = try #require(exits.first { $0.market == bench.homeWins })
    #expect(bench.canceled == [exit.id])
    bench.answer(exit, .canceled, filled: 0, remaining: 0)
    #expect(bench.placed.map(\.market) == [bench.homeWins])
    let sale = try #require(bench.placed.first)
    #expect(sale.style == .take && sale.price == Price(cents: 58))
    #expect(sale.quantity == Quantity(contracts: 10))
    bench.fillAll(sale)
    #expect(bench.engine.states[Int(bench.awayWins.index)].position.quantity.hundredths == 1_000)
    #expect(!bench.engine.isHalted && bench.engine.flattenedMarkets == [bench.homeWins])
    expectLedgersToAddUp(bench.engine)
  }

  @Test func `nothing is bought there until resume, and elsewhere it is`() throws {
    let bench = try EngineBench()
    bench.open()
    bench.send(.command(.flattenMarket(bench.homeWins)))
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.quote(bench.awayWins, bid: 26, ask: 28)
    bench.odds(home: 66)
    #expect(bench.placed.map(\.market) == [bench.awayWins])
    #expect(bench.stop(bench.homeWins).gate == .manualHalt)
    bench.send(.command(.resume))
    #expect(bench.placed.map(\.market) == [bench.awayWins, bench.homeWins])
    #expect(bench.engine.flattenedMarkets.isEmpty)
  }

  @Test func `an entry that rests there is cancelled, again where the cancel is lost`() throws {
    let bench = try EngineBench()
    bench.open()
    let entry = try bench.restEntry()
    bench.outputs.removeAll()
    bench.send(.command(.flattenMarket(bench.homeWins)))
    #expect(bench.canceled == [entry.id])
    bench.send(.cancelLost(entry.id))
    for _ in 0..<3 { bench.wait(milliseconds: 1_000) }
    #expect(bench.canceled.count >= 2 && bench.canceled.allSatisfy { $0 == entry.id })
    bench.answer(entry, .canceled, filled: 0, remaining: 0)
    bench.outputs.removeAll()
    bench.odds(home: 63)
    #expect(bench.placed.isEmpty)
  }

  @Test func `an order there whose fate is not known is said`() throws {
    let bench = try EngineBench()
    bench.open()
    bench.quote(bench.homeWins, bid: 50, ask: 60)
    bench.odds(home: 63)
    let entry = try #require(bench.placed.first)
    bench.send(.orderUnknown(entry.id))
    bench.send(.command(.flattenMarket(bench.homeWins)))
    #expect(bench.notices.contains(.cannotCancel(entry.id, bench.homeWins)))
  }

  @Test func `a profile's contracts are sold, and not bought back`() throws {
    let bench = try `A profile's exits`().holding()
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    bench.send(.command(.flattenMarket(bench.homeWins)))
    let sale = try #require(bench.placed.first)
    #expect(sale.purpose == .exit && sale.price == Price(cents: 46))
    #expect(sale.profile == ProfileBench.standard)
    bench.fillAll(sale)
    bench.outputs.removeAll()
    bench.books(4, homePercent: 60)
    for _ in 0..<5 { bench.wait(milliseconds: 1_000) }
    #expect(bench.placed.isEmpty)
    #expect(bench.signals.last?.stop.gate == .manualHalt)
    bench.send(.command(.resume))
    bench.wait(milliseconds: 1_000)
    #expect(bench.placed.map(\.purpose) == [.entry])
  }

  @Test func `contracts from elsewhere stay`() throws {
    let bench = try EngineBench()
    for link in Link.allCases { bench.send(.link(link, isUp: true)) }
    bench.reconcile(holdings: [
      AccountState.Holding(
        market: bench.homeWins, quantity: Quantity(contracts: 5), cost: Money(cents: 200))
    ])
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.send(.command(.flattenMarket(bench.homeWins)))
    bench.wait(milliseconds: 1_000)
    #expect(bench.placed.isEmpty)
  }

  @Test func `a market that there is not is refused in a recording`() {
    let event = EngineEvent.command(.flattenMarket(MarketID(9)))
    #expect(event.isWithin(markets: 10, games: 3, bookmakers: 4))
    #expect(!event.isWithin(markets: 9, games: 3, bookmakers: 4))
  }
}
