public import Market

/// Markets of which at most one comes true, or exactly one: what to buy of both their legs so that
/// the least payout exceeds the cost by the most.
///
/// With n and y contracts of NO and YES a market, the least payout is Σ n − m, m being the largest
/// of n − y, and of nothing where none may come true. For a given m the markets do not depend on
/// each other, and since more contracts never cost less, y = max(0, n − m) is best: so every m is
/// tried, and for each of them every n of each market by itself. That is exact, however fees are
/// rounded. Baskets of YES alone are m = −N, of NO alone m above zero (`quant.md` 3.2 to 3.4).
public struct ExclusiveSet: Hashable, Sendable {
  public let offers: [SetOffers]
  /// Exactly one comes true. Markets that exclude each other need not: none may.
  public let isExhaustive: Bool

  public init(_ offers: [SetOffers], isExhaustive: Bool) {
    (self.offers, self.isExhaustive) = (offers, isExhaustive)
  }

  /// The purchase of largest sure profit; of several the cheapest. Nothing where nothing is gained.
  ///
  /// - Parameter budget: the most that may be spent; nil for no limit.
  /// - Complexity: O(depth × contracts offered as NO); with a budget times that once more.
  public func optimum(budget: Money? = nil) -> DutchPurchase {
    var best = DutchPurchase.nothing(offers.count)
    guard let lowest = offers.map(\.yes.depth).min() else { return best }
    let highest = offers.map(\.no.depth).max() ?? 0
    for most in (isExhaustive ? -lowest : 0)...highest {
      let found = budget.map { purchase(most, $0) } ?? purchase(most)
      if let found, found.isBetter(than: best) { best = found }
    }
    return best
  }

  /// The best purchase with n − y at most `most` everywhere.
  private func purchase(_ most: Int) -> DutchPurchase? {
    var legs: [DutchPurchase.Legs] = []
    var (outlay, contracts) = (Money.zero, 0)
    for offer in offers {
      var best: (profit: Money, legs: DutchPurchase.Legs, cost: Money)?
      for no in 0...offer.no.depth {
        let yes = max(0, no - most)
        guard yes <= offer.yes.depth else { break }
        let cost = offer.no.cost(of: no) + offer.yes.cost(of: yes)
        let profit = Price.dollar * Quantity(contracts: no) - cost
        // Of equals the first is the cheapest.
        if best.map({ profit > $0.profit }) ?? true {
          best = (profit, DutchPurchase.Legs(yes: yes, no: no), cost)
        }
      }
      guard let best else { return nil }
      legs.append(best.legs)
      outlay += best.cost
      contracts += best.legs.no
    }
    return DutchPurchase(legs: legs, outlay: outlay, payout: payout(contracts, most))
  }

  /// The same for at most so much money: by the number of NO contracts, the least that they cost.
  private func purchase(_ most: Int, _ budget: Money) -> DutchPurchase? {
    var least: [Money?] = [.zero]
    // By market: how many of its NO the cheapest way to each sum has.
    var choices: [[Int]] = []
    for offer in offers {
      var next = [Money?](repeating: nil, count: least.count + offer.no.depth)
      var choice = [Int](repeating: 0, count: next.count)
      for no in 0...offer.no.depth {
        let yes = max(0, no - most)
        guard yes <= offer.yes.depth else { break }
        let cost = offer.no.cost(of: no) + offer.yes.cost(of: yes)
        guard cost <= budget else { break }
        for (sum, before) in least.enumerated() {
          guard let before, before + cost <= budget else { continue }
          if next[sum + no].map({ before + cost < $0 }) ?? true {
            next[sum + no] = before + cost
            choice[sum + no] = no
          }
        }
      }
      while next.count > 1, next.last == .some(nil) { next.removeLast() }
      guard next.contains(where: { $0 != nil }) else { return nil }
      least = next
      choices.append(choice)
    }
    var best: (sum: Int, profit: Money, cost: Money)?
    for (sum, cost) in least.enumerated() {
      guard let cost else { continue }
      let profit = payout(sum, most) - cost
      if best.map({ profit > $0.profit || profit == $0.profit && cost < $0.cost }) ?? true {
        best = (sum, profit, cost)
      }
    }
    return best.map { best in
      var (legs, left): ([DutchPurchase.Legs], Int) = ([], best.sum)
      for choice in choices.reversed() {
        let no = choice[left]
        legs.append(DutchPurchase.Legs(yes: max(0, no - most), no: no))
        left -= no
      }
      return DutchPurchase(
        legs: legs.reversed(), outlay: best.cost, payout: payout(best.sum, most))
    }
  }

  private func payout(_ contracts: Int, _ most: Int) -> Money {
    Price.dollar * Quantity(contracts: contracts - most)
  }
}
