import Kalshi
import Market
import TestKit
import Testing
import Trading

/// The path from a frame's bytes to an order's bytes never asks for memory. The rig is the one that
/// the benchmarks time.
@Suite final class HotPathAllocationTests {
  static let games = 8

  private var frames: [UnsafeMutableRawBufferPointer] = []

  deinit { frames.forEach { $0.deallocate() } }

  static func rig() throws -> EngineRig { try EngineRig(games: games, keyKind: .ed25519) }

  /// A frame where a socket's buffer would have it, kept to the end of the test: reading an array's
  /// bytes by a closure would itself allocate in a debug build.
  private func memory(_ text: String.UTF8View) -> UnsafeRawBufferPointer {
    let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: text.count, alignment: 16)
    bytes.copyBytes(from: text)
    frames.append(bytes)
    return UnsafeRawBufferPointer(bytes)
  }

  private func delta(_ ticker: String, cents: Int, change: String, side: String)
    -> UnsafeRawBufferPointer
  {
    memory(
      """
      {"type":"orderbook_delta","sid":2,"seq":1,"msg":{"market_ticker":"\(ticker)",\
      "market_id":"9b0f6b43-5b68-4f9f-9f02-9a2d1b8ac1a1","price_dollars":"0.\(cents)00",\
      "delta_fp":"\(change)","side":"\(side)","ts":"2025-11-24T17:06:09.412158Z",\
      "ts_ms":1764003969412}}
      """.utf8)
  }

  private func odds(_ game: Int, home: String, away: String) -> UnsafeRawBufferPointer {
    memory(
      """
      {"type":"updated","timestamp":"2025-11-24T17:06:09Z","id":"\(61_017_989 + game)",\
      "bookie":"Pinnacle","markets":[{"name":"ML","updatedAt":"2025-11-24T17:06:08.000Z",\
      "odds":[{"home":"\(home)","away":"\(away)"}]}]}
      """.utf8)
  }

  /// Allocations of each call alone: in a debug build a loop over an array makes some of its own.
  static func count(
    _ frames: [UnsafeRawBufferPointer], _ receive: (UnsafeRawBufferPointer) -> Void
  ) -> Int {
    var total = 0
    for frame in frames { total += allocations { receive(frame) } }
    return total
  }

  /// Everybody agrees on even odds.
  private func quiet() throws -> EngineRig {
    let rig = try Self.rig()
    for game in 0..<Self.games {
      rig.receive(odds: odds(game, home: "1.91", away: "1.91"))
    }
    #expect(rig.placed.isEmpty)
    return rig
  }

  @Test func `a book change that leads to no order allocates nothing`() throws {
    let rig = try quiet()
    let frames = rig.tickers.flatMap { ticker in
      ["54.00", "-54.00"].map { delta(ticker, cents: 49, change: $0, side: "yes") }
    }
    _ = Self.count(frames) { rig.receive(stream: $0) }
    let count = Self.count(frames) { rig.receive(stream: $0) }
    #expect(count == 0)
    #expect(rig.placed.isEmpty)
    #expect(rig.engine.states.allSatisfy { $0.record.evaluations > 4 })
  }

  @Test func `a book change that leads to an order allocates nothing`() throws {
    let rig = try quiet()
    for ticker in rig.tickers {
      for cents in 44...49 {
        rig.receive(stream: delta(ticker, cents: cents, change: "-100.00", side: "yes"))
      }
    }
    #expect(rig.placed.isEmpty)
    let offers = rig.tickers.map { delta($0, cents: 44, change: "40.00", side: "no") }
    let gone = rig.tickers.map { delta($0, cents: 44, change: "-40.00", side: "no") }
    var orders = 0
    func pass() throws -> Int {
      try rig.fillSignatures()
      var count = 0
      for place in offers.indices {
        count += Self.count([offers[place]]) { rig.receive(stream: $0) }
        orders += rig.placed.count
        // The offer goes before the answer comes, or the engine would try again.
        rig.receive(stream: gone[place])
        rig.answerOrders()
      }
      return count
    }
    _ = try pass()
    let count = try pass()
    #expect(count == 0)
    #expect(orders == 2 * offers.count)
    #expect(rig.signaturesMadeInline == 0)
    #expect(rig.orderText.contains("\"side\":\"bid\",\"price\":\"0.4400\",\"count\":\"10.00\""))
  }

  @Test func `a bookmaker's move that leads to orders allocates nothing`() throws {
    let rig = try quiet()
    let moved = (0..<Self.games).map { odds($0, home: "1.60", away: "2.40") }
    let fair = (0..<Self.games).map { odds($0, home: "1.91", away: "1.91") }
    var orders = 0
    func pass() throws -> Int {
      try rig.fillSignatures()
      var count = 0
      for place in moved.indices {
        count += Self.count([moved[place]]) { rig.receive(odds: $0) }
        orders += rig.placed.count
        count += Self.count([fair[place]]) { rig.receive(odds: $0) }
        rig.answerOrders()
      }
      return count
    }
    _ = try pass()
    let count = try pass()
    #expect(count == 0)
    #expect(orders == 4 * moved.count)
    #expect(rig.signaturesMadeInline == 0)
  }
}
