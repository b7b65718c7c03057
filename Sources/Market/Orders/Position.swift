/// Why a fill cannot be booked. The position is unchanged.
public enum PositionError: Error, Hashable, Sendable {
  /// A fill of nothing or less.
  case badQuantity(Quantity)
  /// The position or a sum of cash would leave its range.
  case outOfRange
}

extension PositionError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .badQuantity(let quantity): "a fill of \(quantity) contracts; a fill is above zero"
    case .outOfRange: "position or cash beyond range; reconcile with the exchange"
    }
  }
}

/// What we hold in one market and what it cost, exactly.
///
/// YES and NO net at once, as on the exchange: buying NO while long YES sells YES. Positive is long
/// YES, negative long NO. Money is counted in the leg that is held: opening a long NO position at a
/// YES price p costs one dollar less p a contract, closing it again at p' returns one dollar less
/// p'. Collateral and proceeds are then what the exchange debits and credits.
///
/// Nothing is lost to rounding. A partial close releases its share of the cost basis, rounded *up*
/// to a micro-dollar where it does not divide; so profit is never shown before it is certain, the
/// rest stays in the basis, and a full close releases all of it. At every moment
///
///     cash flow = realised profit − cost basis        (fees apart)
public struct Position: Hashable, Sendable, Codable {
  /// No position is larger: a thousand million contracts.
  public static let maximum = Quantity.maximum

  /// Contracts held, positive for YES, negative for NO.
  public private(set) var quantity: Quantity
  /// What the contracts held cost; never negative, zero when nothing is held.
  public private(set) var costBasis: Money
  /// Proceeds of what was closed or settled less its cost, fees apart.
  public private(set) var realised: Money
  /// Every cash movement of fills and settlement, signed, fees apart.
  public private(set) var cashFlow: Money
  /// Fees paid, positive.
  public private(set) var fees: Money

  public init() {
    quantity = .zero
    costBasis = .zero
    realised = .zero
    cashFlow = .zero
    fees = .zero
  }

  /// A position taken over from the exchange, whose history we do not have.
  ///
  /// `cashFlow` is set so that the identity above holds. Nil unless a position has a cost between
  /// nothing and a dollar a contract, and none has none.
  public init?(quantity: Quantity, costBasis: Money, realised: Money = .zero, fees: Money = .zero) {
    guard quantity.hundredths.magnitude <= UInt64(Self.maximum.hundredths),
      costBasis >= .zero, costBasis <= Price.dollar * quantity.magnitude
    else { return nil }
    let (cash, overflow) =
      realised.microDollars.subtractingReportingOverflow(costBasis.microDollars)
    guard !overflow else { return nil }
    self.quantity = quantity
    self.costBasis = costBasis
    self.realised = realised
    self.fees = fees
    cashFlow = Money(microDollars: cash)
  }

  /// The leg that is held; nil when nothing is.
  public var held: Outcome? {
    quantity.isZero ? nil : quantity > .zero ? .yes : .no
  }

  /// Books a fill: closes against what is held first, opens with the rest.
  public mutating func apply(_ fill: Fill) throws(PositionError) {
    try apply(side: fill.side, price: fill.price, quantity: fill.quantity, fee: fill.fee)
  }

  /// Books an execution at a YES price; see ``apply(_:)``.
  ///
  /// - Complexity: O(1). Does not allocate.
  public mutating func apply(
    side: BookSide, price: Price, quantity size: Quantity, fee: Money
  ) throws(PositionError) {
    guard size > .zero else { throw .badQuantity(size) }
    guard size <= Self.maximum else { throw .outOfRange }
    let signed = Quantity(hundredths: size.hundredths * side.sign)
    let after = quantity + signed
    guard after.magnitude <= Self.maximum else { throw .outOfRange }
    let opposes = !quantity.isZero && (quantity > .zero) != (signed > .zero)
    let closing = opposes ? min(size, quantity.magnitude) : .zero
    let opening = size - closing

    let released = Self.share(of: costBasis, closing, outOf: quantity.magnitude)
    // The leg that is closed is the opposite of the one a fill of this side would open.
    let proceeds = (side == .bid ? price.complement : price) * closing
    let cost = (side == .bid ? price : price.complement) * opening
    try addCash(proceeds - cost, realising: proceeds - released, fee: fee)
    costBasis = costBasis - released + cost
    quantity = after
  }

  /// Pays out and closes the position at the market's result. No fee.
  public mutating func settle(_ result: SettlementResult) throws(PositionError) {
    guard let held else { return }
    let payout = result.value(of: held) * quantity.magnitude
    try addCash(payout, realising: payout - costBasis, fee: .zero)
    quantity = .zero
    costBasis = .zero
  }

  /// What was paid out for contracts that are settled changes by so much: the market was decided
  /// otherwise after all.
  public mutating func revise(payoutBy change: Money) {
    let flow = cashFlow.microDollars.addingReportingOverflow(change.microDollars)
    let gain = realised.microDollars.addingReportingOverflow(change.microDollars)
    guard !flow.overflow, !gain.overflow else { return }
    cashFlow = Money(microDollars: flow.partialValue)
    realised = Money(microDollars: gain.partialValue)
  }

  /// Takes another cost of the same contracts over, such as the exchange's own: which contracts a
  /// sale has closed, and so what the rest has cost, depends on the order of the trades, and they
  /// may have become known in another one. The difference is realised, the cash flow stays.
  ///
  /// - Returns: false, with nothing changed, unless the cost is between nothing and a dollar a
  ///   contract.
  public mutating func restate(costBasis cost: Money) -> Bool {
    guard cost >= .zero, cost <= Price.dollar * quantity.magnitude else { return false }
    let (profit, overflow) = cashFlow.microDollars.addingReportingOverflow(cost.microDollars)
    guard !overflow else { return false }
    costBasis = cost
    realised = Money(microDollars: profit)
    return true
  }

  /// Another fee of what was traded already; below zero where less was charged.
  public mutating func charge(_ fee: Money) {
    let (sum, overflow) = fees.microDollars.addingReportingOverflow(fee.microDollars)
    if !overflow { fees = Money(microDollars: sum) }
  }

  /// What closing at the YES price `price` returns, fees apart.
  public func value(at price: Price) -> Money {
    (quantity < .zero ? price.complement : price) * quantity.magnitude
  }

  /// Profit not yet realised at the YES price `price`, fees apart.
  public func unrealised(at price: Price) -> Money { value(at: price) - costBasis }

  /// The average cost of a contract of the held leg; nil when nothing is held.
  public var averageCost: AverageCost? {
    quantity.isZero ? nil : AverageCost(cost: costBasis, quantity: quantity.magnitude)
  }

  private mutating func addCash(
    _ cash: Money, realising profit: Money, fee: Money
  ) throws(PositionError) {
    let flow = cashFlow.microDollars.addingReportingOverflow(cash.microDollars)
    let gain = realised.microDollars.addingReportingOverflow(profit.microDollars)
    let paid = fees.microDollars.addingReportingOverflow(fee.microDollars)
    guard !flow.overflow, !gain.overflow, !paid.overflow else { throw .outOfRange }
    cashFlow = Money(microDollars: flow.partialValue)
    realised = Money(microDollars: gain.partialValue)
    fees = Money(microDollars: paid.partialValue)
  }

  /// The share of `part` in `basis`, rounded up; all of it for the whole.
  private static func share(of basis: Money, _ part: Quantity, outOf whole: Quantity) -> Money {
    guard !part.isZero else { return .zero }
    let unit = UInt64(whole.hundredths)
    let product = UInt64(basis.microDollars).multipliedFullWidth(by: UInt64(part.hundredths))
    // part ≤ whole, so the quotient is at most the basis and the division cannot overflow.
    let (quotient, remainder) = unit.dividingFullWidth(product)
    return Money(microDollars: Int64(quotient) + (remainder > 0 ? 1 : 0))
  }
}

/// A cost over a quantity, kept as the two whole numbers it is made of.
public struct AverageCost: Hashable, Sendable, Codable {
  public let cost: Money
  /// Positive.
  public let quantity: Quantity

  public init(cost: Money, quantity: Quantity) {
    self.cost = cost
    self.quantity = quantity
  }

  /// Dollars a contract, for display and models.
  public var dollars: Double {
    Double(cost.microDollars) / Double(quantity.hundredths) / 10_000
  }

  /// Exactly whether a price is above the average.
  public func isBelow(_ price: Price) -> Bool { cost < price * quantity }
  /// Exactly whether a price is below the average.
  public func isAbove(_ price: Price) -> Bool { cost > price * quantity }
}
