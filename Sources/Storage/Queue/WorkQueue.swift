/// A queue of jobs in Redis for workers on several machines: each job's result counts exactly once,
/// whichever workers die on the way.
///
/// A sweep's producer creates the queue and enqueues; its workers join, claim, renew, and complete
/// or fail. New jobs go first, in the order they came; then those whose worker was silent for a
/// lease, by Redis' clock. A job may be worked on more than once; the first result of the worker
/// that has the job counts, a late one is dropped.
///
/// Every call is one script that Redis runs whole, so a call whose answer was lost is repeated
/// safely, but for a claim: the job it may have got comes back after the lease. Each handle knows
/// which incarnation of the queue it was made for. When the server loses the state, every handle
/// says so, rather than going on with a part. A handle is confined to its connection's thread.
public final class WorkQueue {
  public let connection: RedisConnection
  /// The sweep's name, in the keys of the queue.
  public let sweep: String
  /// What the queue was created with, also when this handle asked for something else.
  public let configuration: WorkQueueConfiguration
  private let keys: WorkQueueKeys
  private let incarnation: String
  /// The most jobs that the server has confirmed to this handle.
  private var confirmedJobs: Int

  private init(
    connection: RedisConnection, sweep: String, keys: WorkQueueKeys, stored: WorkQueueAnswer
  ) throws(WorkQueueError) {
    self.connection = connection
    self.sweep = sweep
    self.keys = keys
    incarnation = try stored.text(1)
    let (lease, attempts) = (try stored.count(2), try stored.count(3))
    let expiry = try stored.count(4)
    configuration = WorkQueueConfiguration(
      leaseNanoseconds: Int64(lease) * 1_000_000, maximumAttempts: attempts,
      expiryNanoseconds: Int64(expiry) * 1_000_000)
    confirmedJobs = try stored.count(5)
  }

  /// Creates a sweep's queue, or joins the one that is there, whose configuration stands.
  ///
  /// - Parameters:
  ///   - sweep: 1 to 100 letters, digits, `-`, `_` or `.`; the same for `prefix`, which keeps the
  ///     keys apart from those of other programs.
  public static func create(
    sweep: String, configuration: WorkQueueConfiguration = .init(), prefix: String = "dutchbook",
    on connection: RedisConnection
  ) throws(WorkQueueError) -> WorkQueue {
    if let fault = configuration.fault { throw .invalid(reason: fault) }
    // unseeded: two queues must never be taken for each other
    let token = String(UInt64.random(in: .min ... .max), radix: 16)
    return try open(
      WorkQueueScripts.create, sweep, prefix, connection,
      [
        .init(token), .init(WorkQueueConfiguration.milliseconds(configuration.leaseNanoseconds)),
        .init(configuration.maximumAttempts),
        .init(WorkQueueConfiguration.milliseconds(configuration.expiryNanoseconds)),
      ])
  }

  /// Joins a sweep's queue.
  ///
  /// - Throws: ``WorkQueueError/missing(queue:)`` when there is none.
  public static func join(
    sweep: String, prefix: String = "dutchbook", on connection: RedisConnection
  ) throws(WorkQueueError) -> WorkQueue {
    try open(WorkQueueScripts.join, sweep, prefix, connection, [])
  }

  private static func open(
    _ script: String, _ sweep: String, _ prefix: String, _ connection: RedisConnection,
    _ arguments: [RedisArgument]
  ) throws(WorkQueueError) -> WorkQueue {
    for (name, what) in [(sweep, "the sweep's name"), (prefix, "the key prefix")] {
      if let fault = WorkQueueKeys.fault(in: name, of: what) { throw .invalid(reason: fault) }
    }
    let keys = WorkQueueKeys(prefix: prefix, sweep: sweep)
    let answer = try WorkQueueAnswer(script, keys, arguments, on: connection, sweep: sweep)
    if answer.word == "missing" { throw .missing(queue: answer.queue) }
    return try WorkQueue(connection: connection, sweep: sweep, keys: keys, stored: answer)
  }

  /// Adds jobs; one whose id and payload are there already stays one job, whatever its state.
  /// Returns how many were new.
  ///
  /// Goes in batches; when it throws, those before are in. The same call again is safe.
  @discardableResult
  public func enqueue(_ jobs: [WorkJob]) throws(WorkQueueError) -> Int {
    for job in jobs {
      try Self.check(name: job.id, "a job's id")
      try Self.check(
        job.payload, "the payload of job \(job.id)", limit: WorkQueueLimits.payloadBytes)
    }
    var added = 0
    var batch: [RedisArgument] = []
    var bytes = 0
    for (index, job) in jobs.enumerated() {
      batch += [.init(job.id), .init(job.payload)]
      bytes += job.payload.count
      let isFull =
        batch.count >= 2 * WorkQueueLimits.batchJobs || bytes >= WorkQueueLimits.batchBytes
      guard isFull || index == jobs.count - 1 else { continue }
      let answer = try ask(WorkQueueScripts.enqueue, [.init(WorkQueueLimits.jobs)] + batch)
      switch answer.word {
      case "conflict": throw .conflict(queue: answer.queue, job: try answer.text(1))
      case "full": throw .full(queue: answer.queue, limit: WorkQueueLimits.jobs)
      default: added += try answer.count(1)
      }
      try confirm(jobs: try answer.count(2), answer)
      (batch, bytes) = ([], 0)
    }
    return added
  }

  /// Deletes everything the queue has in Redis; workers that still hold a handle are told that it
  /// is gone. Returns false when it was gone already.
  @discardableResult
  public func remove() throws(WorkQueueError) -> Bool {
    do throws(WorkQueueError) {
      _ = try ask(WorkQueueScripts.remove, [])
      return true
    } catch {
      guard case .gone = error else { throw error }
      return false
    }
  }

  /// Runs a script for this incarnation of the queue.
  func ask(
    _ script: String, _ arguments: [RedisArgument]
  ) throws(WorkQueueError) -> WorkQueueAnswer {
    let answer = try WorkQueueAnswer(
      script, keys, [.init(incarnation)] + arguments, on: connection, sweep: sweep)
    switch answer.word {
    case "gone": throw .gone(queue: answer.queue)
    case "damaged": throw .damaged(queue: answer.queue, reason: try answer.text(1))
    default: return answer
    }
  }

  /// Notes how many jobs the server confirms; fewer than before means that it lost some.
  func confirm(jobs: Int, _ answer: WorkQueueAnswer) throws(WorkQueueError) {
    guard jobs >= confirmedJobs else {
      throw .rolledBack(queue: answer.queue, confirmed: confirmedJobs, found: jobs)
    }
    confirmedJobs = jobs
  }

  static func check(name: String, _ what: String) throws(WorkQueueError) {
    guard (1...WorkQueueLimits.nameBytes).contains(name.utf8.count) else {
      throw .invalid(
        reason: "\(what) of \(name.utf8.count) bytes; use 1 to \(WorkQueueLimits.nameBytes)")
    }
  }

  static func check(
    _ bytes: [UInt8], _ what: String, limit: Int
  ) throws(WorkQueueError) {
    guard bytes.count <= limit else {
      throw .tooLarge(what: what, bytes: bytes.count, limitBytes: limit)
    }
  }
}
