internal import Market

/// A budget of tokens that refills continuously; in millionths of a token.
struct TokenBucket: Hashable, Sendable {
  let perSecond: Int64
  let capacity: Int64
  private var millionths: Int64
  private var filled: Timestamp?

  init(perSecond: Int64, capacity: Int64) {
    self.perSecond = perSecond
    self.capacity = capacity
    millionths = capacity * 1_000_000
  }

  /// Takes `cost` tokens if they are there.
  mutating func take(_ cost: Int64, at now: Timestamp) -> Bool {
    if let filled, now > filled {
      let seconds = min(now - filled, 3_600_000_000_000)
      millionths = min(capacity * 1_000_000, millionths + seconds / 1_000 * perSecond)
    }
    filled = max(filled ?? now, now)
    guard millionths >= cost * 1_000_000 else { return false }
    millionths -= cost * 1_000_000
    return true
  }
}
