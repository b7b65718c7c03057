public import Market

/// The one source of time and timers for everything that talks over a wire.
///
/// ``EventLoop`` is the real one; a simulated network brings its own with virtual time. Every
/// method belongs to the thread that runs the scheduler.
public protocol Scheduler: AnyObject {
  /// The wall clock.
  var now: Timestamp { get }

  /// Nanoseconds on a clock that nobody sets, from an unknown start: for time-outs. The wall clock
  /// unless a scheduler has better.
  var uptimeNanoseconds: Int64 { get }

  /// Runs `body` once, `nanoseconds` from now (at the next turn when not positive).
  func schedule(afterNanoseconds nanoseconds: Int64, _ body: @escaping () -> Void) -> TimerToken

  /// Forgets a timer. A token that has fired or was cancelled already is ignored.
  func cancel(_ token: TimerToken)
}

extension Scheduler {
  public var uptimeNanoseconds: Int64 { now.nanoseconds }
}

/// Names one pending timer of one ``Scheduler``.
public struct TimerToken: Hashable, Sendable {
  public let value: UInt64

  public init(value: UInt64) { self.value = value }
}
