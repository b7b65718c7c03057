public import Market

/// The kinds of messages odds-api.io sends over its WebSocket.
///
/// Documented (docs.odds-api.io, guides/websockets; the provider's own clients
/// `odds-api-io/odds-api-node` and `odds-api-python`): welcome, created, updated, deleted,
/// no_markets, several JSON objects in one frame, one a line; one connection a key, a newer one
/// closes the older;
/// `markets` required, at most 20; nothing is sent at first, only changes. Seen in users' code of
/// 2026: score, status, resync_required, and `seq` with `lastSeq` on reconnecting for a replay of
/// the latest state; numbers are not contiguous behind filters, so that a hole cannot be told from
/// them.
public enum OddsMessageKind: UInt8, Hashable, Sendable {
  case welcome
  /// Created and updated: the named markets' full lines; markets that are not named stand.
  case lines
  /// The book no longer offers the game.
  case deleted
  /// The game has no markets, with that book or, where none is named, with any.
  case noMarkets
  /// The replay from `lastSeq` is not possible: fetch everything anew.
  case resyncRequired
  /// A kind that does not concern lines, or one we do not know: tolerated.
  case other
}

/// One decoded message. Its texts point into the frame and are readable as long as that is.
public struct OddsMessage {
  public internal(set) var kind = OddsMessageKind.other
  /// The provider's key of the game, escapes left as they stand; empty when there is none.
  public internal(set) var event = UnsafeRawBufferPointer(start: nil, count: 0)
  /// The bookmaker's name; empty when there is none.
  public internal(set) var bookmaker = UnsafeRawBufferPointer(start: nil, count: 0)
  public internal(set) var sequence: Int64?
  /// When the provider says it sent this (`timestamp`); nil where there is no time that can be
  /// read. The markets' own `updatedAt` is passed over: see ``OddsFeedUpdate/age(at:)``.
  public internal(set) var sentAt: Timestamp?
  /// The recorded instant this stands for (`recorded_ts_ms`); real venues never send it.
  public internal(set) var recordedAt: Timestamp?
  /// One per market that was named and that we trade: its lines in the decoder's `lines`.
  public internal(set) var groupCount = 0
}

/// Why a message in a frame was dropped.
public struct OddsFrameFault: Error, Hashable, Sendable {
  /// Byte offset in the frame.
  public let offset: Int
  public let expected: String
}
