/// A number as strikes have it, exact to the millionth: 0.1, 7, -25000.
public struct StrikeNumber: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let millionths: Int64
  private static let unit: Int64 = 1_000_000

  public init(millionths: Int64) { self.millionths = millionths }

  /// Nil for what is no finite number of at most a million millions, or is finer than a millionth.
  public init?(_ value: Double) {
    let scaled = value * 1e6
    guard value.isFinite, abs(value) <= 1e12, abs(scaled - scaled.rounded()) < 1e-3 else {
      return nil
    }
    millionths = Int64(scaled.rounded())
  }

  /// Reads digits as people write them: `1,250`, `-0.5`, `7.0`. Nil for anything else.
  init?(digits: Substring) {
    var text = digits.filter { $0 != "," }[...]
    let isNegative = text.first == "-" || text.first == "\u{2212}"
    if isNegative { text = text.dropFirst() }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let whole = Int64(parts[0]), whole <= 1_000_000_000_000
    else { return nil }
    var fraction: Int64 = 0
    if parts.count == 2 {
      guard (1...6).contains(parts[1].count), let tail = Int64(parts[1]), tail >= 0 else {
        return nil
      }
      fraction = tail
      for _ in parts[1].count..<6 { fraction *= 10 }
    }
    let size = whole * Self.unit + fraction
    millionths = isNegative ? -size : size
  }

  public static func < (left: StrikeNumber, right: StrikeNumber) -> Bool {
    left.millionths < right.millionths
  }

  /// The largest number of steps that is not above it.
  func steps(of step: StrikeNumber) -> Int64 {
    let (quotient, rest) = millionths.quotientAndRemainder(dividingBy: step.millionths)
    return rest < 0 ? quotient - 1 : quotient
  }

  /// Whether it is a whole number of steps.
  func isWhole(in step: StrikeNumber) -> Bool { millionths % step.millionths == 0 }

  /// So many steps.
  static func * (count: Int64, step: StrikeNumber) -> StrikeNumber {
    StrikeNumber(millionths: count * step.millionths)
  }

  public var description: String {
    let size = millionths.magnitude
    var fraction = String(size % UInt64(Self.unit))
    fraction = String(repeating: "0", count: 6 - fraction.count) + fraction
    while fraction.last == "0" { fraction.removeLast() }
    let sign = millionths < 0 ? "-" : ""
    return sign + String(size / UInt64(Self.unit)) + (fraction.isEmpty ? "" : "." + fraction)
  }
}
