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
  /// What the numbers of type, multiplier and regime come to.
  public let formula: FeeFormula

  /// - Throws: `FeeUnknown.unsupportedType` for a flat or unknown type.
  public init(
    type: FeeType, multiplier: FeeMultiplier, regime: FeeRegime
  ) throws(FeeUnknown) {
    self.type = type
    self.multiplier = multiplier
    self.regime = regime
    let factor = Int64(multiplier.tenThousandths)
    let taker = FeeFormula.Coefficients(quadratic: 7 * factor, per: 10_000_000_000)
    let step = regime.rounding.feeStep
    let divisor: Int64
    switch type {
    case .quadratic:
      formula = FeeFormula(taker: taker, maker: .none, step: step)
      return
    case .quadraticWithMakerFees: divisor = 4
    case .quadraticWithComboMakerFees: divisor = 2
    case .flat, .unknown: throw .unsupportedType(type)
    }
    let maker: FeeFormula.Coefficients
    switch regime.makerFormula {
    case .quadratic:
      maker = FeeFormula.Coefficients(quadratic: 7 * factor, per: divisor * 10_000_000_000)
    case .flatQuarterCent:
      maker = FeeFormula.Coefficients(perHundredth: 25 * factor, per: 10_000)
    }
    formula = FeeFormula(taker: taker, maker: maker, step: step)
  }

  /// As above with quadratic maker fees.
  public init(
    type: FeeType, multiplier: FeeMultiplier, rounding: FeeRounding
  ) throws(FeeUnknown) {
    try self.init(type: type, multiplier: multiplier, regime: FeeRegime(rounding: rounding))
  }

  /// The trade fee of one fill, see ``FeeFormula/fee(price:quantity:liquidity:)``.
  @inlinable
  public func fee(price: Price, quantity: Quantity, liquidity: Liquidity) -> Money {
    formula.fee(price: price, quantity: quantity, liquidity: liquidity)
  }

  /// The model fee of one contract in dollars, unrounded. For models and reports only: never use it
  /// to reach a cash figure.
  public func marginalFee(price: Price, liquidity: Liquidity) -> Double {
    100 * formula.coefficients(liquidity).exact(price: price) / 1_000_000
  }

  /// The same schedule under the rules of another time.
  public func under(_ regime: FeeRegime) -> FeeSchedule {
    (try? FeeSchedule(type: type, multiplier: multiplier, regime: regime)) ?? self
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
