internal import Market

/// Markets of which each comes true only if the one before does, as "above 50" and "above 60": what
/// to buy of both their legs so that the least payout exceeds the cost by the most.
///
/// Let the first s markets come true. With n and y contracts of NO and YES a market the payout is
/// Σ n less the sum of n − y of those s. For a given most M of these sums the purchase of largest
/// profit is found along the markets, by the sum so far; every M is tried. That is exact, however
/// fees are rounded (`quant.md` 3.4).
public struct NestedSet: Hashable, Sendable {
  /// The market that comes true most easily first.
  public let offers: [SetOffers]

  public init(_ offers: [SetOffers]) { self.offers = offers }

  /// The purchase of largest sure profit; of several the cheapest. Nothing where nothing is gained.
  ///
  /// - Complexity: O(depth³ × markets²), depth being contracts of one leg: for calculations, not
  ///   for what must be quick.
  public func optimum() -> DutchPurchase {
    let nothing = DutchPurchase.nothing(offers.count)
    let gains = offers.map(Gains.init)
    // No set has more than every market's best by itself.
    let bound = gains.reduce(Money.zero) { $0 + $1.largest }
    var best = nothing
    var most = 0
    while most <= offers.reduce(0, { $0 + $1.no.depth }) {
      guard bound - Price.dollar * Quantity(contracts: most) > best.profit else { break }
      let found = purchase(gains, most)
      if found.isBetter(than: best) { best = found }
      most += 1
    }
    return best
  }

  /// By n − y of one market: what Σ n less the costs is at most, and with which legs.
  private struct Gains {
    /// From −(depth of YES) on.
    let byDifference: [(gain: Money, no: Int)]
    let lowest: Int
    let largest: Money

    init(_ offer: SetOffers) {
      lowest = -offer.yes.depth
      byDifference = (-offer.yes.depth...offer.no.depth).map { difference in
        var best: (gain: Money, no: Int)?
        for no in max(0, difference)...offer.no.depth where no - difference <= offer.yes.depth {
          let cost = offer.no.cost(of: no) + offer.yes.cost(of: no - difference)
          let gain = Price.dollar * Quantity(contracts: no) - cost
          if best.map({ gain > $0.gain }) ?? true { best = (gain, no) }
        }
        return best ?? (.zero, 0)
      }
      largest = byDifference.map(\.gain).max() ?? .zero
    }
  }

  /// The best purchase where no sum of n − y exceeds `most`.
  private func purchase(_ gains: [Gains], _ most: Int) -> DutchPurchase {
    let floor = gains.reduce(0) { $0 + $1.lowest }
    let width = most - floor + 1
    var sums = [Int64](repeating: .min, count: width)
    sums[-floor] = 0
    var choices: [[Int32]] = []
    for gain in gains {
      var next = [Int64](repeating: .min, count: width)
      var choice = [Int32](repeating: 0, count: width)
      for from in 0..<width where sums[from] > .min {
        let end = min(gain.byDifference.count, width - from - gain.lowest)
        for place in max(0, -from - gain.lowest)..<max(0, end) {
          let to = from + gain.lowest + place
          let sum = sums[from] + gain.byDifference[place].gain.microDollars
          if sum > next[to] {
            next[to] = sum
            choice[to] = Int32(place)
          }
        }
      }
      sums = next
      choices.append(choice)
    }
    guard let last = sums.indices.max(by: { sums[$0] < sums[$1] }), sums[last] > .min else {
      return .nothing(gains.count)
    }
    return purchase(gains, choices, last, most)
  }

  private func purchase(
    _ gains: [Gains], _ choices: [[Int32]], _ last: Int, _ most: Int
  ) -> DutchPurchase {
    var (place, legs): (Int, [DutchPurchase.Legs]) = (last, [])
    for (gain, choice) in zip(gains, choices).reversed() {
      let difference = gain.lowest + Int(choice[place])
      let no = gain.byDifference[Int(choice[place])].no
      legs.append(DutchPurchase.Legs(yes: no - difference, no: no))
      place -= difference
    }
    legs.reverse()
    let outlay = zip(offers, legs).reduce(Money.zero) {
      $0 + $1.0.yes.cost(of: $1.1.yes) + $1.0.no.cost(of: $1.1.no)
    }
    let contracts = legs.reduce(0) { $0 + $1.no }
    return DutchPurchase(
      legs: legs, outlay: outlay, payout: Price.dollar * Quantity(contracts: contracts - most))
  }
}
