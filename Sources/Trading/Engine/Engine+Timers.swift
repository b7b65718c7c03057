public import Market

extension Engine {
  /// When the engine next wants a ``EngineEvent/timer``; nil when nothing waits.
  ///
  /// A timer at that time always moves the deadline forward or clears it.
  public var nextDeadline: Timestamp? {
    if orders.working.isEmpty, pausedMarkets.isEmpty, reconcileSentAt == nil, nextReadingAt == nil,
      areBreakersQuiet, !hasProfiles || activeMarkets.isEmpty
    {
      return nil
    }
    var deadline: Timestamp?
    func consider(_ time: Timestamp) {
      if deadline.map({ time < $0 }) ?? true { deadline = time }
    }
    let execution = configuration.execution
    let canAsk = isUp(.exchangeOrders)
    for order in orders.working {
      if canAsk, let due = renewalDue(order), order.total > order.filledByReport { consider(due) }
      if order.needsSearch {
        if canAsk { consider(order.lastSearch + execution.searchIntervalNanoseconds) }
      } else if order.phase == .settling {
        if canAsk { consider(order.lastSearch + execution.missingFillsNanoseconds) }
      } else if order.phase == .resting, order.request.purpose == .entry, !order.isCancelSent {
        let timeout = (order.restingSince ?? order.sentAt) + execution.makerTimeoutNanoseconds
        let stale = states[Int(order.request.market.index)].fairValidUntil + 1
        let over = endOfEntries(Int(order.request.market.index))
        consider(max(order.cancelNotBefore, min(timeout, min(stale, over))))
        // A cancel that went wrong is tried again when its pause is over.
        if order.cancelNotBefore > now { consider(order.cancelNotBefore) }
      } else if order.phase == .resting, !order.isCancelSent {
        if order.cancelNotBefore > now { consider(order.cancelNotBefore) }
        if order.request.profile == .arbitrage, let due = crossingDue(order.request.market),
          due > now
        {
          consider(due)
        }
      }
    }
    if let change = breakerDeadline { consider(change) }
    if let due = exitDeadline { consider(due) }
    for id in pausedMarkets { consider(states[Int(id.index)].wakeAt) }
    if isExchangeUp {
      if let sent = reconcileSentAt { consider(sent + execution.reconcileTimeoutNanoseconds) }
      if let next = nextReadingAt { consider(next) }
    }
    return deadline
  }

  /// When time alone forbids entries: at the start of the game, or at the end of trading.
  ///
  /// On a recorded day the venue's clock moves with its frames only, and no timer brings it
  /// forward.
  private func endOfEntries(_ index: Int) -> Timestamp {
    guard venueNow == now else { return .distantFuture }
    return min(
      states[index].startTime ?? .distantFuture, states[index].closeTime ?? .distantFuture)
  }

  /// A retry pause in a market begins: at its end the market is looked at again.
  func notePause(_ market: MarketID, until end: Timestamp) {
    let index = Int(market.index)
    guard end > now else { return }
    guard !states[index].isPaused else {
      states[index].wakeAt = min(states[index].wakeAt, end)
      return
    }
    states[index].isPaused = true
    states[index].wakeAt = end
    pausedMarkets.append(market)
  }

  /// Looks again at the markets in which a retry pause has ended.
  private func endPauses(_ outputs: inout ContiguousArray<EngineOutput>) {
    var next = 0
    while next < pausedMarkets.count {
      let market = pausedMarkets[next]
      let index = Int(market.index)
      guard states[index].wakeAt <= now else {
        next += 1
        continue
      }
      evaluate(market, &outputs)
      refreshActive(market)
      if let end = states[index].pauseEnd(after: now) {
        states[index].wakeAt = end
        next += 1
      } else {
        states[index].isPaused = false
        pausedMarkets.remove(at: next)
      }
    }
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
    noteSilence(&outputs)
    noteUnread(&outputs)
    renewOrders(&outputs)
    if areFillsMissing || isReadingDue { askForAccount(&outputs) }
    markEquity()
    endPauses(&outputs)
    // Odds may have gone stale without any news of them.
    var next = 0
    while next < activeMarkets.count {
      let market = activeMarkets[next]
      evaluate(market, isNews: false, &outputs)
      refreshActive(market)
      if next < activeMarkets.count, activeMarkets[next] == market { next += 1 }
    }
  }

  /// Whoever does not know for several readings what the account holds risks nothing new.
  private func noteUnread(_ outputs: inout ContiguousArray<EngineOutput>) {
    let execution = configuration.execution
    guard isReconciled, execution.reconcileIntervalNanoseconds > 0 else { return }
    let limit =
      3 * (execution.reconcileIntervalNanoseconds + execution.reconcileTimeoutNanoseconds)
    guard now - lastReadAt > limit else { return }
    isReconciled = false
    outputs.append(.notice(.accountUnread(nanoseconds: now - lastReadAt)))
    stopEntries(&outputs)
  }

  private var isReadingDue: Bool {
    guard isExchangeUp else { return false }
    if let next = nextReadingAt, now >= next { return true }
    guard let sent = reconcileSentAt else { return false }
    return now - sent >= configuration.execution.reconcileTimeoutNanoseconds
  }
}
