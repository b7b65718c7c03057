public import Market

extension Engine {
  /// When the engine next wants a ``EngineEvent/timer``; nil when nothing waits.
  ///
  /// A timer at that time always moves the deadline forward or clears it.
  public var nextDeadline: Timestamp? {
    var deadline: Timestamp?
    func consider(_ time: Timestamp) {
      if deadline.map({ time < $0 }) ?? true { deadline = time }
    }
    let execution = configuration.execution
    let canAsk = isUp(.exchangeOrders)
    for order in orders.working {
      if order.needsSearch {
        if canAsk { consider(order.lastSearch + execution.searchIntervalNanoseconds) }
      } else if order.phase == .settling {
        if canAsk { consider(order.lastSearch + execution.missingFillsNanoseconds) }
      } else if order.phase == .resting, order.request.purpose == .entry, !order.isCancelSent {
        let timeout = (order.restingSince ?? order.sentAt) + execution.makerTimeoutNanoseconds
        let stale = states[Int(order.request.market.index)].fairValidUntil + 1
        consider(max(order.cancelNotBefore, min(timeout, stale)))
      }
    }
    for id in activeMarkets {
      let retryAt = states[Int(id.index)].exitRetryAt
      if retryAt > now { consider(retryAt) }
    }
    if areAllLinksUp {
      if let sent = reconcileSentAt { consider(sent + execution.reconcileTimeoutNanoseconds) }
      if let next = nextReadingAt { consider(next) }
    }
    return deadline
  }

  /// Everything that time alone brings about.
  func runTimers(_ outputs: inout ContiguousArray<EngineOutput>) {
    let execution = configuration.execution
    var areFillsMissing = false
    for place in orders.working.indices {
      let order = orders.working[place]
      if order.needsSearch {
        search(place, &outputs)
      } else if order.phase == .settling, isUp(.exchangeOrders),
        now - order.lastSearch >= execution.missingFillsNanoseconds
      {
        orders.update(place) { $0.lastSearch = now }
        areFillsMissing = true
      } else if order.phase == .resting, order.request.purpose == .entry,
        now - (order.restingSince ?? order.sentAt) >= execution.makerTimeoutNanoseconds
      {
        cancel(place, &outputs)
      }
    }
    if areFillsMissing || isReadingDue { askForAccount(&outputs) }
    // Odds may have gone stale without any news of them, and retries may have come due.
    var next = 0
    while next < activeMarkets.count {
      let market = activeMarkets[next]
      evaluate(market, &outputs)
      refreshActive(market)
      if next < activeMarkets.count, activeMarkets[next] == market { next += 1 }
    }
  }

  private var isReadingDue: Bool {
    guard areAllLinksUp else { return false }
    if let next = nextReadingAt, now >= next { return true }
    guard let sent = reconcileSentAt else { return false }
    return now - sent >= configuration.execution.reconcileTimeoutNanoseconds
  }
}
