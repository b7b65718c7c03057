/// A piece of work before it is enqueued.
public struct WorkJob: Hashable, Sendable {
  /// Unique in its queue; 1 to ``WorkQueueLimits/nameBytes`` bytes.
  public let id: String
  /// At most ``WorkQueueLimits/payloadBytes``.
  public let payload: [UInt8]

  public init(id: String, payload: [UInt8]) {
    self.id = id
    self.payload = payload
  }
}

/// A job in a worker's hands, until it is completed or failed, or its lease lapses.
public struct ClaimedJob: Hashable, Sendable {
  public let id: String
  public let payload: [UInt8]
  /// Which attempt at the job this is, from 1. Tells a late worker from the one that has the job.
  public let attempt: Int
  /// Who claimed it.
  public let worker: String
  let entry: String
}

/// What a worker gets when it asks for work.
public enum WorkClaim: Hashable, Sendable {
  case job(ClaimedJob)
  /// Nothing to do now, but more may come: others are at work, or nothing is enqueued yet.
  case busy
  /// Every job that is enqueued so far is done or dead.
  case finished
}

/// What became of a result.
public enum WorkCompletion: Hashable, Sendable {
  /// This call stored the result and counted the job.
  case counted
  /// The job was counted before with the same result: a repeated call, or another worker's equal
  /// one. Nothing changed.
  case alreadyCounted
  /// The job was no longer this worker's: its lease had lapsed and another one took it, or it was
  /// failed. The result is dropped, whatever it is.
  case dropped
}

/// What became of a failed attempt.
public enum WorkFailure: Hashable, Sendable {
  /// The job waits for its next attempt.
  case willTryAgain
  /// It was the last attempt: the job is a dead letter.
  case dead
  /// The job was no longer this worker's. Nothing changed.
  case dropped
}
