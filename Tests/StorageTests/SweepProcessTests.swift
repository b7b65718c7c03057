import Storage
import TestKit
import Testing

/// `dutchbook backtest --redis` on several machines, as its users start it.
@Suite struct `A sweep of several processes` {
  private let folder = TestFolder()

  private func start(_ words: String, output: String) throws -> ChildProcess {
    try ChildProcess([
      "/bin/sh", "-c",
      "cd '\(folder.path)' && exec '\(BuiltProgram.path("dutchbook"))' backtest"
        + " --days 2025-11-24,2025-11-27 --set strategy.taker_edge_threshold=3,4,5,6,7,8"
        + " \(words) >\(output) 2>\(output).errors",
    ])
  }

  private func text(_ name: String) -> String { TestFolder.text(folder.path + "/" + name) }

  /// Jobs that were ever put into queues.
  private static func jobs(_ connection: RedisConnection) throws -> Int {
    var jobs = 0
    for key in try connection.elements("KEYS", ["*"]).compactMap(\.text)
    where try connection.call("TYPE", [.init(key)]).text == "hash" {
      let total = try connection.call("HGET", [.init(key), "total"]).text
      jobs += total.flatMap { Int($0) } ?? 0
    }
    return jobs
  }

  @Test func `whose first one is killed goes on, and ends with what one alone comes to`() throws {
    let alone = try start("", output: "alone")
    let server = try RedisServer()
    let shared = "--redis \(server.url) --sweep night"
    let first = try start(shared + " --workers 1", output: "first")
    let connection = try server.connect()
    // All jobs are in the queue: who only helps waits for those that are not.
    var jobs = 0
    for _ in 0..<12_000 where jobs < 12 && first.wait(seconds: 0.01) == nil {
      jobs = try Self.jobs(connection)
    }
    #expect(jobs == 12, "the sweep was never there: \(text("first.errors"))")
    first.kill()
    // Who only helps finds what is left, and after its lease what the dead one had.
    let helper = try start(shared + " --join", output: "helper")
    #expect(helper.wait(seconds: 300) == 0, "\(text("helper.errors"))")
    #expect(text("helper").hasSuffix(" jobs done here\n"))
    #expect(text("helper") != "0 jobs done here\n")
    let second = try start(shared, output: "second")
    #expect(second.wait(seconds: 300) == 0, "\(text("second.errors"))")
    #expect(alone.wait(seconds: 300) == 0, "\(text("alone.errors"))")
    #expect(text("second") == text("alone"))
    #expect(text("second").contains("Sweep\n"))
    #expect(try connection.elements("KEYS", ["*"]).isEmpty, "what is done is taken away")
  }
}
