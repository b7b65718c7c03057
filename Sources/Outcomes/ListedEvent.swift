/// An event with its markets, as the exchange lists it.
public struct ListedEvent: Hashable, Sendable {
  public var ticker: String
  public var series: String
  /// At most one of its markets pays YES, as the exchange says; nil where it says nothing.
  public var isExclusive: Bool?
  public var outcomes: [ListedOutcome]

  public init(
    ticker: String, series: String, isExclusive: Bool?, outcomes: [ListedOutcome]
  ) {
    self.ticker = ticker
    self.series = series
    self.isExclusive = isExclusive
    self.outcomes = outcomes
  }

  /// A number of everything that a proof rests on: the flag, and of each market the ticker, the
  /// strike, the title and the rules (FNV-1a). Any change of them unproves the set.
  public var fingerprint: UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func mix(_ text: String) {
      for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
      // A byte that no text has: so that two texts are not one.
      hash = (hash ^ 0xFF) &* 0x100_0000_01B3
    }
    mix(ticker)
    mix(series)
    mix(isExclusive.map { $0 ? "exclusive" : "not exclusive" } ?? "")
    for outcome in outcomes.sorted(by: { $0.ticker < $1.ticker }) {
      mix(outcome.ticker)
      mix(outcome.strike.map { "\($0)" } ?? "")
      mix(outcome.title)
      mix(outcome.rules)
      mix(outcome.isScalar ? "scalar" : "")
    }
    return hash
  }
}
