extension WorkQueue {
  /// Takes the next job: a new one, or else one whose worker was silent for a lease.
  ///
  /// - Parameter worker: 1 to 200 bytes; a name that tells where the work is done. Two workers of
  ///   one name do not confuse the queue.
  public func claim(worker: String) throws(WorkQueueError) -> WorkClaim {
    try Self.check(name: worker, "a worker's name")
    let answer = try ask(WorkQueueScripts.claim, [.init(worker)])
    switch answer.word {
    case "finished": return .finished
    case "busy": return .busy
    case "job":
      return .job(
        ClaimedJob(
          id: try answer.text(2), payload: try answer.bytes(4), attempt: try answer.count(3),
          worker: worker, entry: try answer.text(1)))
    default: throw answer.unexpectedWord()
    }
  }

  /// A sign of life: the lease of a job begins anew. False when the job is no longer this worker's,
  /// which can stop then: its result would be dropped.
  public func renew(_ job: ClaimedJob) throws(WorkQueueError) -> Bool {
    let answer = try ask(WorkQueueScripts.renew, Self.arguments(job))
    switch answer.word {
    case "held": return true
    case "lost": return false
    default: throw answer.unexpectedWord()
    }
  }

  /// Stores the result, counts the job and takes it off the queue, in one step.
  ///
  /// A worker whose lease lapsed may still complete the job as long as nobody else took it. After
  /// a lost connection, call it again: a result that was counted is not counted twice.
  ///
  /// - Parameter result: at most ``WorkQueueLimits/resultBytes``.
  public func complete(
    _ job: ClaimedJob, result: [UInt8]
  ) throws(WorkQueueError) -> WorkCompletion {
    try Self.check(result, "the result of job \(job.id)", limit: WorkQueueLimits.resultBytes)
    let answer = try ask(WorkQueueScripts.complete, Self.arguments(job) + [.init(result)])
    switch answer.word {
    case "counted": return .counted
    case "known": return .alreadyCounted
    case "dropped": return .dropped
    default: throw answer.unexpectedWord()
    }
  }

  /// Gives a job up: it is tried again, behind the jobs that wait, or is a dead letter when this
  /// was the last attempt.
  ///
  /// - Parameter reason: for people; cut at ``WorkQueueLimits/reasonBytes``.
  public func fail(_ job: ClaimedJob, reason: String) throws(WorkQueueError) -> WorkFailure {
    let answer = try ask(WorkQueueScripts.fail, Self.arguments(job) + [.init(Self.cut(reason))])
    switch answer.word {
    case "again": return .willTryAgain
    case "dead": return .dead
    case "dropped": return .dropped
    default: throw answer.unexpectedWord()
    }
  }

  private static func arguments(_ job: ClaimedJob) -> [RedisArgument] {
    [.init(job.worker), .init(job.entry), .init(job.id), .init(job.attempt)]
  }

  /// The reason's beginning, cut between characters.
  private static func cut(_ reason: String) -> String {
    var text = reason.prefix(WorkQueueLimits.reasonBytes)
    while text.utf8.count > WorkQueueLimits.reasonBytes { text.removeLast() }
    return String(text)
  }
}
