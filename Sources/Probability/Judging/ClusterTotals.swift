public import Market

/// One unit of resampling: an event, or all events of one day.
///
/// Fills of one event win and lose together, so the event (or its day) is drawn whole. A ratio is
/// that of the sums, Σ numerator / Σ denominator; with every denominator 1 it is the mean per unit.
public struct ClusterTotals: Hashable, Sendable {
  /// What the unit adds above the line, such as its profit in dollars.
  public var numerator: Double
  /// What it adds below, such as its contracts or its locked capital; not negative.
  public var denominator: Double

  public init(numerator: Double, denominator: Double = 1) {
    self.numerator = numerator
    self.denominator = denominator
  }

  /// For the profit per contract, in dollars.
  public init(profit: Money, quantity: Quantity) {
    numerator = Double(profit.microDollars) / 1_000_000
    denominator = Double(quantity.hundredths) / 100
  }

  /// For the return on capital, as a share of it.
  public init(profit: Money, capital: Money) {
    numerator = Double(profit.microDollars) / 1_000_000
    denominator = Double(capital.microDollars) / 1_000_000
  }

  /// The totals of each cluster, by rising key: items with the same key are one cluster.
  ///
  /// - Complexity: O(n log n).
  public static func grouped<Item, Key: Comparable>(
    _ items: [Item], by key: (Item) -> Key, totals: (Item) -> ClusterTotals
  ) -> [ClusterTotals] {
    let keys = items.map(key)
    let order = items.indices.sorted { left, right in
      keys[left] == keys[right] ? left < right : keys[left] < keys[right]
    }
    var result: [ClusterTotals] = []
    var last: Key?
    for place in order {
      let own = totals(items[place])
      if last == keys[place], let index = result.indices.last {
        result[index].numerator += own.numerator
        result[index].denominator += own.denominator
      } else {
        result.append(own)
        last = keys[place]
      }
    }
    return result
  }
}
