internal import Market
internal import Sportsbooks

/// Bytes in memory of their own, as a socket's buffer holds them.
struct Bytes {
  let buffer: UnsafeRawBufferPointer

  init(_ text: String) { self.init(Array(text.utf8)) }

  /// Never freed: the benchmarks keep their input to the end.
  init(_ bytes: [UInt8]) {
    // simdjson wants readable bytes behind the text.
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count + 64, alignment: 64)
    memory.initializeMemory(as: UInt8.self, repeating: 0)
    memory.copyBytes(from: bytes)
    buffer = UnsafeRawBufferPointer(rebasing: memory[..<bytes.count])
  }
}

/// Stream frames in the exchange's shapes for the tickers of a recorded day.
struct Frames {
  let day: RecordedDay
  /// Without repetition, in the day's order.
  let tickers: [String]

  init() throws {
    guard let path = DayFile.locate(named: "2025-11-24") else { throw Missing() }
    day = try DayFile.read(path: path)
    var seen: Set<String> = []
    tickers = day.quotes.map(\.ticker).filter { seen.insert($0).inserted }
  }

  struct Missing: Error {}

  static func delta(
    _ ticker: String, seq: Int, price: String, change: String, side: String
  ) -> Bytes {
    Bytes(
      """
      {"type":"orderbook_delta","sid":2,"seq":\(seq),"msg":{"market_ticker":"\(ticker)",\
      "market_id":"9b0f6b43-5b68-4f9f-9f02-9a2d1b8ac1a1","price_dollars":"\(price)",\
      "delta_fp":"\(change)","side":"\(side)","ts":"2025-11-24T17:06:09.412158Z",\
      "ts_ms":1764003969412}}
      """)
  }

  static func ticker(_ quote: RecordedQuote) -> Bytes {
    let bid = quote.yesBid ?? .zero
    let ask = quote.yesAsk ?? .dollar
    return Bytes(
      """
      {"type":"ticker","sid":1,"msg":{"market_ticker":"\(quote.ticker)",\
      "market_id":"9b0f6b43-5b68-4f9f-9f02-9a2d1b8ac1a1","price_dollars":"\(bid)",\
      "yes_bid_dollars":"\(bid)","yes_ask_dollars":"\(ask)","yes_bid_size_fp":"300.00",\
      "yes_ask_size_fp":"150.00","last_trade_size_fp":"25.00","volume_fp":"33896.00",\
      "open_interest_fp":"20422.00","dollar_volume":16948,"dollar_open_interest":10211,\
      "ts":1764003969,"ts_ms":1764003969412,"time":"2025-11-24T17:06:09.412158Z"}}
      """)
  }

  static func snapshot(_ ticker: String, levels: Int) -> Bytes {
    func side(_ first: Int, _ step: Int) -> String {
      (0..<levels).map { "[\"\(Price(cents: first + step * $0))\",\"\(100 + $0).00\"]" }
        .joined(separator: ",")
    }
    return Bytes(
      """
      {"type":"orderbook_snapshot","sid":2,"seq":1,"msg":{"market_ticker":"\(ticker)",\
      "market_id":"9b0f6b43-5b68-4f9f-9f02-9a2d1b8ac1a1","yes_dollars_fp":[\(side(45, -1))],\
      "no_dollars_fp":[\(side(55, 1))]}}
      """)
  }

  /// A book's line in the shape of the odds provider.
  static func odds(event: String, home: String, away: String) -> Bytes {
    Bytes(
      """
      {"type":"updated","timestamp":"2025-11-24T17:06:09Z","id":"\(event)","bookie":"Pinnacle",\
      "markets":[{"name":"ML","updatedAt":"2025-11-24T17:06:08.000Z",\
      "odds":[{"home":"\(home)","away":"\(away)"}]}]}
      """)
  }

  /// Recorded frames of one channel; empty where the recordings are not here.
  static func recorded(_ type: String, limit: Int) -> [Bytes] {
    guard let root = Recordings.root,
      let bytes = try? GzipReader.read(
        path: root + "/data/kalshi/ws/ws_btc15m_20260513T1333Z.jsonl.gz")
    else { return [] }
    let text = String(decoding: bytes.prefix(8 << 20), as: UTF8.self)
    var found: [Bytes] = []
    for line in text.split(separator: "\n").dropLast() where found.count < limit {
      guard line.contains("\"type\":\"\(type)\"") else { continue }
      guard let start = line.rest(behind: "\"frame\":") else { continue }
      found.append(Bytes(Array(line[start].utf8.dropLast())))
    }
    return found
  }
}

extension Substring {
  /// The place behind the first occurrence of `text`, to the end.
  fileprivate func rest(behind text: String) -> PartialRangeFrom<Index>? {
    var place = startIndex
    while place < endIndex {
      if self[place...].hasPrefix(text) { return index(place, offsetBy: text.count)... }
      place = index(after: place)
    }
    return nil
  }
}
