public import Market

/// How often a bet, an event or a day came out ahead.
public struct HitRate: Hashable, Sendable {
  public let wins: Int
  public let losses: Int
  /// Profit of exactly zero: counted apart, in no rate.
  public let evens: Int

  /// Counts the profits above, below and at zero.
  public init(profits: [Money]) {
    wins = profits.count { $0 > .zero }
    losses = profits.count { $0 < .zero }
    evens = profits.count - wins - losses
  }

  /// Wins of those decided; nil when none is.
  public var rate: Double? {
    wins + losses > 0 ? Double(wins) / Double(wins + losses) : nil
  }

  /// The interval for the rate, were the results independent.
  ///
  /// - Throws: ``StatisticsError/tooFew(needed:got:)`` when none is decided.
  public func interval(
    level: Double = 0.95, method: BinomialInterval = .wilson
  ) throws(StatisticsError) -> ConfidenceInterval {
    try method.interval(successes: wins, trials: wins + losses, level: level)
  }
}
