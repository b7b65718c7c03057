import Market
import Testing

@testable import Trading

@Suite struct `Contracts from elsewhere that a profile adopts` {
  /// Contracts from elsewhere in the first market, bought at 48 cents each.
  private func bench(
    contracts: Int = 10, capitalCents: Int = 100_000,
    _ change: (inout EngineConfiguration) -> Void = { _ in }
  ) throws -> EngineBench {
    let configuration = try ProfileBench.configuration(capitalCents: capitalCents, change)
    let bench = try EngineBench(configuration: configuration) { markets in
      for place in markets.indices { markets[place].volume = 6_000 }
    }
    for link in Link.allCases { bench.send(.link(link, isUp: true)) }
    bench.reconcile(
      cash: Money(cents: 200_000),
      holdings: [
        AccountState.Holding(
          market: bench.homeWins, quantity: Quantity(contracts: contracts),
          cost: Money(cents: 48 * contracts))
      ])
    bench.quote(bench.homeWins, bid: 46, ask: nil)
    bench.outputs.removeAll()
    return bench
  }

  @Test func `they are sold as what was bought with the least edge the profile asks for`() throws {
    let bench = try bench { $0.profiles[0].profile.minimumEdge = 300 }
    bench.send(.command(.adopt(bench.homeWins, ProfileBench.standard)))
    #expect(bench.holding().netEdge == 300)
    // Three cents of edge: five up, three down.
    #expect(bench.holding().levels?.takeProfit == Price(cents: 53))
    #expect(bench.holding().levels?.stopLoss == Price(cents: 45))
    bench.quote(bench.homeWins, bid: 45, ask: nil)
    #expect(bench.placed.map(\.purpose) == [.exit])
  }

  @Test func `the edge of a position that is over is not theirs`() throws {
    let bench = try bench { $0.profiles[0].profile.minimumEdge = 300 }
    bench.engine.holdings[bench.homeWins, ProfileBench.standard].netEdge = 600
    bench.send(.command(.adopt(bench.homeWins, ProfileBench.standard)))
    #expect(bench.holding().netEdge == 300)
  }

  @Test func `what stands in the way has a name, and nothing changes`() throws {
    let poor = try bench(contracts: 300, capitalCents: 10_000)
    let cost = Money(cents: 14_400)
    #expect(
      poor.engine.adoptionStop(poor.homeWins, ProfileBench.standard)
        == .tooDear(cost: cost, cash: Money(cents: 10_000)))
    poor.send(.command(.adopt(poor.homeWins, ProfileBench.standard)))
    #expect(poor.holding().position.quantity.isZero && poor.notices.isEmpty)
    #expect(poor.engine.adoptionStop(poor.homeWins, .arbitrage) == nil)
    #expect(poor.engine.adoptionStop(poor.awayWins, .arbitrage) == .nothingThere)
    poor.send(.command(.adopt(poor.homeWins, .arbitrage)))
    #expect(poor.engine.adoptionStop(poor.homeWins, .arbitrage) == .nothingThere)
    expectLedgersToAddUp(poor.engine)
  }
}
