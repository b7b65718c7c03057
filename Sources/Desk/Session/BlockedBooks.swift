internal import Market

/// Gathers order books that are blocked together, so that a lost stream is one line and not a
/// thousand.
struct BlockedBooks {
  private var count = 0
  private var first: MarketID?

  var isEmpty: Bool { count == 0 }

  /// One more book is blocked.
  mutating func note(_ market: MarketID) {
    if first == nil { first = market }
    count += 1
  }

  /// What happened since the last time, in one line; nil when nothing did.
  mutating func take(ticker: (MarketID) -> String) -> String? {
    guard let first else { return nil }
    defer {
      count = 0
      self.first = nil
    }
    return count == 1
      ? "\(ticker(first)): order book blocked until the next snapshot"
      : "\(count) order books blocked until their next snapshots"
  }
}
