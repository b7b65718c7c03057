public import Market

/// One market of the exchange, as far as it says which game it belongs to.
public struct MarketListing: Hashable, Sendable {
  public let ticker: String
  /// The exchange's event ticker; nil in recordings without that field.
  public let eventTicker: String?
  /// The contract's strike; nil for winners and in recordings without that field.
  public let floorStrike: HalfPoints?

  /// The exchange's name of a winner market's team (`yes_sub_title`); nil where the source has
  /// none.
  public let teamName: String?

  public init(
    ticker: String, eventTicker: String? = nil, floorStrike: HalfPoints? = nil,
    teamName: String? = nil
  ) {
    self.teamName = teamName
    self.ticker = ticker
    self.eventTicker = eventTicker
    self.floorStrike = floorStrike
  }
}

/// Where a spread's or total's strike comes from.
public enum StrikeSource: Hashable, Sendable {
  /// `floor_strike` only; a market without it is refused.
  case floorStrike
  /// The recordings of 2025, which lack the field: the ticker's number plus one half.
  case recordedTicker2025
}
