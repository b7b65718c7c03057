import Market
import Sportsbooks
import TestKit
import Testing
import Wire

@testable import FaultSimulation

@Suite struct `The simulated odds feed` {
  /// Hears when lines were sent, and how old they seem on the process's clock.
  private final class Handler: OddsFeedHandler {
    let clock: HostClock
    var sent: [Timestamp?] = []
    var ages: [Int64] = []

    init(_ clock: HostClock) { self.clock = clock }

    func oddsFeedDidConnect(_ feed: any OddsFeed) {}
    func oddsFeed(_ feed: any OddsFeed, didDisconnect reason: String) {}
    func oddsFeed(_ feed: any OddsFeed, didList event: OddsEvent) {}
    func oddsFeed(_ feed: any OddsFeed, didMeet bookmaker: BookmakerID, named name: String) {}
    func oddsFeed(_ feed: any OddsFeed, didReject fault: OddsFeedFault) {}
    func oddsFeed(_ feed: any OddsFeed, didReceive update: borrowing OddsFeedUpdate) {
      guard update.kind == .winner else { return }
      sent.append(update.sentAt)
      ages.append(update.age(at: clock.now))
    }
  }

  private final class Rig {
    let scheduler = SimulatedScheduler()
    let clock: HostClock
    let feed: SimulatedOddsFeed
    let handler: Handler

    init() {
      clock = HostClock(scheduler)
      let starts = (0..<3).map { VenueGame.noon + Int64($0) * 3_600_000_000_000 }
      feed = SimulatedOddsFeed(clock, games: VenueGame.all(starts: starts))
      handler = Handler(clock)
      feed.handler = handler
      feed.start()
      pass(1)
    }

    func pass(_ seconds: Int64) { scheduler.advance(byNanoseconds: seconds * 1_000_000_000) }
    func say() {
      feed.deliver(game: 0, lines: [OfferedLine(kind: .winner, first: 1.9, second: 1.9)])
    }
  }

  @Test func `replays what was missed, in order and with the times of then`() {
    let rig = Rig()
    rig.say()
    rig.feed.lose(forNanoseconds: 8_000_000_000)
    rig.pass(1)
    rig.say()
    rig.pass(2)
    rig.say()
    let last = rig.scheduler.now
    #expect(rig.handler.ages == [0])
    rig.pass(10)
    #expect(rig.handler.ages == [0, 7_000_000_000, 5_000_000_000])
    #expect(rig.handler.sent.last == last)
    #expect(rig.feed.lineTimes[0] == last)
  }

  @Test func `tells a process that stood still how old its lines are`() {
    let rig = Rig()
    rig.clock.stall()
    rig.say()
    rig.pass(30)
    #expect(rig.handler.ages.isEmpty)
    rig.clock.wakeUp(receivesFirst: true)
    #expect(rig.handler.ages == [30_000_000_000])
  }

  @Test func `is ahead of a clock that is behind`() {
    let rig = Rig()
    rig.clock.skewNanoseconds = -20_000_000_000
    rig.clock.stall()
    rig.say()
    rig.pass(30)
    rig.clock.wakeUp(receivesFirst: true)
    #expect(rig.handler.ages == [10_000_000_000])
    // What the process cannot know is not asked of it.
    #expect(rig.feed.lineTimes[0] == rig.scheduler.now + -10_000_000_000)
  }
}
