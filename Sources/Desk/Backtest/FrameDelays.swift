internal import Journal
internal import Kalshi
internal import Market

/// What changes of books took from the exchange to us, by its own times in a session's frames.
struct FrameDelays {
  private let scanner: StreamFrameScanner

  /// - Parameter tickers: of the session's markets, in the order of their ids.
  init(tickers: [String]) throws(TickerIndexError) {
    scanner = StreamFrameScanner(tickers: try TickerIndex(tickers: tickers), noSide: .yesLeg)
  }

  /// From the exchange's time of a change to its receipt, by the wall clock; below zero where its
  /// clock is ahead of ours. Nil for any other frame.
  func nanoseconds(of record: SegmentWalk.Record) -> Int64? {
    guard let (_, frame) = try? scanner.scan(record.payload), case .bookDelta(let delta) = frame,
      let happened = delta.time
    else { return nil }
    return record.header.wall - happened
  }
}
