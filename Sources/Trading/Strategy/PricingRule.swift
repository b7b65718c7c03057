public import Probability

/// What turns a bookmaker's line into the value of one contract.
public struct PricingRule: Hashable, Sendable {
  /// How the margin is taken out of a line.
  public var devigMethod: DevigMethod
  /// What a tie pays.
  public var tieRule: TieRule
  /// How likely one is, 0 to 1.
  public var tieProbability: Double

  /// Makes one of a market's rules, see ``TradedMarket``.
  public init(devigMethod: DevigMethod, tieRule: TieRule, tieProbability: Double) {
    self.devigMethod = devigMethod
    self.tieRule = tieRule
    self.tieProbability = tieProbability
  }
}
