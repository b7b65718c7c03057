import Market
import TestKit
import Testing

@Suite struct TickerIndexTests {
  @Test func `every ticker is found and every other is not`() throws {
    var tickers = (0..<10_000).map { "KXNFLGAME-26SEP\($0 % 30)T\($0)-\($0 % 7)" }
    tickers += ["A", "AB", "ABCDEFG", "ABCDEFGH", "ABCDEFGHI", String(repeating: "Z", count: 255)]
    let index = try TickerIndex(tickers: tickers)
    #expect(index.count == tickers.count)
    let known = Dictionary(uniqueKeysWithValues: tickers.enumerated().map { ($1, MarketID($0)) })
    for (place, ticker) in tickers.enumerated() {
      try #require(index.id(of: ticker) == MarketID(place))
      try #require(index.ticker(of: MarketID(place)) == ticker)
      try #require(index.id(of: ticker + "x") == nil)
      let shorter = String(ticker.dropLast())
      try #require(index.id(of: shorter) == known[shorter])
    }
    #expect(index.id(of: "") == nil)
    #expect(index.id(of: String(repeating: "Z", count: 256)) == nil)
    #expect(index.id(of: UnsafeRawBufferPointer(start: nil, count: 0)) == nil)
  }

  @Test func `an empty index finds nothing`() throws {
    #expect(try TickerIndex(tickers: []).id(of: "KX") == nil)
  }

  @Test func `lists that make no index are refused`() {
    #expect(throws: TickerIndexError.duplicate("A")) { try TickerIndex(tickers: ["A", "B", "A"]) }
    #expect(throws: TickerIndexError.empty(at: 1)) { try TickerIndex(tickers: ["A", ""]) }
    #expect(throws: TickerIndexError.tooLong(at: 0, count: 256)) {
      try TickerIndex(tickers: [String(repeating: "A", count: 256)])
    }
    #expect(throws: TickerIndexError.tooMany(500_001)) {
      try TickerIndex(tickers: [String](repeating: "A", count: 500_001))
    }
  }

  @Test func `a look-up from bytes allocates nothing`() throws {
    let tickers = (0..<1_000).map { "KXNBASPREAD-26JAN12LALBOS-BOS\($0)" }
    let index = try TickerIndex(tickers: tickers)
    let text = Array((tickers[17] + tickers[999]).utf8)
    let length = tickers[17].utf8.count
    var (first, last) = (MarketID?.none, MarketID?.none)
    let count = steadyAllocations {
      for _ in 0..<1_000 {
        text.withUnsafeBytes { bytes in
          first = index.id(of: UnsafeRawBufferPointer(rebasing: bytes[..<length]))
          last = index.id(of: UnsafeRawBufferPointer(rebasing: bytes[length...]))
        }
      }
    }
    #expect(count == 0)
    #expect(first == MarketID(17))
    #expect(last == MarketID(999))
  }
}
