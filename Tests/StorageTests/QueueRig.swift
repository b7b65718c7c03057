import Storage
import TestKit
import Testing

/// A queue on a server of its own, and what tests do to it behind its back.
final class QueueRig {
  let server: RedisServer
  let queue: WorkQueue
  /// Beside the queue's own connection.
  let connection: RedisConnection
  static let sweep = "sweep-1"

  /// A day's lease: nothing lapses unless a test says so.
  init(
    _ configuration: WorkQueueConfiguration = .init(leaseNanoseconds: 86_400_000_000_000),
    isPersistent: Bool = false
  ) throws {
    server = try RedisServer(isPersistent: isPersistent)
    connection = try server.connect()
    queue = try WorkQueue.create(
      sweep: Self.sweep, configuration: configuration, on: try server.connect())
  }

  deinit { server.kill() }

  static func key(_ part: String) -> RedisArgument { .init("dutchbook:{\(sweep)}:\(part)") }

  /// A second handle, as on another machine.
  func join() throws -> WorkQueue {
    try WorkQueue.join(sweep: Self.sweep, on: try server.connect())
  }

  static func job(_ name: String) -> WorkJob {
    WorkJob(id: name, payload: Array("do \(name)".utf8))
  }

  func enqueue(_ names: String...) throws { try queue.enqueue(names.map(Self.job)) }

  func claim(_ worker: String) throws -> ClaimedJob {
    let claim = try queue.claim(worker: worker)
    guard case .job(let job) = claim else { throw NoJob(claim: claim) }
    return job
  }

  struct NoJob: Error { let claim: WorkClaim }

  /// Makes every lease older by a time, as if it had passed.
  func age(milliseconds: Int) throws {
    let pending = try connection.elements(
      "XPENDING", [Self.key("jobs"), "workers", "-", "+", 100_000])
    for entry in pending {
      let fields = try #require(entry.elements)
      let idle = try #require(fields[2].integer)
      try connection.call(
        "XCLAIM",
        [
          Self.key("jobs"), "workers", .init(try #require(fields[1].text)), 0,
          .init(try #require(fields[0].text)), "IDLE", .init(Int(idle) + milliseconds), "JUSTID",
        ])
    }
  }

  /// Lets every lease of a day lapse.
  func lapse() throws { try age(milliseconds: 86_400_000) }

  static func error(_ body: () throws -> Void) -> WorkQueueError? {
    do {
      try body()
      return nil
    } catch { return error as? WorkQueueError }
  }

  var name: String { "the work queue \(Self.sweep) at \(connection.address)" }
}
