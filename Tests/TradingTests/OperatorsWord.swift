import Market

@testable import Trading

/// What the operator of a simulated session has said so far, kept beside the engine: what it obeys
/// is held against this, not against its own flags.
struct OperatorsWord {
  /// No new risk until a ``OperatorCommand/resume``.
  private(set) var isHalted = false
  /// All that is held is to be sold.
  private(set) var isFlattening = false
  /// The same of single markets.
  private(set) var flattened: Set<MarketID> = []
  /// For good.
  private(set) var isShutDown = false
  private(set) var isJournalDistrusted = false
  /// Limits in force, by account and by profile; the arbitrage strategy has the account's.
  private(set) var account: RiskLimits
  private(set) var profiles: [RiskLimits]

  init(_ configuration: EngineConfiguration) {
    account = configuration.risk
    profiles = [configuration.risk] + configuration.profiles.map(\.limits)
  }

  /// Nothing new may be risked in any market.
  var stopsAll: Bool { isHalted || isShutDown || isJournalDistrusted }

  /// What is said from now on.
  mutating func hear(_ command: OperatorCommand) {
    switch command {
    case .halt: isHalted = true
    case .resume:
      isHalted = false
      isFlattening = false
      flattened = []
    case .flatten:
      isHalted = true
      isFlattening = true
    case .flattenMarket(let market): flattened.insert(market)
    case .shutDown: isShutDown = true
    case .distrustJournal: isJournalDistrusted = true
    case .limit(let key, let value, let profile):
      let value = min(max(value, key.range.lowerBound), key.range.upperBound)
      if let profile {
        profiles[Int(profile.index)][key] = value
      } else {
        account[key] = value
      }
    case .acceptCash, .acceptPosition, .adopt: break
    }
  }

  /// Why nothing may be bought in a market; nil where it may.
  func stop(in market: MarketID) -> String? {
    if isHalted { return "while halted" }
    if isShutDown { return "after the shutdown" }
    if isJournalDistrusted { return "without a journal" }
    return flattened.contains(market) ? "in a market that is sold out" : nil
  }

  /// The limits of the account (nil), or of a profile.
  func limits(of owner: ProfileID?) -> RiskLimits {
    owner.map { profiles[Int($0.index)] } ?? account
  }
}
