/// A team as the exchange spells it in one league.
public struct ExchangeTeam: Hashable, Sendable {
  /// The league as the exchange's tickers spell it; any league, not only ours.
  public let league: String
  /// The team's code in tickers: `LAD`, `M-OH`.
  public let code: String
  /// The exchange's own name of the team: `Los Angeles D`, `Miami (FL)`.
  public let displayName: String
  /// Other names the exchange has shown beside the same code.
  public let otherDisplayNames: [String]

  public init(
    league: String, code: String, displayName: String, otherDisplayNames: [String] = []
  ) {
    self.league = league
    self.code = code
    self.displayName = displayName
    self.otherDisplayNames = otherDisplayNames
  }
}
