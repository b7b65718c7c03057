internal import Market

extension Engine {
  /// Takes the exchange's positions over, where no session before has left any: all of them are
  /// from elsewhere. Returns false where one cannot be.
  func adoptHoldings(
    _ account: AccountState, _ outputs: inout ContiguousArray<EngineOutput>
  ) -> Bool {
    defer { isFirstComparison = false }
    var isPlain = true
    var next = 0
    for index in states.indices {
      let id = MarketID(index)
      let holding = holding(of: id, in: account, from: &next)
      let theirs = holding?.quantity ?? .zero
      states[index].differsFromExchange = false
      guard !theirs.isZero || !states[index].position.quantity.isZero else { continue }
      // What was traded before the first reading is in it.
      states[index].position = Position()
      takeOver(id, holding, &outputs)
      guard states[index].position.quantity != theirs else { continue }
      isPlain = false
      states[index].differsFromExchange = true
      outputs.append(.notice(.positionDiffers(id, ours: .zero, exchange: theirs)))
      markActive(id)
    }
    return isPlain
  }

  /// Holds our positions against the exchange's. Returns false where one differs.
  ///
  /// Of the same contracts the exchange's cost counts: fills that came while the stream was down
  /// are known later than those after them, and the limits are the exchange's money.
  func compareHoldings(
    _ account: AccountState, _ outputs: inout ContiguousArray<EngineOutput>
  ) -> Bool {
    defer { isFirstComparison = false }
    var isPlain = true
    var next = 0
    for index in states.indices {
      let id = MarketID(index)
      let holding = holding(of: id, in: account, from: &next)
      let theirs = holding?.quantity ?? .zero
      let ours = states[index].position.quantity
      let canPass = canPassByItself(id, readFrom: account.readFrom)
      if ours == theirs || states[index].settledValue != nil {
        states[index].differsFromExchange = false
        states[index].acceptsExchange = false
        states[index].exchangeShows = nil
        if ours == theirs, !canPass, states[index].settledValue == nil {
          isPlain = compareMoney(id, holding, &outputs) && isPlain
        }
        continue
      }
      if !canPass, states[index].acceptsExchange || isNobodysAffair(id) {
        takeOver(id, holding, &outputs)
        evaluate(id, &outputs)
        continue
      }
      isPlain = false
      // Nothing is known yet of how many there are: no more is sold than it shows.
      if isUnverified { states[index].exchangeShows = theirs }
      guard !canPass else { continue }
      if !states[index].differsFromExchange {
        outputs.append(.notice(.positionDiffers(id, ours: ours, exchange: theirs)))
      }
      states[index].differsFromExchange = true
      states[index].exchangeShows = theirs
      markActive(id)
    }
    return isPlain
  }

  /// Both sides agree on a position: nobody's share is more, and its cost is the exchange's.
  func restate(
    _ id: MarketID, _ holding: AccountState.Holding?,
    _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    alignHoldings(id)
    defer { for place in profiles.indices { countResult(id, ProfileID(place), &outputs) } }
    guard let holding else { return }
    _ = states[Int(id.index)].position.restate(costBasis: holding.cost)
    if holdings[id, .arbitrage].position.quantity == holding.quantity {
      _ = holdings[id, .arbitrage].position.restate(costBasis: holding.cost)
    }
  }

  /// At the first reading after what was left: a market in which nobody here had anything to do.
  private func isNobodysAffair(_ id: MarketID) -> Bool {
    let state = states[Int(id.index)]
    return hasCarried && isFirstComparison && state.position.quantity.isZero
      && !carriedMarkets.contains(id) && state.lastFillAt == .distantPast
  }

  private func holding(
    of id: MarketID, in account: AccountState, from next: inout Int
  ) -> AccountState.Holding? {
    while next < account.holdings.count, account.holdings[next].market < id { next += 1 }
    guard next < account.holdings.count, account.holdings[next].market == id else { return nil }
    return account.holdings[next]
  }

  /// Whether trades during the reading can explain a difference: then the next reading tells.
  private func canPassByItself(_ id: MarketID, readFrom: Timestamp) -> Bool {
    if states[Int(id.index)].lastFillAt >= readFrom { return true }
    for order in orders.working where order.request.market == id {
      if order.phase != .resting || order.sentAt >= readFrom { return true }
    }
    return false
  }

  /// Holds our resting orders against the exchange's. Returns false where one is not as we know it.
  func compareOrders(
    _ account: AccountState, _ outputs: inout ContiguousArray<EngineOutput>
  ) -> Bool {
    var isPlain = true
    for index in states.indices where states[index].hasForeignOrder {
      states[index].hasForeignOrder = false
      states[index].foreignBids = .zero
      states[index].foreignAsks = .zero
    }
    for resting in account.restingOrders {
      if let id = resting.order, let place = orders.index(of: id) {
        if !compareTerms(place, resting, readFrom: account.readFrom, &outputs) {
          isPlain = false
          cancel(place, &outputs)
        }
        let report = OrderReport(
          state: .resting, filled: resting.filled, remaining: resting.remaining,
          price: resting.price)
        orders.update(place) { $0.listed(report, readFrom: account.readFrom, at: now) }
        continue
      }
      isPlain = false
      let index = Int(resting.market.index)
      states[index].hasForeignOrder = true
      if resting.side == .bid {
        states[index].foreignBids += resting.remaining
      } else {
        states[index].foreignAsks += resting.remaining
      }
      if let id = resting.order, orders.knows(id) {
        // Ours, and over by our count: one that arrived after all, or a reading that lags.
        outputs.append(.cancel(id, resting.market))
      } else {
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
      search(place, &outputs)
    }
    return isPlain
  }
}
