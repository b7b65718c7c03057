internal import Market
internal import Matching

/// Orders as reads see them while they lag behind what was acknowledged.
struct ReadLag: Sendable {
  private var seen: [OrderState] = []
  private var pending: [(time: Timestamp, order: OrderState)] = []
  private var head = 0

  /// Notes an order's state; it is visible at `time`.
  mutating func note(_ order: OrderState, visible time: Timestamp) {
    pending.append((time, order))
  }

  /// Lets reads see what is visible by `now`.
  mutating func advance(to now: Timestamp) {
    while head < pending.count, pending[head].time <= now {
      let order = pending[head].order
      head += 1
      if Int(order.number.index) < seen.count {
        seen[Int(order.number.index)] = order
      } else {
        seen.append(order)
      }
    }
    if head > 1_024 {
      pending.removeFirst(head)
      head = 0
    }
  }

  /// The visible state of an order; nil where it cannot be seen yet.
  func order(_ number: OrderNumber) -> OrderState? {
    Int(number.index) < seen.count ? seen[Int(number.index)] : nil
  }
}
