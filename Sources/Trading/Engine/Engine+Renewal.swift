internal import Market

// The dead man's switch: what rests expires at the exchange unless it is renewed.
extension Engine {
  private static let renewalPauseNanoseconds: Int64 = 2_000_000_000

  /// When a resting order is to be renewed; nil for one that never expires, or whose size or end is
  /// in question: that is settled first.
  func renewalDue(_ order: ManagedOrder) -> Timestamp? {
    let lifetime = configuration.execution.orderLifetimeNanoseconds
    guard lifetime > 0, order.request.style == .rest, order.isSteady, !isShutDown,
      // The exchange changes nothing then.
      !isWeeklyPaused,
      // What was to be cancelled is not given another life.
      !order.hasCancelBeenSent,
      // Nor is one whose price has left the grid: the exchange would refuse.
      states[Int(order.request.market.index)].grid.isOrderable(order.price)
    else { return nil }
    // One that was refused or lost is sent again soon: half of the life is left for it.
    let again = order.changedAt + min(lifetime / 8, Self.renewalPauseNanoseconds)
    return max(max(order.renewedAt + lifetime / 2, again), order.cancelNotBefore)
  }

  /// The exchange has taken it off by now, had nobody renewed it: to the second, as it counts them.
  func isOverdue(_ order: ManagedOrder) -> Bool {
    let lifetime = configuration.execution.orderLifetimeNanoseconds
    guard lifetime > 0, order.request.style == .rest else { return false }
    return now >= order.renewedAt + lifetime + -5_000_000_000
  }

  /// Sends the same order again as a change of itself: only its end is another one, and its place
  /// in the queue stays.
  func renewOrders(_ outputs: inout ContiguousArray<EngineOutput>) {
    guard configuration.execution.orderLifetimeNanoseconds > 0, isUp(.exchangeOrders) else {
      return
    }
    for place in orders.working.indices {
      let order = orders.working[place]
      guard let due = renewalDue(order), now >= due, order.total > order.filledByReport else {
        continue
      }
      orders.update(place) { $0.amendSent(price: order.price, total: order.total) }
      outputs.append(
        .amend(
          order.request.id, order.request.market, order.request.side, order.price,
          total: order.total))
    }
  }
}
