import Market
import Sportsbooks
import Testing

@Suite struct LineTrackerTests {
  private func take(
    _ tracker: inout LineTracker, _ lines: [OfferedLine], kind: LineKind = .spread,
    book: Int = 0, event: Int = 0
  ) -> [LineTracker.Event] {
    var events: [LineTracker.Event] = []
    lines.withUnsafeBufferPointer { buffer in
      tracker.replace(
        event: OddsEventID(event), bookmaker: BookmakerID(book), kind: kind, with: buffer
      ) { events.append($0) }
    }
    return events
  }

  private func spread(_ points: Double, _ first: Double = 1.9, _ second: Double = 1.95)
    -> OfferedLine
  {
    OfferedLine(kind: .spread, points: points, first: first, second: second)
  }

  @Test func `lines that are named are set, again and again`() throws {
    var tracker = LineTracker()
    let subject = LineSubject.spread(home: HalfPoints(halves: -11))
    let line = try #require(OddsLine(subject, first: 1.9, second: 1.95))
    let first = take(&tracker, [spread(-5.5)])
    let second = take(&tracker, [spread(-5.5)])
    #expect(first == [.set(line)] && second == [.set(line)])
  }

  @Test func `lines that are no longer named are withdrawn, once`() throws {
    var tracker = LineTracker()
    _ = take(&tracker, [spread(-5.5), spread(-6.5)])
    let events = take(&tracker, [spread(-6.5)])
    #expect(events.contains(.withdrawn(.spread(home: HalfPoints(halves: -11)))))
    #expect(events.count == 2)
    let none = take(&tracker, [])
    #expect(none == [.withdrawn(.spread(home: HalfPoints(halves: -13)))])
    let again = take(&tracker, [])
    #expect(again.isEmpty)
  }

  @Test func `books, games and kinds do not disturb each other`() {
    var tracker = LineTracker()
    _ = take(&tracker, [spread(-5.5)], book: 0)
    _ = take(&tracker, [spread(-5.5)], book: 1)
    _ = take(&tracker, [spread(-5.5)], event: 1)
    #expect(take(&tracker, [], kind: .total).isEmpty)
    #expect(take(&tracker, [], book: 1).count == 1)
    #expect(take(&tracker, []).count == 1)
    #expect(take(&tracker, [], event: 1).count == 1)
  }

  @Test(arguments: [
    (OfferedLine(kind: .spread, points: -5.5, first: .nan, second: 1.9), LineRejection.missingSide),
    (OfferedLine(kind: .spread, points: -5.5, first: 1.9), .missingSide),
    (OfferedLine(kind: .spread, points: -5.5, first: 1, second: 1.9), .notAboveOne),
    (OfferedLine(kind: .spread, points: -5.5, first: 1.9, second: -110), .notAboveOne),
    (OfferedLine(kind: .spread, points: -5.5, first: .infinity, second: 1.9), .notFinite),
    (OfferedLine(kind: .spread, points: -5.25, first: 1.9, second: 1.9), .notHalfPoints),
    (OfferedLine(kind: .spread, points: .nan, first: 1.9, second: 1.9), .notHalfPoints),
    (OfferedLine(kind: .spread, points: 1e300, first: 1.9, second: 1.9), .notHalfPoints),
    (
      OfferedLine(kind: .spread, points: -5.5, first: 1.9, second: 1.9, hasThirdOutcome: true),
      .thirdOutcome
    ),
    (
      OfferedLine(
        kind: .spread, points: -5.5, first: 1.9, second: 1.9, sideGapNanoseconds: 2_000_000_001),
      .sidesApart
    ),
    (
      OfferedLine(
        kind: .spread, points: -5.5, first: 1.9, second: 1.9, sideGapNanoseconds: -2_000_000_001),
      .sidesApart
    ),
    (
      OfferedLine(
        kind: .spread, points: -5.5, first: 1.9, second: 1.9, sideGapNanoseconds: .min),
      .sidesApart
    ),
  ])
  func `a line with a fault is counted by its reason and falls`(
    line: OfferedLine, reason: LineRejection
  ) {
    var tracker = LineTracker()
    _ = take(&tracker, [spread(-5.5)])
    let events = take(&tracker, [line])
    #expect(events == [.withdrawn(.spread(home: HalfPoints(halves: -11)))])
    #expect(tracker.count(of: reason) == 1)
  }

  @Test(arguments: [0, 2_000_000_000, -2_000_000_000] as [Int64])
  func `sides told up to two seconds apart are one line`(gap: Int64) {
    var tracker = LineTracker()
    var line = spread(-5.5)
    line.sideGapNanoseconds = gap
    #expect(take(&tracker, [line]).count == 1)
    #expect(tracker.rejections.allSatisfy { $0 == 0 })
  }

  @Test func `a line named twice counts once, and the number of lines has a bound`() {
    var tracker = LineTracker()
    #expect(take(&tracker, [spread(-5.5), spread(-5.5, 2.0, 2.0)]).count == 1)
    #expect(tracker.count(of: .duplicate) == 1)
    let many = (0..<200).map { spread(Double($0) + 0.5) }
    let events = take(&tracker, many, event: 1)
    #expect(events.count == LineTracker.linesPerGroup)
    #expect(tracker.count(of: .tooManyLines) == 200 - LineTracker.linesPerGroup)
  }

  @Test func `a whole-number line can push, a half cannot`() {
    #expect(LineSubject.spread(home: HalfPoints(halves: -6)).canPush)
    #expect(!LineSubject.total(HalfPoints(halves: 289)).canPush)
    #expect(!LineSubject.winner.canPush)
  }
}
