public import Market

extension MatchingEngine {
  public var marketCount: Int { markets.count }
  public var accountCount: Int { accounts.count }
  public var orderCount: Int { orders.count }
  public var tradesExecuted: Int64 { tradeCount }

  /// The order of that number; nil when there is none.
  public func order(_ number: OrderNumber) -> OrderState? {
    orders.indices.contains(Int(number.index)) ? orders[Int(number.index)] : nil
  }

  /// What the account has in a market; all zero where it never traded.
  public func holding(_ account: AccountID, _ market: MarketID) -> Holding {
    guard isKnown(account), market.index >= 0 else { return Holding() }
    let holdings = accounts[Int(account.index)].holdings
    return Int(market.index) < holdings.count ? holdings[Int(market.index)] : Holding()
  }

  /// All cash of the account, set aside or not; zero for an unknown account.
  public func cash(_ account: AccountID) -> Money {
    isKnown(account) ? accounts[Int(account.index)].cash : .zero
  }

  /// Cash set aside for resting orders.
  public func reserved(_ account: AccountID) -> Money {
    isKnown(account) ? accounts[Int(account.index)].reserved : .zero
  }

  /// What new orders may use.
  public func available(_ account: AccountID) -> Money { cash(account) - reserved(account) }

  /// Open orders of the account in all markets.
  public func openOrderCount(_ account: AccountID) -> Int {
    isKnown(account) ? accounts[Int(account.index)].openOrders : 0
  }

  /// Whether the market takes orders; nil for an unknown one.
  public func phase(_ market: MarketID) -> MarketPhase? {
    isKnown(market) ? markets[Int(market.index)].phase : nil
  }

  /// The market's grid and fees; nil for an unknown one.
  public func listing(_ market: MarketID) -> ListedMarket? {
    isKnown(market) ? markets[Int(market.index)].listing : nil
  }

  /// Contracts held long, which equals those held short.
  public func openInterest(_ market: MarketID) -> Quantity {
    isKnown(market) ? markets[Int(market.index)].openInterest : .zero
  }

  /// Contracts traded so far.
  public func volume(_ market: MarketID) -> Quantity {
    isKnown(market) ? markets[Int(market.index)].volume : .zero
  }

  /// The price of the last trade; nil before the first.
  public func lastPrice(_ market: MarketID) -> Price? {
    isKnown(market) ? markets[Int(market.index)].lastPrice : nil
  }

  /// The best price of a side and the size shown there.
  public func best(_ market: MarketID, _ side: BookSide) -> BookLevel? {
    guard isKnown(market) else { return nil }
    let half = markets[Int(market.index)][side]
    return half.bestIndex.map {
      BookLevel(price: half.levels[$0].price, quantity: half.levels[$0].shown)
    }
  }

  /// The shown levels of a side, best first, at most `limit` of them.
  public func levels(_ market: MarketID, _ side: BookSide, limit: Int = .max) -> [BookLevel] {
    guard isKnown(market) else { return [] }
    var shown: [BookLevel] = []
    for level in markets[Int(market.index)][side].levels.reversed()
    where level.shown > .zero && shown.count < limit {
      shown.append(BookLevel(price: level.price, quantity: level.shown))
    }
    return shown
  }

  /// The size shown at one price.
  public func shown(_ market: MarketID, _ side: BookSide, _ price: Price) -> Quantity {
    guard isKnown(market) else { return .zero }
    let half = markets[Int(market.index)][side]
    let (index, found) = half.place(of: price)
    return found ? half.levels[index].shown : .zero
  }

  /// Contracts ahead of a resting order at its price; nil when it does not rest.
  ///
  /// - Complexity: O(orders ahead).
  public func queuePosition(_ number: OrderNumber) -> Quantity? {
    guard let order = order(number), order.phase == .resting else { return nil }
    let half = markets[Int(order.market.index)][order.side]
    let (index, found) = half.place(of: order.price)
    guard found else { return nil }
    var ahead = half.levels[index].outsideAvailable
    var cursor = links[Int(number.index)].earlier
    while cursor >= 0 {
      ahead += orders[Int(cursor)].remainingQuantity
      cursor = links[Int(cursor)].earlier
    }
    return ahead
  }

  /// The account's open orders of a market, oldest first.
  public func openOrders(_ account: AccountID, _ market: MarketID) -> [OrderNumber] {
    var numbers: [OrderNumber] = []
    var cursor = holding(account, market).head
    while cursor >= 0 {
      numbers.append(OrderNumber(Int(cursor)))
      cursor = links[Int(cursor)].accountLater
    }
    return numbers
  }

  /// The markets in which the account has open orders or a position, by id.
  public func touchedMarkets(_ account: AccountID) -> [MarketID] {
    guard isKnown(account) else { return [] }
    let holdings = accounts[Int(account.index)].holdings
    return holdings.indices.filter { holdings[$0].updated != .distantPast }.map { MarketID($0) }
  }

  /// Σ cash over all accounts + a dollar per open contract + fees taken. Only deposits change it.
  ///
  /// - Complexity: O(accounts + markets).
  public var conservedTotal: Money {
    var total = collectedFees
    for account in accounts { total += account.cash }
    for market in markets { total += Price.dollar * market.openInterest }
    return total
  }
}
