/// Where a queue stands, all counts from one moment.
public struct WorkProgress: Hashable, Sendable {
  /// Jobs that nobody has, a failed one that is tried again included.
  public let waiting: Int
  /// Jobs in the hands of workers, abandoned ones that nobody took over yet included.
  public let inWork: Int
  /// Jobs with a result.
  public let done: Int
  /// Dead letters.
  public let failed: Int
  /// All jobs.
  public let total: Int

  public init(waiting: Int, inWork: Int, done: Int, failed: Int, total: Int) {
    self.waiting = waiting
    self.inWork = inWork
    self.done = done
    self.failed = failed
    self.total = total
  }

  /// Whether no job is left to work on.
  public var isSettled: Bool { total > 0 && done + failed == total }
}

/// The result of one job.
public struct WorkResult: Hashable, Sendable {
  public let id: String
  public let result: [UInt8]

  public init(id: String, result: [UInt8]) {
    self.id = id
    self.result = result
  }
}

/// A job that failed for good.
public struct DeadLetter: Hashable, Sendable {
  public let id: String
  /// The last attempt's reason, cut at ``WorkQueueLimits/reasonBytes``.
  public let reason: String

  public init(id: String, reason: String) {
    self.id = id
    self.reason = reason
  }
}

/// What a queue has brought so far. Look at ``isWhole`` before using it as the sweep's outcome.
public struct WorkResults: Hashable, Sendable {
  /// Ordered by the bytes of the job ids.
  public let results: [WorkResult]
  /// Ordered by the bytes of the job ids.
  public let deadLetters: [DeadLetter]
  /// The counts at the moment the results are of.
  public let progress: WorkProgress

  /// Whether every job that is enqueued has a result.
  public var isWhole: Bool { progress.total > 0 && progress.done == progress.total }
}
