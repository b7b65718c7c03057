internal import Glibc

/// Kelly stakes over outcomes of which at most one comes true.
///
/// The stakes of one event hedge each other, so outcomes without an edge of their own may be worth
/// buying. Source: Smoczynski and Tomkins (2010); `quant.md` 4.3.
public struct ExclusiveKelly: Hashable, Sendable {
  /// The part of the bankroll to spend on each outcome, in the order given.
  public let fractions: [Double]
  /// What is left of each dollar where no bought outcome comes true.
  public let reserveRate: Double

  /// - Parameters:
  ///   - beliefs: that each outcome comes true; their sum is at most 1, what is missing is that
  ///     none does.
  ///   - costs: dollars for a contract of each, fee included, between 0 and 1.
  /// - Returns: nil for lists of different lengths, for numbers out of range, and where the costs
  ///   of outcomes that cover everything come to less than a dollar: that is arbitrage, no bet.
  public init?(beliefs: [Double], costs: [Double]) {
    guard beliefs.count == costs.count, beliefs.allSatisfy({ $0 >= 0 && $0 <= 1 }),
      costs.allSatisfy({ $0 > 0 && $0 < 1 })
    else { return nil }
    let believed = beliefs.reduce(0, +)
    guard believed <= 1 + 1e-9 else { return nil }
    // Best value first; equal values in the order given.
    let order = beliefs.indices.sorted {
      let (left, right) = (beliefs[$0] * costs[$1], beliefs[$1] * costs[$0])
      return left != right ? left > right : $0 < $1
    }
    var (left, unpaid) = (1.0, 1.0)
    var rate = 1.0
    var taken: [Int] = []
    for place in order {
      guard beliefs[place] > rate * costs[place] else { break }
      left -= beliefs[place]
      unpaid -= costs[place]
      guard unpaid > 0 else { return nil }
      taken.append(place)
      rate = max(0, left / unpaid)
    }
    var fractions = beliefs.map { _ in 0.0 }
    for place in taken { fractions[place] = max(0, beliefs[place] - rate * costs[place]) }
    self.fractions = fractions
    reserveRate = rate
  }
}
