import Market
import TestKit
import Testing

@testable import Kalshi

/// The fast way, the quick walk and the general walk must give one answer to everything.
@Suite struct LearnedLayoutTests {
  static let ticker = StreamFrameScannerTests.ticker
  static let tickers = [ticker, "KXNFLGAME-26SEP10DALPHI-DAL", "A"]

  /// All that a frame says, or why it was refused. Tickers and deltas as numbers, since there are
  /// many; others as text, without addresses that differ by scanner.
  struct Answer: Equatable {
    var envelope = StreamEnvelope()
    var numbers: [Int64?] = []
    var text = ""

    init(
      _ bytes: UnsafeRawBufferPointer,
      _ scan: (UnsafeRawBufferPointer) throws(StreamFrameError) -> (StreamEnvelope, StreamFrame)
    ) {
      do throws(StreamFrameError) {
        let (envelope, frame) = try scan(bytes)
        self.envelope = envelope
        switch frame {
        case .ticker(let ticker):
          numbers = [ticker.price, ticker.yesBid, ticker.yesAsk].map {
            $0.map { Int64($0.tenThousandths) }
          }
          numbers += [ticker.yesBidSize, ticker.yesAskSize, ticker.volume, ticker.openInterest].map
          {
            $0?.hundredths
          }
          numbers += [ticker.time, ticker.recorded].map { $0?.nanoseconds }
          numbers += [ticker.market.map { Int64($0.index) }]
        case .bookDelta(let delta):
          numbers = [
            delta.market.map { Int64($0.index) }, Int64(delta.side.rawValue),
            Int64(delta.price.tenThousandths), delta.change.hundredths, delta.time?.nanoseconds,
            delta.recorded?.nanoseconds,
          ]
        case .bookSnapshot(let book):
          text =
            "\(String(describing: book.frame.market)) \(Array(book.frame.bids)) \(Array(book.frame.asks))"
        default: text = "\(frame)"
        }
      } catch {
        text = "\(error.reason) at \(error.offset)"
      }
    }
  }

  /// Scans with a layout that was learned from another frame; says how both ways answer.
  static func both(
    _ bytes: [UInt8], after known: [UInt8], _ scanner: StreamFrameScanner
  ) -> (fast: Answer, general: Answer, isMatched: Bool) {
    known.withUnsafeBytes { known in
      guard (try? scanner.scanGenerally(known)) != nil else { return }
      let kind: FrameLayout.Kind =
        String(decoding: known, as: UTF8.self).contains("orderbook_delta") ? .bookDelta : .ticker
      let layout = scanner.layouts + StreamFrameScanner.layoutPlace(known)
      layout.pointee.learn(known, kind, scanner.table, scanner.ranges)
    }
    let before = hits(scanner)
    return bytes.withUnsafeBytes { bytes in
      let fast = Answer(bytes) { bytes throws(StreamFrameError) in try scanner.scan(bytes) }
      let isMatched = hits(scanner) == before + 1
      let quick = Answer(bytes) { bytes throws(StreamFrameError) in
        try scanner.scanGenerally(bytes)
      }
      let general = Answer(bytes) { bytes throws(StreamFrameError) in
        try scanner.scanGenerally(bytes, triesPlainWalk: false)
      }
      #expect(quick == general, "\(String(decoding: bytes, as: UTF8.self))")
      return (fast, general, isMatched)
    }
  }

  /// Frames that matched a layout since it was learned.
  static func hits(_ scanner: StreamFrameScanner) -> Int {
    (0..<StreamFrameScanner.layoutCount).reduce(0) { $0 + scanner.layouts[$1].hits }
  }

  static let samples = [
    """
    {"type":"ticker","sid":11,"msg":{"market_ticker":"\(ticker)",\
    "market_id":"9b0f6b43-5b68-4f9f-9f02-9a2d1b8ac1a1","price_dollars":"0.4800",\
    "yes_bid_dollars":"0.4500","yes_ask_dollars":"1.0000","volume_fp":"33896.00",\
    "open_interest_fp":"1234567.89","dollar_volume":16948,"dollar_open_interest":0,\
    "yes_bid_size_fp":"300.00","yes_ask_size_fp":"5.00","note":null,"open":true,"kind":"a-b",\
    "ts":1757000000,"ts_ms":1757000000123,"time":"2026-05-13T13:33:14.162364Z"}}
    """,
    """
    {"type":"orderbook_delta","sid":2,"seq":3,"msg":{"market_ticker":"\(ticker)",\
    "price_dollars":"0.9600","delta_fp":"-54.00","side":"yes","ts":"2022-11-22T20:44:01Z",\
    "ts_ms":1669149841000,"recorded_ts_ms":1669149840000}}
    """,
    """
    { "msg" : {"side":"no", "delta_fp":"5.00", "market_ticker":"\(ticker)", "x":"",\
    "price_dollars":"0.4000"} , "sending_ts_ms":5, "sid":2, "type":"orderbook_delta" }
    """,
  ]

  @Test(arguments: samples.indices)
  func `every truncation and every changed byte is answered as the general walk does`(
    sample: Int
  ) throws {
    let scanner = try StreamFrameScannerTests.scanner(Self.tickers)
    let known = Array(Self.samples[sample].utf8)
    let same = Self.both(known, after: known, scanner)
    #expect(same.isMatched && same.fast == same.general, "\(same)")
    for count in 0..<known.count {
      let (fast, general, isMatched) = Self.both(Array(known[..<count]), after: known, scanner)
      #expect(fast == general && !isMatched, "cut at \(count)")
    }
    var matched = 0
    let bytes = (0..<8).map { UInt8(1) << $0 }
    for place in known.indices {
      for byte in bytes.map({ known[place] ^ $0 }) + Array("\"\\09.,}-".utf8) {
        var changed = known
        changed[place] = byte
        let (fast, general, isMatched) = Self.both(changed, after: known, scanner)
        #expect(fast == general, "byte \(place) became \(byte)")
        if isMatched { matched += 1 }
      }
    }
    #expect(matched > 50)
  }

  @Test(arguments: samples.indices)
  func `a byte more or less is answered as the general walk does`(sample: Int) throws {
    let scanner = try StreamFrameScannerTests.scanner(Self.tickers)
    let known = Array(Self.samples[sample].utf8)
    var matched = 0
    for place in known.indices {
      for byte in Array("\"0-.}, ".utf8) {
        var longer = known
        longer.insert(byte, at: place)
        let (fast, general, isMatched) = Self.both(longer, after: known, scanner)
        #expect(fast == general, "\(byte) before byte \(place)")
        if isMatched { matched += 1 }
      }
      var shorter = known
      shorter.remove(at: place)
      let (fast, general, isMatched) = Self.both(shorter, after: known, scanner)
      #expect(fast == general, "without byte \(place)")
      if isMatched { matched += 1 }
    }
    #expect(matched > 20)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `random orders and values read as the general walk and simdjson read them`(
    seed: UInt64
  ) throws {
    var generator = SeededGenerator(seed: seed)
    let judge = Judge()
    let scanner = try StreamFrameScannerTests.scanner(Self.tickers)
    var frames = RandomFrames()
    var matched = 0
    for _ in 0..<300 {
      frames.shuffle(using: &generator)
      let known = frames.next(using: &generator)
      for _ in 0..<6 {
        let bytes = frames.next(using: &generator)
        let (fast, general, isMatched) = Self.both(bytes, after: known, scanner)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(fast == general, "seed \(seed): \(text)")
        let (_, differences) = StreamFrameScannerTests.compare(bytes, scanner, judge)
        #expect(differences.isEmpty, "seed \(seed): \(differences) in \(text)")
        if isMatched { matched += 1 }
      }
    }
    #expect(matched > 400, "seed \(seed): only \(matched) of 1 800 took the fast way")
  }

  @Test(arguments: StreamFrameScannerTests.sessions)
  func `recorded frames read the same both ways, most of them fast`(session: String) throws {
    let frames = Recordings.frames(session)
    let judge = Judge()
    let tickers = Set(
      frames.compactMap { frame -> String? in
        frame.bytes.count > 400 ? judge.text(frame.bytes, "/msg/market_ticker") : nil
      }
    ).sorted()
    let scanner = try StreamFrameScannerTests.scanner(tickers)
    var (hot, matched) = (0, 0)
    var different: [Int] = []
    for (place, frame) in frames.enumerated() where place < 3_000 || place % 8 == 0 {
      let before = Self.hits(scanner)
      frame.bytes.withUnsafeBytes { bytes in
        let fast = Answer(bytes) { bytes throws(StreamFrameError) in try scanner.scan(bytes) }
        if Self.hits(scanner) == before + 1 { matched += 1 }
        if !fast.numbers.isEmpty { hot += 1 }
        let quick = Answer(bytes) { bytes throws(StreamFrameError) in
          try scanner.scanGenerally(bytes)
        }
        let general = Answer(bytes) { bytes throws(StreamFrameError) in
          try scanner.scanGenerally(bytes, triesPlainWalk: false)
        }
        if fast != general || quick != general { different.append(place) }
      }
    }
    #expect(different.isEmpty)
    #expect(matched * 10 >= hot * 9, "\(matched) of \(hot) tickers and deltas took the fast way")
  }

  @Test func `an odd frame changes nothing, another order is learned at its second frame`() throws {
    let scanner = try StreamFrameScannerTests.scanner(Self.tickers)
    let first = Array(Self.samples[1].utf8)
    let text = Self.samples[1].replacing("\"sid\":2,\"seq\":3", with: "\"seq\":3,\"sid\":2")
    let second = Array(text.utf8)
    func scan(_ bytes: [UInt8], isFast: Bool) throws {
      let before = Self.hits(scanner)
      _ = try bytes.withUnsafeBytes { try scanner.scan($0).envelope }
      #expect((Self.hits(scanner) == before + 1) == isFast)
    }
    try scan(first, isFast: false)
    for _ in 0..<100 {
      try scan(first, isFast: true)
      try scan(second, isFast: false)
    }
    try scan(second, isFast: false)
    try scan(second, isFast: true)
  }

  @Test func `an order that keeps changing is learned ever more rarely, and one that stays is`()
    throws
  {
    var generator = SeededGenerator(seed: 5)
    let scanner = try StreamFrameScannerTests.scanner(Self.tickers)
    let places = (0..<400).map { _ in
      Array("abcdefgh".shuffled(using: &generator)).map { "\"\($0)\":1" }.joined(separator: ",")
    }
    for unknown in places {
      let text = Self.samples[1].replacing("\"side\":", with: unknown + ",\"side\":")
      _ = try Array(text.utf8).withUnsafeBytes { try scanner.scan($0).envelope }
    }
    let known = Array(Self.samples[1].utf8)
    let place = known.withUnsafeBytes { StreamFrameScanner.layoutPlace($0) }
    #expect(scanner.layouts[place].patience == FrameLayout.longestPatience)
    for _ in 0...FrameLayout.longestPatience {
      _ = try known.withUnsafeBytes { try scanner.scan($0).envelope }
    }
    let before = Self.hits(scanner)
    _ = try known.withUnsafeBytes { try scanner.scan($0).envelope }
    #expect(Self.hits(scanner) == before + 1)
  }
}
