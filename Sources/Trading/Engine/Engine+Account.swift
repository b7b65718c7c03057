internal import Market

extension Engine {
  /// A connection comes or goes. Trading stops at once when one goes, and starts again when all are
  /// back and the account is reconciled.
  func setLink(
    _ link: Link, isUp: Bool, _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    guard linksUp[Int(link.rawValue)] != isUp else { return }
    linksUp[Int(link.rawValue)] = isUp
    if isUp {
      if linksUp.allSatisfy({ $0 }) { outputs.append(.reconcile) }
      return
    }
    isReconciled = false
    outputs.append(.notice(.paused(link)))
    if link == .exchangeStream {
      books.blockAll(.gapped)
    }
    cancelRestingEntries(&outputs)
  }

  /// Cancels every entry that rests; sells stay.
  func cancelRestingEntries(_ outputs: inout ContiguousArray<EngineOutput>) {
    for place in orders.working.indices {
      let order = orders.working[place]
      guard order.request.purpose == .entry, order.phase == .resting, !order.isCancelSent else {
        continue
      }
      orders.update(place) { $0.isCancelSent = true }
      outputs.append(.cancel(order.request.id, order.request.market))
    }
  }

  func obey(_ command: OperatorCommand, _ outputs: inout ContiguousArray<EngineOutput>) {
    switch command {
    case .halt:
      isHalted = true
      cancelRestingEntries(&outputs)
    case .resume:
      isHalted = false
      evaluateAll(&outputs)
    case .shutDown:
      isShutDown = true
      for place in orders.working.indices {
        let order = orders.working[place]
        guard order.phase == .resting, !order.isCancelSent else { continue }
        orders.update(place) { $0.isCancelSent = true }
        outputs.append(.cancel(order.request.id, order.request.market))
      }
    }
  }

  func evaluateAll(_ outputs: inout ContiguousArray<EngineOutput>) {
    for index in states.indices { evaluate(MarketID(index), &outputs) }
  }

  /// Holds our account against the exchange's. The first time it is taken over; later a difference
  /// blocks its market until the two agree again.
  func reconcile(with account: AccountState, _ outputs: inout ContiguousArray<EngineOutput>) {
    let isFirst = ledger.starting == nil
    ledger.start(with: account.availableCash)
    compareHoldings(account, adopt: isFirst, &outputs)
    compareOrders(account, &outputs)
    guard linksUp.allSatisfy({ $0 }) else { return }
    if !isReconciled {
      isReconciled = true
      outputs.append(.notice(.resumed))
    }
    evaluateAll(&outputs)
  }

  private func compareHoldings(
    _ account: AccountState, adopt: Bool, _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    var next = 0
    for index in states.indices {
      let id = MarketID(index)
      var theirs = Quantity.zero
      var cost = Money.zero
      while next < account.holdings.count, account.holdings[next].market < id { next += 1 }
      if next < account.holdings.count, account.holdings[next].market == id {
        theirs = account.holdings[next].quantity
        cost = account.holdings[next].cost
      }
      let ours = states[index].position.quantity
      if adopt {
        guard !theirs.isZero else { continue }
        if let position = Position(quantity: theirs, costBasis: cost) {
          states[index].position = position
          ledger.adopt(position.costBasis)
          outputs.append(.notice(.adoptedPosition(id, theirs)))
        } else {
          states[index].differsFromExchange = true
          outputs.append(.notice(.positionDiffers(id, ours: ours, exchange: theirs)))
        }
        markActive(id)
      } else if ours == theirs || states[index].settledValue != nil {
        states[index].differsFromExchange = false
      } else if !hasOrderInFlight(id, since: account.readFrom) {
        if !states[index].differsFromExchange {
          outputs.append(.notice(.positionDiffers(id, ours: ours, exchange: theirs)))
        }
        states[index].differsFromExchange = true
      }
    }
  }

  /// Whether fills of our own can explain a difference that will pass by itself.
  private func hasOrderInFlight(_ id: MarketID, since: Timestamp) -> Bool {
    for order in orders.working where order.request.market == id {
      if order.phase != .resting || order.sentAt >= since { return true }
    }
    return false
  }

  private func compareOrders(
    _ account: AccountState, _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    for index in states.indices { states[index].hasForeignOrder = false }
    for resting in account.restingOrders {
      if let id = resting.order, let place = orders.index(of: id) {
        let report = OrderReport(
          state: .resting, filled: resting.filled, remaining: resting.remaining,
          price: resting.price)
        orders.update(place) { $0.reported(report, at: now) }
      } else if resting.order.map({ orders.knows($0) }) ?? false {
        continue
      } else {
        states[Int(resting.market.index)].hasForeignOrder = true
        outputs.append(.notice(.foreignOrder(resting.market)))
      }
    }
    for place in orders.working.indices {
      let order = orders.working[place]
      guard order.phase == .resting, (order.restingSince ?? order.sentAt) < account.readFrom,
        !account.restingOrders.contains(where: { $0.order == order.request.id })
      else { continue }
      // It rested before the reading began and is not in it: filled or cancelled unseen.
      orders.update(place) { $0.vanished() }
      outputs.append(.findOrder(order.request.id, order.request.market))
    }
  }
}
