/// A number of contracts, in hundredths of a contract: the exchange's own granularity.
///
/// Signed, so that one type serves sizes, changes of size and positions (positive: long YES).
public struct Quantity: Hashable, Comparable, Sendable {
  /// Hundredths of a contract.
  public let hundredths: Int64

  @inlinable public static var zero: Quantity { Quantity(hundredths: 0) }
  /// The largest size read from outside, a thousand million contracts. With it a price times a
  /// quantity, and a sum over a whole book, stay far inside Int64.
  @inlinable
  public static var maximum: Quantity { Quantity(hundredths: 100_000_000_000) }

  @inlinable public init(hundredths: Int64) { self.hundredths = hundredths }

  /// Whole contracts.
  public init(contracts: Int) { hundredths = Int64(contracts) * 100 }

  /// The size without its sign.
  public var magnitude: Quantity { Quantity(hundredths: abs(hundredths)) }
  @inlinable public var isZero: Bool { hundredths == 0 }

  @inlinable
  public static func < (left: Quantity, right: Quantity) -> Bool {
    left.hundredths < right.hundredths
  }
  @inlinable
  public static func + (left: Quantity, right: Quantity) -> Quantity {
    Quantity(hundredths: left.hundredths + right.hundredths)
  }
  @inlinable
  public static func - (left: Quantity, right: Quantity) -> Quantity {
    Quantity(hundredths: left.hundredths - right.hundredths)
  }
  @inlinable
  public static prefix func - (value: Quantity) -> Quantity {
    Quantity(hundredths: -value.hundredths)
  }
  @inlinable
  public static func += (left: inout Quantity, right: Quantity) { left = left + right }
  @inlinable
  public static func -= (left: inout Quantity, right: Quantity) { left = left - right }
}

extension Quantity: CustomStringConvertible {
  /// Contracts with two decimals, as the exchange writes them: `10.00`.
  public var description: String { FixedPoint.text(hundredths, decimals: 2) }
}

extension Quantity: Codable {
  public init(from decoder: any Decoder) throws {
    hundredths = try decoder.singleValueContainer().decode(Int64.self)
  }
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(hundredths)
  }
}
