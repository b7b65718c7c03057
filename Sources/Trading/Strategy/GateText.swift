internal import Market

/// Gates in a trader's words.
public enum GateText {
  /// What stopped the market.
  public static func name(_ gate: Gate) -> String {
    marketName(gate) ?? riskName(gate)
  }

  /// What the market is, what can be seen of it, and what it is worth.
  private static func marketName(_ gate: Gate) -> String? {
    switch gate {
    case .unmatched: "no sportsbook game matched"
    case .unknownFee: "fee not known"
    case .unknownStart: "start of the game not known"
    case .unknownClose: "end of trading not known"
    case .notActive: "market not open"
    case .closed: "end of trading has come"
    case .inPlay: "game has started"
    case .tradingPaused: "trading paused (connection or reconciliation)"
    case .journal: "the journal cannot be written"
    case .manualHalt: "halted by the operator"
    case .strategyOff: "the arbitrage strategy is switched off"
    case .breakerOpen: "the breaker is open"
    case .reconciliation: "our position differs from the exchange's"
    case .foreignOrder: "somebody else's order on this account"
    case .bookNotLive: "no trustworthy order book"
    case .bookCrossed: "order book crossed"
    case .staleFeed: "a feed is silent"
    case .noOdds: "no bookmaker quotes this line"
    case .staleOdds: "odds too old"
    case .tooFewBookmakers: "too few bookmakers"
    case .noOffer: "nobody offers"
    case .edge: "edge too small"
    case .noRoom: "no room between bid and ask"
    case .noBid: "nobody bids"
    case .netEdge: "too little left after fees"
    case .worstCase: "not positive under the worst margin removal"
    case .bookSpread: "bookmakers too far apart"
    case .kalshiSpread: "bid and ask too far apart"
    case .volume: "too little traded"
    case .hoursToEvent: "too early or too late before the game"
    case .priceBounds: "price too low or too high"
    case .confidence: "too little confidence"
    case .kelly: "not worth its risk to the bankroll"
    case .gameHeld: "the game holds enough already"
    case .depth: "less than one contract offered at that price"
    case .soldAtOnce: "its stop would sell it at once"
    default: nil
    }
  }

  /// What we may do.
  private static func riskName(_ gate: Gate) -> String {
    switch gate {
    case .retryPause: "waiting after an order that found nothing"
    case .unknownOutcome: "an order's fate is not known"
    case .orderWorking: "an order is working"
    case .duplicateIntent: "the same intent is out already"
    case .opposingPosition: "we hold the other side"
    case .crossProfile: "another profile holds the other side"
    case .orderTableFull: "too many working orders"
    case .rateLimit: "orders per minute"
    case .minimumInterval: "time between orders"
    case .openOrders: "open orders"
    case .dailyLoss: "loss of the day"
    case .dailyTrades: "trades of the day"
    case .consecutiveLosses: "losses in a row"
    case .drawdown: "drawdown"
    case .positionSize: "contracts per market"
    case .eventConcentration: "contracts per game"
    case .dailyVolume: "contracts of the day"
    case .riskPerTrade: "risk per trade"
    case .gameExposure: "exposure in one game"
    case .sportConcentration: "exposure in one sport"
    case .concurrentMarkets: "markets at one time"
    case .totalExposure: "total exposure"
    case .insufficientBalance: "not enough cash"
    case .shardBalance: "not enough cash on the exchange's shard"
    case .traded: "traded"
    default: gate.code
    }
  }

  /// How far it was from passing, with its unit; `-` where distance has no meaning.
  public static func distance(_ stop: GateStop) -> String {
    guard stop.distance != EntryConditions.unknown else { return "not known" }
    switch unit(stop.gate) {
    case "1/10000 $": return cents(stop.distance)
    case "ns": return "\(stop.distance / 1_000_000) ms"
    case "contracts": return "\(Quantity(hundredths: stop.distance * 100)) contracts"
    case "1/1000000 $": return "\(Money(microDollars: stop.distance)) $"
    case "minutes": return "\(stop.distance) min"
    case nil: return "-"
    default: return "\(stop.distance)"
    }
  }

  /// What the distance at a gate counts; nil where distance has no meaning.
  public static func unit(_ gate: Gate) -> String? {
    switch gate {
    case .edge, .netEdge, .worstCase, .bookSpread, .kalshiSpread, .priceBounds, .soldAtOnce:
      "1/10000 $"
    case .staleOdds, .retryPause, .rateLimit, .minimumInterval: "ns"
    case .tooFewBookmakers: "bookmakers"
    case .positionSize, .eventConcentration, .dailyVolume, .volume: "contracts"
    case .totalExposure, .insufficientBalance, .shardBalance, .riskPerTrade, .gameExposure,
      .sportConcentration, .dailyLoss, .drawdown:
      "1/1000000 $"
    case .hoursToEvent: "minutes"
    case .confidence: "points"
    case .openOrders: "orders"
    case .dailyTrades: "trades"
    case .consecutiveLosses: "losses"
    default: nil
    }
  }

  /// Ten-thousandths of a dollar as cents: `1.25c`.
  public static func cents(_ tenThousandths: Int64) -> String {
    FixedPoint.text(tenThousandths, decimals: 2) + "c"
  }
}
