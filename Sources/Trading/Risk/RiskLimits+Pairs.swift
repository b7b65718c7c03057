public import Market

extension RiskLimits {
  /// Two limits of contracts of which one can never act beside the other, as a sentence that names
  /// both; nil where each can.
  ///
  /// A mistake in a file that somebody has written, where the other one was meant. Limits that are
  /// lowered while a session runs are not asked: lowering one is never refused for what it hides.
  public var neverActing: String? {
    let (market, game) = (Key.positionContracts, Key.eventContracts)
    guard self[market] > self[game] else { return nil }
    return "\(market.name) is \(self[market]), above \(game.name), \(self[game]): it could never"
      + " act; lower it, or raise the other"
  }

  /// A limit that is below what one contract costs at a price: nothing could ever be bought.
  ///
  /// - Parameter price: without its fee.
  public func tooSmall(for price: Price) -> Key? {
    let cost = price * Quantity(contracts: 1)
    if maximumRiskPerTrade < cost { return .riskPerTrade }
    if maximumGameExposure < cost { return .gameExposure }
    return maximumTotalExposure < cost ? .totalExposure : nil
  }
}
