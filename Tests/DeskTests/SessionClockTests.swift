import Market
import TestKit
import Testing
import Trading

@testable import Desk

/// What the engine is told of time, whatever becomes of the wall clock and of the process.
@Suite struct `A session's time` {
  typealias Rig = `Frames that change a market`.Rig

  private static func offer(_ rig: Rig) throws {
    let session = rig.session
    let game = try #require(session.engine.markets[0].game)
    session.start()
    session.take(.gameMatched(game, start: rig.scheduler.now + 86_400_000_000_000))
    session.take(
      .line(
        game, BookmakerID(0), GameLine(kind: .winner, homeOrOver: 1.9, awayOrUnder: 1.9)))
  }

  private static func look(_ rig: Rig) -> FairValueBoard.Absence? {
    rig.session.take(.booksBlocked)
    return rig.state(0).absence
  }

  @Test(arguments: [-3_600, -60, 0] as [Int64])
  func `odds age after the wall clock was set back`(step: Int64) throws {
    let rig = try Rig()
    try Self.offer(rig)
    rig.scheduler.advance(seconds: 1)
    rig.scheduler.wallErrorNanoseconds = step * 1_000_000_000
    #expect(Self.look(rig) == nil)
    rig.scheduler.advance(seconds: 3.5)
    #expect(Self.look(rig) == nil)
    rig.scheduler.advance(seconds: 1)
    guard case .stale(let over) = Self.look(rig) else {
      Issue.record("\(String(describing: rig.state(0).absence))")
      return
    }
    #expect(over == 500_000_000)
    rig.session.stop()
  }

  @Test func `odds are stale once the wall clock was set forward`() throws {
    let rig = try Rig()
    try Self.offer(rig)
    rig.scheduler.wallErrorNanoseconds = 60_000_000_000
    #expect(Self.look(rig) == .stale(overNanoseconds: 55_000_000_000))
    rig.session.stop()
  }

  @Test func `the times of a session's events never go back, and it runs again the same`() throws {
    let rig = try Rig()
    try Self.offer(rig)
    for step in [-60, 30, -5, 0] as [Int64] {
      rig.scheduler.advance(seconds: 1)
      rig.scheduler.wallErrorNanoseconds = step * 1_000_000_000
      rig.session.take(.booksBlocked)
    }
    let record = try #require(rig.session.record)
    let times = record.inputs.map(\.time)
    #expect(times == times.sorted())
    #expect(Set(times).count > 10, "time goes on")
    #expect(try record.rerun() == nil)
    rig.session.stop()
  }

  @Test(arguments: [-3_600, -7, 0] as [Int64])
  func `a process that stood still is told so before anything is done`(step: Int64) throws {
    let rig = try Rig()
    var stalls: [Int64] = []
    rig.session.onStall = { stalls.append($0) }
    rig.session.start()
    rig.scheduler.advance(seconds: 10)
    #expect(stalls.isEmpty)
    rig.scheduler.standStill(seconds: 7)
    rig.scheduler.wallErrorNanoseconds = step * 1_000_000_000
    rig.session.observer = { _, _ in #expect(stalls.count == 1) }
    rig.scheduler.advance(seconds: 0.3)
    #expect(stalls.count == 1)
    #expect(try #require(stalls.first) >= 7_000_000_000)
    #expect(try #require(stalls.first) < 7_500_000_000)
    rig.session.observer = nil
    rig.session.stop()
  }
}
