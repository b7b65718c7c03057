public import Market

/// What the cheapest contracts that are offered of one leg cost, fees included, for every number of
/// them.
public struct OfferCurve: Hashable, Sendable {
  /// No leg has more: the sums of a set stay far inside their range.
  public static let mostContracts = 1_000_000

  /// By the number of contracts, the first is nothing; never falls.
  private let costs: [Money]

  /// Nothing is offered.
  public static let empty = OfferCurve()

  private init() { costs = [.zero] }

  /// - Parameters:
  ///   - levels: in the leg's own prices, ascending, whole contracts; more than
  ///     ``mostContracts`` of them are left out.
  ///   - fee: of the one order that takes them.
  /// - Returns: nil for prices that do not ascend or are not between nothing and a dollar, and for
  ///   a level of less than one contract.
  /// - Complexity: O(contracts).
  public init?(_ levels: [(price: Price, contracts: Int)], fee: SweepFee) {
    var costs = [Money.zero]
    var (cost, parts, last) = (Money.zero, Int64(0), Price.zero)
    for level in levels {
      guard level.price > last, level.price < .dollar, level.contracts > 0 else { return nil }
      last = level.price
      let part = fee.part(price: level.price, contracts: 1)
      for _ in 0..<min(level.contracts, Self.mostContracts + 1 - costs.count) {
        cost += level.price * Quantity(contracts: 1)
        parts += part
        costs.append(cost + fee.fee(of: parts))
      }
    }
    self.costs = costs
  }

  /// Contracts that are offered.
  public var depth: Int { costs.count - 1 }

  /// What so many cost: 0 to ``depth``.
  public func cost(of contracts: Int) -> Money { costs[contracts] }
}
