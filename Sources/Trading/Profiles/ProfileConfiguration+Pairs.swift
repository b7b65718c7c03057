internal import Market

extension ProfileConfiguration {
  /// Two keys that together let a profile never trade, or sell at once what it has bought: a
  /// sentence that names both; nil where none do.
  ///
  /// - Parameter account: the account's limits, which hold besides.
  public func impossiblePair(under account: RiskLimits) -> String? {
    profile.edgeAndPrice ?? moneyAndPrice(account) ?? entryAndExit ?? limits.neverActing
  }

  /// What the least that it pays for a contract leaves no room for.
  private func moneyAndPrice(_ account: RiskLimits) -> String? {
    guard let least = Price(exactly: Int64(profile.minimumPrice)) else { return nil }
    let price = GateText.cents(Int64(profile.minimumPrice))
    func sentence(_ key: String) -> String {
      "\(key) is below what one contract costs at min_price (\(price)): nothing could be bought"
    }
    let cost = least * Quantity(contracts: 1)
    if capital < cost { return sentence("capital_cents") }
    if let key = limits.tooSmall(for: least) { return sentence(key.name) }
    if let key = account.tooSmall(for: least) { return sentence("risk.\(key.name)") }
    // All it has may be at risk in one sport where nothing is limited.
    let sport = Money(microDollars: capital.microDollars / 100 * limits.maximumSportPercent)
    return limits.maximumSportPercent < 100 && sport < cost
      ? sentence("\(RiskLimits.Key.sportPercent.name) of capital_cents") : nil
  }

  /// An entry in a time in which everything held is sold.
  private var entryAndExit: String? {
    let minutes = Int64(profile.minimumMinutesToStart)
    guard exits.beforeStartNanoseconds > minutes * 60_000_000_000 else { return nil }
    return "exit_before_start_s is above min_minutes_to_start (\(minutes) minutes): what is bought"
      + " between them would be sold at once"
  }
}

extension TradingProfile {
  /// No price is so low that a contract could be worth that much more.
  fileprivate var edgeAndPrice: String? {
    guard minimumPrice + minimumEdge >= 10_000 else { return nil }
    return "min_price and min_edge add up to \(GateText.cents(Int64(minimumPrice + minimumEdge))):"
      + " no contract is worth a dollar before its result"
  }
}
