import Market
import Testing

@testable import Trading

@Suite struct `A sale waits for a bid` {
  private func holding(
    _ change: (inout ExitConfiguration) -> Void = { _ in }
  ) throws -> EngineBench {
    let bench = try ProfileBench.make { change(&$0.profiles[0].exits) }
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    bench.books(4, homePercent: 55)
    bench.wait(milliseconds: 100)
    bench.fillAll(try #require(bench.placed.first), feeCents: 18)
    bench.outputs.removeAll()
    return bench
  }

  /// The tries at the bid and below it find nobody.
  private func tryInVain(_ bench: EngineBench) throws {
    for _ in 0..<3 {
      bench.answer(try #require(bench.placed.last), .canceled, filled: 0, remaining: 0)
      bench.outputs.removeAll()
      bench.wait(milliseconds: 1_000)
    }
    bench.answer(try #require(bench.placed.last), .canceled, filled: 0, remaining: 0)
    bench.outputs.removeAll()
  }

  private func waits(_ bench: EngineBench, _ profile: ProfileID = ProfileBench.standard) -> Int {
    bench.notices.filter { $0 == .noBid(bench.homeWins, profile) }.count
  }

  @Test func `after its tries a loss asks for no price of which nobody knows the bid`() throws {
    let bench = try holding()
    bench.quote(bench.homeWins, bid: 44, ask: 46)
    try tryInVain(bench)
    bench.quote(bench.homeWins, bid: nil, ask: 46)
    for _ in 0..<5 { bench.wait(milliseconds: 1_000) }
    #expect(bench.placed.isEmpty)
    #expect(waits(bench) == 1, "\(bench.notices)")
    bench.quote(bench.homeWins, bid: 30, ask: 46)
    #expect(bench.placed.map(\.price) == [Price(cents: 1)], "any bid is taken now")
  }

  @Test func `while the book is gapped nothing is sold, whatever it showed last`() throws {
    let bench = try holding()
    bench.quote(bench.homeWins, bid: 44, ask: 46)
    try tryInVain(bench)
    bench.send(.bookBlocked(bench.homeWins))
    for _ in 0..<5 { bench.wait(milliseconds: 1_000) }
    #expect(bench.placed.isEmpty && waits(bench) == 1)
    bench.quote(bench.homeWins, bid: 43, ask: 46)
    #expect(bench.placed.count == 1)
  }

  @Test func `time that is over waits for a bid, too`() throws {
    let bench = try holding { $0.maximumHoldNanoseconds = 60_000_000_000 }
    bench.quote(bench.homeWins, bid: nil, ask: nil)
    bench.wait(milliseconds: 60_000)
    bench.wait(milliseconds: 5_000)
    #expect(bench.placed.isEmpty && waits(bench) == 1)
    bench.send(
      .bookDelta(bench.homeWins, .bid, Price(cents: 20), change: Quantity(contracts: 50)))
    #expect(bench.placed.map(\.price) == [Price(cents: 20)])
  }

  @Test func `what the operator has sold out waits for a bid, in a profile`() throws {
    let bench = try holding()
    bench.quote(bench.homeWins, bid: 46, ask: nil)
    bench.send(.command(.flatten))
    try tryInVain(bench)
    bench.send(.booksBlocked)
    for _ in 0..<5 { bench.wait(milliseconds: 1_000) }
    #expect(bench.placed.isEmpty && waits(bench) == 1)
  }

  @Test func `so does what the operator has sold out of the arbitrage strategy`() throws {
    let bench = try EngineBench()
    bench.open()
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 66)
    bench.fillAll(try #require(bench.placed.first))
    let exit = try #require(bench.placed.last)
    bench.answer(exit, .resting, filled: 0, remaining: 10)
    bench.send(.command(.flatten))
    bench.answer(exit, .canceled, filled: 0, remaining: 0)
    try tryInVain(bench)
    bench.send(.bookBlocked(bench.homeWins))
    for _ in 0..<5 { bench.wait(milliseconds: 1_000) }
    #expect(bench.placed.isEmpty)
    #expect(waits(bench, .arbitrage) == 1)
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    #expect(bench.placed.map(\.price) == [Price(cents: 1)])
  }
}
