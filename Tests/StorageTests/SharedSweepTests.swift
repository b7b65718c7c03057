import Backtesting
import Dispatch
import Sportsbooks
import Storage
import TestKit
import Testing
import Trading

@testable import Desk

/// A sweep on several workers comes to what one machine comes to, whoever dies.
@Suite struct `A shared sweep` {
  private static func plan(_ set: [String]) throws -> BacktestPlan {
    let days = try ["2025-11-24", "2025-11-27", "2025-11-28"].flatMap { name in
      try DayTape.tapes(
        of: try DayFile.read(path: try #require(DayFile.locate(named: name))),
        configuration: DeskConfiguration())
    }
    var plan = try BacktestPlan(
      days: days, base: DeskConfiguration.recordedDays, grid: try ParameterGrid(set),
      options: BacktestOptions(engine: EngineConfiguration()), assumptions: [])
    plan.workers = 2
    return plan
  }

  private static let grid = ["strategy.taker_edge_threshold=4,5,6"]

  @Test func `with a helper that lives and one that died the result is that of one alone`() throws {
    let server = try RedisServer()
    let plan = try Self.plan(Self.grid)
    let alone = try plan.sweep()
    let shared = try SharedSweep(plan, url: server.url, name: "both")
    let queue = try WorkQueue.create(
      sweep: shared.name, configuration: .init(leaseNanoseconds: 10_000_000_000),
      on: try server.connect())
    #expect(try queue.enqueue(shared.jobs()) == 9)
    // This one has a job and is never heard of again.
    guard case .job = try queue.claim(worker: "dead") else {
      Issue.record("there was no job")
      return
    }
    let helper = DispatchGroup()
    DispatchQueue.global().async(group: helper) {
      // It finds the sweep over when it comes late.
      _ = try? shared.join { _ in }
    }
    let found = try shared.lead { #expect($0 >= 0 && $0 <= 1) }
    helper.wait()
    #expect(found.trials == alone.trials)
    #expect(found.days == alone.days)
    // The queue is gone with its results.
    #expect(throws: WorkQueueError.self) { try queue.progress() }
  }

  @Test func `a name that stands for other values is refused in words`() throws {
    let server = try RedisServer()
    let shared = try SharedSweep(try Self.plan(Self.grid), url: server.url, name: "taken")
    let queue = try WorkQueue.create(
      sweep: shared.name, configuration: .init(leaseNanoseconds: 2_000_000_000),
      on: try server.connect())
    try queue.enqueue(shared.jobs())
    let other = try SharedSweep(
      try Self.plan(["strategy.taker_edge_threshold=7,8,9"]), url: server.url, name: "taken")
    #expect { try other.lead { _ in } } throws: {
      "\($0)".contains("was begun with other values: choose another --sweep")
    }
  }

  @Test func `other recordings or options do not find the sweep`() throws {
    let server = try RedisServer()
    let plan = try Self.plan(Self.grid)
    var other = plan
    other.options.seed = 2
    // A queue that nobody works on: the first machine has died at once.
    #expect { try SharedSweep(other, url: server.url, name: "x").join { _ in } } throws: {
      "\($0)".contains("there is no such sweep over these recordings, options and version")
    }
    #expect(throws: (any Error).self) { try SharedSweep(plan, url: "http://x", name: "x") }
  }
}
