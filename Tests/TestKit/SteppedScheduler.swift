public import Market
public import Wire

/// Virtual time with a wall clock that can be set, and a process that can stand still.
public final class SteppedScheduler: Scheduler {
  public let base: SimulatedScheduler
  /// What the wall clock shows more than the true time.
  public var wallErrorNanoseconds: Int64 = 0
  private var stoodStill: Int64 = 0

  public init(start: Timestamp = Timestamp(seconds: 1_790_000_000)) {
    base = SimulatedScheduler(start: start)
  }

  public var now: Timestamp { base.now + stoodStill + wallErrorNanoseconds }
  public var uptimeNanoseconds: Int64 { base.uptimeNanoseconds + stoodStill - 1_000_000_000 }

  public func schedule(
    afterNanoseconds nanoseconds: Int64, _ body: @escaping () -> Void
  ) -> TimerToken {
    base.schedule(afterNanoseconds: nanoseconds, body)
  }

  public func cancel(_ token: TimerToken) { base.cancel(token) }

  /// Lets time pass; what falls due happens.
  public func advance(seconds: Double) { base.advance(byNanoseconds: Int64(seconds * 1e9)) }

  /// Time passes and nothing happens: what falls due is late.
  public func standStill(seconds: Double) { stoodStill += Int64(seconds * 1e9) }
}
