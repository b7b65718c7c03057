import Market
import Testing

@testable import Trading

/// What rests when all new risk is stopped, and a cancel that does not come through at once.
@Suite struct `A resting entry that is stopped` {
  /// A bid that may rest for an hour, on lines that count as long.
  private func bench() throws -> (EngineBench, EngineOrder) {
    var configuration = EngineConfiguration()
    configuration.execution.makerTimeoutNanoseconds = 3_600_000_000_000
    configuration.execution.staleOddsNanoseconds = 3_600_000_000_000
    let bench = try EngineBench(configuration: configuration)
    bench.open()
    let order = try bench.restEntry()
    bench.outputs.removeAll()
    return (bench, order)
  }

  @Test func `is cancelled by a halt`() throws {
    let (bench, order) = try bench()
    bench.send(.command(.halt))
    #expect(bench.canceled == [order.id])
  }

  @Test func `is cancelled by a breaker that opens`() throws {
    let (bench, order) = try bench()
    bench.send(.clockSkew(nanoseconds: 6_000_000_000))
    #expect(bench.notices.contains(.breakerOpened(.clockSkew, nil)))
    #expect(bench.canceled == [order.id])
  }

  /// News of its own market is enough, and so is any timer.
  @Test func `is cancelled again when its cancel was lost`() throws {
    let (bench, order) = try bench()
    bench.send(.command(.halt))
    bench.send(.cancelLost(order.id))
    bench.outputs.removeAll()
    bench.wait(milliseconds: 900)
    #expect(bench.canceled.isEmpty, "not in a tight loop")
    bench.wait(milliseconds: 100)
    #expect(bench.canceled == [order.id])
  }

  @Test func `is cancelled with the answer that it rests`() throws {
    let bench = try EngineBench()
    bench.open()
    bench.quote(bench.homeWins, bid: 50, ask: 60)
    bench.odds(home: 63)
    let order = try #require(bench.placed.first)
    bench.send(.command(.halt))
    #expect(bench.canceled.isEmpty)
    bench.answer(order, .resting, filled: 0, remaining: 10)
    #expect(bench.canceled == [order.id])
  }

  @Test func `is cancelled when a limit is lowered: a wider one had let it through`() throws {
    let (bench, order) = try bench()
    bench.send(.command(.limit(.totalExposure, 100_000, nil)))
    #expect(bench.canceled.isEmpty, "a wider one takes nothing back")
    bench.send(.command(.limit(.totalExposure, 1, nil)))
    #expect(bench.canceled == [order.id])
    bench.answer(order, .canceled, filled: 0, remaining: 0)
    bench.outputs.removeAll()
    bench.quote(bench.homeWins, bid: 50, ask: 61)
    #expect(bench.placed.isEmpty)
  }

  @Test func `is cancelled again when its cancel was lost, by time alone`() throws {
    let (bench, order) = try bench()
    bench.send(.command(.halt))
    bench.send(.cancelLost(order.id))
    bench.outputs.removeAll()
    let due = try #require(bench.engine.nextDeadline)
    #expect(due <= bench.time + 1_000_000_000)
    bench.time = due
    bench.send(.timer)
    #expect(bench.canceled == [order.id])
  }
}
