public import Market

/// One contract of each leg of a set at the best prices, against what it is sure to pay.
public struct SetPrice: Hashable, Sendable {
  /// What is bought.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// YES of every outcome.
    case yesSet = "YES set"
    /// NO of some outcomes that exclude each other.
    case noBasket = "NO basket"
    /// YES of a wider and NO of a narrower threshold.
    case spread = "spread"
  }

  /// One contract of one market.
  public struct Leg: Hashable, Sendable {
    /// Which claim of the market.
    public enum Side: String, Hashable, Sendable { case yes, no }

    public var ticker: String
    public var side: Side
    public var price: Price

    public init(ticker: String, side: Side, price: Price) {
      self.ticker = ticker
      self.side = side
      self.price = price
    }
  }

  public let kind: Kind
  public let legs: [Leg]
  /// Prices of all legs.
  public let outlay: Money
  /// Fees of all legs, each a fill by itself: rounding is at its worst.
  public let fees: Money
  /// What the rule of void costs on average.
  public let charge: Money
  /// What is sure to be paid.
  public let payout: Money
  /// Whole contracts of each leg at these prices; nil where a size is not known.
  public let depth: Int?

  /// Of one contract each; below zero for a loss.
  public var profit: Money { payout - outlay - fees - charge }
  /// Before fees and charge.
  public var gross: Money { payout - outlay }
  /// Of as many as stand at these prices; nil where that is not known.
  public var profitAtDepth: Money? {
    depth.map { Money(microDollars: profit.microDollars * Int64($0)) }
  }
}
