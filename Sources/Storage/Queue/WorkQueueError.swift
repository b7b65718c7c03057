/// Why a work queue could not do what it was asked to: which queue, what went wrong, what to do.
public enum WorkQueueError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Redis could not be asked, or refused.
  case redis(RedisError)
  /// A name, an id or a configuration that cannot be used.
  case invalid(reason: String)
  /// A payload or a result beyond its bound. Nothing was sent.
  case tooLarge(what: String, bytes: Int, limitBytes: Int)
  /// There is no queue of that name to join.
  case missing(queue: String)
  /// The queue that this handle was made for is no longer there: the server lost its state, the
  /// queue expired, or somebody removed it. What was counted before is void.
  case gone(queue: String)
  /// The server knows fewer jobs than it had confirmed: it came back with an older state.
  case rolledBack(queue: String, confirmed: Int, found: Int)
  /// Parts of the queue's state are missing or changed by something else.
  case damaged(queue: String, reason: String)
  /// A job of that id is there with another payload. No job of its batch was added.
  case conflict(queue: String, job: String)
  /// The batch would bring the queue beyond its bound of jobs. No job of the batch was added.
  case full(queue: String, limit: Int)

  /// Whether ``RedisConnection/reconnect()`` and the same call again may succeed.
  public var isLostConnection: Bool {
    if case .redis(let error) = self { error.isLostConnection } else { false }
  }

  public var description: String {
    switch self {
    case .redis(let error): error.description
    case .invalid(let reason): "not usable for a work queue: \(reason)"
    case .tooLarge(let what, let bytes, let limit):
      "\(what) has \(bytes) bytes and the bound is \(limit); split the job, or store it elsewhere "
        + "and pass its place"
    case .missing(let queue):
      "there is no \(queue); create it first, or correct the name"
    case .gone(let queue):
      "the state of \(queue) is gone: its server lost it, or it expired or was removed; results so "
        + "far do not count, begin the sweep anew (appendonly yes in redis.conf keeps it)"
    case .rolledBack(let queue, let confirmed, let found):
      "\(queue) came back with \(found) jobs of \(confirmed) that were confirmed; enqueue all jobs "
        + "again (appendfsync always in redis.conf keeps what is confirmed)"
    case .damaged(let queue, let reason):
      "the state of \(queue) is damaged: \(reason); remove it and begin the sweep anew "
        + "(maxmemory-policy noeviction in redis.conf keeps it whole)"
    case .conflict(let queue, let job):
      "\(queue) has the job \(job) with another payload; give each job an id of its own"
    case .full(let queue, let limit):
      "\(queue) is full at \(limit) jobs; split the sweep"
    }
  }
}
