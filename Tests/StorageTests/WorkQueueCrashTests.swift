import Foundation
import Glibc
import Storage
import TestKit
import Testing

/// Workers and servers that die: nothing is lost, and nothing is counted twice.
@Suite(.serialized) struct WorkQueueCrashTests {
  @Test(arguments: 0..<12 as Range<UInt64>)
  func `whatever workers do in whatever order, each job counts once`(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let rig = try QueueRig(.init(leaseNanoseconds: 86_400_000_000_000, maximumAttempts: 1_000))
    let names = (0..<20).map { "job \($0)" }
    let handles = [rig.queue, try rig.join(), try rig.join()]
    try rig.queue.enqueue(names.map(QueueRig.job))
    // Every claim ever made, so that workers come back from the dead with it.
    var claims: [ClaimedJob] = []
    var holder: [String: ClaimedJob] = [:]
    var counted: [String: [UInt8]] = [:]
    func step(_ choice: Int) throws -> Bool {
      let queue = handles[Int.random(in: 0..<handles.count, using: &generator)]
      let old = claims.randomElement(using: &generator)
      switch (choice, old) {
      case (8, _): try rig.lapse()
      case (4...5, .some(let job)):
        let result = [UInt8.random(in: .min ... .max, using: &generator)]
        let outcome = try queue.complete(job, result: result)
        let isFirst = holder[job.id] == job && counted[job.id] == nil
        #expect((outcome == .counted) == isFirst, "seed \(seed): \(job) \(outcome)")
        #expect(outcome != .alreadyCounted || counted[job.id] == result, "seed \(seed)")
        if outcome == .counted { counted[job.id] = result }
      case (6, .some(let job)):
        let isHeld = holder[job.id] == job && counted[job.id] == nil
        let outcome = try queue.fail(job, reason: "seeded")
        #expect((outcome == .willTryAgain) == isHeld, "seed \(seed): \(job) \(outcome)")
        if outcome == .willTryAgain { holder[job.id] = nil }
      case (7, .some(let job)):
        let isHeld = holder[job.id] == job && counted[job.id] == nil
        #expect(try queue.renew(job) == isHeld, "seed \(seed): \(job)")
      default:
        let claim = try queue.claim(worker: "worker \(choice)")
        if case .job(let job) = claim {
          #expect(counted[job.id] == nil, "seed \(seed): \(job) again after it was counted")
          claims.append(job)
          holder[job.id] = job
        }
        return claim == .finished
      }
      return false
    }
    for _ in 0..<400 { _ = try step(Int.random(in: 0..<9, using: &generator)) }
    let middle = try rig.queue.progress()
    #expect(middle.done == counted.count, "seed \(seed)")
    #expect(middle.total == 20 && middle.failed == 0, "seed \(seed): \(middle)")
    // Those that are left are worked on by one that lives.
    while case .job(let job) = try lapsedClaim(rig) {
      #expect(try rig.queue.complete(job, result: [1]) == .counted, "seed \(seed)")
      counted[job.id] = [1]
    }
    let results = try rig.queue.results()
    #expect(results.isWhole, "seed \(seed): \(results.progress)")
    #expect(results.results.count == 20, "seed \(seed)")
    for result in results.results {
      #expect(counted[result.id] == result.result, "seed \(seed): \(result.id)")
    }
  }

  private func lapsedClaim(_ rig: QueueRig) throws -> WorkClaim {
    try rig.lapse()
    return try rig.queue.claim(worker: "last")
  }

  @Test(arguments: [1, 2] as [UInt64])
  func `workers that drop their connection lose no job and count none twice`(_ seed: UInt64) throws
  {
    // The lease is so short that workers which live are late at times, too.
    let rig = try QueueRig(.init(leaseNanoseconds: 5_000_000, maximumAttempts: 100_000))
    let names = (0..<200).map { "job \($0)" }
    try rig.queue.enqueue(names.map(QueueRig.job))
    let workers = WorkerThreads(url: rig.server.url, seed: seed, count: 5)
    let record = try #require(workers.end(), "seed \(seed): workers do not end")
    #expect(record.errors == [], "seed \(seed)")
    #expect(record.drops > 20, "seed \(seed)")
    try expectAllOnce(names, record, rig.queue, seed)
  }

  /// Each job has one result: the one that was answered with `counted`, unless that answer was
  /// lost with a connection.
  private func expectAllOnce(
    _ names: [String], _ record: WorkerThreads.Record, _ queue: WorkQueue, _ seed: UInt64
  ) throws {
    let results = try queue.results()
    #expect(results.isWhole, "seed \(seed): \(results.progress)")
    #expect(results.results.map(\.id) == names.sorted(), "seed \(seed)")
    for result in results.results {
      let counted = record.counted[result.id] ?? []
      if counted.isEmpty { #expect(record.lostConnections > 0, "seed \(seed): \(result.id)") }
      #expect(counted.isEmpty || counted == [result.result], "seed \(seed): \(result.id)")
    }
  }

  @Test(arguments: [3, 4] as [UInt64])
  func `workers that are killed lose no job and count none twice`(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let rig = try QueueRig(.init(leaseNanoseconds: 500_000_000, maximumAttempts: 1_000))
    let hanging = Set((0..<6).map { "job \($0 * 17)" })
    let names = (0..<120).map { "job \($0)" }
    try rig.queue.enqueue(
      names.map { WorkJob(id: $0, payload: Array((hanging.contains($0) ? "hang" : $0).utf8)) })
    var started = 0
    func start() throws -> (process: ChildProcess, name: String) {
      started += 1
      let name = "process \(started)"
      let arguments = [BuiltProgram.path("StorageWorker"), rig.server.url, QueueRig.sweep, name]
      return (try ChildProcess(arguments), name)
    }
    var killedInWork = 0
    var workers = try (0..<3).map { _ in try start() }
    var kills = 0
    for _ in 0..<6_000 where try !rig.queue.progress().isSettled {
      let chosen = Int.random(in: 0..<workers.count, using: &generator)
      // A moment to work in; it ends early when the worker does, which it must not before the end.
      let moment = Double.random(in: 0...0.05, using: &generator)
      let (process, name) = workers[chosen]
      let status = process.wait(seconds: moment)
      #expect(status == nil || status == 0, "seed \(seed): \(process.output)")
      process.kill()
      let abandoned = try rig.connection.elements(
        "XPENDING", [QueueRig.key("jobs"), "workers", "-", "+", 1, .init(name)])
      killedInWork += abandoned.count
      workers[chosen] = try start()
      kills += 1
    }
    #expect(killedInWork > 0, "seed \(seed): \(kills) kills, none within a job")
    let results = try rig.queue.results()
    #expect(results.isWhole, "seed \(seed): \(results.progress) after \(kills) kills")
    #expect(results.results.map(\.id) == names.sorted(), "seed \(seed)")
    // The first worker at each of these never ended it.
    for name in hanging {
      let attempts = try rig.connection.bytes("HGET", [QueueRig.key("attempts"), .init(name)])
      let count = Int(String(decoding: attempts ?? [], as: UTF8.self)) ?? 0
      #expect(count >= 2, "seed \(seed): \(name)")
    }
    // One that comes late finds nothing to do, and ends.
    let last = try start().process
    #expect(last.wait(seconds: 60) == 0, "seed \(seed): \(last.output)")
    let counted = try rig.connection.elements("LRANGE", ["counted", 0, -1]).compactMap(\.text)
    #expect(Set(counted).count == counted.count, "seed \(seed): counted twice")
    #expect(Set(counted).isSubset(of: names), "seed \(seed)")
  }

  @Test(arguments: [5, 6] as [UInt64])
  func `a server with a file that is killed and started again goes on`(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let rig = try QueueRig(
      .init(leaseNanoseconds: 50_000_000, maximumAttempts: 100_000), isPersistent: true)
    let names = (0..<150).map { "job \($0)" }
    try rig.queue.enqueue(names.map(QueueRig.job))
    let workers = WorkerThreads(url: rig.server.url, seed: seed, count: 3)
    var kills = 0
    for part in 1...3 {
      let mark = part * 35 + Int.random(in: 0..<10, using: &generator)
      while try rig.queue.progress().done < mark {}
      rig.server.kill()
      kills += 1
      let lost = QueueRig.error { _ = try rig.queue.progress() }
      #expect(lost?.isLostConnection == true, "seed \(seed): \(String(describing: lost))")
      try rig.server.start()
      try rig.queue.connection.reconnect()
      #expect(try rig.queue.progress().done >= mark, "seed \(seed)")
    }
    let record = try #require(workers.end(), "seed \(seed): workers do not end")
    #expect(record.errors == [], "seed \(seed)")
    #expect(record.lostConnections >= kills, "seed \(seed)")
    try expectAllOnce(names, record, rig.queue, seed)
  }

  @Test func `a server without a file that is killed says that the sweep is gone`() throws {
    let rig = try QueueRig()
    try rig.enqueue("a", "b", "c")
    _ = try rig.queue.complete(try rig.claim("one"), result: [1])
    let held = try rig.claim("one")
    rig.server.kill()
    try rig.server.start()
    #expect(QueueRig.error { _ = try rig.queue.progress() }?.isLostConnection == true)
    try rig.queue.connection.reconnect()
    let gone = WorkQueueError.gone(queue: rig.name)
    #expect(gone.description.contains("begin the sweep anew"))
    for _ in 0..<2 {
      #expect(QueueRig.error { _ = try rig.queue.results() } == gone)
      #expect(QueueRig.error { _ = try rig.queue.progress() } == gone)
      #expect(QueueRig.error { try rig.enqueue("d") } == gone)
      #expect(QueueRig.error { _ = try rig.queue.claim(worker: "one") } == gone)
      #expect(QueueRig.error { _ = try rig.queue.complete(held, result: [2]) } == gone)
      // Nor does a sweep that was begun anew take what belongs to the old one.
      try rig.connection.reconnect()
      try WorkQueue.create(sweep: QueueRig.sweep, on: rig.connection).enqueue([QueueRig.job("a")])
    }
    #expect(try rig.join().progress() == .of(waiting: 1, inWork: 0, done: 0, failed: 0))
  }
}
