import Market
import Testing
import Trading

@Suite struct `Pauses before trying again` {
  /// Holds ten bought at 60c; the sell at 66c rests.
  func holding() throws -> (EngineBench, exit: EngineOrder) {
    let bench = try EngineBench()
    bench.open()
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 66)
    let entry = try #require(bench.placed.first)
    bench.fill(entry, contracts: 10)
    bench.answer(entry, .executed, filled: 10, remaining: 0)
    let exit = try #require(bench.placed.last)
    bench.answer(exit, .resting, filled: 0, remaining: 10)
    bench.outputs.removeAll()
    return (bench, exit)
  }

  @Test func `a sell that the exchange cancels is placed again after a second, and it is said`()
    throws
  {
    let (bench, exit) = try holding()
    bench.answer(exit, .canceled, filled: 0, remaining: 0)
    #expect(bench.placed.isEmpty)
    #expect(
      bench.notices == [
        .exitCanceled(exit.id, bench.homeWins, pauseNanoseconds: 1_000_000_000)
      ])
    #expect(bench.engine.nextDeadline == bench.time + 1_000_000_000)
    bench.odds(home: 67)
    bench.wait(milliseconds: 999)
    #expect(bench.placed.isEmpty)
    bench.wait(milliseconds: 1)
    #expect(bench.placed.map(\.purpose) == [.exit])
    #expect(bench.placed.map(\.price) == [Price(cents: 67)])
  }

  @Test func `an exchange that cancels every sell sees one a second`() throws {
    let (bench, first) = try holding()
    var exit = first
    for _ in 0..<5 {
      bench.answer(exit, .canceled, filled: 0, remaining: 0)
      for _ in 0..<9 { bench.wait(milliseconds: 100) }
      bench.odds(home: 66)
      bench.quote(bench.homeWins, bid: 58, ask: 60)
      #expect(bench.placed.isEmpty)
      bench.wait(milliseconds: 100)
      exit = try #require(bench.placed.first)
      #expect(bench.placed.count == 1)
      bench.answer(exit, .resting, filled: 0, remaining: 10)
      bench.outputs.removeAll()
    }
  }

  @Test func `a cancelled sell that is told twice makes one pause`() throws {
    let (bench, exit) = try holding()
    bench.answer(exit, .canceled, filled: 4, remaining: 0)
    bench.wait(milliseconds: 600)
    bench.answer(exit, .canceled, filled: 4, remaining: 0)
    bench.fill(exit, contracts: 4, liquidity: .maker)
    #expect(bench.notices.count == 1)
    bench.outputs.removeAll()
    bench.wait(milliseconds: 400)
    #expect(bench.placed.map(\.quantity) == [Quantity(contracts: 6)])
  }

  @Test func `a sell that we cancel ourselves is no surprise`() throws {
    let (bench, exit) = try holding()
    bench.send(.command(.shutDown))
    #expect(bench.canceled == [exit.id])
    bench.answer(exit, .canceled, filled: 0, remaining: 0)
    #expect(bench.notices.isEmpty)
  }

  @Test func `a lost cancel of a sell is sent again when its pause is over`() throws {
    let (bench, exit) = try holding()
    bench.send(.command(.shutDown))
    bench.outputs.removeAll()
    bench.send(.cancelLost(exit.id))
    #expect(bench.engine.nextDeadline == bench.time + 1_000_000_000)
    bench.wait(milliseconds: 1_000)
    #expect(bench.canceled == [exit.id])
  }

  @Test func `a refused entry is tried again at the end of its pause without other news`() throws {
    let bench = try EngineBench()
    bench.open()
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 66)
    let order = try #require(bench.placed.first)
    bench.send(.orderRejected(order.id, reason: "insufficient_balance"))
    bench.outputs.removeAll()
    #expect(bench.engine.nextDeadline == bench.time + 1_000_000_000)
    bench.wait(milliseconds: 999)
    #expect(bench.placed.isEmpty)
    bench.wait(milliseconds: 1)
    #expect(bench.placed.map(\.style) == [.take])
  }

  @Test func `the end of a pause is looked at once`() throws {
    let bench = try EngineBench()
    bench.open()
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 66)
    let order = try #require(bench.placed.first)
    bench.send(.orderRejected(order.id, reason: "no"))
    bench.outputs.removeAll()
    bench.wait(milliseconds: 6_000)
    #expect(bench.stop(bench.homeWins).gate == .staleOdds)
    #expect(bench.engine.nextDeadline == nil)
  }
}
