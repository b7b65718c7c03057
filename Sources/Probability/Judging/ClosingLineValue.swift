internal import Glibc
public import Market

/// What a bought contract was worth by the closing line: the last consensus before the start,
/// devigged in the same way. Never the exchange's own last trade alone.
///
/// It varies far less than profit, so it shows an edge much earlier. All figures are for one
/// contract that pays one dollar, for reports only. Source: `quant.md` 10.5.
public struct ClosingLineValue: Hashable, Sendable {
  /// What was paid for one contract, in dollars, strictly between 0 and 1.
  public let price: Double
  /// The fee for one contract, in dollars; negative for a rebate.
  public let fee: Double
  /// The closing line's probability of the side that was bought, strictly between 0 and 1.
  public let closingProbability: Double

  /// - Throws: ``StatisticsError/notAProbability(_:)`` for a price or a probability at or outside
  ///   the ends, `outOfRange` for a fee that is not finite or makes the cost nothing or less.
  public init(
    price: Double, fee: Double, closingProbability: Double
  ) throws(StatisticsError) {
    for value in [price, closingProbability] where !(value > 0 && value < 1) {
      throw .notAProbability(value)
    }
    guard fee.isFinite, price + fee > 0 else { throw .outOfRange(fee) }
    self.price = price
    self.fee = fee
    self.closingProbability = closingProbability
  }

  /// The value of one fill, its fee spread over its contracts.
  ///
  /// - Throws: ``StatisticsError/outOfRange(_:)`` too for a quantity that is not positive.
  public init(
    price: Price, quantity: Quantity, fee: Money, closingProbability: Double
  ) throws(StatisticsError) {
    let contracts = Double(quantity.hundredths) / 100
    guard contracts > 0 else { throw .outOfRange(contracts) }
    try self.init(
      price: price.probability, fee: Double(fee.microDollars) / 1_000_000 / contracts,
      closingProbability: closingProbability)
  }

  /// By how much the close is above the price paid, in probability, before the fee.
  public var probabilityPoints: Double { closingProbability - price }

  /// The same after the fee.
  public var net: Double { probabilityPoints - fee }

  /// The net value as a share of what was laid out, fee included.
  public var shareOfStake: Double { net / (price + fee) }

  /// By how much the log-odds rose from the price paid to the close.
  public var logit: Double {
    log(closingProbability / (1 - closingProbability)) - log(price / (1 - price))
  }

  /// The profit to expect from one contract, in dollars, if the close is right.
  public var expectedProfitPerContract: Double { net }
}
