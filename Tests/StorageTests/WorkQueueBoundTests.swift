import Storage
import TestKit
import Testing

/// What is refused before anything is sent, and what just fits.
@Suite struct WorkQueueBoundTests {
  @Test func `a payload and a result at the bound pass, and one byte more does not`() throws {
    let rig = try QueueRig()
    var generator = SeededGenerator(seed: 7)
    let block = (0..<(1 << 20)).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    try rig.queue.enqueue([WorkJob(id: "a", payload: block)])
    let job = try rig.claim("one")
    #expect(job.payload == block)
    #expect(
      QueueRig.error { try rig.queue.enqueue([WorkJob(id: "b", payload: block + [0])]) }
        == .tooLarge(what: "the payload of job b", bytes: 1_048_577, limitBytes: 1_048_576))
    #expect(
      QueueRig.error { _ = try rig.queue.complete(job, result: block + [0]) }
        == .tooLarge(what: "the result of job a", bytes: 1_048_577, limitBytes: 1_048_576))
    #expect(try rig.queue.complete(job, result: block) == .counted)
    #expect(try rig.queue.results().results == [.init(id: "a", result: block)])
  }

  @Test func `many results at the bound are read page by page`() throws {
    let rig = try QueueRig()
    let block = [UInt8](repeating: 1, count: 1 << 20)
    let names = (0..<70).map { "job \($0)" }
    try rig.queue.enqueue(names.map { WorkJob(id: $0, payload: block) })
    for _ in names { _ = try rig.queue.complete(try rig.claim("one"), result: block) }
    let results = try rig.queue.results()
    #expect(results.isWhole)
    #expect(results.results.count == 70)
    #expect(results.results.allSatisfy { $0.result == block })
  }

  @Test func `ids and workers have 1 to 200 bytes`() throws {
    let rig = try QueueRig()
    let longest = String(repeating: "é", count: 100)
    try rig.queue.enqueue([QueueRig.job(longest)])
    #expect(try rig.claim(longest).id == longest)
    for name in ["", longest + "x"] {
      guard case .invalid = QueueRig.error({ try rig.queue.enqueue([QueueRig.job(name)]) }),
        case .invalid = QueueRig.error({ _ = try rig.queue.claim(worker: name) })
      else {
        Issue.record("\(name.utf8.count) bytes")
        return
      }
    }
    #expect(try rig.queue.progress().total == 1)
  }

  @Test(arguments: ["", "a b", "a:b", "{a}", "a/b", "é", String(repeating: "a", count: 101)])
  func `a sweep's name and a prefix are plain`(_ name: String) throws {
    let rig = try QueueRig()
    for body in [
      { _ = try WorkQueue.create(sweep: name, on: rig.connection) },
      { _ = try WorkQueue.join(sweep: name, on: rig.connection) },
      { _ = try WorkQueue.create(sweep: "a", prefix: name, on: rig.connection) },
    ] {
      guard case .invalid(let reason) = QueueRig.error(body) else {
        Issue.record("no error for \(name)")
        return
      }
      #expect(reason.contains("1 to 100 letters"))
    }
  }

  @Test func `a configuration out of range is refused, and the stored one stands`() throws {
    let rig = try QueueRig(.init(leaseNanoseconds: 1_500_001, maximumAttempts: 7))
    for configuration in [
      WorkQueueConfiguration(leaseNanoseconds: 999_999),
      .init(leaseNanoseconds: 86_400_000_000_001), .init(maximumAttempts: 0),
      .init(maximumAttempts: 1_000_001), .init(expiryNanoseconds: 119_999_999_999),
      .init(expiryNanoseconds: 366 * 86_400_000_000_000),
      .init(leaseNanoseconds: .max, expiryNanoseconds: .max),
    ] {
      let error = QueueRig.error {
        _ = try WorkQueue.create(sweep: "x", configuration: configuration, on: rig.connection)
      }
      guard case .invalid = error else {
        Issue.record("\(configuration)")
        continue
      }
    }
    let again = try WorkQueue.create(
      sweep: QueueRig.sweep, configuration: .init(maximumAttempts: 9), on: rig.connection)
    #expect(again.configuration == rig.queue.configuration)
    #expect(again.configuration == (try rig.join()).configuration)
    #expect(again.configuration.leaseNanoseconds == 2_000_000)
    #expect(again.configuration.maximumAttempts == 7)
  }

  @Test func `a reason is cut at 256 bytes, between characters`() throws {
    let rig = try QueueRig(.init(maximumAttempts: 1))
    try rig.enqueue("a")
    let reason = "x" + String(repeating: "é", count: 200)
    #expect(try rig.queue.fail(try rig.claim("one"), reason: reason) == .dead)
    let cut = try rig.queue.results().deadLetters.map(\.reason)
    #expect(cut == ["x" + String(repeating: "é", count: 127)])
  }

  @Test func `a queue is full at 100000 jobs, and can still be read`() throws {
    let rig = try QueueRig()
    let jobs = (0..<100_000).map { WorkJob(id: "job \($0)", payload: []) }
    #expect(try rig.queue.enqueue(jobs) == 100_000)
    #expect(
      QueueRig.error { try rig.enqueue("one more") } == .full(queue: rig.name, limit: 100_000))
    // What is there already does not count again.
    #expect(try rig.queue.enqueue(Array(jobs.suffix(10))) == 0)
    #expect(try rig.queue.progress() == .of(waiting: 100_000, inWork: 0, done: 0, failed: 0))
    #expect(try rig.claim("one").id == "job 0")
  }
}
