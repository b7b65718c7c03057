import Market
import Testing

@testable import Trading

@Suite struct `A silent feed and clocks that are apart` {
  private func bench() throws -> EngineBench {
    var configuration = EngineConfiguration()
    configuration.breaker.oddsSilenceNanoseconds = 120_000_000_000
    let bench = try EngineBench(configuration: configuration)
    bench.open()
    return bench
  }

  @Test func `a feed that has spoken and says nothing for two minutes opens the breaker`() throws {
    let bench = try bench()
    bench.wait(milliseconds: 300_000)
    #expect(bench.engine.account.breaker.causes.isEmpty, "it has not spoken yet")
    bench.odds(home: 60)
    bench.wait(milliseconds: 119_000)
    #expect(bench.engine.account.breaker.causes.isEmpty)
    bench.outputs.removeAll()
    bench.wait(milliseconds: 1_000)
    #expect(bench.notices.contains(.breakerOpened(.staleFeed, nil)))
    bench.wait(milliseconds: 60_000)
    #expect(bench.notices.filter { $0 == .breakerOpened(.staleFeed, nil) }.count == 1)
  }

  @Test func `the next line closes it again, and is traded on`() throws {
    let bench = try bench()
    bench.odds(home: 60)
    bench.wait(milliseconds: 120_000)
    #expect(bench.engine.account.breaker.causes.contains(.staleFeed))
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.outputs.removeAll()
    bench.odds(home: 66)
    #expect(bench.engine.account.breaker.causes.isEmpty)
    #expect(bench.placed.count == 1)
  }

  @Test func `a feed that is down is no silent one`() throws {
    let bench = try bench()
    bench.odds(home: 60)
    bench.send(.link(.odds, isUp: false))
    bench.wait(milliseconds: 500_000)
    #expect(bench.engine.account.breaker.causes.isEmpty)
  }

  @Test func `a journal that cannot be written stops entries whatever the operator says`() throws {
    let bench = try bench()
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.send(.command(.distrustJournal))
    bench.send(.command(.resume))
    bench.odds(home: 66)
    #expect(bench.placed.isEmpty)
    #expect(bench.stop(bench.homeWins).gate == .journal)
    #expect(bench.engine.isJournalDistrusted && !bench.engine.mayEnter)
  }

  @Test(arguments: [5_000_000_000, -5_000_000_000, Int64.min, Int64.max])
  func `clocks that are apart stop entries until they agree`(apart: Int64) throws {
    let bench = try bench()
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.send(.clockSkew(nanoseconds: apart))
    #expect(bench.notices.contains(.breakerOpened(.clockSkew, nil)))
    bench.odds(home: 66)
    #expect(bench.placed.isEmpty)
    #expect(bench.stop(bench.homeWins).gate == .breakerOpen)
    bench.send(.clockSkew(nanoseconds: 4_999_999_999))
    #expect(bench.engine.account.breaker.causes.isEmpty)
    #expect(bench.placed.count == 1)
  }
}
