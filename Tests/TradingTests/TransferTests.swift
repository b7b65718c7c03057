import Market
import Testing

@testable import Trading

/// Deposits and withdrawals, which explain cash that nobody has traded for.
@Suite struct `Money paid in and out` {
  let ours = Money(cents: 100_000)

  private func bench() throws -> EngineBench {
    let bench = try EngineBench()
    bench.open()
    bench.wait(milliseconds: 3_000)
    return bench
  }

  private func transfer(
    _ key: UInt64, cents: Int, feeCents: Int = 0, at time: Timestamp
  ) -> AccountState.Transfer {
    AccountState.Transfer(
      id: ExchangeKey(high: 9, low: key), amount: Money(cents: cents), fee: Money(cents: feeCents),
      at: Timestamp(seconds: time.seconds))
  }

  @Test(arguments: [20_000, -20_000])
  func `a difference that the exchange's list explains is taken over, and is no result`(
    cents: Int
  ) throws {
    let bench = try bench()
    let theirs = ours + Money(cents: cents)
    bench.reconcile(cash: theirs)
    #expect(bench.engine.isCashInQuestion)
    bench.outputs.removeAll()
    bench.reconcile(cash: theirs, transfers: [transfer(1, cents: cents, at: bench.time)])
    #expect(bench.notices == [.transferred(Money(cents: cents))])
    #expect(!bench.engine.isCashInQuestion && bench.engine.mayEnter)
    #expect(bench.engine.ledger.cash == theirs)
    #expect(bench.engine.account.counters.dailyLoss == .zero)
    #expect(bench.engine.account.counters.drawdown == .zero)
    // It is counted: the same list explains nothing more.
    bench.wait(milliseconds: 3_000)
    for _ in 0..<2 {
      bench.reconcile(
        cash: theirs + Money(cents: cents), transfers: [transfer(1, cents: cents, at: bench.time)])
    }
    #expect(bench.notices.contains { if case .cashDiffers = $0 { true } else { false } })
  }

  @Test func `beside what was known before only a new transfer is taken over`() throws {
    let bench = try bench()
    let surplus = ours + Money(cents: 4_000)
    for _ in 0..<2 { bench.reconcile(cash: surplus) }
    bench.wait(milliseconds: 3_000)
    let out = transfer(1, cents: -15_000, at: bench.time)
    for _ in 0..<2 { bench.reconcile(cash: surplus - Money(cents: 15_000), transfers: [out]) }
    #expect(bench.engine.mayEnter)
    #expect(bench.engine.ledger.cash == ours - Money(cents: 15_000))
  }

  @Test func `less than the list explains stops new risk`() throws {
    let bench = try bench()
    let theirs = ours - Money(cents: 20_001)
    for _ in 0..<2 {
      bench.reconcile(cash: theirs, transfers: [transfer(1, cents: -20_000, at: bench.time)])
    }
    #expect(!bench.engine.mayEnter)
    #expect(bench.engine.ledger.cash == ours)
    // What was missing is explained after all.
    bench.reconcile(
      cash: theirs,
      transfers: [
        transfer(1, cents: -20_000, at: bench.time), transfer(2, cents: -1, at: bench.time),
      ])
    #expect(bench.engine.mayEnter && bench.engine.ledger.cash == theirs)
  }

  @Test func `a fee that the amount does not hold counts as well`() throws {
    let bench = try bench()
    bench.reconcile(
      cash: ours - Money(cents: 10_200),
      transfers: [transfer(1, cents: -10_000, feeCents: 200, at: bench.time)])
    #expect(bench.engine.ledger.cash == ours - Money(cents: 10_200))
    #expect(bench.engine.mayEnter)
  }

  @Test func `accepting where nothing differs takes no explanation away`() throws {
    let bench = try bench()
    let paid = transfer(1, cents: -15_000, at: bench.time)
    bench.wait(milliseconds: 20_000)
    bench.send(.command(.acceptCash))
    for _ in 0..<2 { bench.reconcile(cash: ours - Money(cents: 15_000), transfers: [paid]) }
    #expect(bench.notices.contains(.transferred(Money(cents: -15_000))))
    #expect(bench.engine.mayEnter)
  }

  @Test func `what was paid before the two last agreed explains nothing`() throws {
    let bench = try bench()
    let early = transfer(1, cents: 5_000, at: bench.time + -7_000_000_000)
    bench.reconcile(cash: ours, transfers: [])
    bench.wait(milliseconds: 10)
    bench.outputs.removeAll()
    bench.reconcile(cash: ours + Money(cents: 5_000), transfers: [early])
    #expect(!bench.notices.contains(.transferred(Money(cents: 5_000))))
  }
}
