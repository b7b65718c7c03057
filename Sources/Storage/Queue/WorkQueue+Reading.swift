extension WorkQueue {
  /// Where the queue stands. Looking does not put off its expiry.
  ///
  /// - Throws: ``WorkQueueError/gone(queue:)`` when the server lost the state: counts of an empty
  ///   queue are never shown instead.
  public func progress() throws(WorkQueueError) -> WorkProgress {
    let answer = try ask(WorkQueueScripts.progress, [])
    return try progress(answer)
  }

  /// What is there so far: results by job id, dead letters, and the counts that go with them.
  /// Looking does not put off the expiry.
  ///
  /// - Throws: ``WorkQueueError/gone(queue:)`` or ``WorkQueueError/damaged(queue:reason:)`` when
  ///   the state is lost, also while the results are being read: never a part of what was counted.
  public func results() throws(WorkQueueError) -> WorkResults {
    let answer = try ask(WorkQueueScripts.outcomes, [])
    let progress = try progress(answer)
    let ids = try Self.texts(try answer.list(5), answer).sorted(by: Self.precedes)
    var results: [WorkResult] = []
    results.reserveCapacity(ids.count)
    // A result never changes once it is there, so pages of one list fit together.
    for start in stride(from: 0, to: ids.count, by: WorkQueueLimits.pageResults) {
      let names = ids[start..<min(ids.count, start + WorkQueueLimits.pageResults)]
      let page = try ask(WorkQueueScripts.page, names.map { RedisArgument($0) })
      let values = try page.list(1)
      guard values.count == names.count else { throw page.unexpectedWord() }
      for (id, value) in zip(names, values) {
        guard let bytes = value.bytes else {
          throw .damaged(queue: page.queue, reason: "the result of job \(id) is missing")
        }
        results.append(WorkResult(id: id, result: bytes))
      }
    }
    let letters = try Self.texts(try answer.list(6), answer)
    guard letters.count.isMultiple(of: 2) else { throw answer.unexpectedWord() }
    let deadLetters = stride(from: 0, to: letters.count, by: 2)
      .map { DeadLetter(id: letters[$0], reason: letters[$0 + 1]) }
      .sorted { Self.precedes($0.id, $1.id) }
    return WorkResults(results: results, deadLetters: deadLetters, progress: progress)
  }

  private func progress(_ answer: WorkQueueAnswer) throws(WorkQueueError) -> WorkProgress {
    let total = try answer.count(1)
    let (done, failed) = (try answer.count(2), try answer.count(3))
    let inWork = try answer.count(4)
    try confirm(jobs: total, answer)
    return WorkProgress(
      waiting: total - done - failed - inWork, inWork: inWork, done: done, failed: failed,
      total: total)
  }

  private static func texts(
    _ replies: [RedisReply], _ answer: WorkQueueAnswer
  ) throws(WorkQueueError) -> [String] {
    var texts: [String] = []
    texts.reserveCapacity(replies.count)
    for reply in replies {
      guard let text = reply.text else { throw answer.unexpectedWord() }
      texts.append(text)
    }
    return texts
  }

  /// By bytes: the same on every machine, whatever its tables of characters.
  private static func precedes(_ name: String, _ other: String) -> Bool {
    name.utf8.lexicographicallyPrecedes(other.utf8)
  }
}
