public import Market

extension MatchingEngine {
  /// Cancels a resting order of `account`; returns what was taken off.
  ///
  /// - Throws: ``Rejection/unknownOrder`` for an order that is not open, whatever became of it.
  public mutating func cancel(
    _ number: OrderNumber, by account: AccountID, at now: Timestamp
  ) throws(Rejection) -> Quantity {
    expire(at: now)
    let index = try openOrder(number, of: account)
    let removed = orders[index].remainingQuantity
    cancelResting(index, .userCancel, at: now)
    releaseMargin(account, orders[index].market)
    return removed
  }

  /// Cancels every resting order of `account`, in one market or in all; returns how many.
  ///
  /// Orders of closed markets are gone already. Markets by id, orders by time.
  @discardableResult
  public mutating func cancelAll(
    of account: AccountID, in market: MarketID? = nil, at now: Timestamp
  ) -> Int {
    expire(at: now)
    guard isKnown(account) else { return 0 }
    var count = 0
    let known = accounts[Int(account.index)].holdings.count
    for place in market.map({ Int($0.index)..<(Int($0.index) + 1) }) ?? 0..<known
    where place >= 0 && place < known {
      count += cancelOpenOrders(account, MarketID(place), .userCancel, at: now)
    }
    return count
  }

  /// Makes a resting order smaller; it keeps its place in the queue. Nothing left cancels it.
  ///
  /// - Returns: what remains.
  public mutating func decrease(
    _ number: OrderNumber, by account: AccountID, to remaining: Quantity, at now: Timestamp
  ) throws(Rejection) -> Quantity {
    expire(at: now)
    let index = try openOrder(number, of: account)
    try checkOpen(orders[index].market)
    guard remaining >= .zero, remaining <= orders[index].remainingQuantity else {
      throw .invalidQuantity
    }
    guard remaining > .zero else {
      cancelResting(index, .decreased, at: now)
      releaseMargin(account, orders[index].market)
      return .zero
    }
    shrink(index, to: remaining, .decreased, at: now)
    releaseMargin(account, orders[index].market)
    return remaining
  }

  /// Cancels the orders that lapse by `now`.
  public mutating func expire(at now: Timestamp) {
    while let entry = expirations.popDue(now) {
      let index = Int(entry.order)
      guard orders[index].phase == .resting, orders[index].expiration == entry.time else {
        continue
      }
      cancelResting(index, .expiry, at: now)
      releaseMargin(orders[index].account, orders[index].market)
    }
  }

  /// When ``expire(at:)`` has something to do next at the latest.
  public var nextExpiration: Timestamp? { expirations.next }

  /// The index of an open order that belongs to the account and may still be touched.
  func openOrder(_ number: OrderNumber, of account: AccountID) throws(Rejection) -> Int {
    guard let order = order(number), order.account == account, order.phase == .resting else {
      throw .unknownOrder
    }
    return Int(number.index)
  }

  /// Lowers an order's remaining size in place.
  mutating func shrink(
    _ index: Int, to remaining: Quantity, _ change: OrderChange, at now: Timestamp
  ) {
    let order = orders[index]
    let removed = order.remainingQuantity - remaining
    let market = Int(order.market.index)
    let (level, found) = markets[market][order.side].place(of: order.price)
    assert(found, "a resting order has its level")
    markets[market][order.side].levels[level].orderQuantity -= removed
    orders[index].remainingQuantity = remaining
    orders[index].initialQuantity -= removed
    orders[index].lastChange = change
    orders[index].updated = now
    events.append(.amended(order.number))
    noteLevel(order.market, order.side, order.price, delta: -removed)
  }

  /// Cancels an order that rests in the book. The account's margin is the caller's matter.
  mutating func cancelResting(_ index: Int, _ change: OrderChange, at now: Timestamp) {
    let order = orders[index]
    unlink(index)
    end(index, change, at: now)
    noteLevel(order.market, order.side, order.price, delta: -order.remainingQuantity)
  }

  /// Ends an order that stands outside the book.
  mutating func end(_ index: Int, _ change: OrderChange, at now: Timestamp) {
    let removed = orders[index].remainingQuantity
    orders[index].remainingQuantity = .zero
    orders[index].phase = .canceled
    orders[index].lastChange = change
    orders[index].updated = now
    accounts[Int(orders[index].account.index)].openOrders -= 1
    events.append(.canceled(orders[index].number, change, quantity: removed))
  }

  /// Cancels an account's open orders of one market that `which` picks; returns how many.
  @discardableResult
  mutating func cancelOpenOrders(
    _ account: AccountID, _ market: MarketID, _ change: OrderChange, at now: Timestamp,
    where which: (OrderState) -> Bool = { _ in true }
  ) -> Int {
    var count = 0
    var cursor = holding(account, market).head
    while cursor >= 0 {
      let next = links[Int(cursor)].accountLater
      if which(orders[Int(cursor)]) {
        cancelResting(Int(cursor), change, at: now)
        count += 1
      }
      cursor = next
    }
    if count > 0 { releaseMargin(account, market) }
    return count
  }
}
