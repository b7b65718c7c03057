import Market
import TestKit
import Testing
import Wire

@testable import Kalshi

/// Plays frames into a session as the driver would, and keeps naive books of what is delivered.
struct SessionPlayer {
  var session: StreamSession
  let scanner: StreamFrameScanner
  var now = Timestamp(seconds: 1_800_000_000)
  var events: [StreamEvent] = []
  var sent: [String] = []
  var connects = 0
  var disconnects: [String] = []
  /// Of each market: (side, price) to size.
  var books: [[Level: Int64]]
  var negativeLevels = 0

  struct Level: Hashable {
    var side: BookSide
    var price: Price
  }

  init(
    _ tickers: [String], channels: [StreamChannel] = [.orderbookDelta],
    noSide: NoSidePricing = .yesLeg, batchSize: Int = 200
  ) throws {
    session = StreamSession(
      StreamConfiguration(tickers: tickers, channels: channels, batchSize: batchSize, seed: 1))
    scanner = StreamFrameScanner(tickers: try TickerIndex(tickers: tickers), noSide: noSide)
    books = Array(repeating: [:], count: tickers.count)
  }

  mutating func drain() {
    events += session.takeEvents()
    for action in session.takeActions() {
      switch action {
      case .connect: connects += 1
      case .send(let text): sent.append(text)
      case .disconnect(let reason): disconnects.append(reason)
      }
    }
  }

  mutating func open() {
    session.start()
    session.opened(at: now)
    drain()
  }

  mutating func advance(seconds: Int64) {
    now = now + seconds * 1_000_000_000
    session.tick(at: now)
    drain()
  }

  @discardableResult
  mutating func play(_ bytes: [UInt8]) throws -> StreamVerdict {
    try bytes.withUnsafeBytes { buffer in
      let (envelope, frame) = try scanner.scan(buffer)
      let verdict = session.deliver(envelope, frame, at: now)
      drain()
      guard verdict == .deliver else { return verdict }
      switch frame {
      case .bookSnapshot(let snapshot):
        guard let market = snapshot.frame.market else { break }
        var book: [Level: Int64] = [:]
        for level in snapshot.frame.bids {
          book[Level(side: .bid, price: level.price)] = level.quantity.hundredths
        }
        for level in snapshot.frame.asks {
          book[Level(side: .ask, price: level.price)] = level.quantity.hundredths
        }
        books[Int(market.index)] = book
      case .bookDelta(let delta):
        guard let market = delta.market else { break }
        let level = Level(side: delta.side, price: delta.price)
        let size = (books[Int(market.index)][level] ?? 0) + delta.change.hundredths
        if size < 0 { negativeLevels += 1 }
        books[Int(market.index)][level] = size == 0 ? nil : size
      default: break
      }
      return verdict
    }
  }

  @discardableResult
  mutating func play(_ text: String) throws -> StreamVerdict { try play(Array(text.utf8)) }
}

@Suite struct StreamSessionTests {
  static func subscribed(_ sid: Int = 1, id: Int = 1, channel: String = "orderbook_delta")
    -> String
  {
    #"{"id":\#(id),"type":"subscribed","msg":{"channel":"\#(channel)","sid":\#(sid)}}"#
  }
  static func snapshot(_ ticker: String, _ seq: Int, sid: Int = 1) -> String {
    #"{"type":"orderbook_snapshot","sid":\#(sid),"seq":\#(seq),"msg":{"market_ticker":"#
      + #""\#(ticker)","yes_dollars_fp":[["0.4000","10.00"]]}}"#
  }
  static func delta(_ ticker: String, _ seq: Int, _ change: String = "1.00", sid: Int = 1)
    -> String
  {
    #"{"type":"orderbook_delta","sid":\#(sid),"seq":\#(seq),"msg":{"market_ticker":"#
      + #""\#(ticker)","price_dollars":"0.4000","delta_fp":"\#(change)","side":"yes"}}"#
  }

  /// The exchange refuses an empty list of markets with code 14, so a session that asked for one
  /// would reconnect for ever and never be reconciled.
  @Test("a session without markets follows the account and is reconciled")
  func withoutMarkets() throws {
    var player = try SessionPlayer(
      [], channels: [.orderbookDelta, .ticker, .trade, .fill, .userOrders, .marketLifecycle])
    player.open()
    let channels = ["fill", "user_orders", "market_lifecycle_v2"]
    #expect(player.sent.count == channels.count)
    for (sent, channel) in zip(player.sent, channels) {
      #expect(sent.contains("\"\(channel)\""))
      #expect(!sent.contains("market_tickers"))
    }
    #expect(!player.events.contains(.needsReconciliation))
    for (place, channel) in channels.enumerated() {
      try player.play(Self.subscribed(place + 1, id: place + 1, channel: channel))
    }
    #expect(player.events.count(where: { $0 == .needsReconciliation }) == 1)
    for _ in 0..<20 { player.advance(seconds: 1) }
    #expect(player.disconnects.isEmpty)
  }

  static func live(_ tickers: [String] = ["A", "B"]) throws -> SessionPlayer {
    var player = try SessionPlayer(tickers)
    player.open()
    try player.play(subscribed())
    for (place, ticker) in tickers.enumerated() {
      try player.play(snapshot(ticker, place + 1))
    }
    return player
  }

  // MARK: Recordings

  @Test func `the twelve-market capture has no gap and gives the books of a naive replay`()
    throws
  {
    let (tickers, frames) = try Recordings.captureFrames()
    guard !tickers.isEmpty else { return }
    // The recorder subscribed one market and added the others; here they are all one list.
    var player = try SessionPlayer(tickers, noSide: .noLeg)
    player.open()
    for frame in frames { try player.play(frame) }
    #expect(player.session.counters.gaps == 0)
    #expect(player.session.counters.staleFrames == 0)
    #expect(player.session.counters.droppedDeltas == 0)
    #expect(player.session.blockedCount == 0)
    #expect(player.events.count { if case .live = $0 { true } else { false } } == 12)
    #expect(player.negativeLevels == 0)
    #expect(player.books.allSatisfy { !$0.isEmpty })
    let naive = try Self.replay(frames, tickers)
    #expect(player.books == naive)
  }

  /// The books by simdjson's reading, without scanner and session.
  static func replay(
    _ frames: [[UInt8]], _ tickers: [String]
  ) throws -> [[SessionPlayer.Level: Int64]] {
    let judge = Judge()
    var books = [[SessionPlayer.Level: Int64]](repeating: [:], count: tickers.count)
    for frame in frames {
      guard let ticker = judge.text(frame, "/msg/market_ticker"),
        let market = tickers.firstIndex(of: ticker)
      else { continue }
      func level(_ side: String, _ dollars: String) throws -> SessionPlayer.Level {
        let price = try #require(Price(dollars: dollars))
        return side == "yes"
          ? .init(side: .bid, price: price) : .init(side: .ask, price: price.complement)
      }
      if judge.text(frame, "/type") == "orderbook_snapshot" {
        books[market] = [:]
        for side in ["yes", "no"] {
          var place = 0
          while let price = judge.text(frame, "/msg/\(side)_dollars_fp/\(place)/0"),
            let size = judge.text(frame, "/msg/\(side)_dollars_fp/\(place)/1")
          {
            books[market][try level(side, price)] = Quantity(contractsText: size)?.hundredths
            place += 1
          }
        }
      } else if let side = judge.text(frame, "/msg/side"),
        let price = judge.text(frame, "/msg/price_dollars"),
        let change = judge.text(frame, "/msg/delta_fp").flatMap({ Quantity(contractsText: $0) })
      {
        let place = try level(side, price)
        let size = (books[market][place] ?? 0) + change.hundredths
        books[market][place] = size == 0 ? nil : size
      }
    }
    return books
  }

  @Test(
    arguments: [
      ("ws_btc15m_20260513T1333Z.jsonl.gz", 0), ("ws_btc15m_20260515T0455Z_GAP.jsonl.gz", 1),
    ])
  func `a recorded session has exactly the gaps that its description states`(
    session: String, gaps: Int
  ) throws {
    let frames = Recordings.frames(session)
    guard !frames.isEmpty else { return }
    let judge = Judge()
    let tickers = Set(
      frames.compactMap {
        $0.bytes.count > 1_500 ? judge.text($0.bytes, "/msg/market_ticker") : nil
      }
    ).sorted()
    #expect(tickers.count == 2)
    var player = try SessionPlayer(
      tickers, channels: [.ticker, .orderbookDelta], noSide: .noLeg)
    var connection = 0
    var sawHole = false
    for frame in frames {
      if frame.connection != connection {
        if connection > 0 {
          player.session.closed(reason: "recorded", at: player.now)
          player.advance(seconds: 31)
        }
        connection = frame.connection
        player.open()
      }
      let before = player.session.counters.gaps
      try player.play(frame.bytes)
      if player.session.counters.gaps > before {
        sawHole = true
        #expect(player.session.blockedCount == 2)
      }
    }
    #expect(player.session.counters.gaps == gaps)
    #expect(sawHole == (gaps > 0))
    #expect(player.session.counters.connections == 2)
    #expect(player.session.counters.staleFrames == 0)
    #expect(player.negativeLevels == 0)
    if gaps > 0 {
      // The hole swallowed all but the last frames of the first market; they are thrown away.
      #expect(player.events.contains(.gap(.orderbookDelta, expected: 2, received: 10_720)))
      #expect(player.sent.contains { $0.contains("get_snapshot") })
      #expect(player.session.counters.droppedDeltas > 0)
    } else {
      #expect(player.session.counters.droppedDeltas == 0)
    }
  }

  // MARK: Numbering

  @Test func `replies of the subscription consume numbers`() throws {
    var player = try Self.live()
    try player.play(#"{"id":2,"sid":1,"seq":3,"type":"ok","msg":{"market_tickers":["A","B"]}}"#)
    try player.play(#"{"id":3,"sid":1,"seq":4,"type":"error","msg":{"code":13,"msg":"x"}}"#)
    #expect(try player.play(Self.delta("A", 5)) == .deliver)
    #expect(player.session.counters.gaps == 0)
  }

  @Test func `a hole blocks every book until its snapshot`() throws {
    var player = try Self.live()
    #expect(try player.play(Self.delta("A", 3)) == .deliver)
    #expect(try player.play(Self.delta("A", 5)) == .drop)
    #expect(player.events.contains(.gap(.orderbookDelta, expected: 4, received: 5)))
    #expect(player.events.last == .booksBlocked)
    #expect(player.session.blockedCount == 2)
    #expect(
      player.sent.last
        == #"{"id":2,"cmd":"update_subscription","params":{"sid":1,"action":"get_snapshot","#
        + #""market_tickers":["A","B"]}}"#)
    #expect(try player.play(Self.delta("B", 6)) == .drop)
    #expect(try player.play(Self.snapshot("B", 7)) == .deliver)
    #expect(player.events.last == .live(MarketID(1)))
    #expect(try player.play(Self.delta("B", 8)) == .deliver)
    #expect(try player.play(Self.delta("A", 9)) == .drop)
    #expect(try player.play(Self.snapshot("A", 10)) == .deliver)
    #expect(player.session.blockedCount == 0)
    #expect(player.session.counters.droppedDeltas == 3)
    player.advance(seconds: 6)
    #expect(player.disconnects.isEmpty)
  }

  @Test func `duplicated and late frames are dropped and counted`() throws {
    var player = try Self.live()
    #expect(try player.play(Self.delta("A", 3)) == .deliver)
    #expect(try player.play(Self.delta("A", 3)) == .drop)
    #expect(try player.play(Self.delta("A", 2)) == .drop)
    #expect(try player.play(Self.delta("A", 4)) == .deliver)
    #expect(player.session.counters.staleFrames == 2)
    #expect(player.session.counters.gaps == 0)
    #expect(player.books[0].values.first == 1_200)
  }

  @Test func `a change before the market's snapshot is dropped`() throws {
    var player = try SessionPlayer(["A", "B"])
    player.open()
    try player.play(Self.subscribed())
    #expect(try player.play(Self.delta("A", 1)) == .drop)
    #expect(try player.play(Self.snapshot("A", 2)) == .deliver)
    #expect(try player.play(Self.delta("A", 3)) == .deliver)
    #expect(player.books[0].values.first == 1_100)
  }

  // MARK: Recovery

  @Test func `snapshots that do not come lead to resubscribing and then to reconnecting`() throws {
    var player = try Self.live()
    try player.play(Self.delta("A", 9))
    player.advance(seconds: 6)
    #expect(player.session.counters.resubscriptions == 1)
    #expect(player.sent.suffix(2).first?.contains("\"unsubscribe\"") == true)
    #expect(player.sent.last?.contains("\"subscribe\"") == true)
    try player.play(#"{"id":3,"sid":1,"seq":10,"type":"unsubscribed"}"#)
    try player.play(Self.subscribed(2, id: 4))
    #expect(try player.play(Self.snapshot("A", 1, sid: 2)) == .deliver)
    #expect(player.session.blockedCount == 1)
    var other = try Self.live()
    try other.play(Self.delta("A", 9))
    other.advance(seconds: 6)
    other.advance(seconds: 6)
    #expect(other.disconnects.count == 1)
    #expect(other.events.contains { if case .disconnected = $0 { true } else { false } })
  }

  @Test func `markets without a book are given up after some tries and stay blocked`() throws {
    var player = try SessionPlayer(["A", "B"])
    player.open()
    try player.play(Self.subscribed())
    try player.play(Self.snapshot("A", 1))
    for seq in 2...8 {
      player.advance(seconds: 11)
      // The exchange goes on to send for the market that has a book.
      if player.session.isOpen { try player.play(Self.delta("A", seq)) }
    }
    #expect(player.session.isLive(MarketID(0)))
    #expect(!player.session.isLive(MarketID(1)))
  }

  @Test(arguments: [10, 25])
  func `an ended subscription is asked for again with its books blocked`(code: Int) throws {
    var player = try Self.live()
    try player.play(#"{"sid":1,"seq":3,"type":"error","msg":{"code":\#(code),"msg":"x"}}"#)
    #expect(player.events.contains(.subscriptionEnded(.orderbookDelta, code: Int64(code))))
    #expect(player.session.blockedCount == 2)
    #expect(player.sent.last?.contains("\"subscribe\"") == true)
    try player.play(Self.subscribed(7, id: 2))
    #expect(try player.play(Self.snapshot("A", 1, sid: 7)) == .deliver)
    #expect(player.disconnects.isEmpty)
  }

  @Test(arguments: [10, 25])
  func `an ended private subscription is begun anew with everything else`(code: Int) throws {
    var player = try SessionPlayer(["A"], channels: [.orderbookDelta, .fill])
    player.open()
    try player.play(Self.subscribed())
    try player.play(Self.subscribed(2, id: 2, channel: "fill"))
    try player.play(Self.snapshot("A", 1))
    #expect(player.events.filter { $0 == .needsReconciliation }.count == 1)
    try player.play(#"{"sid":2,"seq":1,"type":"error","msg":{"code":\#(code),"msg":"x"}}"#)
    #expect(player.events.contains(.subscriptionEnded(.fill, code: Int64(code))))
    #expect(player.disconnects.count == 1)
    #expect(player.session.blockedCount == 1)
    player.advance(seconds: 31)
    player.session.opened(at: player.now)
    player.drain()
    try player.play(Self.subscribed(5))
    try player.play(Self.subscribed(6, id: 2, channel: "fill"))
    #expect(try player.play(Self.snapshot("A", 1, sid: 5)) == .deliver)
    #expect(player.events.filter { $0 == .needsReconciliation }.count == 2)
    #expect(player.session.blockedCount == 0)
  }

  @Test func `a lost connection blocks, waits, connects and rebuilds`() throws {
    var player = try Self.live()
    player.session.closed(reason: "reset", at: player.now)
    player.drain()
    #expect(player.events.suffix(2) == [.booksBlocked, .disconnected(reason: "reset")])
    #expect(player.session.blockedCount == 2)
    #expect(try player.play(Self.delta("A", 3)) == .drop)
    #expect(player.connects == 1)
    player.advance(seconds: 31)
    #expect(player.connects == 2)
    player.session.opened(at: player.now)
    player.drain()
    try player.play(Self.subscribed(5))
    #expect(try player.play(Self.snapshot("A", 1, sid: 5)) == .deliver)
    #expect(try player.play(Self.snapshot("B", 2, sid: 5)) == .deliver)
    #expect(player.session.blockedCount == 0)
  }

  @Test func `silence is probed and then ends the connection`() throws {
    var player = try Self.live()
    player.advance(seconds: 16)
    #expect(player.sent.last?.contains("list_subscriptions") == true)
    try player.play(#"{"id":2,"type":"ok","msg":[{"channel":"orderbook_delta","sid":1}]}"#)
    player.advance(seconds: 14)
    #expect(player.disconnects.isEmpty)
    player.advance(seconds: 2)
    player.advance(seconds: 16)
    #expect(player.disconnects == ["silent"])
  }

  @Test func `private channels ask for reconciliation on every connection`() throws {
    var player = try SessionPlayer(["A"], channels: [.orderbookDelta, .fill, .userOrders])
    player.open()
    #expect(player.sent.count == 3)
    #expect(player.sent[0].contains("\"use_yes_price\":true"))
    #expect(!player.sent[1].contains("market_tickers"))
    try player.play(Self.subscribed(2, id: 2, channel: "fill"))
    #expect(!player.events.contains(.needsReconciliation))
    try player.play(Self.subscribed(3, id: 3, channel: "user_orders"))
    #expect(player.events.last == .needsReconciliation)
    player.session.closed(reason: "reset", at: player.now)
    player.advance(seconds: 31)
    player.session.opened(at: player.now)
    try player.play(Self.subscribed(1, id: 2, channel: "fill"))
    try player.play(Self.subscribed(2, id: 3, channel: "user_orders"))
    #expect(player.events.count { $0 == .needsReconciliation } == 2)
  }

  @Test func `tickers go out in batches`() throws {
    var player = try SessionPlayer((0..<5).map { "T\($0)" }, batchSize: 2)
    player.open()
    #expect(player.sent.count == 1)
    #expect(player.sent[0].contains(#"["T0","T1"]"#))
    try player.play(Self.subscribed())
    #expect(player.sent.count == 3)
    #expect(player.sent[1].contains("add_markets") && player.sent[1].contains(#"["T2","T3"]"#))
    #expect(player.sent[2].contains(#"["T4"]"#))
  }

  @Test func `an unanswered or refused subscription ends the connection`() throws {
    var silent = try SessionPlayer(["A"])
    silent.open()
    silent.advance(seconds: 6)
    #expect(silent.disconnects.count == 1)
    var refused = try SessionPlayer(["A"])
    refused.open()
    try refused.play(#"{"id":1,"type":"error","msg":{"code":9,"msg":"Authentication"}}"#)
    #expect(refused.events.contains(.refused(.orderbookDelta, code: 9)))
    #expect(refused.disconnects.count == 1)
  }

  @Test func `a delivered change costs no allocation`() throws {
    var player = try Self.live()
    let frames = (3..<103).map { Array(Self.delta("A", $0).utf8) }
    var delivered = 0
    let allocated = try allocations {
      for frame in frames {
        try frame.withUnsafeBytes { bytes in
          let (envelope, scanned) = try player.scanner.scan(bytes)
          if player.session.deliver(envelope, scanned, at: player.now) == .deliver {
            delivered += 1
          }
        }
      }
    }
    #expect(delivered == 100)
    #if DEBUG
      // Debug builds box the look-up's state and the access to the subscription.
      #expect(allocated <= 200)
    #else
      #expect(allocated == 0)
    #endif
  }
}
