internal import Market

extension RiskLimits {
  /// One limit by its name in the configuration, in the configuration's unit: whole contracts,
  /// cents, percent, milliseconds.
  public enum Key: UInt8, Hashable, Sendable, Codable, CaseIterable {
    case positionContracts
    case eventContracts
    case totalExposure
    case concurrentMarkets
    case riskPerTrade
    case dailyLoss
    case dailyTrades
    case dailyVolume
    case sportPercent
    case ordersPerMinute
    case orderInterval
    case consecutiveLosses
    case openOrders
    case gameExposure
    case drawdown

    /// As the configuration spells it, without its table.
    public var name: String {
      switch self {
      case .positionContracts: "max_contracts_per_market"
      case .eventContracts: "max_contracts_per_game"
      case .totalExposure: "max_total_exposure_cents"
      case .concurrentMarkets: "max_concurrent_markets"
      case .riskPerTrade: "max_risk_per_trade_cents"
      case .dailyLoss: "max_daily_loss_cents"
      case .dailyTrades: "max_trades_per_day"
      case .dailyVolume: "max_daily_volume"
      case .sportPercent: "max_sport_exposure_pct"
      case .ordersPerMinute: "max_orders_per_minute"
      case .orderInterval: "min_order_interval_ms"
      case .consecutiveLosses: "consecutive_loss_halt"
      case .openOrders: "max_open_orders"
      case .gameExposure: "max_game_exposure_cents"
      case .drawdown: "max_drawdown_cents"
      }
    }

    /// What it limits, in one line.
    public var summary: String {
      switch self {
      case .positionContracts: "contracts in one market, either side"
      case .eventContracts: "contracts in all markets of one game"
      case .totalExposure: "cost of all positions and entries, in cents"
      case .concurrentMarkets: "markets with a position or an order"
      case .riskPerTrade: "what one trade can lose, fees included, in cents"
      case .dailyLoss: "loss of a day that stops new risk until its reset, in cents"
      case .dailyTrades: "trades in a day"
      case .dailyVolume: "contracts in a day"
      case .sportPercent: "at risk in one sport, in percent of the bankroll"
      case .ordersPerMinute: "entries in any minute"
      case .orderInterval: "time between two entries"
      case .consecutiveLosses: "losses in a row that stop new risk"
      case .openOrders: "orders open at a time"
      case .gameExposure: "at risk in all markets of one game, in cents"
      case .drawdown: "fall from the highest equity that stops new risk, in cents"
      }
    }

    /// What it may be.
    public var range: ClosedRange<Int64> {
      switch self {
      case .sportPercent: 1...100
      case .ordersPerMinute: 1...Int64(RiskCounters.mostPerMinute)
      case .orderInterval: 0...3_600_000
      case .concurrentMarkets: 1...200
      case .totalExposure, .riskPerTrade, .dailyLoss, .gameExposure, .drawdown:
        1...100_000_000_000
      default: 1...1_000_000
      }
    }
  }

  /// A limit in the unit of its key.
  public subscript(key: Key) -> Int64 {
    get {
      if let path = Self.money(key) { return self[keyPath: path].microDollars / 10_000 }
      return key == .orderInterval
        ? minimumOrderIntervalNanoseconds / 1_000_000 : self[keyPath: Self.number(key)]
    }
    set {
      if let path = Self.money(key) {
        self[keyPath: path] = Money(microDollars: newValue * 10_000)
      } else if key == .orderInterval {
        minimumOrderIntervalNanoseconds = newValue * 1_000_000
      } else {
        self[keyPath: Self.number(key)] = newValue
      }
    }
  }

  private static func money(_ key: Key) -> WritableKeyPath<RiskLimits, Money>? {
    switch key {
    case .totalExposure: \.maximumTotalExposure
    case .riskPerTrade: \.maximumRiskPerTrade
    case .dailyLoss: \.maximumDailyLoss
    case .gameExposure: \.maximumGameExposure
    case .drawdown: \.maximumDrawdown
    default: nil
    }
  }

  private static func number(_ key: Key) -> WritableKeyPath<RiskLimits, Int64> {
    switch key {
    case .eventContracts: \.maximumEventContracts
    case .concurrentMarkets: \.maximumConcurrentMarkets
    case .dailyTrades: \.maximumDailyTrades
    case .dailyVolume: \.maximumDailyVolume
    case .sportPercent: \.maximumSportPercent
    case .ordersPerMinute: \.maximumOrdersPerMinute
    case .consecutiveLosses: \.maximumConsecutiveLosses
    case .openOrders: \.maximumOpenOrders
    default: \.maximumPositionContracts
    }
  }
}
