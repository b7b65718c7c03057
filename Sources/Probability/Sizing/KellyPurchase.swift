internal import Glibc
public import Market

/// The whole number of contracts whose purchase makes expected log wealth largest, exactly: every
/// level of the book and every rounding of a fee counted by the caller's own cost.
///
/// Source: `quant.md` 4.1.
public struct KellyPurchase: Hashable, Sendable {
  public let contracts: Int
  /// Their cost, fees included.
  public let outlay: Money
  /// Expected log wealth over that of buying nothing, in nats.
  public let logGain: Double

  static let nothing = KellyPurchase(contracts: 0, outlay: .zero, logGain: 0)

  /// Finds the optimum; of several the smallest. Nothing where nothing is gained.
  ///
  /// The gain is concave in the count but for the rounding of fees, so the search halves by
  /// differences wider than rounding can blur, then tries every count that is left.
  ///
  /// - Parameters:
  ///   - belief: the probability that a contract pays a dollar: 0…1.
  ///   - bankroll: wealth now; nothing is bought without any.
  ///   - most: as many as there are.
  ///   - outlay: the cost of so many contracts, fees included: grows with the count, and by no less
  ///     for each further one but for rounding.
  /// - Complexity: O(log `most` + √(bankroll in dollars)) calls of `outlay`. Does not allocate.
  public static func optimum(
    belief: Double, bankroll: Money, most: Int, outlay: (Int) -> Money
  ) -> KellyPurchase {
    guard belief >= 0, belief <= 1, bankroll > .zero, most > 0 else { return nothing }
    let wealth = Double(bankroll.microDollars)
    func gain(_ contracts: Int) -> Double {
      let cost = Double(outlay(contracts).microDollars)
      let won = belief > 0 ? belief * log1p((Double(contracts) * 1e6 - cost) / wealth) : 0
      guard belief < 1 else { return won }
      return cost < wealth ? won + (1 - belief) * log1p(-cost / wealth) : -.infinity
    }
    let affordable = affordable(bankroll, most, outlay)
    guard affordable > 0 else { return nothing }
    let window = window(wealth / 1e6, Double(outlay(1).microDollars) / 1e6)
    var (low, high) = (0, affordable)
    while high - low > 8 * window {
      let middle = low + (high - low) / 2
      if gain(middle + window) > gain(middle) {
        low = middle - window
      } else {
        high = middle + 2 * window
      }
    }
    var best = (contracts: 0, gain: 0.0)
    for contracts in low...high {
      let gain = gain(contracts)
      if gain > best.gain { best = (contracts, gain) }
    }
    guard best.contracts > 0 else { return nothing }
    return KellyPurchase(
      contracts: best.contracts, outlay: outlay(best.contracts), logGain: best.gain)
  }

  /// The most that the bankroll pays for.
  private static func affordable(_ bankroll: Money, _ most: Int, _ outlay: (Int) -> Money) -> Int {
    guard outlay(most) > bankroll else { return most }
    var (low, high) = (0, most)
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if outlay(middle) > bankroll { high = middle } else { low = middle }
    }
    return low
  }

  /// How far around the optimum rounding to a whole cent can put another count on top: where
  /// c(1 − c) n² / 2W is below a cent.
  private static func window(_ dollars: Double, _ cost: Double) -> Int {
    let spread = max(1e-3, cost * (1 - cost))
    return 2 + Int(min(1e6, (0.04 * dollars / spread).squareRoot()))
  }
}
