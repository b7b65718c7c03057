/// How many independent one-contract bets it takes to prove an edge from profit alone.
///
/// One-sided test of a mean profit above zero. Source: `quant.md` 10.5, "Power".
public struct SampleSize: Hashable, Sendable {
  /// The edge that is left after the fee, in dollars per contract.
  public let netEdge: Double
  /// The standard deviation of one contract's profit, in dollars.
  public let standardDeviation: Double
  /// Bets needed, not rounded; nil when nothing is left of the edge: no number proves it.
  public let bets: Double?

  /// - Parameters:
  ///   - price: what one contract costs, in dollars, strictly between 0 and 1.
  ///   - edge: by how much the true probability is above the price.
  ///   - fee: of one contract, in dollars; zero or more.
  ///   - significance: the chance, at most, to call no edge one.
  ///   - power: the chance, at least, to find the edge when it is there.
  /// - Throws: ``StatisticsError/notAProbability(_:)`` for a price, a price plus edge, a
  ///   significance or a power that is not strictly between 0 and 1, or a power not above the
  ///   significance;
  ///   `outOfRange` for the fee.
  public init(
    price: Double, edge: Double, fee: Double, significance: Double = 0.05, power: Double = 0.8
  ) throws(StatisticsError) {
    for value in [price, price + edge, significance, power] where !(value > 0 && value < 1) {
      throw .notAProbability(value)
    }
    guard power > significance else { throw .notAProbability(power) }
    guard fee >= 0, fee.isFinite else { throw .outOfRange(fee) }
    let truth = price + edge
    netEdge = edge - fee
    standardDeviation = (truth * (1 - truth)).squareRoot()
    guard netEdge > 0 else {
      bets = nil
      return
    }
    let quantiles = StandardNormal.inverseCDF(power) - StandardNormal.inverseCDF(significance)
    let ratio = quantiles * standardDeviation / netEdge
    bets = (ratio * ratio).isFinite ? ratio * ratio : nil
  }
}
