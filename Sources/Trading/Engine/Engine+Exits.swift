internal import Market

extension Engine {
  /// Keeps one resting sell at fair value for whatever is held, at once and moved with the value.
  ///
  /// Without fresh odds the sell stays where it is; a position that never had one gets it at the
  /// last fair value known. Without a whole book none is placed, moved or raised: one that rests
  /// may only shrink. Such an exit never takes: it is post-only and at least one tick off the
  /// other side, until it has waited for too long (``crossingBid(_:)``).
  func manageExit(_ id: MarketID, _ outputs: inout ContiguousArray<EngineOutput>) {
    let index = Int(id.index)
    if isFlattening(id) { return flatten(id, &outputs) }
    let held = heldForSale(id)
    if !held.isZero, !isShutDown, let bid = crossingBid(id), cross(id, to: bid, &outputs) { return }
    guard let place = exitOrder(of: id) else {
      if !held.isZero { placeExit(id, &outputs) }
      return
    }
    let order = orders.working[place]
    let side: BookSide = held > .zero ? .ask : .bid
    if isShutDown || held.isZero || order.request.side != side {
      cancel(place, &outputs)
      return
    }
    guard order.isSteady, isUp(.exchangeOrders), now >= states[index].exitRetryAt,
      isTrading(index), states[index].feeFormula != nil
    else { return }
    // Fills seen and what is held by the same count: a fill on its way changes both together, so
    // the order can never sell more than there is. The exchange's own count of fills may be ahead.
    var total = order.filled + held.magnitude
    let isSeen = books[id].isTradable
    if !mayRaiseExit(index) || !isSeen { total = min(total, order.total) }
    guard total > order.filledByReport else { return }
    let isValued = isSeen && states[index].freshFair != nil
    // The exchange takes no change of an order whose price has left the grid, but onto it.
    let grid = states[index].grid
    let mayStay = !isSeen || (!isValued && grid.isOrderable(order.price))
    let price = mayStay ? order.price : exitPrice(index, side) ?? order.price
    guard price != order.price || total != order.total, grid.isOrderable(price) else { return }
    orders.update(place) { $0.amendSent(price: price, total: total) }
    outputs.append(.amend(order.request.id, id, side, price, total: total))
  }

  /// What the arbitrage strategy may sell, below zero for NO. Most markets that are looked at for a
  /// sale have nothing to sell: an entry has just gone out.
  private func heldForSale(_ id: MarketID) -> Quantity {
    let held = states[Int(id.index)].arbitrageHeld
    guard !held.isZero else { return .zero }
    let sellable = sellable(id, .arbitrage)
    return held < .zero ? -sellable : sellable
  }

  private func placeExit(_ id: MarketID, _ outputs: inout ContiguousArray<EngineOutput>) {
    let index = Int(id.index)
    guard isUp(.exchangeOrders), !isShutDown, !orders.isFull,
      books[id].isTradable, isTrading(index), mayRaiseExit(index), states[index].feeFormula != nil,
      now >= states[index].exitRetryAt
    else { return }
    let side: BookSide = states[index].arbitrageHeld > .zero ? .ask : .bid
    guard let price = exitPrice(index, side) else { return }
    send(
      EngineOrder(
        id: makeID(), market: id, side: side, price: price, quantity: sellable(id, .arbitrage),
        style: .rest, purpose: .exit), &outputs)
  }

  /// Fair value on the grid, rounded in our favour as the seller, and off the other side of the
  /// book.
  private func exitPrice(_ index: Int, _ side: BookSide) -> Price? {
    guard let fair = states[index].lastFair else { return nil }
    let grid = states[index].grid
    let id = MarketID(index)
    switch side {
    case .ask:
      guard let up = Price(roundingUp: fair.yes), var price = grid.ceil(up) else { return nil }
      if let bid = books[id].best(.bid)?.price, price <= bid {
        guard let above = grid.tick(above: bid) else { return nil }
        price = above
      }
      return grid.isOrderable(price) ? price : nil
    case .bid:
      guard let down = Price(roundingDown: fair.yes), var price = grid.floor(down) else {
        return nil
      }
      if let ask = books[id].best(.ask)?.price, price >= ask {
        guard let below = grid.tick(below: ask) else { return nil }
        price = below
      }
      return grid.isOrderable(price) ? price : nil
    }
  }

  private func exitOrder(of id: MarketID) -> Int? {
    for place in orders.working.indices
    where orders.working[place].request.market == id
      && orders.working[place].request.purpose == .exit
      && orders.working[place].request.profile == .arbitrage
    {
      return place
    }
    return nil
  }

  /// Whether more may be offered than is already: not where the exchange's position differs from
  /// ours and is not known. Where it is known, no more is sold than there is, and than others leave
  /// (``sellable(_:_:)``).
  func mayRaiseExit(_ index: Int) -> Bool {
    !states[index].differsFromExchange || states[index].exchangeShows != nil
  }
}
