import Market
import Testing

@testable import Trading

@Suite struct `An account with less than nothing` {
  @Test func `lets nobody buy anything, and says so`() throws {
    let configuration = try ProfileBench.configuration(["STANDARD", "AGGRESSIVE"]) {
      $0.strategy.isEnabled = true
    }
    let bench = try EngineBench(configuration: configuration) { markets in
      for place in markets.indices { markets[place].volume = 6_000 }
    }
    for game in 0..<3 { bench.send(.gameMatched(GameID(game), start: nil)) }
    for link in Link.allCases { bench.send(.link(link, isUp: true)) }
    let debt = Money(cents: -1_200)
    bench.reconcile(cash: debt)
    #expect(bench.notices.contains(.cashBelowNothing(debt)))
    #expect(bench.engine.profiles.map(\.ledger.cash) == [debt, .zero, .zero])
    expectLedgersToAddUp(bench.engine)
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    bench.books(4, homePercent: 58)
    for _ in 0..<5 { bench.wait(milliseconds: 1_000) }
    bench.quote(bench.homeWins, bid: 30, ask: 40)
    bench.wait(milliseconds: 1_000)
    #expect(bench.placed.isEmpty)
    #expect(!bench.signals.isEmpty)
    let stops = Set(bench.signals.map(\.stop.gate))
    #expect(stops.contains(.insufficientBalance) && !stops.contains(.traded), "\(stops)")
    #expect(bench.stop(bench.homeWins).gate == .insufficientBalance, "the arbitrage strategy")
  }

  @Test(arguments: [0, 100_000])
  func `says nothing of the kind where there is nothing, or more`(cents: Int) throws {
    let bench = try EngineBench(configuration: try ProfileBench.configuration())
    for link in Link.allCases { bench.send(.link(link, isUp: true)) }
    bench.reconcile(cash: Money(cents: cents))
    #expect(bench.notices.contains(.resumed))
    #expect(bench.notices.allSatisfy { if case .cashBelowNothing = $0 { false } else { true } })
  }
}
