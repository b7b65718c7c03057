import Market
import TestKit
import Testing
import Wire

@Suite struct `The steady clock` {
  @Test func `it follows the wall clock forward, and goes on where that is set back`() {
    let scheduler = SteppedScheduler()
    let clock = SteadyClock(scheduler)
    let start = clock.now
    #expect(start == scheduler.now)
    scheduler.advance(seconds: 2)
    #expect(clock.now == scheduler.now)
    scheduler.wallErrorNanoseconds = 60_000_000_000
    #expect(clock.now == start + 62_000_000_000)
    scheduler.wallErrorNanoseconds = -30_000_000_000
    #expect(clock.now == start + 62_000_000_000)
    scheduler.advance(seconds: 1)
    #expect(clock.now == start + 63_000_000_000)
    #expect(clock.now > scheduler.now)
  }

  @Test func `a clock that was behind when it began is made up for`() {
    let scheduler = SteppedScheduler()
    scheduler.wallErrorNanoseconds = -5_000_000_000
    let clock = SteadyClock(scheduler)
    #expect(clock.now == scheduler.now)
    scheduler.wallErrorNanoseconds = 0
    #expect(clock.now == scheduler.now)
  }
}
