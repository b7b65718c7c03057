import Storage
import TestKit
import Testing

/// Bounds, expiry, and state that is lost, damaged or somebody else's.
@Suite struct WorkQueueStateTests {
  private static let parts = ["sweep", "jobs", "payloads", "attempts", "results", "dead"]

  /// A queue with a job in each state, so that each of its keys is there.
  private func full() throws -> (rig: QueueRig, held: ClaimedJob) {
    let rig = try QueueRig(.init(leaseNanoseconds: 86_400_000_000_000, maximumAttempts: 1))
    try rig.enqueue("a", "b", "c", "d")
    _ = try rig.queue.complete(try rig.claim("one"), result: [1])
    _ = try rig.queue.fail(try rig.claim("one"), reason: "x")
    return (rig, try rig.claim("one"))
  }

  /// Every call on a queue, by name.
  private func calls(
    _ queue: WorkQueue, _ job: ClaimedJob
  ) -> [(name: String, body: () throws -> Void)] {
    [
      ("enqueue", { _ = try queue.enqueue([QueueRig.job("z")]) }),
      ("claim", { _ = try queue.claim(worker: "w") }), ("renew", { _ = try queue.renew(job) }),
      ("complete", { _ = try queue.complete(job, result: [2]) }),
      ("fail", { _ = try queue.fail(job, reason: "y") }),
      ("progress", { _ = try queue.progress() }), ("results", { _ = try queue.results() }),
    ]
  }

  @Test func `a removed queue leaves no key, and its handles say that it is gone`() throws {
    let (rig, job) = try full()
    let other = try rig.join()
    #expect(try rig.connection.integer("DBSIZE") == 6)
    #expect(try rig.queue.remove())
    #expect(try rig.connection.integer("DBSIZE") == 0)
    #expect(try other.remove() == false)
    for call in calls(other, job) {
      #expect(QueueRig.error(call.body) == .gone(queue: rig.name), "\(call.name)")
    }
    #expect(try rig.connection.integer("DBSIZE") == 0)
    #expect(QueueRig.error { _ = try rig.join() } == .missing(queue: rig.name))
    // A new queue of the same name is not taken for the old one.
    let next = try WorkQueue.create(sweep: QueueRig.sweep, on: rig.connection)
    try next.enqueue([QueueRig.job("a")])
    for call in calls(other, job) {
      #expect(QueueRig.error(call.body) == .gone(queue: rig.name), "\(call.name)")
    }
    #expect(try next.progress() == .of(waiting: 1, inWork: 0, done: 0, failed: 0))
  }

  @Test func `a queue that lost one of its keys is never read as whole`() throws {
    for part in Self.parts where part != "attempts" {
      let (rig, job) = try full()
      try rig.connection.call("DEL", [QueueRig.key(part)])
      for call in calls(rig.queue, job) {
        let error = QueueRig.error(call.body)
        switch error {
        case .gone: #expect(part == "sweep")
        case .damaged: #expect(part != "sweep")
        default: Issue.record("\(call.name) without \(part): \(String(describing: error))")
        }
      }
      #expect(try rig.queue.remove() == (part != "sweep"))
    }
  }

  @Test func `without the attempts a job is still counted once`() throws {
    let (rig, job) = try full()
    try rig.connection.call("DEL", [QueueRig.key("attempts")])
    #expect(try rig.queue.complete(job, result: [2]) == .dropped)
    try rig.lapse()
    #expect(try rig.queue.complete(try rig.claim("two"), result: [3]) == .counted)
    let again = try rig.claim("two")
    #expect(again.id == "c")
    #expect(try rig.queue.complete(again, result: [4]) == .counted)
    #expect(try rig.queue.results().results.map(\.result) == [[1], [4], [3]])
  }

  @Test func `a key of another type is named, and nothing is written`() throws {
    for part in Self.parts {
      let (rig, job) = try full()
      let key = QueueRig.key(part)
      try rig.connection.call("DEL", [key])
      try rig.connection.call("SET", [key, "mine"])
      for call in calls(rig.queue, job) {
        let error = QueueRig.error(call.body)
        guard case .redis(.refused(_, "EVAL", "WRONGTYPE", _)) = error else {
          Issue.record("\(call.name) with \(part): \(String(describing: error))")
          continue
        }
        #expect("\(error.map(\.description) ?? "")".contains("something else uses this key"))
      }
      #expect(try rig.connection.bytes("GET", [key]) == Array("mine".utf8))
    }
  }

  @Test func `a new queue does not write over somebody else's keys`() throws {
    for part in Self.parts {
      let rig = try QueueRig()
      let key = RedisArgument("dutchbook:{new}:\(part)")
      try rig.connection.call("SET", [key, "mine"])
      let error = QueueRig.error { _ = try WorkQueue.create(sweep: "new", on: rig.connection) }
      guard case .redis(.refused(_, "EVAL", "WRONGTYPE", _)) = error else {
        Issue.record("\(part): \(String(describing: error))")
        continue
      }
      #expect(try rig.connection.bytes("GET", [key]) == Array("mine".utf8))
    }
  }

  @Test func `a new queue removes what is left of one without its head`() throws {
    let (rig, _) = try full()
    try rig.connection.call("DEL", [QueueRig.key("sweep")])
    let queue = try WorkQueue.create(sweep: QueueRig.sweep, on: rig.connection)
    #expect(try queue.progress() == .of(waiting: 0, inWork: 0, done: 0, failed: 0))
    #expect(try rig.connection.integer("DBSIZE") == 2)
  }

  @Test func `a server that comes back with fewer jobs than it confirmed is found out`() throws {
    let rig = try QueueRig()
    try rig.enqueue("a", "b")
    let keys = ["sweep", "jobs", "payloads"].map(QueueRig.key)
    let older = try keys.map { try #require(try rig.connection.bytes("DUMP", [$0])) }
    try rig.enqueue("c")
    for (key, state) in zip(keys, older) {
      try rig.connection.call("RESTORE", [key, 0, .init(state), "REPLACE"])
    }
    let error = WorkQueueError.rolledBack(queue: rig.name, confirmed: 3, found: 2)
    #expect(QueueRig.error { _ = try rig.queue.progress() } == error)
    #expect(QueueRig.error { _ = try rig.queue.results() } == error)
    #expect(try rig.join().progress().total == 2)
    try rig.enqueue("a", "b", "c")
    #expect(try rig.queue.progress().total == 3)
  }

  @Test func `every change puts off the expiry of every key, and looking does not`() throws {
    let hour: Int64 = 3_600_000_000_000
    let rig = try QueueRig(
      .init(leaseNanoseconds: 1_000_000_000, maximumAttempts: 2, expiryNanoseconds: hour))
    try rig.enqueue("a", "b", "c")
    /// Moves the expiry of each key to an early moment, calls, and says whether it was put off.
    func isPutOff(_ body: () throws -> Void) throws -> Bool {
      for part in Self.parts { try rig.connection.call("PEXPIRE", [QueueRig.key(part), 500_000]) }
      try body()
      let left = try Self.parts.map { try rig.connection.integer("PTTL", [QueueRig.key($0)]) }
        .filter { $0 != -2 }
      #expect(left.allSatisfy { $0 > 0 && $0 <= 3_600_000 }, "\(left)")
      #expect(Set(left.map { $0 > 500_000 }).count == 1, "\(left)")
      return left[0] > 500_000
    }
    var job: ClaimedJob?
    #expect(try isPutOff { job = try rig.claim("one") })
    let held = try #require(job)
    #expect(try isPutOff { _ = try rig.queue.renew(held) })
    #expect(try isPutOff { _ = try rig.queue.complete(held, result: []) })
    #expect(try isPutOff { _ = try rig.queue.fail(try rig.claim("one"), reason: "") })
    #expect(try isPutOff { try rig.enqueue("d") })
    #expect(try !isPutOff { _ = try rig.queue.progress() })
    #expect(try !isPutOff { _ = try rig.queue.results() })
    #expect(try !isPutOff { _ = try WorkQueue.create(sweep: QueueRig.sweep, on: rig.connection) })
  }

  @Test func `an abandoned sweep goes away by itself`() throws {
    let rig = try QueueRig(.init(leaseNanoseconds: 1_000_000, expiryNanoseconds: 2_000_001))
    // The queue may be gone between any two calls; each of them then says so.
    var error: WorkQueueError?
    for _ in 0..<1_000_000 where error == nil {
      error = QueueRig.error { _ = try rig.queue.progress() }
    }
    #expect(error == .gone(queue: rig.name))
    #expect(rig.queue.configuration.expiryNanoseconds == 3_000_000)
    #expect(try rig.connection.call("EXISTS", Self.parts.map(QueueRig.key)) == .integer(0))
  }

  @Test func `a server whose memory is full refuses, and nothing is half done`() throws {
    let (rig, job) = try full()
    let before = try rig.queue.progress()
    try rig.connection.call("CONFIG", ["SET", "maxmemory", 1])
    for body in [
      { try rig.enqueue("z") }, { _ = try rig.queue.complete(job, result: [1]) },
      { _ = try rig.queue.fail(job, reason: "x") },
    ] {
      let error = QueueRig.error(body)
      guard case .redis(.refused(_, "EVAL", "OOM", _)) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
    // A claim makes nothing larger that counts: it passes whole.
    #expect(try rig.claim("two").id == "d")
    try rig.connection.call("CONFIG", ["SET", "maxmemory", 0])
    #expect(before == .of(waiting: 1, inWork: 1, done: 1, failed: 1))
    #expect(try rig.queue.progress() == .of(waiting: 0, inWork: 2, done: 1, failed: 1))
    #expect(try rig.queue.complete(job, result: [1]) == .counted)
  }
}
