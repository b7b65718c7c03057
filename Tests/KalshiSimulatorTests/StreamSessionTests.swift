import Foundation
import KalshiSimulator
import Market
import Matching
import Testing
import Wire

@Suite struct StreamSessionTests {
  private let venue: TestVenue
  private var session: SimulatorStreamSession

  init() throws {
    venue = try TestVenue()
    session = SimulatorStreamSession(account: venue.account)
    venue.quote(bid: (47, 3), ask: (52, 2))
    _ = venue.exchange.takeMessages()
  }

  private mutating func command(_ text: String) throws -> [[String: Any]] {
    session.receive(Array(text.utf8), exchange: venue.exchange, at: venue.now)
    return try frames()
  }

  private mutating func frames() throws -> [[String: Any]] {
    session.deliver(venue.exchange.takeMessages(), exchange: venue.exchange, at: venue.now)
    return try session.takeFrames().map { frame in
      #expect(frame.last == UInt8(ascii: "\n"))
      return try #require(
        JSONSerialization.jsonObject(with: Data(frame)) as? [String: Any])
    }
  }

  private static func subscribe(_ channels: String, _ more: String = "") -> String {
    """
    {"id":1,"cmd":"subscribe","params":{"channels":[\(channels)],\
    "market_tickers":["\(TestVenue.ticker)"]\(more)}}
    """
  }

  private static func code(_ frame: [String: Any]) -> Int? {
    (frame["msg"] as? [String: Any])?["code"] as? Int
  }

  @Test mutating func `the acknowledgement comes before the snapshot, which is number one`() throws
  {
    let frames = try command(Self.subscribe(#""orderbook_delta""#))
    #expect(frames.map { $0["type"] as? String } == ["subscribed", "orderbook_snapshot"])
    #expect(frames[1]["seq"] as? Int == 1)
    let message = try #require(frames[1]["msg"] as? [String: Any])
    #expect(message["yes_dollars_fp"] as? [[String]] == [["0.4700", "3.00"]])
    #expect(message["no_dollars_fp"] as? [[String]] == [["0.4800", "2.00"]])
  }

  @Test mutating func `the yes price switch turns the no side over`() throws {
    let frames = try command(Self.subscribe(#""orderbook_delta""#, #","use_yes_price":true"#))
    let message = try #require(frames[1]["msg"] as? [String: Any])
    #expect(message["no_dollars_fp"] as? [[String]] == [["0.5200", "2.00"]])
    venue.quote(bid: (47, 3), ask: (52, 1))
    let delta = try #require(try self.frames().first?["msg"] as? [String: Any])
    #expect(delta["price_dollars"] as? String == "0.5200")
    #expect(delta["delta_fp"] as? String == "-1.00")
    #expect(delta["side"] as? String == "no")
  }

  @Test mutating func `an empty side has no key`() throws {
    venue.quote(bid: nil, ask: (52, 1))
    _ = venue.exchange.takeMessages()
    let message = try #require(
      try command(Self.subscribe(#""orderbook_delta""#)).last?["msg"] as? [String: Any])
    #expect(message["yes_dollars_fp"] == nil)
    #expect(message["no_dollars_fp"] != nil)
  }

  @Test mutating func `sequence numbers run on through ok, deltas and snapshots without a hole`()
    throws
  {
    var frames = try command(Self.subscribe(#""orderbook_delta""#))
    let sid = try #require(frames[1]["sid"] as? Int)
    frames += try command(Self.subscribe(#""orderbook_delta""#))
    #expect(frames.last?["type"] as? String == "ok")
    for cents in 40..<46 {
      venue.quote(bid: (cents, 5), ask: (52, 2))
      frames += try self.frames()
    }
    frames += try command(
      """
      {"id":7,"cmd":"update_subscription","params":{"sid":\(sid),"action":"get_snapshot",\
      "market_tickers":["\(TestVenue.ticker)"]}}
      """)
    #expect(frames.last?["id"] as? Int == 7)
    frames += try command(#"{"id":8,"cmd":"unsubscribe","params":{"sids":[\#(sid)]}}"#)
    #expect(frames.last?["type"] as? String == "unsubscribed")
    let numbers = frames.compactMap { $0["seq"] as? Int }
    #expect(numbers == Array(1...numbers.count))
    #expect(numbers.count == 1 + 1 + 12 + 1 + 1)
  }

  @Test mutating func `a skipped number leaves exactly one hole`() throws {
    _ = try command(Self.subscribe(#""orderbook_delta""#))
    session.skipSequence(.orderbookDelta)
    venue.quote(bid: (46, 3), ask: (52, 2))
    #expect(try frames().compactMap { $0["seq"] as? Int } == [3, 4])
  }

  @Test(arguments: [
    ("not json", 1), (#"{"id":1,"cmd":"dance"}"#, 5), (#"{"id":1,"cmd":"subscribe"}"#, 2),
    (#"{"id":1,"cmd":"subscribe","params":{}}"#, 3),
    (#"{"id":1,"cmd":"subscribe","params":{"channels":["nope"]}}"#, 8),
    (#"{"id":1,"cmd":"subscribe","params":{"channels":["orderbook_delta"]}}"#, 14),
    (#"{"id":1,"cmd":"unsubscribe","params":{}}"#, 4),
    (#"{"id":1,"cmd":"unsubscribe","params":{"sids":[9]}}"#, 7),
    (#"{"id":1,"cmd":"update_subscription","params":{"sids":[1,2]}}"#, 12),
    (#"{"id":1,"cmd":"update_subscription","params":{"sid":9,"action":"add_markets"}}"#, 7),
  ])
  mutating func `a wrong command is answered with its code`(text: String, code: Int) throws {
    let frames = try command(text)
    #expect(frames.count == 1)
    #expect(Self.code(frames[0]) == code)
  }

  @Test mutating func `a trade tells the book, the tape, the fill, the order and the position`()
    throws
  {
    _ = try command(
      Self.subscribe(
        #""orderbook_delta","trade","fill","user_orders","market_positions","ticker""#))
    let answer = try venue.place("bid", "0.5200", "2", id: "mine")
    let frames = try frames()
    #expect(
      frames.map { $0["type"] as? String } == [
        "trade", "fill", "orderbook_delta", "user_order", "market_position", "ticker",
      ])
    let fill = try #require(frames[1]["msg"] as? [String: Any])
    #expect(fill["order_id"] as? String == answer.object["order_id"] as? String)
    #expect(fill["client_order_id"] as? String == "mine")
    #expect(fill["post_position_fp"] as? String == "2.00")
    #expect(fill["fee_cost"] as? String == "0.035000")
    #expect(frames[1]["seq"] == nil)
    let delta = try #require(frames[2]["msg"] as? [String: Any])
    #expect(delta["client_order_id"] as? String == "mine")
    let order = try #require(frames[3]["msg"] as? [String: Any])
    #expect(order["status"] as? String == "executed")
    #expect(order["last_update_reason"] as? String == "Trade")
  }

  @Test mutating func `private frames go to their account only`() throws {
    let other = venue.exchange.addMember(cash: Money(cents: 100))
    session = SimulatorStreamSession(account: other)
    _ = try command(Self.subscribe(#""fill","user_orders","orderbook_delta""#))
    try venue.place("bid", "0.5200", "1", id: "secret")
    let frames = try frames()
    #expect(frames.map { $0["type"] as? String } == ["orderbook_delta"])
    #expect((frames[0]["msg"] as? [String: Any])?["client_order_id"] == nil)
  }

  @Test mutating func `a result is told on the lifecycle channel`() throws {
    _ = try command(#"{"id":1,"cmd":"subscribe","params":{"channels":["market_lifecycle_v2"]}}"#)
    venue.exchange.settle(venue.market, .no, at: venue.now)
    let steps = try frames().compactMap { ($0["msg"] as? [String: Any])?["event_type"] as? String }
    #expect(steps == ["close_date_updated", "determined", "settled"])
  }

  @Test mutating func `recorded time travels beside the time of sending`() throws {
    venue.exchange.recordedNow = Timestamp(milliseconds: 1_763_000_000_123)
    let frame = try #require(try command(Self.subscribe(#""orderbook_delta""#)).last)
    #expect((frame["msg"] as? [String: Any])?["recorded_ts_ms"] as? Int == 1_763_000_000_123)
    #expect(frame["sending_ts_ms"] as? Int64 == venue.now.milliseconds)
  }

  @Test mutating func `a reader that takes nothing loses its subscription with error 25`() throws {
    venue.exchange.settings.streamBufferFrames = 5
    session.receive(
      Array(Self.subscribe(#""orderbook_delta""#).utf8), exchange: venue.exchange, at: venue.now)
    for cents in 30..<40 {
      venue.quote(bid: (cents, 1), ask: (52, 2))
      session.deliver(venue.exchange.takeMessages(), exchange: venue.exchange, at: venue.now)
    }
    let frames = try frames()
    #expect(frames.count == 6)
    #expect(Self.code(try #require(frames.last)) == 25)
    let list = try command(#"{"id":3,"cmd":"list_subscriptions"}"#)
    #expect((list[0]["msg"] as? [Any])?.isEmpty == true)
  }
}
