public import Market

/// What every strategy must pass before it adds risk: a pure function of limits and of what is held
/// and in flight.
///
/// Cancels, exits and unwinds do not ask it. An intent is let through at a size at which every
/// limit holds even if all that is in flight fills at its worst; the limit that made it smaller is
/// named, and so is the one that stops it, with the distance.
public struct RiskGate: Hashable, Sendable {
  /// What is asked for.
  public struct Intent: Hashable, Sendable {
    /// Price and fee of one contract at the worst, above 0.
    public var unitRisk: Money
    /// Whole contracts, at least one.
    public var contracts: Int64

    public init(unitRisk: Money, contracts: Int64) {
      self.unitRisk = unitRisk
      self.contracts = contracts
    }
  }

  /// How much may be traded.
  public struct Admission: Hashable, Sendable {
    public var contracts: Int64
    /// What made it less than was asked for; nil where nothing did.
    public var binding: BlockReason?

    public init(contracts: Int64, binding: BlockReason? = nil) {
      self.contracts = contracts
      self.binding = binding
    }
  }

  /// Why nothing may be.
  public struct Block: Error, Hashable, Sendable {
    public var reason: BlockReason
    /// In the unit of the reason; 0 where distance has no meaning.
    public var distance: Int64

    public init(_ reason: BlockReason, distance: Int64 = 0) {
      self.reason = reason
      self.distance = distance
    }
  }

  public var limits: RiskLimits

  public init(_ limits: RiskLimits) { self.limits = limits }

  /// Judges an intent. Does not allocate.
  public func judge(_ intent: Intent, _ view: RiskView) -> Result<Admission, Block> {
    guard intent.contracts > 0, intent.unitRisk > .zero else {
      return .failure(Block(.positionSize, distance: 1))
    }
    if let block = houseBlock(view) ?? countBlock(view) ?? dayBlock(view) {
      return .failure(block)
    }
    var admission = Admission(contracts: intent.contracts)
    // Half open, the least there is.
    if view.passage == .probe, admission.contracts > 1 {
      admission = Admission(contracts: 1, binding: .breakerOpen)
    }
    if let block = cut(&admission, intent.unitRisk, view) { return .failure(block) }
    return .success(admission)
  }

  private func houseBlock(_ view: RiskView) -> Block? {
    switch view.passage {
    case .blocked(let causes): return Block(causes.contains(.manual) ? .manualHalt : .breakerOpen)
    case .probeIsOut: return Block(.breakerOpen)
    case .free, .probe: break
    }
    if view.differsFromExchange { return Block(.reconciliation) }
    if view.hasUnknownOrder { return Block(.unknownOutcome) }
    if view.isFeedStale { return Block(.staleFeed) }
    return nil
  }

  private func countBlock(_ view: RiskView) -> Block? {
    if view.isDuplicate { return Block(.duplicateIntent) }
    if view.isCrossProfile { return Block(.crossProfile) }
    if view.ordersLastMinute >= limits.maximumOrdersPerMinute {
      return Block(.rateLimit, distance: max(1, view.minuteFreeAfterNanoseconds))
    }
    if let since = view.sinceLastOrderNanoseconds, since < limits.minimumOrderIntervalNanoseconds {
      return Block(.minimumInterval, distance: limits.minimumOrderIntervalNanoseconds - since)
    }
    if view.openOrders >= limits.maximumOpenOrders {
      return Block(.openOrders, distance: view.openOrders - limits.maximumOpenOrders + 1)
    }
    if !view.isMarketActive, view.activeMarkets >= limits.maximumConcurrentMarkets {
      return Block(
        .concurrentMarkets, distance: view.activeMarkets - limits.maximumConcurrentMarkets + 1)
    }
    return nil
  }

  private func dayBlock(_ view: RiskView) -> Block? {
    if view.dailyLoss >= limits.maximumDailyLoss {
      return Block(
        .dailyLoss, distance: (view.dailyLoss - limits.maximumDailyLoss).microDollars)
    }
    if view.dailyTrades >= limits.maximumDailyTrades {
      return Block(.dailyTrades, distance: view.dailyTrades - limits.maximumDailyTrades + 1)
    }
    // A run of losses has opened the breaker: while that tries whether it is over, it decides.
    if view.passage != .probe, view.consecutiveLosses >= limits.maximumConsecutiveLosses {
      return Block(
        .consecutiveLosses,
        distance: view.consecutiveLosses - limits.maximumConsecutiveLosses + 1)
    }
    if view.drawdown >= limits.maximumDrawdown {
      return Block(.drawdown, distance: (view.drawdown - limits.maximumDrawdown).microDollars)
    }
    return nil
  }

  /// Cuts to every limit of size; the first that leaves not one contract blocks.
  private func cut(_ admission: inout Admission, _ unit: Money, _ view: RiskView) -> Block? {
    let sport = view.bankroll.microDollars / 100 * limits.maximumSportPercent
    return cut(
      &admission, .positionSize, to: limits.maximumPositionContracts - view.marketContracts)
      ?? cut(
        &admission, .eventConcentration, to: limits.maximumEventContracts - view.eventContracts)
      ?? cut(&admission, .dailyVolume, to: limits.maximumDailyVolume - view.dailyVolume)
      ?? cut(&admission, .riskPerTrade, limits.maximumRiskPerTrade, unit)
      ?? cut(&admission, .gameExposure, limits.maximumGameExposure - view.gameExposure, unit)
      ?? cut(
        &admission, .sportConcentration, Money(microDollars: sport) - view.sportExposure, unit)
      ?? cut(&admission, .totalExposure, limits.maximumTotalExposure - view.totalExposure, unit)
      ?? cut(&admission, .insufficientBalance, view.cash, unit)
      ?? view.shardCash.flatMap { cut(&admission, .shardBalance, $0, unit) }
  }

  private func cut(_ admission: inout Admission, _ reason: BlockReason, to left: Int64) -> Block? {
    guard left >= 1 else { return Block(reason, distance: 1 - left) }
    if left < admission.contracts { admission = Admission(contracts: left, binding: reason) }
    return nil
  }

  private func cut(
    _ admission: inout Admission, _ reason: BlockReason, _ left: Money, _ unit: Money
  ) -> Block? {
    guard left >= unit else { return Block(reason, distance: (unit - left).microDollars) }
    return cut(&admission, reason, to: left.microDollars / unit.microDollars)
  }
}
