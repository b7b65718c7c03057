import Market
import TestKit
import Testing

@testable import Kalshi

/// Books that were delivered and cannot be, a level below nothing for one.
@Suite struct StreamSessionDistrustTests {
  @Test func `a book that cannot be is asked for again, alone, and is live with its snapshot`()
    throws
  {
    var player = try StreamSessionTests.live()
    let before = player.sent.count
    player.session.distrust(MarketID(1), at: player.now)
    player.drain()
    #expect(player.sent.count == before + 1)
    let asked = try #require(player.sent.last)
    #expect(asked.contains("get_snapshot") && asked.contains("\"B\"") && !asked.contains("\"A\""))
    #expect(!player.session.isLive(MarketID(1)) && player.session.isLive(MarketID(0)))
    let dropped = try player.play(StreamSessionTests.delta("B", 3))
    #expect(dropped == .drop)
    let other = try player.play(StreamSessionTests.delta("A", 4))
    #expect(other == .deliver)
    let snapshot = try player.play(StreamSessionTests.snapshot("B", 5))
    #expect(snapshot == .deliver)
    #expect(player.session.blockedCount == 0)
    #expect(player.disconnects.isEmpty)
  }

  @Test func `a book that is never right stays blocked, and is not asked for without end`() throws {
    var player = try StreamSessionTests.live()
    let before = player.session.counters.snapshotsRequested
    for turn in 0..<10 {
      player.session.distrust(MarketID(1), at: player.now)
      player.drain()
      try player.play(StreamSessionTests.snapshot("B", 3 + turn))
    }
    #expect(player.session.counters.snapshotsRequested == before + 3)
    #expect(player.disconnects.isEmpty)
  }

  @Test func `a book that is blocked already is asked for once`() throws {
    var player = try StreamSessionTests.live()
    player.session.distrust(MarketID(1), at: player.now)
    player.session.distrust(MarketID(1), at: player.now)
    player.drain()
    #expect(player.session.counters.snapshotsRequested == 1)
    #expect(player.session.blockedCount == 1)
  }
}
