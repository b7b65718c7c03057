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
    guard let least = leastCash(account, ours) else { return true }
    let lack = account.availableCash - least
    guard lack.microDollars <= -100 else {
      lacksCash = false
      cashLack = .zero
      // What was missing is there again.
      if noticedCashDifference >= .zero { cure(.reconciliation, &outputs) }
      return true
    }
    let isRepeated = lacksCash
    lacksCash = true
    guard isRepeated else { return false }
    let isNews = cashLack == .zero
    cashLack = lack
    guard isNews else { return true }
    outputs.append(.notice(.cashLacks(least: least, exchange: account.availableCash)))
    trip(.reconciliation, nil, &outputs)
    return true
  }

  /// Our count less payouts that are due, what entries on their way can cost, what orders of others
  /// can have set aside, what positions that differ can have cost, and what was paid out. Nil where
  /// nobody can say.
  private func leastCash(_ account: AccountState, _ ours: Money) -> Money? {
    // A sale during the reading may be in our count alone.
    guard !hasFills(since: account.readFrom) else { return nil }
    var least = ours - account.otherReserved
    if noticedCashDifference < .zero { least = least + noticedCashDifference }
    for index in states.indices {
      if states[index].awaitsPayout {
        guard let payout = states[index].awaitedPayout else { return nil }
        least = least - payout
      }
      guard states[index].differsFromExchange else { continue }
      guard let shown = states[index].exchangeShows else { return nil }
      let apart = (shown - states[index].position.quantity).magnitude
      // A dollar at the most, and a fee that is never above what is left of two.
      least = least - Price.dollar * apart - Price.dollar * apart
      least = least - states[index].costDifference.magnitude
      least = least - states[index].feesDifference.magnitude
    }
    for place in orders.working.indices where orders.working[place].request.purpose == .entry {
      least = least - worstCost(place)
    }
    // What has ended since may have had its money set aside still.
    for order in orders.finished.suffix(Self.endedOrders)
    where (order.endedAt ?? .distantPast) >= account.readFrom {
      if order.request.purpose == .entry {
        least =
          least - mostSetAside(order.request.market, order.request.side, order.price, order.total)
      }
    }
    for resting in account.restingOrders {
      if let id = resting.order, orders.index(of: id) != nil { continue }
      least = least - mostSetAside(resting.market, resting.side, resting.price, resting.remaining)
    }
    // Trades elsewhere are explained once the two can be compared.
    if let before = otherCashAgreed, let now = account.otherCash, now < before {
      least = least + now - before
    }
    for transfer in newTransfers(account.transfers) where transfer.amount < .zero {
      least = least + transfer.amount - transfer.fee
    }
    return least
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
