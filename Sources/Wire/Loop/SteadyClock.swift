public import Market

/// The wall clock without its steps backward: what ages, pauses and the order of events are told
/// by.
///
/// It runs on with the scheduler's uptime, follows a wall clock that is set forward at once (the
/// machine may have slept), and stays that much ahead when the clock is set back. So its time never
/// goes back and never stands still, and is never behind the wall clock: what must not happen after
/// an hour of the day does not happen after it, at worst it ends early. Confined to the scheduler's
/// thread.
public final class SteadyClock {
  private let scheduler: any Scheduler
  /// The most that the wall clock was ever ahead of the uptime.
  private var lead: Int64

  /// A clock that shows the wall clock's time now.
  public init(_ scheduler: any Scheduler) {
    self.scheduler = scheduler
    lead = scheduler.now.nanoseconds - scheduler.uptimeNanoseconds
  }

  /// The time.
  public var now: Timestamp {
    // In this order a thread that is held up in between cannot bring the clock forward.
    let wall = scheduler.now.nanoseconds
    let uptime = scheduler.uptimeNanoseconds
    if wall - uptime > lead { lead = wall - uptime }
    return Timestamp(nanoseconds: uptime + lead)
  }
}
