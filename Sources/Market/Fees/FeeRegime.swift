/// The step to which the exchange keeps an account's balance.
public enum BalancePrecision: UInt8, Hashable, Sendable, Codable {
  /// Direct members, which API accounts are: a hundredth of a cent.
  case direct
  /// Members through a broker: a cent.
  case nonDirect

  /// 100 or 10 000.
  @inlinable
  public var microDollars: Int64 { self == .direct ? 100 : 10_000 }
}

/// How a fill's exact model fee becomes what is charged.
public enum FeeRounding: Hashable, Sendable, Codable {
  /// The rule since 26 August 2026: the trade fee up to a micro-dollar, the balance change down to
  /// the account's precision, rebates in units of that precision.
  case currentMicroDollar(BalancePrecision)
  /// The rule from March to August 2026: the trade fee up to a hundredth of a cent, the balance
  /// change down to the account's precision, rebates in whole cents.
  case centicent(BalancePrecision)
  /// The rule before March 2026: each fill's fee up to a whole cent, no rebate. Also an upper bound
  /// of every later rule, up to the account's precision.
  case legacyCentCeiling
  /// The model fee up to a micro-dollar and nothing else: for comparison, charged by nobody.
  case marginal

  /// The step to which a trade fee is rounded up, in micro-dollars.
  @inlinable
  public var feeStep: Int64 {
    switch self {
    case .currentMicroDollar, .marginal: 1
    case .centicent: 100
    case .legacyCentCeiling: 10_000
    }
  }

  /// The step to which a fill's balance change is rounded down, in micro-dollars; 1 for none.
  @inlinable
  public var balanceStep: Int64 {
    switch self {
    case .currentMicroDollar(let precision), .centicent(let precision): precision.microDollars
    case .legacyCentCeiling, .marginal: 1
    }
  }

  /// The unit of rebates in micro-dollars.
  @inlinable
  public var rebateStep: Int64 {
    switch self {
    case .currentMicroDollar(let precision): precision.microDollars
    case .centicent, .legacyCentCeiling, .marginal: 10_000
    }
  }
}

/// The formula of the maker fee where a series has one.
public enum MakerFormula: UInt8, Hashable, Sendable, Codable {
  /// A share of the taker fee, see ``FeeType``.
  case quadratic
  /// A quarter of a cent for each contract, whatever the price: before 1 July 2025.
  case flatQuarterCent
}

/// The exchange's general fee rules at a time. Series and event terms come on top.
///
/// Implemented, all by the time of the fill, days in US Eastern time:
///
/// | from | maker formula | rounding |
/// |---|---|---|
/// | the beginning | a quarter cent a contract, times the multiplier | cent ceiling |
/// | 1 July 2025 | quadratic | cent ceiling |
/// | 4 March 2026 | quadratic | centicent |
/// | 26 August 2026 | quadratic | micro-dollar |
///
/// 4 March 2026 is the date of the oldest stored copy of the fee rounding page, 26 August 2026 that
/// of the first copy with the present rule; fills recorded in August 2026 all follow the middle
/// rule, none recorded after the 26th was found. The account's precision before March 2026 does not
/// matter: prices and fees were whole cents.
public struct FeeRegime: Hashable, Sendable, Codable {
  public let rounding: FeeRounding
  public let makerFormula: MakerFormula

  public init(rounding: FeeRounding, makerFormula: MakerFormula = .quadratic) {
    self.rounding = rounding
    self.makerFormula = makerFormula
  }

  /// 1 July 2025, midnight in New York: the first instant of quadratic maker fees.
  public static let quadraticMakerStart = Timestamp(seconds: 1_751_342_400)
  /// 4 March 2026, midnight in New York: the first instant of the centicent rule.
  public static let centicentStart = Timestamp(seconds: 1_772_600_400)
  /// 26 August 2026, midnight in New York: the first instant of the present rule.
  public static let microDollarStart = Timestamp(seconds: 1_787_716_800)

  /// The rules for a fill at `time`.
  public static func at(_ time: Timestamp, precision: BalancePrecision = .direct) -> FeeRegime {
    FeeRegime(
      rounding: rounding(at: time, precision: precision),
      makerFormula: time < quadraticMakerStart ? .flatQuarterCent : .quadratic)
  }

  /// The rounding for a fill at `time`.
  public static func rounding(
    at time: Timestamp, precision: BalancePrecision = .direct
  ) -> FeeRounding {
    if time >= microDollarStart { return .currentMicroDollar(precision) }
    return time >= centicentStart ? .centicent(precision) : .legacyCentCeiling
  }
}
