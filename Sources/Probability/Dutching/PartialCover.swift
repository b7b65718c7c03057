public import Market

/// Some outcomes of an event and what each is believed to be: the rest is not covered, and all that
/// was spent is lost in it.
///
/// Never a Dutch book: what is found is worth having on average, if the beliefs are right
/// (`quant.md` 3.5).
public struct PartialCover: Hashable, Sendable {
  /// What is bought of each outcome.
  public struct Purchase: Hashable, Sendable {
    public let contracts: [Int]
    public let outlay: Money
    /// In dollars, on average over what may happen.
    public let expectedProfit: Double
  }

  public let offers: [OfferCurve]
  /// Of each outcome, 0…1; together at most 1.
  public let beliefs: [Double]

  /// Nil unless there is a belief for each offer and all of them are probabilities that exclude
  /// each other.
  public init?(_ offers: [OfferCurve], beliefs: [Double]) {
    guard offers.count == beliefs.count, beliefs.allSatisfy({ (0...1).contains($0) }),
      beliefs.reduce(0, +) <= 1 + 1e-9
    else { return nil }
    (self.offers, self.beliefs) = (offers, beliefs)
  }

  /// That one of the outcomes comes true.
  public var coverage: Double { min(1, beliefs.reduce(0, +)) }

  /// The same number of contracts of each outcome, as many as bring the most on average; of several
  /// numbers the smallest.
  public func equalPayout(budget: Money? = nil) -> Purchase {
    var best = Purchase(
      contracts: offers.map { _ in 0 }, outlay: .zero, expectedProfit: 0)
    for count in 0...(offers.map(\.depth).min() ?? 0) {
      let outlay = offers.reduce(Money.zero) { $0 + $1.cost(of: count) }
      if let budget, outlay > budget { break }
      let profit = coverage * Double(count) - dollars(outlay)
      if profit > best.expectedProfit {
        best = Purchase(
          contracts: offers.map { _ in count }, outlay: outlay, expectedProfit: profit)
      }
    }
    return best
  }

  /// As many contracts of each outcome as bring the most on average; of several purchases the
  /// cheapest.
  ///
  /// - Complexity: O(contracts) without a budget; with one O(different outlays × contracts).
  public func largestExpectation(budget: Money? = nil) -> Purchase {
    var front = [Point(outlay: .zero, worth: 0, contracts: [])]
    for (offer, belief) in zip(offers, beliefs) {
      var points: [Point] = []
      for point in front {
        for count in 0...offer.depth {
          let outlay = point.outlay + offer.cost(of: count)
          if let budget, outlay > budget { break }
          points.append(
            Point(
              outlay: outlay, worth: point.worth + belief * Double(count),
              contracts: point.contracts + [count]))
        }
      }
      front = Self.front(of: points, hasBudget: budget != nil)
    }
    let best = front.min {
      ($1.worth - dollars($1.outlay), $0.outlay) < ($0.worth - dollars($0.outlay), $1.outlay)
    }
    guard let best else { return equalPayout(budget: .zero) }
    return Purchase(
      contracts: best.contracts, outlay: best.outlay,
      expectedProfit: best.worth - dollars(best.outlay))
  }

  private struct Point {
    var outlay: Money
    var worth: Double
    var contracts: [Int]
  }

  /// Those than which none is worth as much for less. Without a budget the best one is enough: the
  /// outcomes do not depend on each other.
  private static func front(of points: [Point], hasBudget: Bool) -> [Point] {
    let sorted = points.sorted { ($0.outlay, $1.worth) < ($1.outlay, $0.worth) }
    guard hasBudget else {
      let profit = { (point: Point) in point.worth - dollars(point.outlay) }
      return sorted.reduce(into: []) { best, point in
        if best.first.map({ profit(point) > profit($0) }) ?? true { best = [point] }
      }
    }
    var (front, worth): ([Point], Double) = ([], -1)
    for point in sorted where point.worth > worth {
      front.append(point)
      worth = point.worth
    }
    return front
  }

  private func dollars(_ amount: Money) -> Double { Self.dollars(amount) }

  private static func dollars(_ amount: Money) -> Double { Double(amount.microDollars) / 1e6 }
}
