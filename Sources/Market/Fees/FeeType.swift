/// How a series charges fees, as the exchange names it.
public enum FeeType: Hashable, Sendable {
  /// Taker 0.07 × C × P × (1 − P), maker nothing.
  case quadratic
  /// The same with a maker fee of a quarter of it.
  case quadraticWithMakerFees
  /// The same with a maker fee of half of it: parlays since 20 August 2026.
  case quadraticWithComboMakerFees
  /// By a table that the exchange does not publish with the market: nothing trades on it.
  case flat
  /// A name that was not known when this was written: nothing trades on it.
  case unknown(String)

  /// Reads the exchange's `fee_type`; never fails, see ``unknown(_:)``.
  public init(wireName: String) {
    switch wireName {
    case "quadratic": self = .quadratic
    case "quadratic_with_maker_fees": self = .quadraticWithMakerFees
    case "quadratic_with_combo_maker_fees": self = .quadraticWithComboMakerFees
    case "flat": self = .flat
    default: self = .unknown(wireName)
    }
  }

  /// The exchange's own spelling.
  public var wireName: String {
    switch self {
    case .quadratic: "quadratic"
    case .quadraticWithMakerFees: "quadratic_with_maker_fees"
    case .quadraticWithComboMakerFees: "quadratic_with_combo_maker_fees"
    case .flat: "flat"
    case .unknown(let name): name
    }
  }
}

extension FeeType: Codable {
  public init(from decoder: any Decoder) throws {
    self.init(wireName: try decoder.singleValueContainer().decode(String.self))
  }
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wireName)
  }
}

/// A series' fee multiplier, exact, in ten-thousandths: 10 000 is one. Seen: 1, 0.5 and 0.
public struct FeeMultiplier: Hashable, Sendable {
  /// 0…``maximumTenThousandths``.
  public let tenThousandths: Int32

  /// A hundred times the usual fee; more is refused as an error of the source.
  public static let maximumTenThousandths: Int32 = 1_000_000

  public static let zero = FeeMultiplier(unchecked: 0)
  public static let one = FeeMultiplier(unchecked: 10_000)

  private init(unchecked tenThousandths: Int32) { self.tenThousandths = tenThousandths }

  /// Nil outside 0…``maximumTenThousandths``.
  public init?(tenThousandths: Int64) {
    guard (0...Int64(Self.maximumTenThousandths)).contains(tenThousandths) else { return nil }
    self.tenThousandths = Int32(tenThousandths)
  }

  /// The number as JSON carries it; nil unless it is the closest Double to a decimal of at most
  /// four places in range. Nothing is rounded.
  public init?(exactly value: Double) {
    guard value >= 0, value <= Double(Self.maximumTenThousandths) / 10_000 else { return nil }
    let scaled = (value * 10_000).rounded()
    guard scaled / 10_000 == value else { return nil }
    self.init(tenThousandths: Int64(scaled))
  }

  /// Decimal text; nil when it has more than four places or is out of range.
  public init?(text: some StringProtocol) {
    guard let value = FixedPoint.parse(text, decimals: 4) else { return nil }
    self.init(tenThousandths: value)
  }
}

extension FeeMultiplier: CustomStringConvertible {
  /// `0.5000`.
  public var description: String { FixedPoint.text(Int64(tenThousandths), decimals: 4) }
}

extension FeeMultiplier: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let value = try container.decode(Int64.self)
    guard let multiplier = FeeMultiplier(tenThousandths: value) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "fee multiplier \(value)/10000 is out of range")
    }
    self = multiplier
  }
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(tenThousandths)
  }
}

/// Why a fee cannot be known. What has no known fee is not traded.
public enum FeeUnknown: Error, Hashable, Sendable {
  /// Neither the event nor the series states a fee type.
  case missingType
  /// Neither the event nor the series states a multiplier.
  case missingMultiplier
  /// A fee type without a published formula.
  case unsupportedType(FeeType)
  /// A multiplier that is not a decimal of at most four places in range.
  case badMultiplier(String)
}

extension FeeUnknown: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missingType: "no fee_type from event or series; the market is not traded"
    case .missingMultiplier: "no fee_multiplier from event or series; the market is not traded"
    case .unsupportedType(let type):
      "fee_type \"\(type.wireName)\" has no known formula; the market is not traded"
    case .badMultiplier(let text):
      "fee_multiplier \(text) is not a decimal of four places from 0 to 100"
    }
  }
}
