public import Market

/// How far a limit is used, in the unit of its key.
public struct LimitUse: Hashable, Sendable {
  public let key: RiskLimits.Key
  public let limit: Int64
  /// Rounded up; nil where a limit is of one intent alone and nothing is used up.
  public let used: Int64?
  /// Where a limit of one market or game is used most; nil where it is of the whole ledger.
  public let market: MarketID?

  /// Nothing more fits.
  public var isReached: Bool { used.map { $0 >= limit } ?? false }
}

extension Engine {
  /// Every limit of a ledger and how far it is used, held and in flight at the worst.
  ///
  /// - Parameter profile: whose; nil for the account's. The arbitrage strategy has the account's.
  /// - Complexity: O(n²) of active markets; for people, not for the path of an order.
  public func limitUses(of profile: ProfileID?) -> [LimitUse] {
    let ledger = profile.map { profiles[Int($0.index)].risk } ?? account
    let cash = (profile.map { profiles[Int($0.index)].ledger } ?? self.ledger).cash ?? .zero
    var counters = ledger.counters
    // No market is named so: only what the whole ledger has is read from it.
    let whole = activeMarkets.first.map { tally($0, of: profile) } ?? RiskTally()
    var view = RiskView(cash: cash - whole.reserved, bankroll: cash + whole.held)
    counters.fill(&view, limit: ledger.gate.limits.maximumOrdersPerMinute, at: now)
    var most = MostUsed()
    for market in activeMarkets {
      most.note(tally(market, of: profile), market, bankroll: view.bankroll)
    }
    return RiskLimits.Key.allCases.map { key in
      let (used, market) = Self.use(of: key, whole, view, most)
      return LimitUse(key: key, limit: ledger.gate.limits[key], used: used, market: market)
    }
  }

  /// Where the limits of single markets and games are used most.
  private struct MostUsed {
    var position: (used: Int64, market: MarketID)?
    var event: (used: Int64, market: MarketID)?
    var game: (used: Int64, market: MarketID)?
    var sport: (used: Int64, market: MarketID)?

    mutating func note(_ tally: RiskTally, _ market: MarketID, bankroll: Money) {
      func raise(_ place: inout (used: Int64, market: MarketID)?, _ used: Int64) {
        if used > place?.used ?? 0 { place = (used, market) }
      }
      raise(&position, (tally.marketHundredths + 99) / 100)
      raise(&event, (tally.eventHundredths + 99) / 100)
      raise(&game, Engine.centsUp(tally.gameExposure))
      let whole = max(1, bankroll.microDollars)
      let percent = (Double(tally.sportExposure.microDollars) / Double(whole) * 100).rounded(.up)
      raise(&sport, Int64(percent))
    }
  }

  private static func use(
    of key: RiskLimits.Key, _ whole: RiskTally, _ view: RiskView, _ most: MostUsed
  ) -> (Int64?, MarketID?) {
    switch key {
    case .positionContracts: (most.position?.used ?? 0, most.position?.market)
    case .eventContracts: (most.event?.used ?? 0, most.event?.market)
    case .gameExposure: (most.game?.used ?? 0, most.game?.market)
    case .sportPercent: (most.sport?.used ?? 0, most.sport?.market)
    case .totalExposure: (centsUp(whole.totalExposure), nil)
    case .concurrentMarkets: (whole.activeMarkets, nil)
    case .openOrders: (whole.openOrders, nil)
    case .dailyLoss: (centsUp(view.dailyLoss), nil)
    case .dailyTrades: (view.dailyTrades, nil)
    case .dailyVolume: (view.dailyVolume, nil)
    case .ordersPerMinute: (view.ordersLastMinute, nil)
    case .consecutiveLosses: (view.consecutiveLosses, nil)
    case .drawdown: (centsUp(view.drawdown), nil)
    case .riskPerTrade, .orderInterval: (nil, nil)
    }
  }

  private static func centsUp(_ money: Money) -> Int64 { (money.microDollars + 9_999) / 10_000 }
}
