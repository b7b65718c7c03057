/// What one fill costs and does to the balance, to the micro-dollar.
public struct FillCharge: Hashable, Sendable, Codable {
  /// The model fee, rounded up to the rule's step.
  public let tradeFee: Money
  /// What rounding the balance change down to the account's precision takes on top.
  public let roundingFee: Money
  /// What is given back of earlier rounding fees of the same order.
  public let rebate: Money
  /// The signed cash of the fill before fees.
  public let revenue: Money

  /// The fee the exchange reports for the fill: never negative.
  public var net: Money { tradeFee + roundingFee - rebate }
  /// What the fill does to the balance.
  public var balanceChange: Money { revenue - net }
}

/// An order's fee account: rounding fees are collected over its fills, taker and maker alike, and
/// given back once they make up a whole unit.
///
/// For a fill with signed cash R and trade fee F under precision q:
/// aligned = ⌊R − F⌋ to q; rounding fee = R − F − aligned, added to the account;
/// rebate = the smaller of the account and the fill's fees, in whole units of the rule.
///
/// The published rule leaves open whether a rebate needs more than a unit or exactly one, and how
/// the cap is floored; this choice reproduces every published example. Compare `net` with the
/// exchange's `fee_cost` and raise an alarm on any difference.
///
/// Source: Kalshi "fee rounding", copies of March and September 2026.
public struct FeeAccumulator: Hashable, Sendable, Codable {
  /// Rounding fees not yet given back.
  public private(set) var held: Money

  public init() { held = .zero }

  /// Accounts one fill.
  ///
  /// - Parameters:
  ///   - tradeFee: from ``FeeSchedule/fee(price:quantity:liquidity:)`` under the same rounding.
  ///   - revenue: the fill's signed cash, negative for a buy.
  public mutating func charge(
    tradeFee: Money, revenue: Money, rounding: FeeRounding
  ) -> FillCharge {
    let exact = revenue - tradeFee
    let roundingFee = exact - Self.floor(exact, rounding.balanceStep)
    held += roundingFee
    let rebate = Self.floor(min(held, tradeFee + roundingFee), rounding.rebateStep)
    held -= rebate
    return FillCharge(
      tradeFee: tradeFee, roundingFee: roundingFee, rebate: rebate, revenue: revenue)
  }

  /// Accounts one fill of `quantity` at the YES price `price`.
  ///
  /// Buying YES pays the price and selling it receives it; which leg is named does not matter, for
  /// the two differ by a whole number of cents.
  public mutating func charge(
    side: BookSide, price: Price, quantity: Quantity, liquidity: Liquidity, schedule: FeeSchedule
  ) -> FillCharge {
    let value = price * quantity.magnitude
    return charge(
      tradeFee: schedule.fee(price: price, quantity: quantity, liquidity: liquidity),
      revenue: side == .bid ? -value : value, rounding: schedule.regime.rounding)
  }

  /// Rounds toward minus infinity to a multiple of `step`.
  private static func floor(_ amount: Money, _ step: Int64) -> Money {
    let remainder = amount.microDollars % step
    return Money(microDollars: amount.microDollars - (remainder < 0 ? remainder + step : remainder))
  }
}
