public import Market

/// What the engine wants done, in order. A thin driver carries it out.
public enum EngineOutput: Hashable, Sendable, Codable {
  case place(EngineOrder)
  case cancel(ClientOrderID, MarketID)
  /// Move a resting order to a new price. `total` is filled and remaining together.
  case amend(ClientOrderID, MarketID, BookSide, Price, total: Quantity)
  /// Look for an order whose answer was lost.
  case findOrder(ClientOrderID, MarketID)
  /// Read the account and all fills since the last time, then report
  /// ``EngineEvent/reconciled(_:)``.
  case reconcile
  /// Something a person should read.
  case notice(EngineNotice)
}

/// An order as the engine decides it.
public struct EngineOrder: Hashable, Sendable, Codable {
  public var id: ClientOrderID
  public var market: MarketID
  public var side: BookSide
  /// YES price, on the market's grid.
  public var price: Price
  public var quantity: Quantity
  public var style: OrderStyle
  public var purpose: OrderPurpose
  /// Whose order it is.
  public var profile = ProfileID.arbitrage
}

/// How an order meets the book.
public enum OrderStyle: UInt8, Hashable, Sendable, Codable {
  /// Immediate or cancel: takes what is there at the price or better.
  case take
  /// Post-only, good till cancelled: never takes.
  case rest
}

/// Whether an order opens a position or ends one.
public enum OrderPurpose: UInt8, Hashable, Sendable, Codable {
  case entry
  case exit
}

/// What the engine says about itself.
public enum EngineNotice: Hashable, Sendable, Codable {
  case paused(Link)
  case resumed
  case rejected(ClientOrderID, MarketID, reason: String)
  case outcomeUnknown(ClientOrderID, MarketID)
  case foundAfterLoss(ClientOrderID, MarketID)
  case neverArrived(ClientOrderID, MarketID)
  case positionDiffers(MarketID, ours: Quantity, exchange: Quantity)
  case adoptedPosition(MarketID, Quantity)
  /// News of an order that cannot be true together with what was known of it.
  case illegalTransition(ClientOrderID, MarketID, IllegalTransition)
  /// Contracts that nobody here has bought: counted, and left alone.
  case foreignPosition(MarketID, Quantity)
  case foreignOrder(MarketID)
  case unexplainedFill(MarketID)
  case settled(MarketID, value: Price, profit: Money)
  /// It was decided otherwise after all: what our count has paid out changes by so much.
  case resultChanged(MarketID, from: Price, to: Price, change: Money)
  case bookBlocked(MarketID)
  /// The exchange cancelled a resting exit that nobody asked it to cancel; the next one waits.
  case exitCanceled(ClientOrderID, MarketID, pauseNanoseconds: Int64)
  /// Two readings in a row show the same difference to our own count of the cash.
  case cashDiffers(ours: Money, exchange: Money)
  /// The same of the cash on one of the exchange's shards, which is taken over.
  case shardCashDiffers(Int32, ours: Money, exchange: Money)
  /// The account could not be read for so long: nothing new is risked until it is.
  case accountUnread(nanoseconds: Int64)
  /// Of an order, a fill or a position the exchange tells another price, size, cost or fee.
  case recordDiffers(RecordDifference)
  /// A difference of the cash is what was paid in (above zero) or out, by the exchange's record: it
  /// is taken over, and no profit or loss.
  case transferred(Money)
  /// A difference of the cash is what trades in markets that are not followed have brought in
  /// (above zero) or cost, by the exchange's record: it is taken over, and no profit or loss here.
  case tradedElsewhere(Money)
  /// The exchange's cash is below all that what is under way can leave of ours.
  case cashLacks(least: Money, exchange: Money)
  /// The breaker has opened; nil for the account's.
  case breakerOpened(BreakerCause, ProfileID?)
  /// It is closed again, or lets single intents through.
  case breakerChanged(CircuitBreaker.State, ProfileID?)
  /// An entry that a halt could not cancel: whether it rests is not known.
  case cannotCancel(ClientOrderID, MarketID)
  /// A profile sells what it holds.
  case exitTriggered(ExitTrigger, MarketID, ProfileID, bid: Price?)
  /// A profile would sell before the game, and neither its start nor the market's expected
  /// expiration is known.
  case noExitTime(MarketID, ProfileID)
  /// A sale waits: nobody bids, or the book is not to be trusted.
  case noBid(MarketID, ProfileID)
  /// The exchange's first word of the cash is less than nothing: nobody has anything to begin with.
  case cashBelowNothing(Money)
  /// The account has less than all profiles' capitals: this one begins with its share.
  case capitalReduced(ProfileID, Money)
  /// A position was closed by its profile, by sale or settlement.
  case positionClosed(MarketID, ProfileID, profit: Money)
}
