public import Market

/// The state of an order as the exchange tells it.
public struct OrderReport: Hashable, Sendable, Codable {
  /// Where the order is in its life.
  public enum State: UInt8, Hashable, Sendable, Codable {
    case resting
    case canceled
    case executed
  }

  /// Why the exchange took an order off the book unasked, where it says so.
  public enum Reason: UInt8, Hashable, Sendable, Codable, CaseIterable {
    /// Its own time was over.
    case expiry
    /// The market closed.
    case close
    /// The market or the exchange paused.
    case halt
    /// The account's cash no longer covered it.
    case margin
    /// It would have traded with another of this account's.
    case selfTrade
    /// It would have taken, and must not.
    case postOnlyCross
    /// It would have opened a position, and must not.
    case reduceOnly
    /// Its price was outside what the market can settle at.
    case settlementBounds
  }

  public var state: State
  public var filled: Quantity
  public var remaining: Quantity
  /// The price it rests at, where the exchange said.
  public var price: Price?
  /// Nil where the exchange said none: only its stream does, and not of what was asked for.
  public var reason: Reason?

  public init(
    state: State, filled: Quantity, remaining: Quantity, price: Price?, reason: Reason? = nil
  ) {
    self.state = state
    self.filled = filled
    self.remaining = remaining
    self.price = price
    self.reason = reason
  }

  /// Whether an end by a cancel is that its time was over: by the exchange's word, and only without
  /// one by our clock.
  func isExpiry(byClock isOverdue: Bool) -> Bool {
    reason.map { $0 == .expiry } ?? isOverdue
  }
}
