/// What a bootstrap computes of the units it has drawn.
public enum BootstrapStatistic: Hashable, Sendable, CaseIterable {
  /// Σ numerator: total profit.
  case total
  /// Σ numerator / Σ denominator: profit per contract, return on capital; the mean where every
  /// denominator is 1.
  case ratio
}
