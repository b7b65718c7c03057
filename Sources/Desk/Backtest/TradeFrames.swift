internal import CLinux
internal import Kalshi
internal import Market

/// Finds the trades of others among a session's recorded frames.
struct TradeFrames {
  private let scanner: StreamFrameScanner
  /// The subscription to trades; nil before anything was heard of it.
  private var subscription: Int64?
  private var lastSequence: Int64 = 0
  private static let mark = Array("\"trade\"".utf8)

  /// - Parameter tickers: of the session's markets, in the order of their ids.
  init(tickers: [String]) throws(TickerIndexError) {
    // What a session of ours asks the exchange for.
    scanner = StreamFrameScanner(tickers: try TickerIndex(tickers: tickers), noSide: .yesLeg)
  }

  /// False where a frame can tell of no trade of others: a search for one word.
  static func isNamed(in frame: UnsafeRawBufferPointer) -> Bool {
    mark.withUnsafeBufferPointer {
      dutchbook_find(frame.baseAddress, frame.count, $0.baseAddress, $0.count)
    } >= 0
  }

  /// The trade that a frame tells of; nil for any other frame, for one that cannot be read or comes
  /// a second time, and for a block trade, which passes the book by. Takes a session's frames in
  /// their order: the journal has them as received, so what the session left out for its number is
  /// left out here too.
  ///
  /// - Complexity: a search for one word where it is none, which nearly all are.
  mutating func trade(_ frame: UnsafeRawBufferPointer) -> TradeFrame? {
    guard Self.isNamed(in: frame), let (envelope, scanned) = try? scanner.scan(frame) else {
      return nil
    }
    switch scanned {
    case .subscribed(let reply) where reply.frame.channel == .trade:
      subscription = reply.frame.sid
      lastSequence = envelope.seq ?? 0
      return nil
    case .trade(let trade): return isNext(envelope) && !trade.frame.isBlockTrade ? trade.frame : nil
    default: return nil
    }
  }

  /// Whether a frame is of the present subscription and later than all of it before.
  private mutating func isNext(_ envelope: StreamEnvelope) -> Bool {
    subscription = subscription ?? envelope.sid
    guard envelope.sid == subscription else { return false }
    guard let sequence = envelope.seq else { return true }
    guard sequence > lastSequence else { return false }
    lastSequence = sequence
    return true
  }
}
