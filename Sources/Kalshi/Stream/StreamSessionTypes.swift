public import Market
public import Wire

/// What a stream session wants its driver to do, in order.
public enum StreamAction: Hashable, Sendable {
  /// Open a socket with a fresh signature.
  case connect
  /// Send one text message.
  case send(String)
  /// Close the socket; the session waits and connects again.
  case disconnect(reason: String)
}

/// What a stream session tells its owner, beside the frames themselves.
public enum StreamEvent: Hashable, Sendable {
  /// The socket is open; nothing is subscribed yet.
  case connected
  /// The socket is gone. Books are blocked, see ``booksBlocked``.
  case disconnected(reason: String)
  case subscribed(StreamChannel)
  /// A numbered channel skipped frames: `expected` did not come, `received` did.
  case gap(StreamChannel, expected: Int64, received: Int64)
  /// No book can be trusted until its market is live again.
  case booksBlocked
  /// So many books have no snapshot, though asked for again and again: they stay blocked.
  case snapshotsMissing(count: Int)
  /// A snapshot of the market's book follows this event.
  case live(MarketID)
  /// Fills or order changes may have been missed: read orders, fills and positions by REST. Comes
  /// when the private channels of a new connection are subscribed, the first time too.
  case needsReconciliation
  /// The exchange ended a subscription (error 10 or 25). A public one is asked for again, a private
  /// one by a new connection.
  case subscriptionEnded(StreamChannel, code: Int64)
  /// The exchange refused a command that the channel needs.
  case refused(StreamChannel, code: Int64)
  /// A frame could not be read. It may have been a change of a book: the connection is made anew.
  case unreadable(StreamFrameError)
}

/// What to do with a frame that a session has looked at.
public enum StreamVerdict: Hashable, Sendable {
  /// Pass it on.
  case deliver
  /// Old, of a blocked book, of a market that is not followed, or the session's own business.
  case drop
}

/// How a session follows the exchange.
public struct StreamConfiguration: Hashable, Sendable {
  /// The markets, by ``/Market/MarketID``.
  public var tickers: [String]
  public var channels: [StreamChannel]
  /// Tickers in one command.
  public var batchSize: Int
  /// Time a subscribe or a requested snapshot may take before the next stronger step.
  public var replyTimeoutNanoseconds: Int64
  /// Silence before the exchange is asked for a sign of life; as long again, and the connection is
  /// made anew.
  public var silenceNanoseconds: Int64
  public var backoff: Backoff
  /// Seeds the jitter of reconnecting.
  public var seed: UInt64

  public init(
    tickers: [String],
    channels: [StreamChannel] = [.orderbookDelta, .fill, .userOrders, .marketLifecycle],
    batchSize: Int = 200, replyTimeoutNanoseconds: Int64 = 5_000_000_000,
    silenceNanoseconds: Int64 = 15_000_000_000, backoff: Backoff = Backoff(), seed: UInt64
  ) {
    precondition(batchSize > 0, "a command holds at least one ticker")
    self.tickers = tickers
    self.channels = channels
    self.batchSize = batchSize
    self.replyTimeoutNanoseconds = replyTimeoutNanoseconds
    self.silenceNanoseconds = silenceNanoseconds
    self.backoff = backoff
    self.seed = seed
  }
}

/// What a session has counted since it was made.
public struct StreamCounters: Hashable, Sendable {
  public var frames = 0
  public var connections = 0
  public var gaps = 0
  /// Frames with a number that was already passed: duplicates and late ones.
  public var staleFrames = 0
  /// Changes of books that were blocked at the time.
  public var droppedDeltas = 0
  /// Frames of subscriptions or markets that are not ours.
  public var strayFrames = 0
  public var unreadableFrames = 0
  public var snapshotsRequested = 0
  public var resubscriptions = 0

  public init() {}
}
