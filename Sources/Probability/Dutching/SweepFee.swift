public import Market

/// What the fee of an order that sweeps several levels is: the exchange's formula summed over the
/// levels, then rounded up once for the whole order.
///
/// Source: `quant.md` 3.1. Where fills are rounded each by itself the fee is up to one rounding a
/// fill more.
public struct SweepFee: Hashable, Sendable {
  /// Of the formula rate × contracts × price × (1 − price), in ten-thousandths: 700 for takers.
  public let rate: Int64
  /// What the sum is rounded up to: above zero unless there is no fee.
  public let quantum: Money

  public static let none = SweepFee(rate: 0, quantum: Money(microDollars: 1))

  private init(rate: Int64, quantum: Money) { (self.rate, self.quantum) = (rate, quantum) }

  /// A taker's fee, seven hundredths, rounded up to `quantum`; nil for one that is not above zero
  /// or above a dollar.
  public init?(roundedUpTo quantum: Money) {
    guard quantum > .zero, quantum <= Money(cents: 100) else { return nil }
    self.init(rate: 700, quantum: quantum)
  }

  /// The fee of a level before it is rounded, in millionths of a micro-dollar.
  func part(price: Price, contracts: Int) -> Int64 {
    let yes = Int64(price.tenThousandths)
    return rate * Int64(contracts) * yes * (10_000 - yes)
  }

  /// The fee of an order whose levels have these parts together.
  func fee(of parts: Int64) -> Money {
    let unit = quantum.microDollars * 1_000_000
    return Money(microDollars: (parts + unit - 1) / unit * quantum.microDollars)
  }
}
