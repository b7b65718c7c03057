public import Market

/// What an operator can say to a running engine.
public enum OperatorCommand: Hashable, Sendable, Codable {
  /// No new entries; resting buys are cancelled.
  case halt
  /// Entries again, and no more selling out; whatever else stops them stays.
  case resume
  /// Everything that rests is cancelled and nothing new is sent.
  case shutDown
  /// No new entries, and all that is held is sold.
  case flatten
  /// The same of one market: what is held there is sold, what rests there is cancelled, and nothing
  /// is bought there until ``resume``. All others go on.
  case flattenMarket(MarketID)
  /// A limit is another from now on, in the unit of its key: the account's, or one profile's. Below
  /// what is held already it stops new risk and forces no sale.
  case limit(RiskLimits.Key, Int64, ProfileID?)
  /// The exchange's cash is the truth: what differs was a deposit, a withdrawal or a correction.
  case acceptCash
  /// What the exchange shows of a market is right, where it differs from what we count.
  case acceptPosition(MarketID)
  /// Contracts of a market that nobody here has bought become a strategy's.
  case adopt(MarketID, ProfileID)
  /// The journal cannot be written: nothing new until the session ends.
  case distrustJournal

  /// In a word or a few, for logs.
  public var words: String {
    switch self {
    case .halt: "halt"
    case .resume: "resume"
    case .shutDown: "shut down"
    case .flatten: "flatten"
    case .flattenMarket(let market): "flatten market \(market.index)"
    case .limit(let key, let value, let profile):
      "limit \(key.name) = \(value)" + (profile.map { " for profile \($0.index)" } ?? "")
    case .acceptCash: "accept the exchange's cash"
    case .acceptPosition(let market): "accept the exchange's position in market \(market.index)"
    case .adopt(let market, let profile): "adopt market \(market.index) for \(profile.index)"
    case .distrustJournal: "nothing new, the journal cannot be written"
    }
  }
}
