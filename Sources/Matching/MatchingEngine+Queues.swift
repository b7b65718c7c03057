internal import Market

extension MatchingEngine {
  /// Makes room for the account's figures in a market.
  mutating func touch(_ account: AccountID, _ market: MarketID, at now: Timestamp) {
    let (place, wanted) = (Int(account.index), Int(market.index) + 1)
    if accounts[place].holdings.count < wanted {
      let missing = max(wanted, markets.count) - accounts[place].holdings.count
      accounts[place].holdings.append(contentsOf: repeatElement(Holding(), count: missing))
    }
    accounts[place].holdings[Int(market.index)].updated = now
  }

  /// Puts an order at the end of its level's queue.
  mutating func rest(_ index: Int) {
    let order = orders[index]
    let market = Int(order.market.index)
    let level = markets[market][order.side].ensure(order.price)
    let last = markets[market][order.side].levels[level].tail
    links[index].earlier = last
    links[index].later = -1
    if last >= 0 {
      links[Int(last)].later = Int32(index)
    } else {
      markets[market][order.side].levels[level].head = Int32(index)
    }
    markets[market][order.side].levels[level].tail = Int32(index)
    markets[market][order.side].levels[level].orderQuantity += order.remainingQuantity
    linkToAccount(index)
    if let expiration = order.expiration { expirations.insert(expiration, Int32(index)) }
    noteLevel(order.market, order.side, order.price, delta: order.remainingQuantity)
  }

  /// Takes an order out of its level's queue and the account's list. Sizes are the caller's matter
  /// where the order still has some: they leave the level here.
  mutating func unlink(_ index: Int) {
    let order = orders[index]
    let market = Int(order.market.index)
    let (level, found) = markets[market][order.side].place(of: order.price)
    assert(found, "a resting order has its level")
    let (earlier, later) = (links[index].earlier, links[index].later)
    if earlier >= 0 {
      links[Int(earlier)].later = later
    } else {
      markets[market][order.side].levels[level].head = later
    }
    if later >= 0 {
      links[Int(later)].earlier = earlier
    } else {
      markets[market][order.side].levels[level].tail = earlier
    }
    markets[market][order.side].levels[level].orderQuantity -= order.remainingQuantity
    markets[market][order.side].dropIfVacant(level)
    unlinkFromAccount(index)
  }

  private mutating func linkToAccount(_ index: Int) {
    let (account, market) = (Int(orders[index].account.index), Int(orders[index].market.index))
    let last = accounts[account].holdings[market].tail
    links[index].accountEarlier = last
    links[index].accountLater = -1
    if last >= 0 {
      links[Int(last)].accountLater = Int32(index)
    } else {
      accounts[account].holdings[market].head = Int32(index)
    }
    accounts[account].holdings[market].tail = Int32(index)
    accounts[account].holdings[market].openOrders += 1
  }

  private mutating func unlinkFromAccount(_ index: Int) {
    let (account, market) = (Int(orders[index].account.index), Int(orders[index].market.index))
    let (earlier, later) = (links[index].accountEarlier, links[index].accountLater)
    if earlier >= 0 {
      links[Int(earlier)].accountLater = later
    } else {
      accounts[account].holdings[market].head = later
    }
    if later >= 0 {
      links[Int(later)].accountEarlier = earlier
    } else {
      accounts[account].holdings[market].tail = earlier
    }
    accounts[account].holdings[market].openOrders -= 1
  }

  /// Reports a changed level.
  mutating func noteLevel(
    _ market: MarketID, _ side: BookSide, _ price: Price, delta: Quantity
  ) {
    guard !delta.isZero else { return }
    let quantity = shown(market, side, price)
    events.append(.level(market, side, price, delta: delta, quantity: quantity))
  }

  mutating func dropLevelIfVacant(_ market: MarketID, _ side: BookSide, _ price: Price) {
    let (level, found) = markets[Int(market.index)][side].place(of: price)
    if found { markets[Int(market.index)][side].dropIfVacant(level) }
  }
}
