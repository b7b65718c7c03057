// rooms: Market Wire Kalshi
import Kalshi
import Market

// Made once: the fuzzer calls from one thread.
nonisolated(unsafe) private let scanner: StreamFrameScanner? =
  (try? TickerIndex(tickers: ["A", "KXNFLGAME-25SEP25SEAARI-SEA"])).map {
    StreamFrameScanner(tickers: $0, noSide: .noLeg)
  }

private let known = Array(
  """
  {"type":"ticker","sid":1,"msg":{"market_ticker":"A","market_id":"9b0f6b43-5b68",\
  "price_dollars":"0.4800","yes_bid_dollars":"0.4500","yes_ask_dollars":"0.5300",\
  "yes_bid_size_fp":"300.00","volume_fp":"33896.00","dollar_volume":16948,"ts_ms":1669149841000}}
  """.utf8)

/// Any bytes: read or refused, the offset inside the frame, and the same answer the second time,
/// when their own layout is learned, and the third, when that of another frame is.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzStreamFrames(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  guard let scanner else { fatalError("the fuzzer's tickers are not indexed") }
  let bytes = UnsafeRawBufferPointer(start: start, count: count)
  func answer() -> String {
    do throws(StreamFrameError) {
      let (envelope, frame) = try scanner.scan(bytes)
      if case .bookSnapshot(let snapshot) = frame {
        var total: Int64 = 0
        for level in snapshot.frame.bids { total &+= level.quantity.hundredths }
        for level in snapshot.frame.asks { total &+= level.quantity.hundredths }
        return "\(envelope) \(total)"
      }
      return "\(envelope) \(frame)"
    } catch {
      guard (0...count).contains(error.offset) else {
        fatalError("offset \(error.offset) is outside \(count) bytes")
      }
      return error.description
    }
  }
  let first = answer()
  guard answer() == first else { fatalError("two answers to the same bytes") }
  // Often enough to be learned again, however long that has been put off.
  for _ in 0..<(count % 64 == 0 ? 300 : 1) {
    _ = try? known.withUnsafeBytes { try scanner.scan($0).envelope }
  }
  guard answer() == first else { fatalError("another answer with another layout learned") }
  return 0
}
