internal import Market

extension Engine {
  /// News of our own orders, from answers, from the stream and from searches alike.
  func processOrderNews(_ event: EngineEvent, _ outputs: inout ContiguousArray<EngineOutput>) {
    let retryAt = now + configuration.execution.retryPauseNanoseconds
    switch event {
    case .orderState(let id, let report): orderState(id, report, &outputs)
    case .orderRejected(let id, let reason):
      // The pause comes first: looking at the market again must not send the same order again.
      if let place = orders.index(of: id) { pauseRetries(orders.working[place].request) }
      change(id, &outputs) { $0.rejected(at: now) }
      searchNow(id, &outputs)
      if let order = finished(id), order.ending == .rejected {
        outputs.append(.notice(.rejected(id, order.request.market, reason: reason)))
      }
    case .orderUnsent(let id, let reason): unsent(id, reason, &outputs)
    case .orderUnknown(let id):
      guard let place = orders.index(of: id), orders.working[place].phase == .sent else { return }
      outputs.append(.notice(.outcomeUnknown(id, orders.working[place].request.market)))
      change(id, &outputs) { $0.answerLost(at: now) }
      searchNow(id, &outputs)
    case .orderNotFound(let id): notFound(id, &outputs)
    case .cancelRefused(let id):
      change(id, &outputs) { $0.cancelRefused(retryAt: retryAt) }
      searchNow(id, &outputs)
    case .cancelLost(let id): change(id, &outputs) { $0.cancelLost(retryAt: retryAt) }
    case .amendFailed(let id):
      guard let place = orders.index(of: id) else { return }
      pauseRetries(orders.working[place].request)
      change(id, &outputs) { $0.amendFailed() }
      searchNow(id, &outputs)
    default: break
    }
  }

  private func orderState(
    _ id: ClientOrderID, _ report: OrderReport, _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    guard let place = orders.index(of: id) else {
      // What is over and is said to be alive, or to have ended otherwise.
      let before = orders.contradiction(of: id)
      let order = orders.updateFinished(id) { $0.reported(report, at: now) }
      if let order { noteContradiction(order, before, &outputs) }
      return
    }
    let order = orders.working[place]
    if order.isAnswerLost {
      outputs.append(.notice(.foundAfterLoss(id, order.request.market)))
    }
    let mayHaveExpired = report.isExpiry(byClock: isOverdue(order))
    if report.state == .canceled, order.phase != .settling, !mayHaveExpired {
      pauseAfterCancel(order, report, &outputs)
    }
    change(id, &outputs) { $0.reported(report, at: now, mayHaveExpired: mayHaveExpired) }
  }

  /// What cannot be is said once an order, and the exchange's account decides.
  func noteContradiction(
    _ order: ManagedOrder, _ before: IllegalTransition?,
    _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    guard before == nil, let step = order.contradiction else { return }
    outputs.append(.notice(.illegalTransition(order.request.id, order.request.market, step)))
    askForAccount(&outputs)
  }

  /// What was cancelled is not sent again at once: the reason may still stand, or the book may
  /// still show the old order.
  private func pauseAfterCancel(
    _ order: ManagedOrder, _ report: OrderReport, _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    let market = order.request.market
    let index = Int(market.index)
    let pause = configuration.execution.retryPauseNanoseconds
    switch (order.request.purpose, order.request.style) {
    case (.entry, .take):
      guard report.filled.isZero else { return }
      states[index].entryRetryAt = now + pause
    case (.entry, .rest):
      states[index].restRetryAt = now + pause
      let age = now - (order.restingSince ?? order.sentAt)
      let isUnfilled = report.filled.isZero && order.filled.isZero
      if isUnfilled, age >= configuration.execution.makerTimeoutNanoseconds {
        states[index].unfilledRest = rest(market, order.request.side, order.price)
      }
    case (.exit, .take):
      // A profile's sale waits for its own next try.
      return
    case (.exit, .rest):
      // What we cancel ourselves stands in the way of another exit, which is wanted at once.
      guard !order.hasCancelBeenSent else { return }
      states[index].exitRetryAt = now + pause
      if isTrading(index), !isShutDown {
        outputs.append(.notice(.exitCanceled(order.request.id, market, pauseNanoseconds: pause)))
      }
    }
    notePause(market, until: now + pause)
  }

  /// A resting entry as it stands before the market now.
  func rest(_ market: MarketID, _ side: BookSide, _ price: Price) -> MarketState.UnfilledRest {
    MarketState.UnfilledRest(
      side: side, price: price, opposite: bestOfOthers(side.opposite, market)?.price)
  }

  /// Nothing has happened at the exchange: a sale that was not sent was no try.
  private func unsent(
    _ id: ClientOrderID, _ reason: String, _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    if let place = orders.index(of: id) {
      let request = orders.working[place].request
      pauseRetries(request)
      if request.purpose == .exit, request.style == .take, !orders.working[place].hasLived {
        let tries = holdings[request.market, request.profile].tries
        holdings[request.market, request.profile].tries = max(0, tries - 1)
      }
    }
    change(id, &outputs) { $0.unsent(at: now) }
    searchNow(id, &outputs)
    if let order = finished(id), order.ending == .unsent {
      outputs.append(.notice(.rejected(id, order.request.market, reason: "not sent: " + reason)))
    }
  }

  private func notFound(_ id: ClientOrderID, _ outputs: inout ContiguousArray<EngineOutput>) {
    guard let place = orders.index(of: id) else { return }
    let limit = configuration.execution.searchesBeforeAbandoned
    if orders.working[place].searchesWithoutTrace + 1 >= limit {
      pauseRetries(orders.working[place].request)
    }
    change(id, &outputs) { $0.notFound(limit: limit, at: now) }
    if let order = finished(id), order.ending == .neverArrived {
      outputs.append(.notice(.neverArrived(id, order.request.market)))
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
    notePause(request.market, until: until)
  }

  /// Applies a change to a working order, then looks at its market again.
  private func change(
    _ id: ClientOrderID, _ outputs: inout ContiguousArray<EngineOutput>,
    _ body: (inout ManagedOrder) -> Void
  ) {
    guard let place = orders.index(of: id) else { return }
    let market = orders.working[place].request.market
    let before = orders.working[place].contradiction
    orders.update(place, body)
    if before == nil { sayContradiction(id, &outputs) }
    evaluate(market, &outputs)
    refreshActive(market)
  }

  /// Says what was not yet known to be wrong with an order.
  func sayContradiction(_ id: ClientOrderID, _ outputs: inout ContiguousArray<EngineOutput>) {
    if let place = orders.index(of: id) {
      noteContradiction(orders.working[place], nil, &outputs)
    } else if let order = orders.finished(id) {
      noteContradiction(order, nil, &outputs)
    }
  }

  private func finished(_ id: ClientOrderID) -> ManagedOrder? {
    guard let last = orders.finished.last, last.request.id == id else { return nil }
    return last
  }

  private func searchNow(_ id: ClientOrderID, _ outputs: inout ContiguousArray<EngineOutput>) {
    if let place = orders.index(of: id) { search(place, &outputs) }
  }

  /// Asks for an order of unknown fate, when the connection for it is there and its time has come.
  func search(_ place: Int, _ outputs: inout ContiguousArray<EngineOutput>) {
    let order = orders.working[place]
    guard order.needsSearch, isUp(.exchangeOrders),
      now - order.lastSearch >= configuration.execution.searchIntervalNanoseconds
    else { return }
    orders.update(place) { $0.lastSearch = now }
    outputs.append(.findOrder(order.request.id, order.request.market))
  }
}
