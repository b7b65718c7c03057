internal import Market

// What the exchange must have at the least while the cash cannot be compared to the cent.
extension Engine {
  /// Orders that have ended lately.
  private static let endedOrders = 64

  /// Holds the exchange's cash against the least that what is under way can leave of ours. Returns
  /// false where another reading must tell.
  ///
  /// A single reading may fall between two changes; two of them in a row stop new risk until one
  /// shows no lack, or until the operator says that the exchange is right.
  func compareLeastCash(
    _ account: AccountState, _ ours: Money, _ outputs: inout ContiguousArray<EngineOutput>
  ) -> Bool {
    guard let bound = leastCash(account, ours) else { return true }
    let lack = account.availableCash - bound.cash
    let isJudgedAsBefore = cashLack == .zero || bound.tolerance <= cashLackTolerance
    guard lack.microDollars <= -100 else {
      lacksCash = false
      // More is under way than when it was missing: that may hide it, and says nothing.
      guard isJudgedAsBefore else { return true }
      cashLack = .zero
      // What was missing is there again.
      if noticedCashDifference >= .zero { cure(.reconciliation, &outputs) }
      return true
    }
    let isRepeated = lacksCash
    lacksCash = true
    guard isRepeated else { return false }
    let isNews = cashLack == .zero
    if isJudgedAsBefore { (cashLack, cashLackTolerance) = (lack, bound.tolerance) }
    guard isNews else { return true }
    outputs.append(.notice(.cashLacks(least: bound.cash, exchange: account.availableCash)))
    trip(.reconciliation, nil, &outputs)
    return true
  }

  /// The least that the exchange must have.
  private struct Bound {
    var cash: Money
    /// What of our count it leaves out because nobody can say whether it is gone: all but payouts
    /// that are due and what the exchange's own record tells.
    var tolerance: Money
  }

  /// Our count less payouts that are due and what was paid out, and less all that may be gone. Nil
  /// where nobody can say.
  private func leastCash(_ account: AccountState, _ ours: Money) -> Bound? {
    // A sale during the reading may be in our count alone.
    guard !hasFills(since: account.readFrom), let known = knownCash(account, ours),
      let tolerance = mayBeGone(account)
    else { return nil }
    return Bound(cash: known - tolerance, tolerance: tolerance)
  }

  /// Our count less payouts that are due, what was known to be missing before, and what the
  /// exchange lists.
  private func knownCash(_ account: AccountState, _ ours: Money) -> Money? {
    var known = ours
    if noticedCashDifference < .zero { known = known + noticedCashDifference }
    for index in states.indices where states[index].awaitsPayout {
      guard let payout = states[index].awaitedPayout else { return nil }
      known = known - payout
    }
    // Trades elsewhere are explained once the two can be compared.
    if let before = otherCashAgreed, let now = account.otherCash, now < before {
      known = known + now - before
    }
    for transfer in newTransfers(account.transfers) where transfer.amount < .zero {
      known = known + transfer.amount - transfer.fee
    }
    return known
  }

  /// What entries on their way can cost, what orders of others can have set aside, and what
  /// positions that differ can have cost.
  private func mayBeGone(_ account: AccountState) -> Money? {
    var gone = account.otherReserved
    for index in states.indices where states[index].differsFromExchange {
      guard let shown = states[index].exchangeShows else { return nil }
      let apart = (shown - states[index].position.quantity).magnitude
      // A dollar at the most, and a fee that is never above what is left of two.
      gone += Price.dollar * apart + Price.dollar * apart
      gone += states[index].costDifference.magnitude + states[index].feesDifference.magnitude
    }
    for place in orders.working.indices where orders.working[place].request.purpose == .entry {
      gone += worstCost(place)
    }
    // What has ended since may have had its money set aside still.
    for order in orders.finished.suffix(Self.endedOrders)
    where (order.endedAt ?? .distantPast) >= account.readFrom {
      if order.request.purpose == .entry {
        gone += mostSetAside(order.request.market, order.request.side, order.price, order.total)
      }
    }
    for resting in account.restingOrders {
      if let id = resting.order, orders.index(of: id) != nil { continue }
      gone += mostSetAside(resting.market, resting.side, resting.price, resting.remaining)
    }
    return gone
  }

  /// What an order can have set aside at the most: its cost, and as much again for its fee, which
  /// is never above it.
  private func mostSetAside(
    _ market: MarketID, _ side: BookSide, _ price: Price, _ quantity: Quantity
  ) -> Money {
    let cost = (side == .bid ? price : price.complement) * quantity
    guard let formula = states[Int(market.index)].feeFormula else { return cost + cost }
    let fee = formula.fee(
      price: price, quantity: Quantity(contracts: 1), liquidity: .taker)
    return cost + Money(microDollars: fee.microDollars * ((quantity.hundredths + 99) / 100))
  }
}
