/// What a market charges: a formula that is known, its multiplier and the rounding in force.
///
/// A value of this type always can say its fee: what is unknown is refused at `init`
/// and by ``FeeTerms``. The model fee of C contracts at price P is 0.07 × m × C × P × (1 − P) for a
/// taker; a maker pays none, a quarter or half of it by ``FeeType``. It is the same for YES and NO
/// and for buying and selling, and nothing at zero and one dollar.
///
/// Source: Kalshi fee schedule of 7 July 2026; series and event `fee_type`, `fee_multiplier`.
public struct FeeSchedule: Hashable, Sendable {
  public let type: FeeType
  public let multiplier: FeeMultiplier
  public let regime: FeeRegime
  /// The exact fee is `numeratorScale × p × (10 000 − p) × hundredths / denominatorScale` µ$.
  @usableFromInline let taker: Coefficients
  @usableFromInline let maker: Coefficients

  /// - Throws: `FeeUnknown.unsupportedType` for a flat or unknown type.
  public init(
    type: FeeType, multiplier: FeeMultiplier, regime: FeeRegime
  ) throws(FeeUnknown) {
    self.type = type
    self.multiplier = multiplier
    self.regime = regime
    let factor = Int64(multiplier.tenThousandths)
    taker = Coefficients(quadratic: 7 * factor, per: 10_000_000_000)
    let divisor: Int64
    switch type {
    case .quadratic:
      maker = .none
      return
    case .quadraticWithMakerFees: divisor = 4
    case .quadraticWithComboMakerFees: divisor = 2
    case .flat, .unknown: throw .unsupportedType(type)
    }
    switch regime.makerFormula {
    case .quadratic:
      maker = Coefficients(quadratic: 7 * factor, per: divisor * 10_000_000_000)
    case .flatQuarterCent:
      maker = Coefficients(perHundredth: 25 * factor, per: 10_000)
    }
  }

  /// As above with quadratic maker fees.
  public init(
    type: FeeType, multiplier: FeeMultiplier, rounding: FeeRounding
  ) throws(FeeUnknown) {
    try self.init(type: type, multiplier: multiplier, regime: FeeRegime(rounding: rounding))
  }

  /// The trade fee of one fill: the exact model fee, rounded up once to the rounding's step.
  ///
  /// What an account is charged can differ by the balance alignment and rebates of
  /// ``FeeAccumulator``. The sign of `quantity` does not matter. A fee beyond Int64 saturates.
  ///
  /// - Complexity: O(1), one full-width division. Does not allocate.
  @inlinable
  public func fee(price: Price, quantity: Quantity, liquidity: Liquidity) -> Money {
    let coefficients = liquidity == .taker ? taker : maker
    return coefficients.fee(price: price, quantity: quantity, step: regime.rounding.feeStep)
  }

  /// The model fee of one contract in dollars, unrounded. For models and reports only: never use it
  /// to reach a cash figure.
  public func marginalFee(price: Price, liquidity: Liquidity) -> Double {
    let coefficients = liquidity == .taker ? taker : maker
    return 100 * coefficients.exact(price: price) / 1_000_000
  }

  /// The same schedule under the rules of another time.
  public func under(_ regime: FeeRegime) -> FeeSchedule {
    (try? FeeSchedule(type: type, multiplier: multiplier, regime: regime)) ?? self
  }
}

extension FeeSchedule {
  /// The two numbers of a fee formula, for a quadratic and for a per-contract one.
  @usableFromInline
  struct Coefficients: Hashable, Sendable {
    /// Multiplies p × (10 000 − p) × hundredths.
    let quadratic: Int64
    /// Multiplies hundredths.
    let perHundredth: Int64
    let denominator: Int64

    static let none = Coefficients(quadratic: 0, per: 1)

    init(quadratic: Int64, per denominator: Int64) {
      self.quadratic = quadratic
      perHundredth = 0
      self.denominator = denominator
    }

    init(perHundredth: Int64, per denominator: Int64) {
      quadratic = 0
      self.perHundredth = perHundredth
      self.denominator = denominator
    }

    /// Numerator for one hundredth of a contract; at most 7 × 10^6 × 2.5 × 10^7, which fits.
    private func numerator(_ price: Price) -> UInt64 {
      let p = Int64(price.tenThousandths)
      let isTraded = p > 0 && p < 10_000
      return UInt64(quadratic * p * (10_000 - p) + (isTraded ? perHundredth : 0))
    }

    /// The ceiling of the exact quotient in units of `step` micro-dollars.
    @usableFromInline
    func fee(price: Price, quantity: Quantity, step: Int64) -> Money {
      let unit = UInt64(denominator) * UInt64(step)
      let product = numerator(price).multipliedFullWidth(by: quantity.hundredths.magnitude)
      // The quotient must leave room for the multiplication by `step`, and for its sign.
      guard product.high < unit else { return Money(microDollars: .max) }
      let (quotient, remainder) = unit.dividingFullWidth(product)
      let steps = quotient.addingReportingOverflow(remainder > 0 ? 1 : 0)
      let fee = steps.partialValue.multipliedReportingOverflow(by: UInt64(step))
      guard !steps.overflow, !fee.overflow, let value = Int64(exactly: fee.partialValue) else {
        return Money(microDollars: .max)
      }
      return Money(microDollars: value)
    }

    /// Micro-dollars for one hundredth of a contract, as a model sees it.
    func exact(price: Price) -> Double { Double(numerator(price)) / Double(denominator) }
  }
}

extension FeeSchedule: Codable {
  private enum Key: String, CodingKey { case type, multiplier, regime }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    do {
      try self.init(
        type: container.decode(FeeType.self, forKey: .type),
        multiplier: container.decode(FeeMultiplier.self, forKey: .multiplier),
        regime: container.decode(FeeRegime.self, forKey: .regime))
    } catch let error as FeeUnknown {
      throw DecodingError.dataCorruptedError(
        forKey: .type, in: container, debugDescription: error.description)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(type, forKey: .type)
    try container.encode(multiplier, forKey: .multiplier)
    try container.encode(regime, forKey: .regime)
  }
}
