internal import Market

extension MatchingEngine {
  /// Trades an order against the other side while prices cross.
  ///
  /// At one price the outside size comes first, then the orders by time.
  mutating func match(_ index: Int, at now: Timestamp) {
    let (market, side, limit) = (orders[index].market, orders[index].side, orders[index].price)
    let place = Int(market.index)
    while orders[index].remainingQuantity > .zero {
      let half = side == .bid ? markets[place].asks.bestIndex : markets[place].bids.bestIndex
      guard let level = half, crosses(place, side.opposite, level, limit) else { return }
      let outside = markets[place][side.opposite].levels[level].outsideAvailable
      if outside > .zero {
        let quantity = min(outside, orders[index].remainingQuantity)
        markets[place][side.opposite].levels[level].outsideTaken += quantity
        execute(taker: index, maker: nil, atLevel: level, quantity, now)
        continue
      }
      let maker = Int(markets[place][side.opposite].levels[level].head)
      if orders[maker].account == orders[index].account {
        guard orders[index].selfTradePrevention == .maker else {
          end(index, .selfTrade, at: now)
          return
        }
        cancelResting(maker, .selfTrade, at: now)
        continue
      }
      let quantity = min(orders[maker].remainingQuantity, orders[index].remainingQuantity)
      execute(taker: index, maker: maker, atLevel: level, quantity, now)
    }
  }

  private func crosses(_ market: Int, _ side: BookSide, _ level: Int, _ limit: Price) -> Bool {
    side == .bid
      ? markets[market].bids.levels[level].price >= limit
      : markets[market].asks.levels[level].price <= limit
  }

  /// Books one execution of an arriving order at a level of the other side.
  private mutating func execute(
    taker: Int, maker: Int?, atLevel level: Int, _ quantity: Quantity, _ now: Timestamp
  ) {
    let market = orders[taker].market
    let (side, account) = (orders[taker].side, orders[taker].account)
    let price = markets[Int(market.index)][side.opposite].levels[level].price
    let interest = openLong(market, account, maker.map { orders[$0].account } ?? .outside)
    let takerParty = fillOrder(taker, price, quantity, .taker, now)
    let makerParty =
      maker.map { fillOrder($0, price, quantity, .maker, now) }
      ?? fillOutside(market, side.opposite, price, quantity, now)
    record(market, price, quantity, side, takerParty, makerParty, interest, now)
    if let maker { reduceQueue(maker, by: quantity) }
    noteLevel(market, side.opposite, price, delta: -quantity)
    if orders[taker].remainingQuantity.isZero { finish(taker) }
    if let maker {
      if orders[maker].remainingQuantity.isZero {
        unlink(maker)
        finish(maker)
      }
      settleMargin(orders[maker].account, market, at: now)
    } else {
      dropLevelIfVacant(market, side.opposite, price)
    }
    settleMargin(account, market, at: now)
  }

  /// Fills a resting order against the outside account, which arrives; the order keeps its price.
  mutating func executeAgainstOutside(_ maker: Int, _ quantity: Quantity, _ now: Timestamp) {
    let (market, side) = (orders[maker].market, orders[maker].side)
    let (price, account) = (orders[maker].price, orders[maker].account)
    let interest = openLong(market, account, .outside)
    let makerParty = fillOrder(maker, price, quantity, .maker, now)
    let takerParty = fillOutside(market, side.opposite, price, quantity, now)
    record(market, price, quantity, side.opposite, takerParty, makerParty, interest, now)
    reduceQueue(maker, by: quantity)
    noteLevel(market, side, price, delta: -quantity)
    if orders[maker].remainingQuantity.isZero {
      unlink(maker)
      finish(maker)
    }
    settleMargin(account, market, at: now)
  }

  private mutating func fillOrder(
    _ index: Int, _ price: Price, _ quantity: Quantity, _ liquidity: Liquidity, _ now: Timestamp
  ) -> TradeParty {
    let (account, market, side) = (orders[index].account, orders[index].market, orders[index].side)
    touch(account, market, at: now)
    let fee = charge(index, price, quantity, liquidity)
    let place = (account: Int(account.index), market: Int(market.index))
    let change = accounts[place.account].holdings[place.market].fill(
      side, price, quantity, fee: fee)
    accounts[place.account].cash += change - fee
    collectedFees += fee
    orders[index].filledQuantity += quantity
    orders[index].remainingQuantity -= quantity
    orders[index].lastChange = .traded
    orders[index].updated = now
    if liquidity == .taker {
      orders[index].takerNotional += price * quantity
      orders[index].takerQuantity += quantity
      orders[index].takerFees += fee
    } else {
      orders[index].makerNotional += price * quantity
      orders[index].makerFees += fee
    }
    return TradeParty(
      account: account, order: orders[index].number, fee: fee,
      position: accounts[place.account].holdings[place.market].position)
  }

  private mutating func fillOutside(
    _ market: MarketID, _ side: BookSide, _ price: Price, _ quantity: Quantity, _ now: Timestamp
  ) -> TradeParty {
    touch(.outside, market, at: now)
    accounts[0].cash += accounts[0].holdings[Int(market.index)].fill(
      side, price, quantity, fee: .zero)
    return TradeParty(
      account: .outside, order: nil, fee: .zero,
      position: accounts[0].holdings[Int(market.index)].position)
  }

  /// Contracts that two accounts hold long.
  private func openLong(_ market: MarketID, _ first: AccountID, _ second: AccountID) -> Quantity {
    max(.zero, holding(first, market).position) + max(.zero, holding(second, market).position)
  }

  private mutating func record(
    _ market: MarketID, _ price: Price, _ quantity: Quantity, _ takerSide: BookSide,
    _ taker: TradeParty, _ maker: TradeParty, _ longBefore: Quantity, _ now: Timestamp
  ) {
    let longAfter = max(.zero, taker.position) + max(.zero, maker.position)
    let place = Int(market.index)
    markets[place].openInterest += longAfter - longBefore
    markets[place].volume += quantity
    markets[place].lastPrice = price
    events.append(
      .traded(
        Trade(
          number: TradeNumber(tradeCount), market: market, price: price, quantity: quantity,
          takerSide: takerSide, taker: taker, maker: maker, time: now)))
    tradeCount += 1
  }

  private mutating func reduceQueue(_ index: Int, by quantity: Quantity) {
    let (market, side, price) = (
      Int(orders[index].market.index), orders[index].side, orders[index].price
    )
    let (level, found) = markets[market][side].place(of: price)
    assert(found, "a resting order has its level")
    markets[market][side].levels[level].orderQuantity -= quantity
  }

  /// Marks an order without remaining size as executed.
  private mutating func finish(_ index: Int) {
    orders[index].phase = .executed
    accounts[Int(orders[index].account.index)].openOrders -= 1
  }
}
