import Storage
import TestKit
import Testing

/// What one queue does, call by call, against a real server.
@Suite struct WorkQueueTests {
  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test func `jobs come in the order they were enqueued, with their payloads`() throws {
    let rig = try QueueRig()
    try rig.enqueue("c", "a", "b")
    for name in ["c", "a", "b"] {
      let job = try rig.claim("one")
      #expect(job.id == name)
      #expect(job.payload == QueueRig.job(name).payload)
      #expect(job.attempt == 1)
    }
    #expect(try rig.queue.claim(worker: "one") == .busy)
  }

  @Test func `a job id enqueued twice is one job, in any state`() throws {
    let rig = try QueueRig(.init(leaseNanoseconds: 86_400_000_000_000, maximumAttempts: 1))
    let jobs = ["a", "b", "c", "d"].map(QueueRig.job)
    #expect(try rig.queue.enqueue(jobs + jobs) == 4)
    #expect(try rig.queue.complete(try rig.claim("one"), result: []) == .counted)
    #expect(try rig.queue.fail(try rig.claim("one"), reason: "broken") == .dead)
    _ = try rig.claim("one")
    #expect(try rig.queue.enqueue(jobs) == 0)
    #expect(try rig.join().enqueue(jobs + [QueueRig.job("e")]) == 1)
    #expect(
      try rig.queue.progress()
        == WorkProgress.of(waiting: 2, inWork: 1, done: 1, failed: 1))
  }

  @Test func `a job id with another payload is refused, and nothing of its batch is added`() throws
  {
    let rig = try QueueRig()
    try rig.enqueue("a")
    let other = WorkJob(id: "a", payload: [1])
    let error = QueueRig.error { try rig.queue.enqueue([QueueRig.job("b"), other]) }
    #expect(error == .conflict(queue: rig.name, job: "a"))
    let twice = QueueRig.error {
      try rig.queue.enqueue([QueueRig.job("c"), .init(id: "c", payload: [])])
    }
    #expect(twice == .conflict(queue: rig.name, job: "c"))
    #expect(try rig.queue.progress().total == 1)
  }

  @Test func `an abandoned job comes back after its lease, behind the new ones`() throws {
    let rig = try QueueRig()
    try rig.enqueue("a", "b", "c")
    _ = try rig.claim("dead")
    _ = try rig.claim("dead")
    try rig.age(milliseconds: 86_390_000)
    #expect(try rig.claim("live").id == "c")
    // Ten seconds are left of the lease.
    #expect(try rig.queue.claim(worker: "live") == .busy)
    try rig.age(milliseconds: 10_000)
    let again = try rig.claim("live")
    #expect(again.id == "a")
    #expect(again.attempt == 2)
    #expect(again.payload == QueueRig.job("a").payload)
    #expect(try rig.claim("live").id == "b")
    #expect(try rig.queue.claim(worker: "live") == .busy)
  }

  @Test func `of many jobs in work the one that was abandoned is found`() throws {
    let rig = try QueueRig()
    let names = (0..<60).map { "job \($0)" }
    try rig.queue.enqueue(names.map(QueueRig.job))
    var claimed: [ClaimedJob] = []
    for _ in names { claimed.append(try rig.claim("one")) }
    try rig.lapse()
    for job in claimed where job.id != "job 41" { #expect(try rig.queue.renew(job)) }
    #expect(try rig.claim("two").id == "job 41")
    #expect(try rig.queue.claim(worker: "two") == .busy)
  }

  @Test func `a sign of life keeps a job; without one it goes, and the next sign says so`() throws {
    let rig = try QueueRig()
    try rig.enqueue("a")
    let job = try rig.claim("one")
    try rig.lapse()
    #expect(try rig.queue.renew(job))
    #expect(try rig.queue.claim(worker: "two") == .busy)
    try rig.lapse()
    let taken = try rig.claim("two")
    #expect(try rig.queue.renew(job) == false)
    #expect(try rig.queue.renew(taken))
    _ = try rig.queue.complete(taken, result: [])
    #expect(try rig.queue.renew(taken) == false)
  }

  @Test func `a late result is dropped while another has the job, and after it is done`() throws {
    let rig = try QueueRig()
    try rig.enqueue("a")
    let late = try rig.claim("one")
    try rig.lapse()
    // The same name: only the attempt tells them apart.
    let holder = try rig.claim("one")
    #expect(try rig.queue.complete(late, result: bytes("late")) == .dropped)
    #expect(try rig.queue.fail(late, reason: "late") == .dropped)
    #expect(try rig.queue.progress() == .of(waiting: 0, inWork: 1, done: 0, failed: 0))
    #expect(try rig.queue.complete(holder, result: bytes("first")) == .counted)
    #expect(try rig.queue.complete(late, result: bytes("late")) == .dropped)
    #expect(try rig.queue.complete(late, result: bytes("first")) == .alreadyCounted)
    #expect(try rig.queue.fail(late, reason: "late") == .dropped)
    let results = try rig.queue.results()
    #expect(results.results.map(\.result) == [bytes("first")])
    #expect(results.progress == .of(waiting: 0, inWork: 0, done: 1, failed: 0))
  }

  @Test func `a lease that lapsed does no harm while nobody takes the job`() throws {
    let rig = try QueueRig()
    try rig.enqueue("a")
    let job = try rig.claim("one")
    try rig.lapse()
    #expect(try rig.queue.complete(job, result: bytes("x")) == .counted)
    #expect(try rig.queue.claim(worker: "two") == .finished)
  }

  @Test func `a completion sent again counts once`() throws {
    let rig = try QueueRig()
    try rig.enqueue("a", "b")
    let job = try rig.claim("one")
    #expect(try rig.queue.complete(job, result: bytes("x")) == .counted)
    #expect(try rig.queue.complete(job, result: bytes("x")) == .alreadyCounted)
    #expect(try rig.join().complete(job, result: bytes("y")) == .dropped)
    #expect(try rig.queue.progress() == .of(waiting: 1, inWork: 0, done: 1, failed: 0))
  }

  @Test func `failed attempts are tried again behind the others, up to the bound`() throws {
    let rig = try QueueRig(.init(leaseNanoseconds: 86_400_000_000_000, maximumAttempts: 3))
    try rig.enqueue("a", "b")
    let first = try rig.claim("one")
    #expect(try rig.queue.fail(first, reason: "one") == .willTryAgain)
    #expect(try rig.queue.fail(first, reason: "one") == .dropped)
    #expect(try rig.queue.progress() == .of(waiting: 2, inWork: 0, done: 0, failed: 0))
    #expect(try rig.queue.complete(try rig.claim("one"), result: []) == .counted)
    #expect(try rig.queue.fail(try rig.claim("one"), reason: "two") == .willTryAgain)
    let last = try rig.claim("one")
    #expect(last.attempt == 3)
    #expect(try rig.queue.fail(last, reason: "three") == .dead)
    #expect(try rig.queue.complete(last, result: []) == .dropped)
    #expect(try rig.queue.claim(worker: "one") == .finished)
    let results = try rig.queue.results()
    #expect(results.deadLetters == [.of("a", "three")])
    #expect(results.results.map(\.id) == ["b"])
    #expect(results.progress.isSettled)
    #expect(!results.isWhole)
  }

  @Test func `a job that kills its workers becomes a dead letter`() throws {
    let rig = try QueueRig(.init(leaseNanoseconds: 86_400_000_000_000, maximumAttempts: 2))
    try rig.enqueue("poison", "fine")
    _ = try rig.claim("one")
    _ = try rig.claim("two")
    try rig.lapse()
    _ = try rig.claim("three")
    _ = try rig.claim("four")
    try rig.lapse()
    #expect(try rig.queue.claim(worker: "five") == .finished)
    let letters = try rig.queue.results().deadLetters
    #expect(letters.map(\.id) == ["fine", "poison"])
    #expect(letters.map(\.reason).allSatisfy { $0 == "abandoned by its worker at attempt 2" })
  }

  @Test func `results come by job id, in the order of bytes, over many pages`() throws {
    let rig = try QueueRig()
    let names = (0..<100).map { "job \($0)" } + ["é", "e\u{301}", "z", "Z", "\0"]
    try rig.queue.enqueue(names.map(QueueRig.job))
    #expect(try rig.queue.results().results == [])
    for index in names.indices {
      let job = try rig.claim("one")
      _ = try rig.queue.complete(job, result: bytes("result of \(job.id)"))
      if index < names.count - 1 { #expect(try rig.queue.results().isWhole == false) }
    }
    let results = try rig.queue.results()
    let sorted = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    #expect(results.results.map { Array($0.id.utf8) } == sorted.map { Array($0.utf8) })
    #expect(results.results.allSatisfy { $0.result == bytes("result of \($0.id)") })
    #expect(results.isWhole)
  }

  @Test func `sweeps do not meet, and prefixes keep them apart`() throws {
    let rig = try QueueRig()
    try rig.enqueue("a")
    let other = try WorkQueue.create(sweep: "sweep-2", on: rig.connection)
    let prefixed = try WorkQueue.create(sweep: QueueRig.sweep, prefix: "test", on: rig.connection)
    #expect(try other.claim(worker: "one") == .busy)
    #expect(try prefixed.progress().total == 0)
    #expect(try other.remove())
    #expect(try prefixed.remove())
    #expect(try rig.queue.progress().total == 1)
  }
}

extension WorkProgress {
  /// Counts, with a total that is their sum.
  static func of(waiting: Int, inWork: Int, done: Int, failed: Int) -> WorkProgress {
    WorkProgress(
      waiting: waiting, inWork: inWork, done: done, failed: failed,
      total: waiting + inWork + done + failed)
  }
}

extension DeadLetter {
  static func of(_ id: String, _ reason: String) -> DeadLetter { .init(id: id, reason: reason) }
}
