public import Market
internal import Matching
public import Trading

extension BacktestVenue {
  /// Takes an event of the recording, after the books have taken it.
  ///
  /// - Complexity: one load where nothing of ours is in the market.
  public mutating func observe(_ event: EngineEvent, _ books: OrderBooks, at now: Timestamp) {
    switch event {
    case .bookDelta(let id, let side, let price, let change):
      changed(id, side, price, by: change, books, at: now)
    case .bookSnapshot(let id, _, _):
      guard isTouched[Int(id.index)] else { return }
      replaced(id, books, at: now)
    case .marketStatus(let id, let status): setStatus(id, status, at: now)
    case .closeChanged(let id, let time): markets[Int(id.index)].closes = time
    case .gridChanged(let id, let grid): markets[Int(id.index)].grid = grid
    case .feesChanged(let id, let fees):
      markets[Int(id.index)].fees = fees
      if fees == nil { cancelAll(id, at: now) }
    case .settled(let id, let value): settle(id, value, at: now)
    default: break
    }
  }

  /// Takes a change of one level of the recorded book.
  public mutating func changed(
    _ id: MarketID, _ side: BookSide, _ price: Price, by change: Quantity, _ books: OrderBooks,
    at now: Timestamp
  ) {
    guard isTouched[Int(id.index)] else { return }
    closeIfDue(id, at: now)
    let index = Int(id.index)
    let isEmpty = books[id].quantity(at: price, side).isZero
    if isEmpty { markets[index].forgetTaken(side, price) }
    for place in markets[index].orders.indices {
      markets[index].orders[place].explain(olderThan: Self.tradeWindowNanoseconds, at: now)
      guard markets[index].orders[place].side == side, markets[index].orders[place].price == price
      else { continue }
      if change > .zero {
        markets[index].orders[place].joined(change)
      } else {
        markets[index].orders[place].levelShrank(change.magnitude, at: now)
        if isEmpty { markets[index].orders[place].tradedAhead = .zero }
      }
    }
    if change > .zero { reach(id, books, at: now) }
  }

  /// Takes a trade of the recording. `side` is the taker's.
  public mutating func traded(
    _ id: MarketID, _ side: BookSide, _ price: Price, _ quantity: Quantity, at now: Timestamp
  ) {
    guard isTouched[Int(id.index)] else { return }
    closeIfDue(id, at: now)
    let index = Int(id.index)
    for place in markets[index].orders.indices
    where markets[index].orders[place].side == side.opposite {
      markets[index].orders[place].explain(olderThan: Self.tradeWindowNanoseconds, at: now)
      let order = markets[index].orders[place]
      let isThrough = order.side == .bid ? price < order.price : price > order.price
      let filled: Quantity
      if isThrough {
        filled = markets[index].orders[place].tradedThrough()
      } else if price == order.price {
        filled = markets[index].orders[place].traded(quantity)
      } else {
        continue
      }
      make(place, id, filled, at: now)
    }
    retire(id, at: now)
  }

  /// A whole book came: what we took is gone with the old one.
  private mutating func replaced(_ id: MarketID, _ books: OrderBooks, at now: Timestamp) {
    closeIfDue(id, at: now)
    let index = Int(id.index)
    markets[index].taken.removeAll(keepingCapacity: true)
    guard books[id].isTradable else { return }
    for place in markets[index].orders.indices {
      let (price, side) = (
        markets[index].orders[place].price, markets[index].orders[place].side
      )
      markets[index].orders[place].displayed(books[id].quantity(at: price, side))
    }
    reach(id, books, at: now)
  }

  /// Displayed size of the other side at our price or better: it would have met us.
  private mutating func reach(_ id: MarketID, _ books: OrderBooks, at now: Timestamp) {
    let index = Int(id.index)
    guard !markets[index].orders.isEmpty, books[id].isTradable,
      markets[index].takes(ordersAt: clock)
    else { return }
    for side in [BookSide.bid, .ask] {
      while let place = markets[index].firstInLine(side) {
        let limit = markets[index].orders[place].price
        guard let level = firstFree(id, side.opposite, limit, books) else { break }
        let quantity = min(level.quantity, markets[index].orders[place].remaining)
        markets[index].take(quantity, side.opposite, level.price)
        make(place, id, quantity, at: now)
      }
    }
    retire(id, at: now)
  }

  /// The best level of a side that is not worse than a price, with what is left for us there.
  func firstFree(
    _ id: MarketID, _ side: BookSide, _ limit: Price, _ books: OrderBooks
  ) -> BookLevel? {
    var found: BookLevel?
    books[id].forEachLevel(side) { level in
      guard side == .ask ? level.price <= limit : level.price >= limit else { return false }
      let free = markets[Int(id.index)].free(level, side)
      guard free > .zero else { return true }
      found = BookLevel(price: level.price, quantity: free)
      return false
    }
    return found
  }

  /// Fills a resting order; ``retire(_:at:)`` ends the full ones.
  private mutating func make(
    _ place: Int, _ id: MarketID, _ quantity: Quantity, at now: Timestamp
  ) {
    let index = Int(id.index)
    let quantity = min(quantity, markets[index].orders[place].remaining)
    guard quantity > .zero else { return }
    var order = markets[index].orders[place]
    fill(
      order.id, id, order.side, order.price, quantity, .maker, &order.accumulator, at: now)
    order.filled += quantity
    markets[index].orders[place] = order
  }

  private mutating func retire(_ id: MarketID, at now: Timestamp) {
    let index = Int(id.index)
    var place = 0
    while place < markets[index].orders.count {
      if markets[index].orders[place].remaining.isZero {
        end(markets[index].orders.remove(at: place), .executed, at: now)
      } else {
        place += 1
      }
    }
  }

  private mutating func setStatus(_ id: MarketID, _ status: MarketStatus, at now: Timestamp) {
    let wasOpen = markets[Int(id.index)].isOpen
    markets[Int(id.index)].isOpen = status == .active
    // The exchange cancels what rests when a paused market comes back, and after the close.
    if (status == .active && !wasOpen) || status.isPastTrading { cancelAll(id, at: now) }
  }

  private mutating func closeIfDue(_ id: MarketID, at now: Timestamp) {
    guard let closes = markets[Int(id.index)].closes, clock >= closes else { return }
    cancelAll(id, at: now)
  }

  private mutating func cancelAll(_ id: MarketID, at now: Timestamp) {
    while let order = markets[Int(id.index)].orders.popLast() { end(order, .canceled, at: now) }
  }

  private mutating func settle(_ id: MarketID, _ value: Price, at now: Timestamp) {
    cancelAll(id, at: now)
    let index = Int(id.index)
    markets[index].paid = value
    let before = markets[index].position.cashFlow
    do throws(PositionError) {
      try markets[index].position.settle(.scalar(value))
    } catch {
      assertionFailure("a settlement left the range of positions: \(error)")
    }
    cash += markets[index].position.cashFlow - before
  }
}
