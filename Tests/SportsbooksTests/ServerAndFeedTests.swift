import Market
import Sportsbooks
import TestKit
import Testing
import Wire

/// The feed against the server, over virtual time.
@Suite struct ServerAndFeedTests {
  /// One world: a day of two games, a server and a feed joined in memory.
  private final class World {
    let scheduler = SimulatedScheduler()
    let handler = RecordingOddsHandler()
    let origin: Timestamp
    let server: OddsServer
    let loopback: OddsLoopback
    let feed: OddsAPIFeed

    init(key: String = "secret key", serverKey: String = "secret key") throws {
      let recorded = try #require(WrittenTime.rfc3339("2025-11-24T17:05:07Z"))
      let day = try World.day(recorded)
      let scheduler = scheduler
      let origin = scheduler.now
      self.origin = origin
      server = OddsServer(day: day, apiKey: serverKey, scheduler: scheduler) {
        recorded + (scheduler.now - origin)
      }
      let loopback = OddsLoopback(scheduler: scheduler, server: server)
      self.loopback = loopback
      feed = OddsAPIFeed(
        options: .init(
          restURL: "http://odds/v3", streamURL: "ws://odds/v3/ws", apiKey: key,
          leagues: [.nba, .nfl]),
        scheduler: scheduler, web: loopback, seed: 1
      ) { loopback.open($0, $1) }
      feed.handler = handler
    }

    func advance(_ seconds: Double) {
      scheduler.advance(byNanoseconds: Int64(seconds * 1_000_000_000))
    }

    private static func day(_ recorded: Timestamp) throws -> RecordedDay {
      let date = try #require(CivilDate(year: 2025, month: 11, day: 24))
      let other = try #require(CivilDate(year: 2025, month: 11, day: 23))
      func line(_ subject: LineSubject, _ a: Double, _ b: Double) throws -> OddsLine {
        try #require(OddsLine(subject, first: a, second: b))
      }
      let nba = RecordedGame(
        fileDate: date, league: .nba, key: "a", home: "Miami Heat", away: "Dallas Mavericks",
        start: recorded + 10_000_000_000,
        lines: [
          RecordedLine(bookmaker: "FanDuel", line: try line(.winner, 1.5, 2.6)),
          RecordedLine(
            bookmaker: "FanDuel",
            line: try line(.spread(home: HalfPoints(halves: -11)), 1.9, 1.95)),
          RecordedLine(bookmaker: "ESPN \"BET\"", line: try line(.winner, 1.52, 2.5)),
        ])
      let nfl = RecordedGame(
        fileDate: date, league: .nfl, key: "b", home: "San Francisco 49ers",
        away: "Carolina Panthers", start: recorded + 7_200_000_000_000,
        lines: [
          RecordedLine(
            bookmaker: "FanDuel", line: try line(.total(HalfPoints(halves: 97)), 1.91, 1.91))
        ])
      let undated = RecordedGame(
        fileDate: other, league: .nfl, key: "c", home: "X", away: "Y",
        start: recorded + 7_200_000_000_000, lines: nfl.lines)
      let quote = RecordedQuote(
        recordedAt: recorded, fileDate: date, ticker: "KXNBAGAME-25NOV24DALMIA-MIA", title: "",
        league: .nba, status: "active", yesBid: nil, yesAsk: nil)
      return RecordedDay(
        name: "d", origin: "", quotes: [quote], games: [nba, nfl, undated], results: [])
    }
  }

  @Test func `games are listed and every line arrives on connecting`() throws {
    let world = try World()
    world.feed.start()
    world.advance(0.1)
    #expect(world.handler.log == ["connected"])
    #expect(world.handler.events.map(\.home).sorted() == ["Miami Heat", "San Francisco 49ers"])
    #expect(world.handler.books.sorted() == ["ESPN \"BET\"", "FanDuel"])
    #expect(world.handler.lines.count == 4)
    #expect(world.handler.faults.isEmpty)
    #expect(world.server.undatedGames == 1)
    let nfl = try #require(world.handler.events.first { $0.league == .nfl })
    let total = world.handler.lines[
      "\(nfl.id.index) FanDuel \(LineSubject.total(HalfPoints(halves: 97)))"]
    #expect(total?.first == 1.91)
    #expect(world.handler.recordedAt == WrittenTime.rfc3339("2025-11-24T17:05:07Z"))
  }

  @Test func `everything is said again every two seconds until the game starts`() throws {
    let world = try World()
    world.feed.start()
    world.advance(0.1)
    let first = world.server.sentUpdates
    #expect(first == 3)
    world.advance(2)
    #expect(world.server.sentUpdates == 2 * first)
    // The basketball game starts after ten seconds; the football game goes on.
    world.advance(8)
    let atStart = world.server.sentUpdates
    world.advance(2)
    #expect(world.server.sentUpdates == atStart + 1)
  }

  @Test func `a dropped connection comes back by itself and says everything again`() throws {
    let world = try World()
    world.feed.start()
    world.advance(0.1)
    world.handler.lines = [:]
    world.server.dropConnections()
    world.advance(0.1)
    #expect(world.handler.log == ["connected", "disconnected: closed with code 1001"])
    #expect(!world.server.hasClient)
    world.advance(1)
    #expect(world.handler.log.last == "connected")
    #expect(world.handler.lines.count == 4)
    #expect(world.loopback.targets.contains { $0.contains("lastSeq=") })
  }

  @Test func `an injected line is said at once, and can be taken back`() throws {
    let world = try World()
    world.feed.start()
    world.advance(0.1)
    let game = try #require(world.server.games.first { $0.league == .nba })
    let line = try #require(OddsLine(.winner, first: 1.2, second: 5))
    let done = world.server.inject([line], bookmaker: "FanDuel", game: game.key)
    #expect(done)
    world.advance(0.01)
    let event = try #require(world.handler.events.first { $0.key == game.key })
    #expect(world.handler.lines["\(event.id.index) FanDuel \(LineSubject.winner)"]?.first == 1.2)
    #expect(
      world.handler.lines[
        "\(event.id.index) FanDuel \(LineSubject.spread(home: HalfPoints(halves: -11)))"]
        == nil)
    world.server.clearInjected(game: game.key)
    world.advance(2)
    #expect(world.handler.lines["\(event.id.index) FanDuel \(LineSubject.winner)"]?.first == 1.5)
    let unknown = world.server.inject([line], bookmaker: "FanDuel", game: "99")
    #expect(!unknown)
  }

  @Test func `a silent server says nothing and stays connected`() throws {
    let world = try World()
    world.feed.start()
    world.advance(0.1)
    world.server.isSilent = true
    let before = world.server.sentUpdates
    world.advance(5)
    #expect(world.server.sentUpdates == before && world.server.hasClient)
    world.server.isSilent = false
    world.advance(2)
    #expect(world.server.sentUpdates > before)
  }

  @Test func `a wrong key is said in words that do not hold it`() throws {
    let world = try World(serverKey: "another")
    world.feed.start()
    world.advance(10)
    #expect(world.handler.log.isEmpty)
    #expect(!world.handler.faults.isEmpty)
    for fault in world.handler.faults {
      guard case .listFailed(let text) = fault else { continue }
      #expect(text.contains("401") && !text.contains("secret"))
    }
  }

  @Test func `refused connections are tried again with growing pauses`() throws {
    let world = try World()
    world.loopback.refusesConnections = true
    world.feed.start()
    world.advance(60)
    let tries = world.loopback.targets.filter { $0.contains("/ws") }.count
    #expect((4...8).contains(tries))
    world.loopback.refusesConnections = false
    world.advance(40)
    #expect(world.handler.log == ["connected"])
  }

  @Test func `a stopped feed stays stopped`() throws {
    let world = try World()
    world.feed.start()
    world.advance(0.1)
    world.feed.stop()
    #expect(world.handler.log.last == "disconnected: stopped")
    let count = world.loopback.targets.count
    world.advance(2_000)
    #expect(world.loopback.targets.count == count)
    #expect(!world.server.hasClient)
  }

  @Test func `the server answers bad requests with their reasons`() throws {
    let world = try World()
    func status(_ target: String, method: String = "GET") -> Int {
      var status = 0
      world.server.handle(HTTPRequest(method: method, target: target)) { status = $0.status }
      return status
    }
    #expect(status("/v3/events?sport=basketball&apiKey=secret%20key") == 200)
    #expect(status("/v3/events?sport=basketball") == 401)
    #expect(status("/v3/events?apiKey=secret%20key") == 400)
    #expect(status("/v3/other?apiKey=secret%20key") == 404)
    #expect(status("/v3/events", method: "POST") == 405)
    for (target, expected) in [
      ("/v3/ws?apiKey=no&markets=ML", 401), ("/v3/ws?apiKey=secret%20key", 400), ("/ws", 404),
    ] {
      guard case .refuse(let response) = world.server.upgrade(HTTPRequest(target: target)) else {
        Issue.record("\(target) was accepted")
        continue
      }
      #expect(response.status == expected)
    }
  }

  @Test func `a frame of a known game and book reaches its lines without allocating`() throws {
    final class Counter: OddsFeedHandler {
      var tracker = LineTracker()
      var sum = 0.0
      func oddsFeedDidConnect(_ feed: any OddsFeed) {}
      func oddsFeed(_ feed: any OddsFeed, didDisconnect reason: String) {}
      func oddsFeed(_ feed: any OddsFeed, didList event: OddsEvent) {}
      func oddsFeed(_ feed: any OddsFeed, didMeet bookmaker: BookmakerID, named name: String) {}
      func oddsFeed(_ feed: any OddsFeed, didReject fault: OddsFeedFault) { sum -= 1_000 }
      func oddsFeed(_ feed: any OddsFeed, didReceive update: borrowing OddsFeedUpdate) {
        tracker.replace(
          event: update.event, bookmaker: update.bookmaker, kind: update.kind, with: update.lines
        ) { event in
          if case .set(let line) = event { sum += line.first }
        }
      }
    }
    let world = try World()
    world.feed.start()
    world.advance(0.1)
    let counter = Counter()
    world.feed.handler = counter
    let socket = try #require(world.loopback.lastClient)
    let key = try #require(world.handler.events.first).key
    var frame =
      #"{"type":"updated","seq":9,"timestamp":"2025-11-24T17:05:07.466Z","id":"\#(key)","#
      + #""bookie":"FanDuel","markets":[{"name":"ML","odds":[{"home":"1.5","away":"2.6"}]},"#
      + #"{"name":"Spread","odds":[{"hdp":-5.5,"home":"1.9","away":"1.95"}]}]}"#
    frame.withUTF8 { bytes in
      let made = steadyAllocations {
        for _ in 0..<20 {
          world.feed.webSocket(socket, didReceiveText: UnsafeRawBufferPointer(bytes))
        }
      }
      #expect(made == 0)
    }
    #expect(abs(counter.sum - 40 * 3.4) < 1e-9)
  }

  @Test func `a newer connection closes the older`() throws {
    let world = try World()
    let first = LoopbackSocket()
    let second = LoopbackSocket()
    _ = world.server.upgrade(HTTPRequest(target: "/v3/ws?apiKey=secret%20key&markets=ML"))
    world.server.webSocketDidOpen(first)
    world.server.webSocketDidOpen(second)
    #expect(first.isClosed && !second.isClosed)
  }
}
