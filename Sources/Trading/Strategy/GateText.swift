internal import Market

/// Gates in a trader's words.
public enum GateText {
  /// What stopped the market.
  public static func name(_ gate: Gate) -> String {
    switch gate {
    case .unmatched: "no sportsbook game matched"
    case .unknownFee: "fee not known"
    case .unknownStart: "start of the game not known"
    case .unknownClose: "end of trading not known"
    case .notActive: "market not open"
    case .closed: "end of trading has come"
    case .inPlay: "game has started"
    case .tradingPaused: "trading paused (connection or reconciliation)"
    case .halted: "halted by the operator"
    case .reconciliation: "our position differs from the exchange's"
    case .foreignOrder: "somebody else's order on this account"
    case .bookNotLive: "no trustworthy order book"
    case .bookCrossed: "order book crossed"
    case .noOdds: "no bookmaker quotes this line"
    case .staleOdds: "odds too old"
    case .tooFewBookmakers: "too few bookmakers"
    case .noOffer: "nobody offers"
    case .edge: "edge too small"
    case .noRoom: "no room between bid and ask"
    case .noBid: "nobody bids"
    case .netEdge: "too little left after fees"
    case .worstCase: "not positive under the worst margin removal"
    case .retryPause: "waiting after an order that found nothing"
    case .orderWorking: "an order is working"
    case .unknownOrder: "an order's fate is not known"
    case .opposingPosition: "we hold the other side"
    case .marketLimit: "contracts per market"
    case .gameLimit: "contracts per game"
    case .concurrentMarkets: "markets at one time"
    case .exposureLimit: "total exposure"
    case .insufficientCash: "not enough cash"
    case .orderTableFull: "too many working orders"
    case .traded: "traded"
    }
  }

  /// How far it was from passing, with its unit; `-` where distance has no meaning.
  public static func distance(_ stop: GateStop) -> String {
    switch stop.gate {
    case .edge, .netEdge, .worstCase: cents(stop.distance)
    case .staleOdds, .retryPause: "\(stop.distance / 1_000_000) ms"
    case .tooFewBookmakers: "\(stop.distance)"
    case .marketLimit, .gameLimit: "\(Quantity(hundredths: stop.distance * 100)) contracts"
    case .exposureLimit, .insufficientCash: "\(Money(microDollars: stop.distance)) $"
    default: "-"
    }
  }

  /// What the distance at a gate counts; nil where distance has no meaning.
  public static func unit(_ gate: Gate) -> String? {
    switch gate {
    case .edge, .netEdge, .worstCase: "1/10000 $"
    case .staleOdds, .retryPause: "ns"
    case .tooFewBookmakers: "bookmakers"
    case .marketLimit, .gameLimit: "contracts"
    case .exposureLimit, .insufficientCash: "1/1000000 $"
    default: nil
    }
  }

  /// Ten-thousandths of a dollar as cents: `1.25c`.
  public static func cents(_ tenThousandths: Int64) -> String {
    FixedPoint.text(tenThousandths, decimals: 2) + "c"
  }
}
