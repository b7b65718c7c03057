/// A ``FeeSchedule`` as numbers alone: what is computed with for each order.
///
/// The exact fee of a fill is (quadratic × p × (10 000 − p) + perHundredth) × hundredths /
/// denominator micro-dollars, p being the price in 1/10 000 $; see ``FeeSchedule``. Of numbers
/// only, so that a copy costs a few loads and counts no references.
public struct FeeFormula: Hashable, Sendable {
  let taker: Coefficients
  let maker: Coefficients
  /// Micro-dollars to a multiple of which a fee is rounded up.
  let step: Int64

  /// The trade fee of one fill: the exact model fee, rounded up once to the rounding's step.
  ///
  /// What an account is charged can differ by the balance alignment and rebates of
  /// ``FeeAccumulator``. The sign of `quantity` does not matter. A fee beyond Int64 saturates.
  ///
  /// - Complexity: O(1), one division. Does not allocate.
  public func fee(price: Price, quantity: Quantity, liquidity: Liquidity) -> Money {
    coefficients(liquidity).fee(price: price, quantity: quantity, step: step)
  }

  func coefficients(_ liquidity: Liquidity) -> Coefficients {
    liquidity == .taker ? taker : maker
  }

  /// The two numbers of a fee formula, for a quadratic and for a per-contract one.
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
    func fee(price: Price, quantity: Quantity, step: Int64) -> Money {
      let unit = UInt64(denominator) * UInt64(step)
      let product = numerator(price).multipliedFullWidth(by: quantity.hundredths.magnitude)
      let steps: (partialValue: UInt64, overflow: Bool)
      if product.high == 0 {
        // Nearly always; a division of 128 bits is a call and takes several times as long.
        let (quotient, remainder) = product.low.quotientAndRemainder(dividingBy: unit)
        steps = quotient.addingReportingOverflow(remainder > 0 ? 1 : 0)
      } else {
        // The quotient must leave room for the multiplication by `step`, and for its sign.
        guard product.high < unit else { return Money(microDollars: .max) }
        let (quotient, remainder) = unit.dividingFullWidth(product)
        steps = quotient.addingReportingOverflow(remainder > 0 ? 1 : 0)
      }
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
