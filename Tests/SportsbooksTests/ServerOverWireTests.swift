import Market
import Sportsbooks
import TestKit
import Testing
import Wire

/// Feed and server over the real codecs and drivers, on a simulated network in virtual time; the
/// list comes from the server directly, only the stream crosses the network.
@Suite struct ServerOverWireTests {
  @Test func `a shipped day reaches the feed through WebSocket frames, and again after a cut`()
    throws
  {
    let day = try DayFile.read(path: try #require(DayFile.locate(named: "2025-11-24")))
    let recorded = try #require(day.quotes.first).recordedAt
    let scheduler = SimulatedScheduler()
    let origin = scheduler.now
    let server = OddsServer(day: day, apiKey: "k", scheduler: scheduler) {
      recorded + (scheduler.now - origin)
    }
    let network = SimulatedNetwork(scheduler: scheduler, seed: 3)
    let listener = try network.listen()
    let http = HTTPServer(acceptor: listener, scheduler: scheduler, service: server)
    http.start()
    let handler = RecordingOddsHandler()
    let feed = OddsAPIFeed(
      options: .init(
        restURL: "http://odds/v3", streamURL: "ws://odds:\(listener.port)/v3/ws", apiKey: "k",
        leagues: [.nfl, .nba, .ncaaf, .ncaamb]),
      scheduler: scheduler, dialer: network,
      web: OddsLoopback(scheduler: scheduler, server: server), seed: 2)
    feed.handler = handler
    feed.start()
    scheduler.advance(byNanoseconds: 1_500_000_000)
    #expect(handler.log == ["connected"])
    #expect(handler.faults.isEmpty)
    let wanted = day.games.filter { $0.start > recorded + 1_500_000_000 }
    #expect(handler.lines.count == wanted.map(\.lines.count).reduce(0, +))
    #expect(!handler.lines.isEmpty)
    let before = handler.lines.count
    handler.lines = [:]
    network.cutAll()
    scheduler.advance(byNanoseconds: 5_000_000_000)
    #expect(handler.log.last == "connected" && handler.log.count == 3)
    #expect(handler.lines.count == before)
    feed.stop()
    http.stop()
  }
}
