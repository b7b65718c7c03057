public import Market

/// What a market's YES contract is worth by the bookmakers' lines, for now.
public struct FairValue: Hashable, Sendable, Codable {
  /// Median over bookmakers of the chosen margin removal: the probability that YES pays, or its
  /// expected payout where a tie pays half.
  public var yes: Double
  /// Median over bookmakers of the least any accepted method gives YES.
  public var worstYes: Double
  /// Median over bookmakers of the least any accepted method gives NO.
  public var worstNo: Double
  /// Bookmakers that had a voice.
  public var bookmakers: Int32
  /// The oldest line among them.
  public var oldest: Timestamp

  /// What the leg is worth, rounded down to 1/10 000 $: against a buyer.
  public func buyerValue(_ outcome: Outcome) -> Price? {
    Price(roundingDown: outcome == .yes ? yes : 1 - yes)
  }

  /// The same under the least favourable margin removal.
  public func worstBuyerValue(_ outcome: Outcome) -> Price? {
    Price(roundingDown: outcome == .yes ? worstYes : worstNo)
  }
}
