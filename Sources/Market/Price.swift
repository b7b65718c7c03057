/// A price of one contract that pays one dollar, in ten-thousandths of a dollar: 0…10 000.
///
/// Integers of this size are the exchange's own finest grid, so every published price is exact.
/// Prices on a market's grid lie strictly between zero and one dollar; the two ends exist for
/// settlement values and for bounds.
public struct Price: Hashable, Comparable, Sendable {
  /// Ten-thousandths of a dollar, 0…10 000.
  public let tenThousandths: Int32

  /// Nothing: what a losing contract pays.
  @inlinable public static var zero: Price { Price(unchecked: 0) }
  /// One dollar: what a winning contract pays.
  @inlinable public static var dollar: Price { Price(unchecked: 10_000) }

  /// Makes a price from a value that is known to be in range.
  ///
  /// - Precondition: `tenThousandths` is in 0…10 000.
  public init(tenThousandths: Int) {
    precondition(
      (0...10_000).contains(tenThousandths), "a price is 0…10 000 ten-thousandths of a dollar")
    self.tenThousandths = Int32(truncatingIfNeeded: tenThousandths)
  }

  /// Makes a price from a value from outside; nil when it is out of range.
  public init?(exactly tenThousandths: Int64) {
    guard (0...10_000).contains(tenThousandths) else { return nil }
    self.tenThousandths = Int32(truncatingIfNeeded: tenThousandths)
  }

  /// Whole cents, 0…100.
  ///
  /// - Precondition: `cents` is in 0…100.
  public init(cents: Int) { self.init(tenThousandths: cents * 100) }

  /// Makes a price without looking, for a reader that checks the range of many values at once and
  /// uses none that is out of it.
  @inlinable
  public init(inRange tenThousandths: Int32) { self.tenThousandths = tenThousandths }

  @inlinable init(unchecked tenThousandths: Int32) { self.tenThousandths = tenThousandths }

  /// The price of the other leg of the same contract: a NO at p is a YES at one dollar less p.
  @inlinable public var complement: Price { Price(unchecked: 10_000 - tenThousandths) }

  /// The price as a probability, for models. Never use it to reach a cash figure.
  public var probability: Double { Double(tenThousandths) / 10_000 }

  @inlinable
  public static func < (left: Price, right: Price) -> Bool {
    left.tenThousandths < right.tenThousandths
  }

  /// The cost of `quantity` contracts at `price`: exact, since 1/10 000 $ × 1/100 contract = 1 µ$.
  @inlinable
  public static func * (price: Price, quantity: Quantity) -> Money {
    Money(microDollars: Int64(price.tenThousandths) * quantity.hundredths)
  }
}

extension Price {
  /// The price a model's probability becomes when we buy: rounded down, against a buyer's optimism.
  ///
  /// Returns nil for a value outside 0…1 or not a number: unknown never trades.
  /// A value less than 10⁻⁹ of a step below a step counts as on it: that much is the arithmetic's
  /// own noise, 0.29 × 10 000 being 2 899.999….
  public init?(roundingDown probability: Double) {
    guard probability >= 0, probability <= 1 else { return nil }
    self.init(unchecked: Int32((probability * 10_000 + 1e-9).rounded(.down)))
  }

  /// The price a model's probability becomes when we sell: rounded up, with the same allowance.
  public init?(roundingUp probability: Double) {
    guard probability >= 0, probability <= 1 else { return nil }
    self.init(unchecked: Int32((probability * 10_000 - 1e-9).rounded(.up)))
  }
}

extension Price: CustomStringConvertible {
  /// Dollars with four decimals, as the exchange writes them: `0.5200`.
  public var description: String { FixedPoint.text(Int64(tenThousandths), decimals: 4) }
}

extension Price: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let value = try container.decode(Int64.self)
    guard let price = Price(exactly: value) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "price \(value) is outside 0…10000")
    }
    self = price
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(tenThousandths)
  }
}
