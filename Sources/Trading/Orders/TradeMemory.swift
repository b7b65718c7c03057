/// The trades already counted, so that a fill that comes twice counts once.
///
/// Bounded: the last `capacity` trades are remembered for certain. A repeat from further back cannot
/// come from the stream, and a reread by REST reaches back only to the last reconciliation.
struct TradeMemory: Sendable {
  private var seen: Set<ExchangeKey> = []
  private var order: ContiguousArray<ExchangeKey> = []
  private var oldest = 0
  private let capacity: Int

  init(capacity: Int = 65_536) {
    self.capacity = capacity
    seen.reserveCapacity(min(capacity + 1, 4_096))
    order.reserveCapacity(min(capacity, 4_096))
  }

  /// True when the trade is new; from now on it is not.
  mutating func admit(_ trade: ExchangeKey) -> Bool {
    guard seen.insert(trade).inserted else { return false }
    if order.count < capacity {
      order.append(trade)
    } else {
      seen.remove(order[oldest])
      order[oldest] = trade
      oldest = (oldest + 1) % capacity
    }
    return true
  }
}
