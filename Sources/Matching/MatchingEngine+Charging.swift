internal import Market

extension MatchingEngine {
  /// What a single fill would be charged at most, before any rebate; nil where the fee is unknown.
  ///
  /// Set aside with an order. An order that fills in many parts can be charged up to one rounding
  /// step more for each further part; cash may fall below zero by that, and then nothing new opens.
  func quote(
    _ market: Int, _ price: Price, _ quantity: Quantity, _ liquidity: Liquidity
  ) -> Money? {
    guard let fees = markets[market].listing.fees else { return nil }
    let fee = fees.fee(price: price, quantity: quantity, liquidity: liquidity)
    return fee + Money(microDollars: fees.regime.rounding.balanceStep - 1)
  }

  /// Charges one fill of an order: model fee, balance alignment and rebate by the market's rule.
  ///
  mutating func charge(
    _ index: Int, _ price: Price, _ quantity: Quantity, _ liquidity: Liquidity
  ) -> Money {
    guard let fees = markets[Int(orders[index].market.index)].listing.fees else {
      assertionFailure("a market of unknown fee has no orders: see setFees")
      return .zero
    }
    return orders[index].accumulator.charge(
      side: orders[index].side, price: price, quantity: quantity, liquidity: liquidity,
      schedule: fees
    ).net
  }
}
