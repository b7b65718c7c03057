public import Market
internal import Matching
public import Trading

extension BacktestVenue {
  /// Carries out a wish that has arrived.
  mutating func perform(_ output: EngineOutput, _ books: OrderBooks, at now: Timestamp) {
    switch output {
    case .place(let order): place(order, books, at: now)
    case .cancel(let id, let market): cancel(id, market, at: now)
    case .amend(let id, let market, _, let price, let total):
      amend(id, market, price, total, books, at: now)
    case .findOrder(let id, let market):
      if let place = markets[Int(market.index)].place(of: id) {
        tell(.orderState(id, markets[Int(market.index)].orders[place].report(.resting)), at: now)
      } else if let report = ended[id] {
        tell(.orderState(id, report), at: now)
      } else {
        tell(.orderNotFound(id), at: now)
      }
    case .reconcile: tell(.reconciled(account(readFrom: now)), at: now)
    case .notice: break
    }
  }

  private mutating func place(_ order: EngineOrder, _ books: OrderBooks, at now: Timestamp) {
    let index = Int(order.market.index)
    countOrder()
    if let reason = refusal(of: order, books, at: now) {
      tell(.orderRejected(order.id, reason: reason), at: now)
      return
    }
    touch(order.market)
    var resting = VenueOrder(
      id: order.id, side: order.side, price: order.price, total: order.quantity, filled: .zero,
      queue: queue(at: order.price, order.side, order.market, order.quantity, books),
      accumulator: FeeAccumulator())
    if order.style == .take {
      take(&resting, order.market, books, at: now)
      end(resting, resting.remaining.isZero ? .executed : .canceled, at: now)
    } else {
      markets[index].orders.append(resting)
      tell(.orderState(order.id, resting.report(.resting)), at: now)
    }
    noteCapital()
  }

  /// Why the exchange would not take an order; nil when it takes it.
  private func refusal(
    of order: EngineOrder, _ books: OrderBooks, at now: Timestamp
  ) -> String? {
    let market = markets[Int(order.market.index)]
    guard market.takes(ordersAt: clock) else { return "market_inactive" }
    guard market.fees != nil else { return "unknown fee" }
    guard market.grid.contains(order.price) else { return "invalid_price" }
    guard order.quantity > .zero else { return "invalid_quantity" }
    if order.style == .rest, crosses(order, books) { return "post only cross" }
    guard let before = market.reserved(),
      let after = market.reserved(adding: (order.side, order.price, order.quantity)),
      let available = availableCash
    else { return "unknown fee" }
    guard after - before <= .zero || after - before <= available else {
      return "insufficient_balance"
    }
    return nil
  }

  /// Whether something that can still be had, or an order of ours, stands at the price or better.
  private func crosses(_ order: EngineOrder, _ books: OrderBooks) -> Bool {
    let (index, against) = (Int(order.market.index), order.side.opposite)
    if let own = markets[index].ownBest(against),
      order.side == .bid ? own <= order.price : own >= order.price
    {
      return true
    }
    return firstFree(order.market, against, order.price, books) != nil
  }

  /// Where an order joins: behind everything displayed; behind all there can be where nothing is
  /// known.
  private func queue(
    at price: Price, _ side: BookSide, _ market: MarketID, _ size: Quantity, _ books: OrderBooks
  ) -> QueuePosition {
    let displayed =
      books[market].isTradable ? books[market].quantity(at: price, side) : Quantity.maximum
    do throws(QueueError) {
      return try QueuePosition(queueModel, joiningBehind: displayed, size: size)
    } catch {
      preconditionFailure("the model was checked, sizes are within bounds: \(error)")
    }
  }

  /// Walks the other side as far as the price allows. An order of ours there ends it, behind what
  /// others have at its price.
  private mutating func take(
    _ order: inout VenueOrder, _ market: MarketID, _ books: OrderBooks, at now: Timestamp
  ) {
    let (index, against) = (Int(market.index), order.side.opposite)
    guard books[market].isTradable else { return }
    let own = markets[index].ownBest(against)
    var fills: [(price: Price, quantity: Quantity)] = []
    var left = order.remaining
    let limit = order.price
    books[market].forEachLevel(against) { level in
      guard left > .zero, against == .ask ? level.price <= limit : level.price >= limit else {
        return false
      }
      if let own, against == .ask ? own < level.price : own > level.price { return false }
      let quantity = min(markets[index].free(level, against), left)
      if quantity > .zero {
        fills.append((level.price, quantity))
        left -= quantity
      }
      return own != level.price
    }
    for part in fills {
      markets[index].take(part.quantity, against, part.price)
      fill(
        order.id, market, order.side, part.price, part.quantity, .taker, &order.accumulator,
        at: now)
      order.filled += part.quantity
    }
  }

  private mutating func cancel(_ id: ClientOrderID, _ market: MarketID, at now: Timestamp) {
    guard let place = markets[Int(market.index)].place(of: id) else {
      tell(.cancelRefused(id), at: now)
      return
    }
    end(markets[Int(market.index)].orders.remove(at: place), .canceled, at: now)
  }

  /// A new price or more size loses the place in the queue; less size keeps it.
  private mutating func amend(
    _ id: ClientOrderID, _ market: MarketID, _ price: Price, _ total: Quantity,
    _ books: OrderBooks, at now: Timestamp
  ) {
    let index = Int(market.index)
    guard let place = markets[index].place(of: id), markets[index].takes(ordersAt: clock),
      markets[index].grid.contains(price), total > markets[index].orders[place].filled
    else {
      tell(.amendFailed(id), at: now)
      return
    }
    var order = markets[index].orders[place]
    if price == order.price, total <= order.total {
      let displayed = books[market].quantity(at: price, order.side)
      let size = total - order.filled + order.queue.filled
      guard (try? order.queue.amend(size: size, displayed: displayed)) != nil else {
        tell(.amendFailed(id), at: now)
        return
      }
      order.total = total
      markets[index].orders[place] = order
      tell(.orderState(id, order.report(.resting)), at: now)
      return
    }
    markets[index].orders.remove(at: place)
    order.price = price
    order.total = total
    order.unexplained = .zero
    order.tradedAhead = .zero
    take(&order, market, books, at: now)
    guard order.remaining > .zero else {
      end(order, .executed, at: now)
      return
    }
    order.queue = queue(at: price, order.side, market, order.remaining, books)
    markets[index].orders.append(order)
    tell(.orderState(id, order.report(.resting)), at: now)
    noteCapital()
  }

  mutating func end(_ order: VenueOrder, _ state: OrderReport.State, at now: Timestamp) {
    ended[order.id] = order.report(state)
    tell(.orderState(order.id, order.report(state)), at: now)
  }

  /// The account as the venue has it.
  public func account(readFrom: Timestamp) -> AccountState {
    var holdings: [AccountState.Holding] = []
    var resting: [AccountState.RestingOrder] = []
    for id in touched.sorted() {
      let market = markets[Int(id.index)]
      if !market.position.quantity.isZero {
        holdings.append(
          AccountState.Holding(
            market: id, quantity: market.position.quantity, cost: market.position.costBasis))
      }
      for order in market.orders {
        resting.append(
          AccountState.RestingOrder(
            order: order.id, market: id, side: order.side, price: order.price,
            filled: order.filled, remaining: order.remaining))
      }
    }
    return AccountState(
      readFrom: readFrom, availableCash: availableCash ?? .zero, holdings: holdings,
      otherHoldings: 0, restingOrders: resting)
  }
}
