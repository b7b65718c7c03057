public import Market

extension MatchingEngine {
  /// Takes on an order, matches it, and rests what may rest.
  ///
  /// Orders that lapse by `now` are cancelled first. `now` must not go back between calls.
  ///
  /// - Throws: a ``Rejection``; then nothing has changed but the expiries and the event that says
  ///   so.
  public mutating func submit(
    _ request: OrderRequest, at now: Timestamp
  ) throws(Rejection) -> OrderNumber {
    expire(at: now)
    do throws(Rejection) {
      try check(request, at: now)
    } catch {
      events.append(.rejected(request.account, request.market, error))
      throw error
    }
    let number = OrderNumber(orders.count)
    orders.append(OrderState(request, number: number, at: now))
    links.append(OrderLinks())
    touch(request.account, request.market, at: now)
    accounts[Int(request.account.index)].openOrders += 1
    events.append(.accepted(number))
    place(Int(number.index), reduceOnly: request.isReduceOnly, at: now)
    return number
  }

  /// Every condition of an order, cheapest first.
  private func check(_ request: OrderRequest, at now: Timestamp) throws(Rejection) {
    guard isKnown(request.account), request.account != .outside else { throw .unknownAccount }
    try checkOpen(request.market)
    let market = markets[Int(request.market.index)]
    // An order that only closes needs no cash, so its fee would not be asked for below.
    guard market.listing.fees != nil else { throw .unknownFee }
    guard market.listing.grid.isOrderable(request.price) else { throw .invalidPrice }
    guard request.quantity > .zero, request.quantity <= limits.orderQuantity else {
      throw .invalidQuantity
    }
    if let expiration = request.expiration {
      guard request.timeInForce == .goodTillCanceled, expiration > now else {
        throw .invalidExpiration
      }
    }
    if request.isReduceOnly, request.timeInForce != .immediateOrCancel {
      throw .reduceOnlyNeedsImmediateOrCancel
    }
    if request.isPostOnly {
      guard request.timeInForce == .goodTillCanceled else { throw .postOnlyCannotRest }
      guard !wouldTrade(market, request.side, request.price) else { throw .postOnlyCross }
    }
    guard accounts[Int(request.account.index)].openOrders < limits.openOrdersPerAccount else {
      throw .tooManyOpenOrders
    }
    guard orders.count < limits.orders else { throw .engineFull }
    let position = holding(request.account, request.market).position
    guard position.magnitude + request.quantity <= Position.maximum else { throw .invalidQuantity }
    try checkFunds(request)
  }

  /// Whether a market and the exchange take orders now.
  func checkOpen(_ market: MarketID) throws(Rejection) {
    guard isKnown(market) else { throw .unknownMarket }
    let phase = markets[Int(market.index)].phase
    guard phase == .active else { throw .marketNotActive(phase) }
    guard !isTradingHalted else { throw .tradingHalted }
  }

  func wouldTrade(_ market: MarketState, _ side: BookSide, _ price: Price) -> Bool {
    let half = market[side.opposite]
    guard let best = half.bestIndex else { return false }
    return half.crosses(half.levels[best].price, price)
  }

  /// Matches an order that stands outside the book, then rests or cancels what is left.
  mutating func place(_ index: Int, reduceOnly: Bool, at now: Timestamp) {
    if reduceOnly { capAtPosition(index, at: now) }
    if orders[index].timeInForce == .fillOrKill, !canFillWholly(index) {
      end(index, .fillOrKill, at: now)
      return
    }
    match(index, at: now)
    guard orders[index].phase == .resting else { return }
    switch orders[index].timeInForce {
    case .goodTillCanceled:
      rest(index)
      settleMargin(orders[index].account, orders[index].market, at: now)
    case .immediateOrCancel:
      end(
        index, reduceOnly && orders[index].filledQuantity.isZero ? .reduceOnly : .immediateOrCancel,
        at: now)
    case .fillOrKill: end(index, .fillOrKill, at: now)
    }
  }

  /// Takes off what a reduce-only order has above the position it may close.
  private mutating func capAtPosition(_ index: Int, at now: Timestamp) {
    let order = orders[index]
    let position = holding(order.account, order.market).position
    let closable = max(.zero, order.side == .bid ? -position : position)
    orders[index].remainingQuantity = min(order.remainingQuantity, closable)
  }

  /// Whether everything wanted is there now, by the order's own self-trade rule.
  private func canFillWholly(_ index: Int) -> Bool {
    let order = orders[index]
    let half = markets[Int(order.market.index)][order.side.opposite]
    var found: Quantity = .zero
    for level in half.levels.reversed() {
      guard half.crosses(level.price, order.price) else { break }
      found += level.outsideAvailable
      var cursor = level.head
      while cursor >= 0, found < order.remainingQuantity {
        let maker = orders[Int(cursor)]
        if maker.account != order.account {
          found += maker.remainingQuantity
        } else if order.selfTradePrevention == .takerAtCross {
          return false
        }
        cursor = links[Int(cursor)].later
      }
      if found >= order.remainingQuantity { return true }
    }
    return found >= order.remainingQuantity
  }
}
