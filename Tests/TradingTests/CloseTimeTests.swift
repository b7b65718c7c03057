import Market
import Testing
import Trading

@Suite struct `The end of trading` {
  func bench(close: Timestamp?, start: Timestamp = EngineBench.start) throws -> EngineBench {
    let bench = try EngineBench {
      for place in $0.indices {
        $0[place].closeTime = close
        $0[place].startTime = start
      }
    }
    bench.open()
    return bench
  }

  @Test func `a market whose close time has passed is blocked without any event of it`() throws {
    let bench = try bench(close: Timestamp(seconds: 1_764_000_100))
    bench.time = Timestamp(seconds: 1_764_000_099)
    bench.quote(bench.homeWins, bid: 58, ask: 66)
    bench.odds(home: 66)
    #expect(bench.stop(bench.homeWins).gate == .edge)
    bench.time = Timestamp(seconds: 1_764_000_100)
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    #expect(bench.stop(bench.homeWins).gate == .closed)
    #expect(bench.placed.isEmpty)
  }

  @Test func `a market without a close time is blocked`() throws {
    let bench = try bench(close: nil)
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 66)
    #expect(bench.stop(bench.homeWins).gate == .unknownClose)
    #expect(bench.placed.isEmpty)
  }

  @Test func `an end that is moved to now blocks at once, and one moved on frees`() throws {
    let bench = try bench(close: EngineBench.close)
    bench.quote(bench.homeWins, bid: 58, ask: 66)
    bench.odds(home: 66)
    bench.send(.closeChanged(bench.homeWins, bench.time))
    #expect(bench.stop(bench.homeWins).gate == .closed)
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    #expect(bench.placed.isEmpty)
    bench.send(.closeChanged(bench.homeWins, bench.time + 1))
    #expect(bench.placed.map(\.market) == [bench.homeWins])
  }

  @Test(arguments: [true, false])
  func `a resting buy is cancelled at the very time, be it the close or the start`(isClose: Bool)
    throws
  {
    let end = Timestamp(seconds: 1_764_000_000) + 200_000_000
    let bench =
      try isClose
      ? bench(close: end) : bench(close: EngineBench.close, start: end)
    let order = try bench.restEntry()
    bench.outputs.removeAll()
    #expect(bench.engine.nextDeadline == end)
    bench.wait(milliseconds: 199)
    #expect(bench.canceled.isEmpty)
    bench.wait(milliseconds: 1)
    #expect(bench.canceled == [order.id])
    #expect(bench.stop(bench.homeWins).gate == (isClose ? .closed : .inPlay))
    #expect(bench.engine.nextDeadline.map { $0 > bench.time } ?? true)
  }

  @Test func `no sell is placed, moved or missed after the close`() throws {
    let bench = try bench(close: EngineBench.close)
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 66)
    let entry = try #require(bench.placed.first)
    bench.fill(entry, contracts: 4)
    let exit = try #require(bench.placed.last)
    bench.answer(exit, .resting, filled: 0, remaining: 4)
    bench.send(.closeChanged(bench.homeWins, bench.time))
    bench.outputs.removeAll()
    bench.fill(entry, contracts: 6)
    bench.odds(home: 70)
    #expect(bench.amended.isEmpty)
    bench.answer(exit, .canceled, filled: 0, remaining: 0)
    bench.wait(milliseconds: 2_000)
    #expect(bench.placed.isEmpty)
    #expect(bench.notices.isEmpty, "the exchange cancels what rests when it closes: no surprise")
  }
}
