/// An amount of cash in micro-dollars. Signed; positive is ours.
///
/// A price times a quantity is a whole number of micro-dollars, so no cash figure is rounded except
/// by a named fee or grid rule.
public struct Money: Hashable, Comparable, Sendable {
  /// Millionths of a dollar.
  public let microDollars: Int64

  @inlinable public static var zero: Money { Money(microDollars: 0) }

  @inlinable public init(microDollars: Int64) { self.microDollars = microDollars }

  /// Whole cents.
  public init(cents: Int) { microDollars = Int64(cents) * 10_000 }

  /// The amount without its sign.
  public var magnitude: Money { Money(microDollars: abs(microDollars)) }

  @inlinable
  public static func < (left: Money, right: Money) -> Bool {
    left.microDollars < right.microDollars
  }
  @inlinable
  public static func + (left: Money, right: Money) -> Money {
    Money(microDollars: left.microDollars + right.microDollars)
  }
  @inlinable
  public static func - (left: Money, right: Money) -> Money {
    Money(microDollars: left.microDollars - right.microDollars)
  }
  @inlinable
  public static prefix func - (value: Money) -> Money {
    Money(microDollars: -value.microDollars)
  }
  @inlinable
  public static func += (left: inout Money, right: Money) { left = left + right }
  @inlinable
  public static func -= (left: inout Money, right: Money) { left = left - right }
}

extension Money: CustomStringConvertible {
  /// Dollars with six decimals: `-12.500000`.
  public var description: String { FixedPoint.text(microDollars, decimals: 6) }
}

extension Money: Codable {
  public init(from decoder: any Decoder) throws {
    microDollars = try decoder.singleValueContainer().decode(Int64.self)
  }
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(microDollars)
  }
}
