public import Market

/// What an amendment does to an order's expiration.
public enum ExpirationChange: Hashable, Sendable {
  case keep
  case clear
  case set(Timestamp)
}

extension MatchingEngine {
  /// Changes a resting order's price, total size or expiration; its number stays.
  ///
  /// `total` counts what is filled already. The place in the queue is kept when the price stays and
  /// the size does not grow; otherwise the order goes to the back, and may trade on its way.
  ///
  /// - Throws: a ``Rejection``; then the order is as it was.
  public mutating func amend(
    _ number: OrderNumber, by account: AccountID, price: Price, total: Quantity,
    expiration: ExpirationChange = .keep, at now: Timestamp
  ) throws(Rejection) {
    expire(at: now)
    let index = try openOrder(number, of: account)
    let order = orders[index]
    try checkOpen(order.market)
    let market = markets[Int(order.market.index)]
    guard market.listing.grid.isOrderable(price) else { throw .invalidPrice }
    guard total > order.filledQuantity, total <= limits.orderQuantity else {
      throw .invalidQuantity
    }
    if case .set(let time) = expiration, time <= now { throw .invalidExpiration }
    let remaining = total - order.filledQuantity
    if price == order.price, remaining <= order.remainingQuantity {
      setExpiration(index, expiration)
      shrink(index, to: remaining, .amended, at: now)
      releaseMargin(account, order.market)
      return
    }
    if order.isPostOnly, wouldTrade(market, order.side, price) { throw .postOnlyCross }
    try checkFunds(amending: index, price: price, remaining: remaining)
    setExpiration(index, expiration, rests: false)
    unlink(index)
    noteLevel(order.market, order.side, order.price, delta: -order.remainingQuantity)
    orders[index].price = price
    orders[index].initialQuantity = total
    orders[index].remainingQuantity = remaining
    orders[index].lastChange = .amended
    orders[index].updated = now
    events.append(.amended(number))
    releaseMargin(account, order.market)
    place(index, reduceOnly: false, at: now)
  }

  /// Sets an expiration; the queue of expirations hears of it here only while the order rests.
  private mutating func setExpiration(_ index: Int, _ change: ExpirationChange, rests: Bool = true)
  {
    switch change {
    case .keep: break
    case .clear: orders[index].expiration = nil
    case .set(let time):
      orders[index].expiration = time
      if rests { expirations.insert(time, Int32(index)) }
    }
  }
}
