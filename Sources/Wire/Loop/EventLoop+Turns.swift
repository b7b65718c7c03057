internal import CLinux
internal import Synchronization

/// What one turn of the loop does: wait, then timers, then work from elsewhere.
extension EventLoop {
  /// Waits, then serves what is ready: sockets, timers, jobs.
  func turn() {
    descriptors.wait(nanoseconds: waitNanoseconds())
    runDueTimers()
    runJobs()
  }

  private func waitNanoseconds() -> Int64 {
    if options.spins || batchPosition < batch.count { return 0 }
    if inbox.withLock({ !$0.work.isEmpty }) { return 0 }
    guard let deadline = timers.nextDeadline() else { return -1 }
    return max(0, deadline - dutchbook_monotonic_nanoseconds())
  }

  private func runDueTimers() {
    guard timers.nextDeadline() != nil else { return }
    let time = dutchbook_monotonic_nanoseconds()
    var fired = 0
    while fired < Self.maximumBatch, let body = timers.popDue(at: time) {
      body.call()
      fired += 1
    }
  }

  private func runJobs() {
    if batchPosition == batch.count {
      batch.removeAll(keepingCapacity: true)
      batchPosition = 0
      inbox.withLock { inbox in
        swap(&inbox.work, &batch)
        inbox.bodies = 0
        inbox.wakeIsDue = false
      }
    }
    let end = min(batch.count, batchPosition + Self.maximumBatch)
    while batchPosition < end {
      let work = batch[batchPosition]
      batchPosition += 1
      switch work {
      case .job(let job):
        job.runSynchronously(
          isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
      case .body(let body): body()
      }
    }
  }
}
