// rooms: Market Wire Kalshi
import Kalshi
import Market

// Made once: the fuzzer calls from one thread.
nonisolated(unsafe) private let scanner: StreamFrameScanner? =
  (try? TickerIndex(tickers: ["A", "KXNFLGAME-25SEP25SEAARI-SEA"])).map {
    StreamFrameScanner(tickers: $0, noSide: .noLeg)
  }

/// Any bytes: read or refused, the offset inside the frame, and the same answer the second time.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzStreamFrames(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  guard let scanner else { fatalError("the fuzzer's tickers are not indexed") }
  let bytes = UnsafeRawBufferPointer(start: start, count: count)
  func answer() -> String {
    do throws(StreamFrameError) {
      let (envelope, frame) = try scanner.scan(bytes)
      if case .bookSnapshot(let snapshot) = frame {
        var total: Int64 = 0
        for level in snapshot.bids { total &+= level.quantity.hundredths }
        for level in snapshot.asks { total &+= level.quantity.hundredths }
        return "\(envelope) \(total)"
      }
      return "\(envelope)"
    } catch {
      guard (0...count).contains(error.offset) else {
        fatalError("offset \(error.offset) is outside \(count) bytes")
      }
      return error.description
    }
  }
  guard answer() == answer() else { fatalError("two answers to the same bytes") }
  return 0
}
