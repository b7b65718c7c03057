internal import Market

extension Engine {
  /// Keeps one resting sell at fair value for whatever is held, at once and moved with the value.
  ///
  /// Without fresh odds the sell stays where it is; a position that never had one gets it at the
  /// last fair value known. An exit never takes: it is post-only and at least one tick off the
  /// other side.
  func manageExit(_ id: MarketID, _ outputs: inout ContiguousArray<EngineOutput>) {
    let index = Int(id.index)
    let held = states[index].position.quantity
    guard let place = exitOrder(of: id) else {
      if !held.isZero { placeExit(id, &outputs) }
      return
    }
    let order = orders.working[place]
    guard order.isSteady else { return }
    let side: BookSide = held > .zero ? .ask : .bid
    if held.isZero || order.request.side != side {
      cancelExit(place, &outputs)
      return
    }
    guard isUp(.exchangeOrders), !isShutDown else { return }
    let total = order.filledByReport + held.magnitude
    let price =
      states[index].freshFair == nil ? order.price : exitPrice(index, side) ?? order.price
    let size = order.filledByReport + order.open
    guard price != order.price || total != size else { return }
    guard now >= states[index].exitRetryAt else { return }
    orders.update(place) { $0.amendSent(to: price) }
    outputs.append(.amend(order.request.id, id, side, price, total: total))
  }

  private func placeExit(_ id: MarketID, _ outputs: inout ContiguousArray<EngineOutput>) {
    let index = Int(id.index)
    guard isUp(.exchangeOrders), !isShutDown, !orders.isFull,
      states[index].settledValue == nil, states[index].status == .active,
      !states[index].differsFromExchange, now >= states[index].exitRetryAt
    else { return }
    let held = states[index].position.quantity
    let side: BookSide = held > .zero ? .ask : .bid
    guard let price = exitPrice(index, side) else { return }
    send(
      EngineOrder(
        id: makeID(), market: id, side: side, price: price, quantity: held.magnitude,
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
      if books[id].isTradable, let bid = books[id].best(.bid)?.price, price <= bid {
        guard let above = grid.tick(above: bid) else { return nil }
        price = above
      }
      return grid.isOrderable(price) ? price : nil
    case .bid:
      guard let down = Price(roundingDown: fair.yes), var price = grid.floor(down) else {
        return nil
      }
      if books[id].isTradable, let ask = books[id].best(.ask)?.price, price >= ask {
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
    {
      return place
    }
    return nil
  }

  private func cancelExit(_ place: Int, _ outputs: inout ContiguousArray<EngineOutput>) {
    let order = orders.working[place]
    orders.update(place) { $0.isCancelSent = true }
    outputs.append(.cancel(order.request.id, order.request.market))
  }
}
