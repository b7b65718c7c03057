import Glibc
import Market
import TestKit
import Testing

@testable import Kalshi

@Suite struct LayoutPieceTests {
  /// A ticker or a delta with values of every length, some of them wrong.
  private static func frame(isTicker: Bool, using generator: inout SeededGenerator) -> [UInt8] {
    func digits(_ most: Int) -> String {
      let count = Int.random(in: 1...most, using: &generator)
      return (0..<count).map { $0 == 0 ? "7" : "\(Int.random(in: 0...9, using: &generator))" }
        .joined()
    }
    func odd(_ text: String) -> String {
      guard Int.random(in: 0..<40, using: &generator) == 0 else { return text }
      return ["", "x", text + ".", "-" + text, "\\u0030", "0" + text][
        Int.random(in: 0..<6, using: &generator)]
    }
    func size() -> String { odd(digits(9) + ".50") }
    let name = LearnedLayoutTests.tickers[Int.random(in: 0..<3, using: &generator)]
    let price = odd(FixedPoint.text(Int64.random(in: 0...10_000, using: &generator), decimals: 4))
    if isTicker {
      return Array(
        """
        {"type":"ticker","sid":\(digits(3)),"msg":{"market_ticker":"\(name)",\
        "id":"\(odd(digits(60)))","yes_bid_dollars":"\(price)","yes_bid_size_fp":"\(size())",\
        "yes_ask_size_fp":"\(size())","dollar_volume":\(odd(digits(16))),"volume_fp":"\(size())",\
        "note":"\(digits(3))","ts_ms":\(digits(13))}}
        """.utf8)
    }
    let sign = Bool.random(using: &generator) ? "-" : ""
    let side = Bool.random(using: &generator) ? "yes" : "no"
    return Array(
      """
      {"type":"orderbook_delta","sid":\(digits(3)),"seq":\(odd(digits(16))),\
      "msg":{"market_ticker":"\(name)","price_dollars":"\(price)",\
      "delta_fp":"\(sign)\(size())","side":"\(odd(side))","ts_ms":\(digits(13))}}
      """.utf8)
  }

  @Test(arguments: [(1, true), (2, true), (3, false), (4, false)] as [(UInt64, Bool)])
  func `values whose lengths change are read as the general walk reads them`(
    seed: UInt64, isTicker: Bool
  ) throws {
    var generator = SeededGenerator(seed: seed)
    let scanner = try StreamFrameScannerTests.scanner(LearnedLayoutTests.tickers)
    for _ in 0..<2_000 {
      let bytes = Self.frame(isTicker: isTicker, using: &generator)
      bytes.withUnsafeBytes { bytes in
        let fast = LearnedLayoutTests.Answer(bytes) { bytes throws(StreamFrameError) in
          try scanner.scan(bytes)
        }
        let general = LearnedLayoutTests.Answer(bytes) { bytes throws(StreamFrameError) in
          try scanner.scanGenerally(bytes, triesPlainWalk: false)
        }
        #expect(fast == general, "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
      }
    }
    let matched = LearnedLayoutTests.hits(scanner)
    #expect(matched > 1_200, "seed \(seed): only \(matched) of 2 000 took the fast way")
  }

  @Test(arguments: LearnedLayoutTests.samples.indices)
  func `nothing before or behind a frame is read`(sample: Int) throws {
    let page = sysconf(Int32(_SC_PAGESIZE))
    let memory = try #require(
      mmap(nil, 3 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
    defer { munmap(memory, 3 * page) }
    // A byte read on the first or the last page would end the process.
    try #require(mprotect(memory, page, PROT_NONE) == 0)
    try #require(mprotect(memory + 2 * page, page, PROT_NONE) == 0)
    let scanner = try StreamFrameScannerTests.scanner(LearnedLayoutTests.tickers)
    let known = Array(LearnedLayoutTests.samples[sample].utf8)
    let name = LearnedLayoutTests.ticker
    let other = Array(
      LearnedLayoutTests.samples[sample].replacing(name, with: "A")
        .replacing("5.00", with: "1075.00").replacing("\"sid\":", with: "\"sid\":1")
        .replacing("9840000", with: "984000").replacing("162364Z", with: "16Z").utf8)
    for learned in [[known], [known, other]] {
      for frame in learned { _ = LearnedLayoutTests.both(frame, after: known, scanner) }
      for bytes in [known, other] {
        for count in 0...bytes.count {
          for place in [page, 2 * page - count] {
            let text = UnsafeMutableRawBufferPointer(start: memory + place, count: count)
            text.copyBytes(from: bytes[..<count])
            let answer = LearnedLayoutTests.Answer(UnsafeRawBufferPointer(text)) {
              bytes throws(StreamFrameError) in try scanner.scan(bytes)
            }
            #expect(answer.numbers.isEmpty == (count < bytes.count))
          }
        }
      }
    }
  }
}
