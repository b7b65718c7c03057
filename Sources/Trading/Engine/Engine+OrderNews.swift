internal import Market

extension Engine {
  /// News of our own orders, from answers, from the stream and from searches alike.
  func processOrderNews(_ event: EngineEvent, _ outputs: inout ContiguousArray<EngineOutput>) {
    switch event {
    case .orderState(let id, let report): orderState(id, report, &outputs)
    case .orderRejected(let id, let reason):
      // The pause comes first: looking at the market again must not send the same order again.
      if let place = orders.index(of: id) { pauseRetries(orders.working[place].request) }
      change(id, &outputs) { $0.rejected() }
      if let order = finished(id), order.ending == .rejected {
        outputs.append(.notice(.rejected(id, order.request.market, reason: reason)))
      }
    case .orderUnknown(let id):
      guard let place = orders.index(of: id) else { return }
      let market = orders.working[place].request.market
      orders.update(place) { $0.answerLost(at: now) }
      if orders.index(of: id).map({ orders.working[$0].phase == .unknown }) ?? false {
        outputs.append(.notice(.outcomeUnknown(id, market)))
        outputs.append(.findOrder(id, market))
      }
    case .orderNotFound(let id):
      change(id, &outputs) {
        $0.notFound(limit: configuration.execution.searchesBeforeAbandoned)
      }
      if let order = finished(id), order.ending == .neverArrived {
        outputs.append(.notice(.neverArrived(id, order.request.market)))
      }
    case .cancelRefused(let id):
      change(id, &outputs) { $0.cancelRefused(at: now) }
      runTimers(&outputs)
    case .cancelLost(let id): change(id, &outputs) { $0.isCancelSent = false }
    case .amendFailed(let id):
      guard let place = orders.index(of: id) else { return }
      pauseRetries(orders.working[place].request)
      change(id, &outputs) { $0.amendAnswered(succeeded: false) }
    default: break
    }
  }

  private func orderState(
    _ id: ClientOrderID, _ report: OrderReport, _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    guard let place = orders.index(of: id) else { return }
    if orders.working[place].phase == .unknown {
      outputs.append(.notice(.foundAfterLoss(id, orders.working[place].request.market)))
    }
    if report.state == .canceled, report.filled.isZero,
      orders.working[place].request.style == .take
    {
      pauseRetries(orders.working[place].request)
    }
    change(id, &outputs) { order in
      if order.amendingTo != nil, report.price == order.amendingTo {
        order.amendAnswered(succeeded: true)
      }
      order.reported(report, at: now)
    }
  }

  /// Keeps a market from sending the same thing again at once.
  private func pauseRetries(_ request: EngineOrder) {
    let index = Int(request.market.index)
    let until = now + configuration.execution.retryPauseNanoseconds
    switch request.purpose {
    case .entry: states[index].entryRetryAt = until
    case .exit: states[index].exitRetryAt = until
    }
  }

  /// Applies a change to a working order, then looks at its market again.
  private func change(
    _ id: ClientOrderID, _ outputs: inout ContiguousArray<EngineOutput>,
    _ body: (inout ManagedOrder) -> Void
  ) {
    guard let place = orders.index(of: id) else { return }
    let market = orders.working[place].request.market
    orders.update(place, body)
    evaluate(market, &outputs)
    refreshActive(market)
  }

  private func finished(_ id: ClientOrderID) -> ManagedOrder? {
    guard let last = orders.finished.last, last.request.id == id else { return nil }
    return last
  }

  /// A trade on the account. Counted once, whatever order it belongs to.
  func fill(_ report: FillReport, _ outputs: inout ContiguousArray<EngineOutput>) {
    guard trades.admit(report.trade) else { return }
    let index = Int(report.market.index)
    let before = states[index].position.cashFlow
    do throws(PositionError) {
      try states[index].position.apply(
        side: report.side, price: report.price, quantity: report.quantity, fee: report.fee)
    } catch {
      // A fill that cannot be booked leaves us and the exchange apart: blocked, never ignored.
      states[index].differsFromExchange = true
      outputs.append(.notice(.unexplainedFill(report.market)))
      outputs.append(.reconcile)
      return
    }
    if fills.count < Self.maximumFills { fills.append(report) }
    let flow = states[index].position.cashFlow - before
    if flow < .zero { ledger.pay(flow.magnitude) } else { ledger.receive(flow) }
    ledger.charge(report.fee)
    markActive(report.market)
    if let id = report.order, let place = orders.index(of: id) {
      orders.update(place) { $0.fill(report.quantity) }
    } else if let id = report.order, orders.knows(id) {
      orders.fillFinished(id, report.quantity)
    } else {
      // Somebody traded by hand on this account: counted, and nothing more is risked here until the
      // next reconciliation agrees.
      outputs.append(.notice(.unexplainedFill(report.market)))
    }
    evaluate(report.market, &outputs)
    refreshActive(report.market)
  }

  /// Everything that time alone brings about.
  func runTimers(_ outputs: inout ContiguousArray<EngineOutput>) {
    let execution = configuration.execution
    var needsFills = false
    for place in orders.working.indices {
      let order = orders.working[place]
      switch order.phase {
      case .resting where order.request.purpose == .entry && !order.isCancelSent:
        let since = order.restingSince ?? order.sentAt
        guard now - since >= execution.makerTimeoutNanoseconds else { continue }
        orders.update(place) { $0.isCancelSent = true }
        outputs.append(.cancel(order.request.id, order.request.market))
      case .unknown where isUp(.exchangeOrders):
        guard now - order.lastSearch >= execution.searchIntervalNanoseconds else { continue }
        orders.update(place) { $0.lastSearch = now }
        outputs.append(.findOrder(order.request.id, order.request.market))
      case .settling where isUp(.exchangeOrders):
        guard now - order.lastSearch >= execution.missingFillsNanoseconds else { continue }
        orders.update(place) { $0.lastSearch = now }
        needsFills = true
      default: continue
      }
    }
    if needsFills { outputs.append(.reconcile) }
    // Odds may have gone stale without any news of them, and retries may have come due.
    var next = 0
    while next < activeMarkets.count {
      let market = activeMarkets[next]
      evaluate(market, &outputs)
      refreshActive(market)
      if next < activeMarkets.count, activeMarkets[next] == market { next += 1 }
    }
  }
}
