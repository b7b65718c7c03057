/// An instant, in nanoseconds since the Unix epoch. Covers the years 1678 to 2262.
///
/// Time always comes in as input; nothing on floors 1 to 3 that decides anything reads a clock.
public struct Timestamp: Hashable, Comparable, Sendable {
  public let nanoseconds: Int64

  /// Before everything: what an instant is when nothing has happened yet.
  @inlinable public static var distantPast: Timestamp { Timestamp(nanoseconds: .min) }
  /// After everything.
  @inlinable public static var distantFuture: Timestamp { Timestamp(nanoseconds: .max) }

  @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }
  /// Milliseconds since the epoch; saturates at the ends, so that no number from a wire can trap.
  public init(milliseconds: Int64) {
    nanoseconds = Self.saturating(milliseconds, times: 1_000_000)
  }
  /// Seconds since the epoch; saturates at the ends.
  public init(seconds: Int64) { nanoseconds = Self.saturating(seconds, times: 1_000_000_000) }

  /// Whole milliseconds since the epoch, rounded toward the past.
  public var milliseconds: Int64 { floorDivided(by: 1_000_000) }
  /// Whole seconds since the epoch, rounded toward the past.
  public var seconds: Int64 { floorDivided(by: 1_000_000_000) }
  /// The nanoseconds since the last whole second: 0…999 999 999.
  public var nanosecondOfSecond: Int {
    let rest = Int(nanoseconds % 1_000_000_000)
    return rest < 0 ? rest + 1_000_000_000 : rest
  }

  private func floorDivided(by unit: Int64) -> Int64 {
    let quotient = nanoseconds / unit
    return nanoseconds % unit < 0 ? quotient - 1 : quotient
  }

  private static func saturating(_ value: Int64, times unit: Int64) -> Int64 {
    let (product, overflow) = value.multipliedReportingOverflow(by: unit)
    return overflow ? (value < 0 ? .min : .max) : product
  }

  @inlinable
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
  /// The instant `nanoseconds` later; saturates at the ends.
  @inlinable
  public static func + (left: Timestamp, nanoseconds: Int64) -> Timestamp {
    let (sum, overflow) = left.nanoseconds.addingReportingOverflow(nanoseconds)
    return Timestamp(nanoseconds: overflow ? (nanoseconds < 0 ? .min : .max) : sum)
  }
  /// Nanoseconds from `right` to `left`; saturates at the ends.
  @inlinable
  public static func - (left: Timestamp, right: Timestamp) -> Int64 {
    let (difference, overflow) = left.nanoseconds.subtractingReportingOverflow(right.nanoseconds)
    return overflow ? (left > right ? .max : .min) : difference
  }
}

extension Timestamp: Codable {
  public init(from decoder: any Decoder) throws {
    nanoseconds = try decoder.singleValueContainer().decode(Int64.self)
  }
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(nanoseconds)
  }
}
