internal import Glibc

/// One contract that pays a dollar with a believed probability, at what it costs with its fee.
///
/// Fractions are of the bankroll, spent on the contract, fee included. A price without its fee
/// overstates them by about fee/(1 − price): at 0.50 and a belief of 0.53 by more than double.
/// Source: `quant.md` 4.1; Kelly (1956).
public struct KellyBet: Hashable, Sendable {
  /// The probability that the contract pays: 0…1.
  public let belief: Double
  /// Dollars for one contract, fee included: above 0, at most 1.
  public let cost: Double

  /// Nil for a belief that is no probability, and for a cost at which nothing can be won or that
  /// is nothing.
  public init?(belief: Double, cost: Double) {
    guard belief >= 0, belief <= 1, cost > 0, cost < 1 else { return nil }
    self.belief = belief
    self.cost = cost
  }

  /// What a contract is expected to bring over its cost, in dollars.
  public var edge: Double { belief - cost }

  /// The fraction of the bankroll at which the logarithm of wealth grows fastest; 0 without an
  /// edge.
  public var fraction: Double { max(0, (belief - cost) / (1 - cost)) }

  /// Expected growth of log wealth, in nats a bet, when `fraction` of the bankroll is spent.
  /// −infinity where all may be lost.
  public func logGrowth(spending fraction: Double) -> Double {
    let won = belief > 0 ? belief * log1p(fraction * (1 - cost) / cost) : 0
    let lost = belief < 1 ? (1 - belief) * log1p(-fraction) : 0
    return won + lost
  }

  /// The fraction above ``fraction`` at which growth is nothing again: beyond it a bet with an edge
  /// loses in the long run. Nil without an edge, and where all is never lost.
  public var breakevenFraction: Double? {
    guard fraction > 0, fraction < 1 else { return nil }
    var (low, high) = (fraction, 1.0)
    // 200 halvings leave neighbouring numbers; growth falls all the way between the two.
    for _ in 0..<200 {
      let middle = 0.5 * (low + high)
      guard middle > low, middle < high else { break }
      if logGrowth(spending: middle) > 0 { low = middle } else { high = middle }
    }
    return low
  }

  /// Whole contracts that a fraction of Kelly allows, cut to a cap: ⌊min(k f, cap) W / c⌋.
  ///
  /// - Parameters:
  ///   - multiplier: k, above 0 to 1.
  ///   - cap: the most of the bankroll in one market, as a fraction.
  ///   - bankroll: dollars; nothing is bought with less than nothing.
  public func contracts(multiplier: Double, cap: Double, bankroll: Double) -> Int {
    let spent = min(multiplier * fraction, cap) * max(0, bankroll)
    let contracts = (spent / cost).rounded(.down)
    return contracts.isFinite && contracts < 1e15 ? Int(max(0, contracts)) : 0
  }

  /// How many more contracts make log wealth grow fastest when some are held already, as a
  /// continuous number; never below 0.
  ///
  /// - Parameters:
  ///   - cash: dollars free to spend.
  ///   - heldYes: contracts held that pay when this one does.
  ///   - heldNo: contracts held that pay when this one does not.
  public func contracts(cash: Double, heldYes: Double, heldNo: Double) -> Double {
    let (ifWon, ifLost) = (cash + heldYes, cash + heldNo)
    let numerator = belief * (1 - cost) * ifLost - (1 - belief) * cost * ifWon
    return max(0, numerator / (cost * (1 - cost)))
  }
}
