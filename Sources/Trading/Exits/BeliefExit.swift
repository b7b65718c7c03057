public import Market

/// Sell when the market pays more than the contract is believed to be worth (`quant.md` 8.1).
///
/// Whoever holds to the end pays neither fee nor spread, so a bid must leave more after its fee
/// than the belief. A loss alone is no reason to sell.
public enum BeliefExit {
  /// What a bid leaves of one contract after the fee, in micro-dollars.
  public static func left(bid: Price, fees: FeeFormula, liquidity: Liquidity) -> Int64 {
    let one = Quantity(contracts: 1)
    return (bid * one - fees.fee(price: bid, quantity: one, liquidity: liquidity)).microDollars
  }

  /// Whether a bid is worth taking.
  ///
  /// - Parameter belief: that the held leg pays, 0…1; one that is no number sells nothing.
  public static func isDue(bid: Price, belief: Double, fees: FeeFormula) -> Bool {
    guard belief >= 0, belief <= 1 else { return false }
    return Double(left(bid: bid, fees: fees, liquidity: .taker)) > belief * 1_000_000
  }
}
