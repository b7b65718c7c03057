public import Market

/// A scheduler with virtual time: nothing happens until ``advance(byNanoseconds:)`` or
/// ``runUntilIdle(maximumTimers:)``, and the same calls give the same history.
public final class SimulatedScheduler: Scheduler {
  public private(set) var now: Timestamp
  private var timers = TimerQueue()

  /// Starts at `start` (2025-01-01T00:00:00Z by default).
  public init(start: Timestamp = Timestamp(nanoseconds: 1_735_689_600_000_000_000)) {
    now = start
  }

  public func schedule(
    afterNanoseconds nanoseconds: Int64, _ body: @escaping () -> Void
  ) -> TimerToken {
    timers.insert(deadline: now.nanoseconds + max(0, nanoseconds), body)
  }

  public func cancel(_ token: TimerToken) {
    let body = timers.cancel(token)
    withExtendedLifetime(body) {}
  }

  /// Timers that have neither fired nor been cancelled.
  public var pendingTimers: Int { timers.count }

  /// Moves time on, firing every timer that falls due, each at its own time.
  public func advance(byNanoseconds nanoseconds: Int64) {
    let end = now.nanoseconds + nanoseconds
    while let deadline = timers.nextDeadline(), deadline <= end { fire(deadline) }
    now = Timestamp(nanoseconds: end)
  }

  /// Fires timer after timer until none is left or the bound is reached; returns how many fired.
  @discardableResult
  public func runUntilIdle(maximumTimers: Int = 1_000_000) -> Int {
    var fired = 0
    while fired < maximumTimers, let deadline = timers.nextDeadline() {
      fire(deadline)
      fired += 1
    }
    return fired
  }

  private func fire(_ deadline: Int64) {
    now = Timestamp(nanoseconds: max(now.nanoseconds, deadline))
    timers.popDue(at: deadline)?.call()
  }
}
