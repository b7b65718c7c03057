/// An instant, in nanoseconds since the Unix epoch. Covers the years 1678 to 2262.
///
/// Time always comes in as input; nothing on floors 1 to 3 that decides anything reads a clock.
public struct Timestamp: Hashable, Comparable, Sendable {
  public let nanoseconds: Int64

  /// Before everything: what an instant is when nothing has happened yet.
  public static let distantPast = Timestamp(nanoseconds: .min)

  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }
  public init(milliseconds: Int64) { nanoseconds = milliseconds * 1_000_000 }
  public init(seconds: Int64) { nanoseconds = seconds * 1_000_000_000 }

  /// Whole milliseconds since the epoch, rounded toward the past.
  public var milliseconds: Int64 {
    nanoseconds >= 0 ? nanoseconds / 1_000_000 : (nanoseconds - 999_999) / 1_000_000
  }
  /// Whole seconds since the epoch, rounded toward the past.
  public var seconds: Int64 {
    nanoseconds >= 0 ? nanoseconds / 1_000_000_000 : (nanoseconds - 999_999_999) / 1_000_000_000
  }

  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
  /// The instant `nanoseconds` later; saturates at the ends.
  public static func + (left: Timestamp, nanoseconds: Int64) -> Timestamp {
    let (sum, overflow) = left.nanoseconds.addingReportingOverflow(nanoseconds)
    return Timestamp(nanoseconds: overflow ? (nanoseconds < 0 ? .min : .max) : sum)
  }
  /// Nanoseconds from `right` to `left`; saturates at the ends.
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
