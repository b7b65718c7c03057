public import Market

/// One profile that runs: what it asks of an entry, its own money, and its own limits.
public struct ProfileConfiguration: Hashable, Sendable, Codable {
  public var profile: TradingProfile
  /// Its share of the account's cash at the start.
  public var capital: Money
  /// Its own limits; the account's hold besides.
  public var limits = RiskLimits()
  /// Lets it use all of the fraction of Kelly it asks for, see
  /// ``TradingProfile/kellyPercent(settledTrades:allowsFull:)``.
  public var allowsFullKelly = false
  public var exits = ExitConfiguration()
  /// It trades paper money beside the session's own. The engine makes no difference: whoever runs
  /// sessions gives such profiles an engine of their own.
  public var isOnPaper = false

  public init(_ profile: TradingProfile, capital: Money) {
    self.profile = profile
    self.capital = capital
  }

  /// No session runs more: orders name theirs in a byte, and each has a place in every market.
  public static let most = 15

  /// What contradicts itself, as a sentence; nil where nothing does.
  public var contradiction: String? {
    if let fault = profile.contradiction { return fault }
    if capital <= .zero { return "profile \(profile.name): its capital is \(capital) $: above 0" }
    if let fault = limits.contradiction { return "profile \(profile.name): \(fault)" }
    if let fault = exits.contradiction { return "profile \(profile.name): \(fault)" }
    return nil
  }
}
