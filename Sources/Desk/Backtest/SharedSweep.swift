public import Backtesting
internal import FoundationEssentials
internal import Glibc
internal import Storage

/// A sweep that several machines work on, through a queue in Redis.
///
/// The one that begins it puts every combination and day into the queue as a job and works too;
/// the others join. Each job's outcome counts once, whoever dies on the way: see
/// ``/Storage/WorkQueue``. The queue's name holds a fingerprint of recordings, options and version,
/// so that nobody works on something else by mistake.
public struct SharedSweep: Sendable {
  private let plan: BacktestPlan
  private let address: RedisAddress
  /// The queue's name.
  let name: String
  /// A worker that says nothing for so long has died.
  private static let leaseNanoseconds: Int64 = 15_000_000_000
  /// Between two looks while others have all jobs.
  private static let waitMicroseconds: UInt32 = 50_000

  /// One combination on one day.
  private struct Job: Codable {
    var values: [String]
    var trial: Int
    var day: Int
  }

  /// - Throws: a sentence for an address or a name that cannot be used.
  public init(_ plan: BacktestPlan, url: String, name: String) throws {
    self.plan = plan
    address = try RedisAddress(url: url)
    self.name = "\(name).\(try plan.fingerprint())"
  }

  /// Begins the sweep, or takes it up again, works on it, and waits for what others work on.
  ///
  /// - Parameter progress: the share that is done, 0 to 1.
  /// - Throws: ``/Storage/WorkQueueError``, or a sentence when a job failed for good: then there is
  ///   no result.
  public func lead(progress: (Double) -> Void) throws -> SweepResult {
    do {
      return try leadToEnd(progress)
    } catch WorkQueueError.conflict {
      throw ProcessFailure(
        .usage, "a sweep of that name was begun with other values: choose another --sweep")
    } catch let error as WorkQueueError where error.isLostConnection {
      throw ProcessFailure(
        .connection,
        "\(error); what is done stays in the queue: run the same command again to go on")
    }
  }

  private func leadToEnd(_ progress: (Double) -> Void) throws -> SweepResult {
    let queue = try WorkQueue.create(
      sweep: name, configuration: .init(leaseNanoseconds: Self.leaseNanoseconds),
      on: try RedisConnection(address))
    let jobs = try jobs()
    try queue.enqueue(jobs)
    try work { done in
      if let found = try? queue.progress(), found.total > 0 {
        progress(Double(found.done) / Double(found.total))
      } else {
        progress(Double(done) / Double(jobs.count))
      }
    }
    let results = try queue.results()
    guard results.isWhole else {
      let letter = results.deadLetters.first
      throw ProcessFailure(
        .data,
        "\(results.deadLetters.count) jobs of the sweep failed for good"
          + (letter.map { "; \($0.id): \($0.reason)" } ?? ""))
    }
    let outcomes = try Self.outcomes(results)
    let sweep = plan.gathered(
      try plan.grid.trials.indices.flatMap { trial in
        try plan.days.indices.map { day in
          guard let outcome = outcomes[Self.id(trial, day)] else {
            throw ProcessFailure(.data, "the sweep has no outcome of \(Self.id(trial, day))")
          }
          return outcome
        }
      })
    try queue.remove()
    return sweep
  }

  /// Every combination and day; the same each time, so that a sweep can be taken up again.
  func jobs() throws -> [WorkJob] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    var jobs: [WorkJob] = []
    for (trial, values) in plan.grid.trials.enumerated() {
      for day in plan.days.indices {
        let job = Job(values: values, trial: trial, day: day)
        jobs.append(WorkJob(id: Self.id(trial, day), payload: [UInt8](try encoder.encode(job))))
      }
    }
    return jobs
  }

  /// Works for a sweep that was begun elsewhere, until nothing is left.
  ///
  /// - Returns: how many jobs were done here.
  public func join(progress: (Int) -> Void) throws -> Int {
    do {
      _ = try WorkQueue.join(sweep: name, on: try RedisConnection(address))
    } catch WorkQueueError.missing {
      throw ProcessFailure(
        .usage,
        "there is no such sweep over these recordings, options and version at \(address);"
          + " begin it first, with the same files and options")
    }
    return try work(progress: progress)
  }

  /// Takes jobs on every thread until the queue is finished; how many were counted for us.
  @discardableResult
  private func work(progress: (Int) -> Void) throws -> Int {
    let counts = try ParallelWork.run(
      count: plan.workers, workers: plan.workers, progress: progress,
      { [self] thread in try work(as: "\(Self.host)-\(getpid())-\(thread)") })
    return counts.reduce(0, +)
  }

  private func work(as worker: String) throws -> Int {
    let queue = try WorkQueue.join(sweep: name, on: try RedisConnection(address))
    var count = 0
    do {
      while true {
        switch try queue.claim(worker: worker) {
        case .finished: return count
        case .busy:
          // sleeps: other processes have the jobs.
          usleep(Self.waitMicroseconds)
        case .job(let claimed): if try work(on: claimed, queue) { count += 1 }
        }
      }
    } catch WorkQueueError.gone where count > 0 {
      // The one who began it has gathered everything and taken the queue away.
      return count
    }
  }

  private func work(on claimed: ClaimedJob, _ queue: WorkQueue) throws -> Bool {
    let outcome: DayOutcome
    do {
      let job = try JSONDecoder().decode(Job.self, from: Data(claimed.payload))
      guard plan.days.indices.contains(job.day) else {
        throw ProcessFailure(.data, "there is no day \(job.day)")
      }
      let interval = Duration.nanoseconds(queue.configuration.leaseNanoseconds / 4)
      // clock: a sign of life goes out four times in a lease.
      var last = ContinuousClock.now
      outcome = try plan.outcome(of: job.values, day: job.day) {
        // clock: as above; no outcome depends on it.
        let now = ContinuousClock.now
        guard now - last >= interval else { return }
        last = now
        _ = try? queue.renew(claimed)
      }
    } catch {
      _ = try queue.fail(claimed, reason: "\(error)")
      return false
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return try queue.complete(claimed, result: [UInt8](try encoder.encode(outcome))) == .counted
  }

  private static func outcomes(_ results: WorkResults) throws -> [String: DayOutcome] {
    var outcomes: [String: DayOutcome] = [:]
    for result in results.results {
      outcomes[result.id] = try JSONDecoder().decode(DayOutcome.self, from: Data(result.result))
    }
    return outcomes
  }

  private static func id(_ trial: Int, _ day: Int) -> String { "trial \(trial) day \(day)" }

  private static var host: String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
      guard let start = buffer.baseAddress, gethostname(start, 255) == 0 else { return "host" }
      start[255] = 0
      return String(cString: start)
    }
  }
}
