public import Market

/// A way to take a bookmaker's margin out of his prices (`quant.md` 1.2).
///
/// The raw values are the names used in configuration and by `dutchbook calc devig`.
public enum DevigMethod: String, Hashable, Sendable, Codable, CaseIterable {
  /// p = π/B: every price is shortened in proportion.
  case multiplicative
  /// p = π − (B−1)/n; can be negative with more than two outcomes.
  case additive
  /// p = π^k.
  case power
  /// p = π/(c + π − cπ): one factor on all odds ratios (Cheung), the same as a shift of the logits.
  case oddsRatio = "odds_ratio"
  /// p = Φ(Φ⁻¹(π) − d).
  case probit
  /// Shin (1992, 1993), inverted as by Jullien and Salanié (1994). With two outcomes it is exactly
  /// the additive method, so the two must never be counted as two opinions.
  case shin
  /// p = π − t√(1−π): the same number of standard errors off each price; can be negative.
  case goto

  /// The method a league's two-way lines use unless configured otherwise (`quant.md` 1.3): baseball
  /// and ice hockey lean to multiplicative, football and basketball to Shin.
  public static func standard(for league: League) -> DevigMethod {
    switch league {
    case .mlb, .nhl: .multiplicative
    case .nfl, .nba, .ncaaf, .ncaamb: .shin
    }
  }

  /// The methods a take must be positive under (`quant.md` 1.3): see ``worstCaseTwoWay(_:_:)``.
  public static let worstCaseMembers: [DevigMethod] = [.multiplicative, .shin, .oddsRatio, .power]
}

/// Why a set of prices has no probabilities.
public enum DevigError: Error, Hashable, Sendable {
  /// Exactly one of at least two outcomes must win; fewer are a market with a side missing.
  case tooFewOutcomes(Int)
  /// The price at that position cannot be used.
  case unusablePrice(position: Int, OddsError)
  /// The implied probabilities add up to less than one. From a single book that is almost always a
  /// stale or mis-read price.
  case underround(bookSum: Double)
  /// The method gave the outcome at that position a probability outside 0…1.
  case outOfRange(position: Int, Double)
  /// The solver did not reach a sum of one.
  case unsolved(DevigMethod)
}

extension DevigError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .tooFewOutcomes(let count): "a market needs at least two prices, found \(count)"
    case .unusablePrice(let position, let error): "price \(position + 1): \(error)"
    case .underround(let sum):
      "the implied probabilities add up to \(sum), less than one: a stale or mis-read price"
    case .outOfRange(let position, let value):
      "the method gives outcome \(position + 1) the probability \(value)"
    case .unsolved(let method): "the \(method.rawValue) method found no solution for these prices"
    }
  }
}
