import Market
import Testing

@testable import Trading

@Suite struct `Sales on a book that is not whole` {
  /// Ten bought; the book blocked before or after the sale rests.
  private func bought(blockedFirst: Bool) throws -> EngineBench {
    let bench = try EngineBench()
    bench.open()
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 66)
    let entry = try #require(bench.placed.first)
    if blockedFirst { bench.send(.bookBlocked(bench.homeWins)) }
    bench.outputs.removeAll()
    bench.fill(entry, contracts: 10, feeCents: 17)
    bench.answer(entry, .executed, filled: 10, remaining: 0)
    return bench
  }

  @Test func `nothing is offered until the book is whole again`() throws {
    let bench = try bought(blockedFirst: true)
    #expect(bench.placed.isEmpty)
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    let sale = try #require(bench.placed.first)
    #expect(sale.purpose == .exit && sale.quantity == Quantity(contracts: 10))
  }

  @Test func `what rests is not moved, and is moved once the book is whole`() throws {
    let bench = try bought(blockedFirst: false)
    let sale = try #require(bench.placed.first)
    bench.answer(sale, .resting, filled: 0, remaining: 10)
    bench.send(.bookBlocked(bench.homeWins))
    bench.outputs.removeAll()
    bench.wait(milliseconds: 2_000)
    bench.odds(home: 71)
    #expect(bench.outputs.isEmpty, "\(bench.outputs)")
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    let amended = bench.outputs.contains {
      if case .amend(sale.id, _, _, _, _) = $0 { true } else { false }
    }
    #expect(amended, "\(bench.outputs)")
  }
}
