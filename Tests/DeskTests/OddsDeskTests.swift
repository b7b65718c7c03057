import Market
import Sportsbooks
import TestKit
import Testing
import Trading

@testable import Desk

/// What the desk makes of a feed's own times, on a clock that can be wrong.
@Suite struct `The odds desk` {
  /// A session and the desk before it; its feed is the test.
  private final class Rig: OddsFeed {
    weak var handler: (any OddsFeedHandler)?
    let venue: `Frames that change a market`.Rig
    let desk: OddsDesk
    var told: [EngineEvent] = []

    init(_ books: BookSettings = BookSettings()) throws {
      let venue = try `Frames that change a market`.Rig()
      let scheduler = venue.scheduler
      self.venue = venue
      desk = OddsDesk(
        resolver: venue.session.catalogue.resolver, leagues: [.nba], bookmakerLimit: 4,
        bookmakers: [], books: books, wallTime: { scheduler.now })
      venue.session.start()
      desk.emit = { [unowned self] event, recordedAt in
        told.append(event)
        venue.session.take(event, recordedAt: recordedAt)
      }
      desk.oddsFeedDidConnect(self)
      desk.oddsFeed(
        self,
        didList: OddsEvent(
          id: OddsEventID(0), key: "1", league: .nba, home: "New York Knicks",
          away: "Boston Celtics", start: try #require(WrittenTime.rfc3339("2026-09-22T23:30:00Z"))))
      desk.oddsFeed(self, didMeet: BookmakerID(0), named: "Pinnacle")
      desk.oddsFeed(self, didMeet: BookmakerID(1), named: "FanDuel")
      told.removeAll()
    }

    func start() {}
    func stop() { venue.session.stop() }

    func say(sentAt: Timestamp?, _ bookmaker: Int = 0) {
      let line = OfferedLine(kind: .winner, first: 1.9, second: 1.9)
      withUnsafePointer(to: line) { line in
        desk.oddsFeed(
          self,
          didReceive: OddsFeedUpdate(
            event: OddsEventID(0), bookmaker: BookmakerID(bookmaker), kind: .winner,
            lines: UnsafeBufferPointer(start: line, count: 1), sentAt: sentAt, recordedAt: nil))
      }
    }

    var ages: [Int64] {
      told.compactMap { if case .line(_, _, let line) = $0 { line.ageNanoseconds } else { nil } }
    }
    var absence: FairValueBoard.Absence? { venue.state(0).absence }
  }

  @Test func `tells how old a line was when it came`() throws {
    let rig = try Rig()
    let now = rig.venue.scheduler.now
    rig.say(sentAt: now + -1_500_000_000)
    rig.say(sentAt: now + 1_500_000_000)
    rig.say(sentAt: nil)
    rig.say(sentAt: .distantPast)
    #expect(rig.ages == [1_500_000_000, 0, 0, .max])
    rig.stop()
  }

  @Test func `lets nothing trade on a line that was replayed after an outage`() throws {
    let rig = try Rig()
    rig.say(sentAt: rig.venue.scheduler.now)
    #expect(rig.absence == nil)
    let before = rig.venue.scheduler.now
    rig.desk.oddsFeed(rig, didDisconnect: "test")
    rig.venue.scheduler.advance(seconds: 45)
    rig.desk.oddsFeedDidConnect(rig)
    rig.say(sentAt: before)
    #expect(rig.absence == .stale(overNanoseconds: 40_000_000_000))
    rig.say(sentAt: rig.venue.scheduler.now)
    #expect(rig.absence == nil)
    #expect(rig.ages == [0, 45_000_000_000, 0])
    let record = try #require(rig.venue.session.record)
    #expect(try record.rerun() == nil)
    rig.stop()
  }

  /// Their clock is right. Ours being ahead makes lines older; being behind, no younger than their
  /// arrival.
  @Test(arguments: [(4, 4), (-4, 0), (3_600, 3_600), (-3_600, 0), (0, 0)] as [(Int64, Int64)])
  func `takes lines for older where the clocks differ, never for younger`(
    error: Int64, age: Int64
  ) throws {
    let rig = try Rig()
    let truth = rig.venue.scheduler.now
    rig.venue.scheduler.wallErrorNanoseconds = error * 1_000_000_000
    rig.say(sentAt: truth)
    #expect(rig.ages == [age * 1_000_000_000])
    #expect((rig.absence == nil) == (age <= 5))
    rig.stop()
  }

  /// The session's own clock stays ahead then; ages are told by the wall clock, which is right.
  @Test func `knows how old lines are after the wall clock was set back`() throws {
    let rig = try Rig()
    rig.venue.scheduler.wallErrorNanoseconds = 3_600_000_000_000
    rig.venue.session.take(.timer)
    rig.venue.scheduler.wallErrorNanoseconds = 0
    rig.say(sentAt: rig.venue.scheduler.now + -1_000_000_000)
    #expect(rig.ages == [1_000_000_000])
    #expect(rig.absence == nil)
    rig.stop()
  }

  @Test func `says whose lines may be older, when it meets him`() throws {
    var books = BookSettings()
    _ = books.setSharpness([])
    _ = books.setSources([])
    _ = books.setEarlyAges(["Pinnacle=60000"])
    _ = books.setInPlayAges(["pinnacle=1000"])
    let rig = try Rig(books)
    let record = try #require(rig.venue.session.record)
    let met = record.inputs.compactMap { input -> (BookmakerID, AgeLimits)? in
      guard case .bookmaker(let bookmaker, _, _, let ages) = input.event else { return nil }
      return (bookmaker, ages)
    }
    #expect(met.count == 1, "nothing is known of the other")
    #expect(met.first?.0 == BookmakerID(0))
    #expect(
      met.first?.1
        == AgeLimits(earlyNanoseconds: 60_000_000_000, inPlayNanoseconds: 1_000_000_000))
    rig.stop()
  }
}
