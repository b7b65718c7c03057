internal import CLinux
internal import Kalshi
internal import Market

/// Finds the trades of others among a session's recorded frames.
struct TradeFrames {
  private let scanner: StreamFrameScanner
  private static let mark = Array("\"trade\"".utf8)

  /// - Parameter tickers: of the session's markets, in the order of their ids.
  init(tickers: [String]) throws(TickerIndexError) {
    // What a session of ours asks the exchange for.
    scanner = StreamFrameScanner(tickers: try TickerIndex(tickers: tickers), noSide: .yesLeg)
  }

  /// The trade that a frame tells of; nil for any other frame, for one that cannot be read, and for
  /// a block trade, which passes the book by.
  ///
  /// - Complexity: a search for one word where it is none, which nearly all are.
  func trade(_ frame: UnsafeRawBufferPointer) -> TradeFrame? {
    let isNamed =
      Self.mark.withUnsafeBufferPointer {
        dutchbook_find(frame.baseAddress, frame.count, $0.baseAddress, $0.count)
      } >= 0
    guard isNamed, let (_, scanned) = try? scanner.scan(frame), case .trade(let trade) = scanned,
      !trade.isBlockTrade
    else { return nil }
    return trade.frame
  }
}
