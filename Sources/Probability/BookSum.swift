/// What the implied probabilities of a two-way line add up to, and what of that can be believed
/// (`quant.md` 1.4.1): the bookmaker's margin on top of 1.
public enum BookSum {
  /// Below it a line is stale or mis-read, above it suspended in all but name. The ends count as
  /// within, whatever the last bit of a quotient says.
  public static let believable = 1.00...1.15
  @usableFromInline static let rounding = 1e-12

  /// Whether two decimal prices, both above 1, can be a bookmaker's line as it stands. Does not
  /// allocate.
  @inlinable
  public static func isBelievable(_ first: Double, _ second: Double) -> Bool {
    let sum = 1 / first + 1 / second
    return sum >= believable.lowerBound - rounding && sum <= believable.upperBound + rounding
  }
}
