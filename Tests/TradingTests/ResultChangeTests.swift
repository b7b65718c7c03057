import Market
import Testing

@testable import Trading

/// A market that is determined, disputed and amended before it is paid.
@Suite struct `A market decided otherwise after all` {
  /// Ten bought at 60c with a fee of 17c, and the market decided.
  private func decided(at value: Price) throws -> EngineBench {
    let bench = try EngineBench()
    bench.open()
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 66)
    let entry = try #require(bench.placed.first)
    bench.fill(entry, contracts: 10, feeCents: 17)
    bench.answer(entry, .executed, filled: 10, remaining: 0)
    bench.answer(try #require(bench.placed.last), .canceled, filled: 0, remaining: 0)
    bench.send(.settled(bench.homeWins, value: value))
    bench.wait(milliseconds: 10)
    bench.outputs.removeAll()
    return bench
  }

  private let start = Money(cents: 100_000)
  private let spent = Money(cents: 617)

  @Test func `what was paid out is taken back to the cent, and counts as a loss of today`() throws {
    let bench = try decided(at: .dollar)
    #expect(bench.engine.ledger.cash == start - spent + Money(cents: 1_000))
    bench.send(.settled(bench.homeWins, value: .zero))
    #expect(bench.engine.ledger.cash == start - spent)
    #expect(bench.engine.profiles[0].ledger.cash == start - spent)
    let state = bench.engine.states[Int(bench.homeWins.index)]
    #expect(state.position.realised == Money(cents: -600))
    #expect(state.position.cashFlow == Money(cents: -600))
    #expect(bench.engine.account.counters.dailyLoss == spent)
    #expect(
      bench.notices == [
        .resultChanged(
          bench.homeWins, from: .dollar, to: .zero, change: Money(cents: -1_000))
      ])
    #expect(bench.outputs.contains(.reconcile))
    // The exchange has paid nothing yet, and will pay nothing: no difference.
    for _ in 0..<3 { bench.reconcile(cash: start - spent) }
    #expect(bench.notices.count == 1 && bench.engine.mayEnter)
  }

  @Test func `what had been lost is won, and due until the exchange has paid it`() throws {
    let bench = try decided(at: .zero)
    for _ in 0..<2 { bench.reconcile(cash: start - spent) }
    bench.send(.settled(bench.homeWins, value: .dollar))
    let won = start - spent + Money(cents: 1_000)
    #expect(bench.engine.ledger.cash == won)
    #expect(bench.engine.account.counters.dailyLoss == .zero)
    for _ in 0..<3 { bench.reconcile(cash: start - spent) }
    #expect(bench.engine.mayEnter, "the payout is due")
    bench.send(.marketStatus(bench.homeWins, .finalized))
    bench.reconcile(cash: won)
    #expect(bench.engine.mayEnter && bench.engine.ledger.corrected == .zero)
  }

  @Test func `a part of the dollar counts by what it differs`() throws {
    let bench = try decided(at: Price(cents: 50))
    bench.send(.settled(bench.homeWins, value: Price(cents: 47)))
    #expect(bench.engine.ledger.cash == start - spent + Money(cents: 470))
  }

  @Test func `a trade that is told after the first result is decided otherwise with the rest`()
    throws
  {
    let bench = try decided(at: .dollar)
    let late = EngineOrder(
      id: ClientOrderID(session: 7, sequence: 900), market: bench.homeWins, side: .bid,
      price: Price(cents: 60), quantity: Quantity(contracts: 2), style: .take, purpose: .entry)
    bench.fill(late, contracts: 2, feeCents: 4)
    bench.send(.settled(bench.homeWins, value: .zero))
    #expect(bench.engine.ledger.cash == start - spent - Money(cents: 124))
    #expect(bench.engine.profiles.map { $0.ledger.cash }.first == bench.engine.ledger.cash)
  }

  @Test func `the same result told again is nothing`() throws {
    let bench = try decided(at: .dollar)
    let cash = bench.engine.ledger.cash
    bench.send(.settled(bench.homeWins, value: .dollar))
    #expect(bench.notices.isEmpty && bench.engine.ledger.cash == cash)
  }
}
