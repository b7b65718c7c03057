import CSimdjson
import Market
import TestKit
import Testing

@testable import Kalshi

/// simdjson as the judge.
final class Judge {
  private let parser = csimdjson_new()
  private var value = [CChar](repeating: 0, count: 1 << 16)

  deinit { csimdjson_free(parser) }

  func isValid(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes {
      csimdjson_valid(parser, $0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count) == 1
    }
  }

  func text(_ bytes: [UInt8], _ pointer: String) -> String? {
    let count = bytes.withUnsafeBytes {
      csimdjson_get(
        parser, $0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count, pointer, &value,
        value.count)
    }
    guard count >= 0 else { return nil }
    return String(decoding: value[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

@Suite struct StreamFrameScannerTests {
  static let ticker = "KXMLBGAME-26AUG071905ATLNYY-NYY"

  static func scanner(
    _ tickers: [String] = [ticker], noSide: NoSidePricing = .yesLeg
  ) throws -> StreamFrameScanner {
    StreamFrameScanner(tickers: try TickerIndex(tickers: tickers), noSide: noSide)
  }

  /// Compares what the scanner says with what simdjson finds; false when the scanner refuses.
  static func compare(
    _ bytes: [UInt8], _ scanner: StreamFrameScanner, _ judge: Judge
  ) -> (isRead: Bool, differences: [String]) {
    var differences: [String] = []
    func expect(_ name: String, _ ours: (some Equatable)?, _ theirs: (some Equatable)?) {
      if "\(String(describing: ours))" != "\(String(describing: theirs))" {
        differences.append("\(name): \(String(describing: ours)) is \(String(describing: theirs))")
      }
    }
    func price(_ name: String) -> Price? {
      judge.text(bytes, "/msg/" + name).flatMap { Price(dollars: $0) }
    }
    func count(_ name: String) -> Quantity? {
      judge.text(bytes, "/msg/" + name).flatMap { Quantity(contractsText: $0) }
    }
    func market() -> MarketID? {
      judge.text(bytes, "/msg/market_ticker").flatMap { scanner.tickers.id(of: $0) }
    }
    func time() -> Timestamp? {
      judge.text(bytes, "/msg/ts_ms").flatMap { FixedPoint.parse($0, decimals: 0) }
        .map { Timestamp(milliseconds: $0) }
    }
    let isRead = bytes.withUnsafeBytes { buffer -> Bool in
      guard let (envelope, frame) = try? scanner.scan(buffer) else { return false }
      if !judge.isValid(bytes) { differences.append("accepted what is not JSON") }
      expect("sid", envelope.sid, judge.text(bytes, "/sid").flatMap { Int64($0) })
      expect("seq", envelope.seq, judge.text(bytes, "/seq").flatMap { Int64($0) })
      let type = judge.text(bytes, "/type")
      switch frame {
      case .ticker(let ticker):
        expect("type", "ticker", type)
        expect("market", ticker.market, market())
        expect("price", ticker.price, price("price_dollars"))
        expect("bid", ticker.yesBid, price("yes_bid_dollars"))
        expect("ask", ticker.yesAsk, price("yes_ask_dollars"))
        expect("bid size", ticker.yesBidSize, count("yes_bid_size_fp"))
        expect("ask size", ticker.yesAskSize, count("yes_ask_size_fp"))
        expect("volume", ticker.volume, count("volume_fp"))
        expect("interest", ticker.openInterest, count("open_interest_fp"))
        expect("time", ticker.time, time())
      case .bookDelta(let delta):
        expect("type", "orderbook_delta", type)
        expect("market", delta.market, market())
        expect("price", delta.price, price("price_dollars"))
        expect("change", delta.change, count("delta_fp"))
        let side = judge.text(bytes, "/msg/side")
        expect("side", delta.side, side == "yes" ? BookSide.bid : BookSide.ask)
        expect("time", delta.time, time())
      case .bookSnapshot(let snapshot):
        expect("type", "orderbook_snapshot", type)
        expect("market", snapshot.frame.market, market())
        for (name, levels) in [
          ("yes_dollars_fp", snapshot.frame.bids), ("no_dollars_fp", snapshot.frame.asks),
        ] {
          for (place, level) in levels.enumerated() {
            let path = "/msg/\(name)/\(place)/"
            expect(
              name, level.price,
              judge.text(bytes, path + "0").flatMap { Price(dollars: $0) })
            expect(
              name, level.quantity,
              judge.text(bytes, path + "1").flatMap { Quantity(contractsText: $0) })
          }
          expect("end of " + name, judge.text(bytes, "/msg/\(name)/\(levels.count)"), String?.none)
        }
      default: break
      }
      return true
    }
    return (isRead, differences)
  }

  static let sessions = [
    "ws_btc15m_20260513T1333Z.jsonl.gz", "ws_btc15m_20260515T0455Z_GAP.jsonl.gz",
  ]

  @Test(arguments: sessions)
  func `every recorded frame reads as simdjson reads it`(session: String) throws {
    let frames = Recordings.frames(session)
    if Shared.isRequired { #expect(frames.count > 80_000) }
    let judge = Judge()
    let tickers = Set(
      frames.compactMap { frame -> String? in
        frame.bytes.count > 400 ? judge.text(frame.bytes, "/msg/market_ticker") : nil
      }
    ).sorted()
    let scanner = try Self.scanner(tickers)
    // Debug builds take every 8th frame of the long middle; all kinds occur in that.
    for (place, frame) in frames.enumerated() where place < 3_000 || place % 8 == 0 {
      let (isRead, differences) = Self.compare(frame.bytes, scanner, judge)
      #expect(isRead && differences.isEmpty, "frame \(place): \(differences)")
      if !isRead || !differences.isEmpty { break }
    }
  }

  @Test func `every frame of the game capture reads as simdjson reads it`() throws {
    let (tickers, frames) = try Recordings.captureFrames()
    if Shared.isRequired { #expect(frames.count == 269) }
    let judge = Judge()
    let scanner = try Self.scanner(tickers)
    for frame in frames {
      let (isRead, differences) = Self.compare(frame, scanner, judge)
      #expect(isRead && differences.isEmpty, "\(differences)")
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `mutated frames are refused or read as simdjson reads them`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let judge = Judge()
    let scanner = try Self.scanner()
    let alphabet = Array("\"\\{}[]:,.0123456789-+eEtruefalsn u\n".utf8)
    var read = 0
    var refused = 0
    for round in 0..<3_000 {
      var bytes = Array(Self.samples[round % Self.samples.count].utf8)
      for _ in 0...Int.random(in: 0...2, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        let byte = alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
        switch Int.random(in: 0...2, using: &generator) {
        case 0: bytes[place] = byte
        case 1: bytes.insert(byte, at: place)
        default: bytes.remove(at: place)
        }
      }
      let (isRead, differences) = Self.compare(bytes, scanner, judge)
      #expect(
        differences.isEmpty,
        "seed \(seed): \(differences) in \(String(decoding: bytes, as: UTF8.self))")
      if isRead { read += 1 } else { refused += 1 }
    }
    #expect(read > 100 && refused > 100)
  }

  @Test func `every truncation of every kind of frame is refused at an offset inside it`() throws {
    let scanner = try Self.scanner()
    for sample in Self.samples {
      let bytes = Array(sample.utf8)
      for count in 0..<bytes.count {
        // A copy of its own, so that reading past the end would be seen by a sanitizer.
        let part = Array(bytes[..<count])
        let error = #expect(throws: StreamFrameError.self) {
          try part.withUnsafeBytes { _ = try scanner.scan($0) }
        }
        #expect((error?.offset ?? 0) <= count)
      }
      let padded = bytes + Array(" \r\n".utf8)
      #expect(throws: Never.self) { try padded.withUnsafeBytes { _ = try scanner.scan($0) } }
    }
  }

  static let samples = [
    """
    {"type":"ticker","sid":1,"msg":{"market_ticker":"\(ticker)","market_id":"9b0f6b43",\
    "price_dollars":"0.4800","yes_bid_dollars":"0.4500","yes_ask_dollars":"0.530",\
    "yes_bid_size_fp":"300.00","yes_ask_size_fp":"20.50","last_trade_size_fp":"25.00",\
    "volume_fp":"33896.00","open_interest_fp":"20422.00","dollar_volume":-16948,\
    "title":"a \\"b\\" \\u00e9","nested":{"a":[1,{"b":null}]},"ts_ms":1669149841000}}
    """,
    """
    {"type":"orderbook_delta","sid":2,"seq":3,"msg":{"market_ticker":"\(ticker)",\
    "price_dollars":"0.960","delta_fp":"-54.00","side":"yes","ts":"2022-11-22T20:44:01Z",\
    "ts_ms":1669149841000,"recorded_ts_ms":1669149840000}}
    """,
    """
    {"type":"orderbook_snapshot","sid":2,"seq":2,"msg":{"market_ticker":"\(ticker)",\
    "yes_dollars_fp":[["0.0800","300.00"],["0.2200","333.00"]],\
    "no_dollars_fp":[["0.5400","20.00"]]}}
    """,
  ]

  @Test func `an order of keys, unknown keys and old and new types do not matter`() throws {
    let scanner = try Self.scanner(noSide: .noLeg)
    let text = """
      { "msg" : {"side":"no", "delta_fp":"5", "unknown":{"type":"x","sid":[9]}, \
      "price_dollars":"0.4", "market_ticker":"\(Self.ticker)"} , "seq":7, "x":null, \
      "sending_ts_ms":5, "sid":2, "type":"orderbook_delta" }
      """
    try Array(text.utf8).withUnsafeBytes { bytes in
      let (envelope, frame) = try scanner.scan(bytes)
      #expect(
        envelope
          == StreamEnvelope(sid: 2, seq: 7, id: nil, sent: Timestamp(milliseconds: 5)))
      guard case .bookDelta(let delta) = frame else {
        Issue.record("no delta")
        return
      }
      #expect(delta.market == MarketID(0))
      #expect(delta.side == .ask)
      #expect(delta.price == Price(cents: 60))
      #expect(delta.change == Quantity(contracts: 5))
      #expect(delta.time == nil)
    }
  }

  @Test func `fills, own orders, trades, lifecycle and replies read`() throws {
    let scanner = try Self.scanner()
    let id = ClientOrderID(session: 0x0123_4567_89AB_CDEF, sequence: 42)
    func scan(_ text: String, _ check: (StreamEnvelope, StreamFrame) throws -> Bool) throws {
      try Array(text.utf8).withUnsafeBytes { bytes in
        let (envelope, frame) = try scanner.scan(bytes)
        #expect(try check(envelope, frame), "\(text)")
      }
    }
    try scan(
      """
      {"type":"fill","sid":4,"msg":{"trade_id":"t1","order_id":"o1","client_order_id":"\(id)",\
      "market_ticker":"\(Self.ticker)","is_taker":true,"book_side":"ask","outcome_side":"no",\
      "yes_price_dollars":"0.5200","count_fp":"1.50","fee_cost":"0.017500",\
      "post_position_fp":"-1.50","ts_ms":1671899397000}}
      """
    ) { _, frame in
      guard case .fill(let fill) = frame else { return false }
      return fill.frame.clientOrderID == id && fill.frame.side == .ask
        && fill.frame.liquidity == .taker
        && fill.frame.fee == Money(microDollars: 17_500) && fill.frame.tradeID.string == "t1"
        && fill.frame.position == Quantity(hundredths: -150) && fill.frame.price == Price(cents: 52)
    }
    try scan(
      """
      {"type":"user_order","sid":5,"msg":{"order_id":"o1","ticker":"\(Self.ticker)",\
      "status":"canceled","outcome_side":"yes","yes_price_dollars":"0.3500",\
      "initial_count_fp":"10.00","fill_count_fp":"4.00","remaining_count_fp":"0.00",\
      "client_order_id":"other","created_ts_ms":null,"last_update_reason":"ExpiryCancel",\
      "last_updated_ts_ms":9}}
      """
    ) { _, frame in
      guard case .userOrder(let order) = frame else { return false }
      return order.frame.status == .canceled && order.frame.clientOrderID == nil
        && order.frame.side == .bid
        && order.frame.filled == Quantity(contracts: 4)
        && order.frame.reason.string == "ExpiryCancel"
        && order.frame.time == Timestamp(milliseconds: 9)
    }
    try scan(
      """
      {"type":"trade","sid":3,"seq":1,"msg":{"trade_id":"x","market_ticker":"\(Self.ticker)",\
      "yes_price_dollars":"0.360","no_price_dollars":"0.640","count_fp":"136.00",\
      "taker_side":"no","ts_ms":1}}
      """
    ) { _, frame in
      guard case .trade(let trade) = frame else { return false }
      return trade.frame.takerSide == .ask && trade.frame.quantity == Quantity(contracts: 136)
    }
    try scan(
      """
      {"type":"market_lifecycle_v2","sid":6,"seq":1,"msg":{"event_type":"determined",\
      "market_ticker":"\(Self.ticker)","result":"scalar","settlement_value":"0.5000",\
      "determination_ts":1694635200}}
      """
    ) { _, frame in
      guard case .lifecycle(let life) = frame else { return false }
      return life.frame.event == .determined && life.frame.result.string == "scalar"
        && life.frame.settlementValue == Price(cents: 50) && life.frame.market == MarketID(0)
    }
    try scan(
      """
      {"type":"market_lifecycle_v2","sid":6,"seq":2,"msg":{"event_type":\
      "price_level_structure_updated","market_ticker":"nobody","price_ranges":\
      [{"start":"0.0000","end":"1.0000","step":"0.0010"}]}}
      """
    ) { _, frame in
      guard case .lifecycle(let life) = frame else { return false }
      return try life.frame.market == nil
        && PriceGrid(wireJSON: life.frame.priceRanges).lastSlot == 1_000
    }
    try scan(#"{"id":1,"type":"subscribed","msg":{"channel":"user_orders","sid":9}}"#) {
      envelope, frame in
      guard case .subscribed(let reply) = frame else { return false }
      return reply.frame.channel == .userOrders && reply.frame.sid == 9 && envelope.id == 1
    }
    try scan(#"{"id":9,"type":"error","msg":{"code":8,"msg":"Unknown channel name"}}"#) {
      _, frame in
      guard case .failure(let failure) = frame else { return false }
      return failure.frame.code == 8 && failure.frame.message.string == "Unknown channel name"
    }
    try scan(#"{"id":6,"type":"ok","msg":[{"channel":"orderbook_delta","sid":1}]}"#) {
      _, frame in
      guard case .acknowledged = frame else { return false }
      return true
    }
  }

  @Test(
    arguments: [
      (
        #"{"type":"ticker","type":"ticker","msg":{}}"#,
        StreamFrameError.Reason.duplicateField(.type)
      ),
      (
        #"{"type":"ticker","msg":{"market_ticker":"a","market_ticker":"a"}}"#,
        .duplicateField(.marketTicker)
      ),
      (#"{"type":"ticker","msg":{}}"#, .missing(.marketTicker)),
      (#"{"msg":{}}"#, .missing(.type)),
      (#"{"t\u0079pe":"ticker"}"#, .escaped),
      (#"{"type":"ticker","msg":{"market_ticker":"\u0041"}}"#, .escaped),
      (
        #"{"type":"ticker","msg":{"market_ticker":"a","price_dollars":"1.0001"}}"#,
        .badValue(.price)
      ),
      (#"{"type":"orderbook_delta","sid":"x","msg":{}}"#, .badValue(.sid)),
      (
        #"{"type":"orderbook_snapshot","msg":{"market_ticker":"a","yes_dollars_fp":[["0.1"]]}}"#,
        .badValue(.yesLevels)
      ),
      (#"{"type":"ok"} x"#, .syntax),
      ("{\"x\":" + String(repeating: "[", count: 40), .tooDeep),
    ])
  func `bad frames are named`(text: String, reason: StreamFrameError.Reason) throws {
    let scanner = try Self.scanner()
    let error = #expect(throws: StreamFrameError.self) {
      try Array(text.utf8).withUnsafeBytes { _ = try scanner.scan($0) }
    }
    #expect(error?.reason == reason)
    #expect(error?.description.contains("byte") == true)
  }

  @Test func `scanning allocates nothing`() throws {
    let scanner = try Self.scanner()
    let frames = Self.samples.map { Array($0.utf8) }
    for frame in frames { try frame.withUnsafeBytes { _ = try scanner.scan($0) } }
    var levels = 0
    for frame in frames {
      let allocated = try frame.withUnsafeBytes { bytes in
        try allocations {
          for _ in 0..<100 {
            if case .bookSnapshot(let snapshot) = try scanner.scan(bytes).frame {
              levels += snapshot.frame.bids.count + snapshot.frame.asks.count
            }
          }
        }
      }
      #expect(allocated == 0, "\(String(decoding: frame.prefix(30), as: UTF8.self))")
    }
    #expect(levels == 300)
  }
}
