internal import Market

extension MatchingEngine {
  /// The cash that the account's open orders of a market need, with `extra` among them.
  ///
  /// Orders that close a position need none, the best priced ones first: those fill first.
  ///
  /// - Complexity: O(open orders here × those that close).
  private func reserve(
    _ holding: Holding, _ market: Int, excluding excluded: Int = -1, extra: Claim? = nil
  ) -> Money? {
    let closingSide: BookSide = holding.position > .zero ? .ask : .bid
    var closable = holding.position.magnitude
    var total: Money = .zero
    var cursor = holding.head
    while cursor >= 0 {
      let claim = Claim(orders[Int(cursor)])
      if Int(cursor) != excluded, claim.side != closingSide || closable.isZero {
        guard let amount = need(market, claim, claim.quantity) else { return nil }
        total += amount
      }
      cursor = links[Int(cursor)].accountLater
    }
    if let extra, extra.side != closingSide || closable.isZero {
      guard let amount = need(market, extra, extra.quantity) else { return nil }
      total += amount
    }
    guard !closable.isZero else { return total }
    var last: Claim?
    while let next = nextClosing(holding, closingSide, excluded, extra, after: last) {
      let closed = min(closable, next.quantity)
      closable -= closed
      guard let amount = need(market, next, next.quantity - closed) else { return nil }
      total += amount
      last = next
    }
    return total
  }

  /// What opening `quantity` contracts by an order costs at most.
  private func need(_ market: Int, _ claim: Claim, _ quantity: Quantity) -> Money? {
    guard quantity > .zero else { return .zero }
    guard let fee = quote(market, claim.price, quantity, claim.liquidity) else { return nil }
    return (claim.side == .bid ? claim.price : claim.price.complement) * quantity + fee
  }

  /// The order of a side that fills next after `last`: by price, then by number.
  private func nextClosing(
    _ holding: Holding, _ side: BookSide, _ excluded: Int, _ extra: Claim?, after last: Claim?
  ) -> Claim? {
    var best: Claim?
    func consider(_ claim: Claim) {
      guard claim.side == side, last.map({ $0.fills(before: claim) }) ?? true else { return }
      if best.map({ claim.fills(before: $0) }) ?? true { best = claim }
    }
    var cursor = holding.head
    while cursor >= 0 {
      if Int(cursor) != excluded { consider(Claim(orders[Int(cursor)])) }
      cursor = links[Int(cursor)].accountLater
    }
    if let extra { consider(extra) }
    return best
  }

  /// An order as far as cash is concerned.
  private struct Claim {
    var side: BookSide
    var price: Price
    var quantity: Quantity
    var liquidity: Liquidity
    var number: Int32

    init(_ order: OrderState) {
      side = order.side
      price = order.price
      quantity = order.remainingQuantity
      liquidity = .maker
      number = order.number.index
    }

    init(side: BookSide, price: Price, quantity: Quantity, liquidity: Liquidity) {
      self.side = side
      self.price = price
      self.quantity = quantity
      self.liquidity = liquidity
      number = .max
    }

    func fills(before other: Claim) -> Bool {
      if price != other.price { return side == .bid ? price > other.price : price < other.price }
      return number < other.number
    }
  }

  /// Whether the account can pay for a new order.
  func checkFunds(_ request: OrderRequest) throws(Rejection) {
    try checkFunds(
      request.account, request.market,
      Claim(
        side: request.side, price: request.price, quantity: request.quantity,
        liquidity: request.isPostOnly ? .maker : .taker), excluding: -1)
  }

  /// Whether the account can pay for an order as amended.
  func checkFunds(amending index: Int, price: Price, remaining: Quantity) throws(Rejection) {
    let order = orders[index]
    try checkFunds(
      order.account, order.market,
      Claim(side: order.side, price: price, quantity: remaining, liquidity: .taker),
      excluding: index)
  }

  private func checkFunds(
    _ account: AccountID, _ market: MarketID, _ claim: Claim, excluding: Int
  ) throws(Rejection) {
    let holding = holding(account, market)
    guard
      let wanted = reserve(holding, Int(market.index), excluding: excluding, extra: claim)
    else { throw .unknownFee }
    let more = wanted - holding.reserved
    guard more <= .zero || more <= available(account) else { throw .insufficientBalance }
  }

  /// Sets aside anew what the open orders of a market need; call after cancels, which only free
  /// cash.
  mutating func releaseMargin(_ account: AccountID, _ market: MarketID) {
    guard account != .outside else { return }
    let (owner, place) = (Int(account.index), Int(market.index))
    let before = accounts[owner].holdings[place].reserved
    let after = reserve(accounts[owner].holdings[place], place) ?? before
    accounts[owner].holdings[place].reserved = after
    accounts[owner].reserved += after - before
  }

  /// Sets aside anew after trades, and cancels the account's newest orders here while its cash does
  /// not cover them: a position that resting orders were to close may just have been sold
  /// otherwise.
  mutating func settleMargin(_ account: AccountID, _ market: MarketID, at now: Timestamp) {
    guard account != .outside else { return }
    releaseMargin(account, market)
    let (owner, place) = (Int(account.index), Int(market.index))
    while available(account) < .zero, let newest = newestPaid(owner, place) {
      cancelResting(newest, .margin, at: now)
      releaseMargin(account, market)
    }
  }

  /// The account's newest order here that has cash set aside; nil when there is none.
  private func newestPaid(_ account: Int, _ market: Int) -> Int? {
    let holding = accounts[account].holdings[market]
    var cursor = holding.tail
    while cursor >= 0 {
      if let less = reserve(holding, market, excluding: Int(cursor)), less < holding.reserved {
        return Int(cursor)
      }
      cursor = links[Int(cursor)].accountEarlier
    }
    return nil
  }
}
