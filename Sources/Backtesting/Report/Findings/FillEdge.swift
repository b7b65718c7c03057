internal import Market

/// A fill held against a later value of its contract.
struct FillEdge {
  /// Cents a contract that the value is better than the price, before the fee.
  let cents: Double
  /// The same after the fee.
  let netCents: Double
  /// Contracts filled, above zero.
  let contracts: Double

  /// Nil for a value outside 0...1, and for a fill of nothing.
  init?(_ fill: BacktestFill, at value: Double) {
    guard value >= 0, value <= 1, fill.quantity > .zero else { return nil }
    contracts = Double(fill.quantity.hundredths) / 100
    cents = fill.edgeCents(at: value)
    netCents = cents - Double(fill.fee.microDollars) / 10_000 / contracts
  }
}
