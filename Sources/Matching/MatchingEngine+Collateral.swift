internal import Market

extension MatchingEngine {
  /// The cash that the account's open orders of a market need, if `extra` were the last of them.
  ///
  /// Orders that close a position need none, the oldest ones first: a better priced order that opens
  /// may fill before them, but then it is the one that closes, and it had more set aside per contract.
  private func reserve(
    _ holding: Holding, _ market: Int, excluding excluded: Int = -1, extra: Claimed? = nil
  ) -> Money? {
    var total: Money = .zero
    var closable = holding.position.magnitude
    let closingSide: BookSide = holding.position > .zero ? .ask : .bid
    func need(_ claimed: Claimed) -> Money? {
      var opening = claimed.quantity
      if claimed.side == closingSide {
        let closed = min(closable, opening)
        closable -= closed
        opening -= closed
      }
      guard opening > .zero else { return .zero }
      let leg = claimed.side == .bid ? claimed.price : claimed.price.complement
      guard let fee = quote(market, claimed.price, opening, claimed.liquidity) else { return nil }
      return leg * opening + fee
    }
    var cursor = holding.head
    while cursor >= 0 {
      let order = orders[Int(cursor)]
      if Int(cursor) != excluded {
        guard
          let amount = need(
            Claimed(
              side: order.side, price: order.price, quantity: order.remainingQuantity,
              liquidity: .maker))
        else { return nil }
        total += amount
      }
      cursor = links[Int(cursor)].accountLater
    }
    if let extra {
      guard let amount = need(extra) else { return nil }
      total += amount
    }
    return total
  }

  /// An order as far as cash is concerned.
  private struct Claimed {
    var side: BookSide
    var price: Price
    var quantity: Quantity
    var liquidity: Liquidity
  }

  /// Whether the account can pay for a new order.
  func checkFunds(_ request: OrderRequest) throws(Rejection) {
    try checkFunds(
      request.account, request.market,
      Claimed(
        side: request.side, price: request.price, quantity: request.quantity,
        liquidity: request.isPostOnly ? .maker : .taker), excluding: -1)
  }

  /// Whether the account can pay for an order as amended.
  func checkFunds(amending index: Int, price: Price, remaining: Quantity) throws(Rejection) {
    let order = orders[index]
    try checkFunds(
      order.account, order.market,
      Claimed(side: order.side, price: price, quantity: remaining, liquidity: .taker),
      excluding: index)
  }

  private func checkFunds(
    _ account: AccountID, _ market: MarketID, _ claimed: Claimed, excluding: Int
  ) throws(Rejection) {
    let holding = holding(account, market)
    guard
      let wanted = reserve(holding, Int(market.index), excluding: excluding, extra: claimed)
    else { throw .unknownFee }
    let more = wanted - holding.reserved
    guard more <= .zero || more <= available(account) else { throw .insufficientBalance }
  }

  /// Sets aside anew what the open orders of a market need; call after cancels, which only free cash.
  mutating func releaseMargin(_ account: AccountID, _ market: MarketID) {
    guard account != .outside else { return }
    let (owner, place) = (Int(account.index), Int(market.index))
    let before = accounts[owner].holdings[place].reserved
    let after = reserve(accounts[owner].holdings[place], place) ?? before
    accounts[owner].holdings[place].reserved = after
    accounts[owner].reserved += after - before
  }

  /// Sets aside anew after trades, and cancels the account's newest orders here while its cash does
  /// not cover them: a position that resting orders were to close may just have been sold otherwise.
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
