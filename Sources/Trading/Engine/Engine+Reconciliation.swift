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
        if ours == theirs, !canPass { restate(id, holding) }
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
  private func restate(_ id: MarketID, _ holding: AccountState.Holding?) {
    alignHoldings(id)
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
    for index in states.indices { states[index].hasForeignOrder = false }
    for resting in account.restingOrders {
      if let id = resting.order, let place = orders.index(of: id) {
        let report = OrderReport(
          state: .resting, filled: resting.filled, remaining: resting.remaining,
          price: resting.price)
        orders.update(place) { $0.listed(report, readFrom: account.readFrom, at: now) }
        continue
      }
      isPlain = false
      states[Int(resting.market.index)].hasForeignOrder = true
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

  /// Holds our count of the cash against the exchange's, where the two can be compared. Returns
  /// false where another reading must tell.
  ///
  /// A trade in the middle of a reading shows in its cash alone, so only a difference that the next
  /// reading repeats is noticed, and once. Less than we count stops new risk until the two agree,
  /// or until the operator says that the exchange is right. More, such as a deposit, stops nothing:
  /// we trade with less than there is.
  func compareCash(
    _ account: AccountState, _ outputs: inout ContiguousArray<EngineOutput>
  ) -> Bool {
    guard let ours = ledger.cash, isCashSteady(account) else { return true }
    var difference = account.availableCash - ours
    // The exchange states its cash in hundredths of a cent, rounded down.
    if difference <= .zero, difference.microDollars > -100 { difference = .zero }
    guard !isPayoutDue else {
      // Once the two agree, what was decided has been paid, whether we heard of it or not.
      if difference == .zero { for index in states.indices { states[index].awaitsPayout = false } }
      return true
    }
    let isRepeated = difference == lastCashDifference
    lastCashDifference = difference
    if difference == .zero {
      noticedCashDifference = .zero
      isCashNews = false
      cure(.reconciliation, &outputs)
    }
    guard difference != noticedCashDifference else { return true }
    guard isRepeated else { return false }
    noticedCashDifference = difference
    outputs.append(.notice(.cashDiffers(ours: ours, exchange: account.availableCash)))
    if difference < .zero { trip(.reconciliation, nil, &outputs) }
    // What came while nothing ran was paid in, or paid out for what nobody here follows.
    if difference > .zero, isCashNews { takeSurplus(difference, &outputs) }
    isCashNews = false
    return true
  }

  /// What the exchange has more or less than we count is ours to trade with, or gone: the arbitrage
  /// strategy's, as all that no profile has.
  func acceptCash(_ outputs: inout ContiguousArray<EngineOutput>) {
    // Money taken out while nothing ran is no loss, and would be counted as one for ever.
    defer {
      markEquity()
      account.counters.forgetPeak()
      for place in profiles.indices { profiles[place].risk.counters.forgetPeak() }
    }
    guard noticedCashDifference != .zero else {
      guard account.breaker.causes.contains(.reconciliation) else { return }
      cure(.reconciliation, &outputs)
      return evaluateAll(&outputs)
    }
    ledger.correct(by: noticedCashDifference)
    profiles[0].ledger.correct(by: noticedCashDifference)
    noticedCashDifference = .zero
    lastCashDifference = .zero
    cure(.reconciliation, &outputs)
    evaluateAll(&outputs)
  }

  /// More money than was left: the arbitrage strategy's, and no profit.
  private func takeSurplus(
    _ surplus: Money, _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    ledger.correct(by: surplus)
    profiles[0].ledger.correct(by: surplus)
    account.counters.shift(by: surplus)
    noticedCashDifference = .zero
    lastCashDifference = .zero
    evaluateAll(&outputs)
  }

  var isPayoutDue: Bool { states.contains(where: \.awaitsPayout) }

  /// Whether the exchange's free cash must be our own count, but for payouts: nothing rests but our
  /// exits, which set no cash aside, and nothing is on its way.
  func isCashSteady(_ account: AccountState) -> Bool {
    for order in orders.working where order.request.purpose == .entry || !order.isSteady {
      return false
    }
    for resting in account.restingOrders {
      guard let id = resting.order, orders.index(of: id) != nil else { return false }
    }
    for index in states.indices
    where states[index].differsFromExchange {
      return false
    }
    return !hasFills(since: account.readFrom)
  }
}
