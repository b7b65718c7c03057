public import Market

/// A source of bookmakers' lines. Confined to the thread of its event loop.
public protocol OddsFeed: AnyObject {
  /// Gets everything the feed learns; held weakly.
  var handler: (any OddsFeedHandler)? { get set }

  /// Connects, and keeps connecting until ``stop()``.
  func start()

  /// Disconnects for good.
  func stop()
}

/// Gets a feed's news, on its thread.
public protocol OddsFeedHandler: AnyObject {
  /// The stream is up and what it says from here on is current. Lines from before it broke are not:
  /// they count again when they come again.
  func oddsFeedDidConnect(_ feed: any OddsFeed)

  /// The stream is gone. The feed reconnects by itself.
  func oddsFeed(_ feed: any OddsFeed, didDisconnect reason: String)

  /// A game is offered, or its data changed. Comes before any update of the game.
  func oddsFeed(_ feed: any OddsFeed, didList event: OddsEvent)

  /// A bookmaker's name was seen for the first time. Comes before any update of his.
  func oddsFeed(_ feed: any OddsFeed, didMeet bookmaker: BookmakerID, named name: String)

  /// All lines of one kind that one book offers on one game now.
  func oddsFeed(_ feed: any OddsFeed, didReceive update: borrowing OddsFeedUpdate)

  /// Something unusable arrived and was dropped: counted, said, never fatal.
  func oddsFeed(_ feed: any OddsFeed, didReject fault: OddsFeedFault)
}

/// All lines of one kind that one book offers on one game now. Lines it offered before and that are
/// not among these are withdrawn.
public struct OddsFeedUpdate {
  public let event: OddsEventID
  public let bookmaker: BookmakerID
  public let kind: LineKind
  /// As offered, unchecked; readable during the call only. ``LineTracker`` checks them.
  public let lines: UnsafeBufferPointer<OfferedLine>
  /// When the feed says it sent this, on its own wall clock; nil when it does not say. The lines
  /// held then: their age begins here, see ``age(at:)``.
  public let sentAt: Timestamp?
  /// The recorded instant this stands for, in a demonstration; nil from real venues.
  public let recordedAt: Timestamp?

  public init(
    event: OddsEventID, bookmaker: BookmakerID, kind: LineKind,
    lines: UnsafeBufferPointer<OfferedLine>, sentAt: Timestamp?, recordedAt: Timestamp?
  ) {
    self.event = event
    self.bookmaker = bookmaker
    self.kind = kind
    self.lines = lines
    self.sentAt = sentAt
    self.recordedAt = recordedAt
  }

  /// How old the lines are at an instant of the wall clock, in nanoseconds, from 0 on.
  ///
  /// A line's age begins at the older of its arrival and ``sentAt``, so that what a feed replays
  /// after an outage is as old as it is. A time in the future is a clock that differs, and counts
  /// as arrival; a clock that differs the other way makes lines older. Where the feed tells no time
  /// arrival counts.
  ///
  /// Not the time at which a price last moved, where a feed tells that (`updatedAt` of odds-api.io,
  /// by market): in the provider's own snapshot (`odds-api-io/odds-api-python`,
  /// `examples/data/snapshot-2026-09-19.json`) lines that stood were told with times up to 30 hours
  /// back. A price that has not moved is no older for it. Nor ``recordedAt``, which is on the clock
  /// of the recorded day.
  public func age(at arrival: Timestamp) -> Int64 {
    guard let sentAt else { return 0 }
    return max(0, arrival - sentAt)
  }
}

/// Why something a feed sent was dropped.
public enum OddsFeedFault: Hashable, Sendable {
  /// Not the protocol's JSON; the byte offset of the message and what was expected.
  case malformed(offset: Int, String)
  /// An update of a game that no list has named.
  case unknownEvent(String)
  /// The feed's list could not be fetched, or its stream not be opened.
  case listFailed(String)
  /// A bound was reached; the text names it.
  case overflow(String)
}
