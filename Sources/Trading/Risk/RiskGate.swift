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
    public var binding: Gate?

    public init(contracts: Int64, binding: Gate? = nil) {
      self.contracts = contracts
      self.binding = binding
    }
  }

  public var limits: RiskLimits

  public init(_ limits: RiskLimits) { self.limits = limits }

  /// Judges an intent. Does not allocate.
  @inline(__always)
  public func judge(_ intent: Intent, _ view: RiskView) -> Result<Admission, GateStop> {
    if let admission = unhindered(intent, view) { return .success(admission) }
    return judgeOneByOne(intent, view)
  }

  /// What nearly every intent comes to, without a branch for each limit: nothing stops it, and
  /// nothing but the limit of contracts per market cuts it. Nil says nothing.
  @inline(__always)
  private func unhindered(_ intent: Intent, _ view: RiskView) -> Admission? {
    let left = limits.maximumPositionContracts &- view.marketContracts
    let contracts = min(intent.contracts, left)
    let (risk, overflow) = intent.unitRisk.microDollars.multipliedReportingOverflow(by: contracts)
    // What is left under each limit: below zero where it is passed, and all signs in one.
    var slack = contracts &- 1
    slack |= intent.unitRisk.microDollars &- 1
    slack |= limits.maximumOrdersPerMinute &- 1 &- view.ordersLastMinute
    slack |=
      (view.sinceLastOrderNanoseconds ?? .max) &- limits.minimumOrderIntervalNanoseconds
    slack |= limits.maximumOpenOrders &- 1 &- view.openOrders
    slack |= limits.maximumDailyTrades &- 1 &- view.dailyTrades
    slack |= limits.maximumConsecutiveLosses &- 1 &- view.consecutiveLosses
    slack |= limits.maximumEventContracts &- view.eventContracts &- contracts
    slack |= limits.maximumDailyVolume &- view.dailyVolume &- contracts
    slack |= limits.maximumDailyLoss.microDollars &- 1 &- view.dailyLoss.microDollars
    slack |= limits.maximumDrawdown.microDollars &- 1 &- view.drawdown.microDollars
    slack |= limits.maximumRiskPerTrade.microDollars &- risk
    slack |= limits.maximumGameExposure.microDollars &- view.gameExposure.microDollars &- risk
    slack |= limits.maximumTotalExposure.microDollars &- view.totalExposure.microDollars &- risk
    slack |= view.cash.microDollars &- risk
    slack |= (view.shardCash?.microDollars ?? .max) &- risk
    slack |=
      view.isMarketActive ? 0 : limits.maximumConcurrentMarkets &- 1 &- view.activeMarkets
    let sport = view.bankroll.microDollars / 100 &* limits.maximumSportPercent
    slack |=
      limits.maximumSportPercent < 100 ? sport &- view.sportExposure.microDollars &- risk : 0
    let isHindered =
      view.isCrossProfile || overflow || view.passage != .free
    guard slack >= 0, !isHindered else { return nil }
    return Admission(
      contracts: contracts, binding: contracts < intent.contracts ? .positionSize : nil)
  }

  /// The same, limit by limit.
  @inline(never)
  func judgeOneByOne(_ intent: Intent, _ view: RiskView) -> Result<Admission, GateStop> {
    guard intent.contracts > 0, intent.unitRisk > .zero else {
      return .failure(GateStop(.positionSize, distance: 1))
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

  private func houseBlock(_ view: RiskView) -> GateStop? {
    switch view.passage {
    case .blocked(let causes):
      return causes.stop
    case .probeIsOut: return GateStop(.breakerOpen)
    case .free, .probe: break
    }
    return nil
  }

  private func countBlock(_ view: RiskView) -> GateStop? {
    if view.isCrossProfile { return GateStop(.crossProfile) }
    if view.ordersLastMinute >= limits.maximumOrdersPerMinute {
      return GateStop(.rateLimit, distance: max(1, view.minuteFreeAfterNanoseconds))
    }
    if let since = view.sinceLastOrderNanoseconds, since < limits.minimumOrderIntervalNanoseconds {
      return GateStop(.minimumInterval, distance: limits.minimumOrderIntervalNanoseconds - since)
    }
    if view.openOrders >= limits.maximumOpenOrders {
      return GateStop(.openOrders, distance: view.openOrders - limits.maximumOpenOrders + 1)
    }
    return nil
  }

  private func dayBlock(_ view: RiskView) -> GateStop? {
    if view.dailyLoss >= limits.maximumDailyLoss {
      return GateStop(
        .dailyLoss, distance: (view.dailyLoss - limits.maximumDailyLoss).microDollars)
    }
    if view.dailyTrades >= limits.maximumDailyTrades {
      return GateStop(.dailyTrades, distance: view.dailyTrades - limits.maximumDailyTrades + 1)
    }
    // A run of losses has opened the breaker: while that tries whether it is over, it decides.
    if view.passage != .probe, view.consecutiveLosses >= limits.maximumConsecutiveLosses {
      return GateStop(
        .consecutiveLosses,
        distance: view.consecutiveLosses - limits.maximumConsecutiveLosses + 1)
    }
    if view.drawdown >= limits.maximumDrawdown {
      return GateStop(.drawdown, distance: (view.drawdown - limits.maximumDrawdown).microDollars)
    }
    return nil
  }

  /// Cuts to every limit of size; the first that leaves not one contract blocks.
  private func cut(_ admission: inout Admission, _ unit: Money, _ view: RiskView) -> GateStop? {
    cut(
      &admission, .positionSize, to: limits.maximumPositionContracts - view.marketContracts)
      ?? cut(
        &admission, .eventConcentration, to: limits.maximumEventContracts - view.eventContracts)
      ?? cut(&admission, .dailyVolume, to: limits.maximumDailyVolume - view.dailyVolume)
      ?? cut(&admission, .riskPerTrade, limits.maximumRiskPerTrade, unit)
      ?? cut(&admission, .gameExposure, limits.maximumGameExposure - view.gameExposure, unit)
      ?? placeBlock(view)
      ?? cut(&admission, .totalExposure, limits.maximumTotalExposure - view.totalExposure, unit)
      ?? cut(&admission, .insufficientBalance, view.cash, unit)
      ?? cutToSport(&admission, unit, view)
      ?? view.shardCash.flatMap { cut(&admission, .shardBalance, $0, unit) }
  }

  private func cutToSport(
    _ admission: inout Admission, _ unit: Money, _ view: RiskView
  ) -> GateStop? {
    guard limits.maximumSportPercent < 100 else { return nil }
    let most = view.bankroll.microDollars / 100 * limits.maximumSportPercent
    return cut(
      &admission, .sportConcentration, Money(microDollars: most) - view.sportExposure, unit)
  }

  private func placeBlock(_ view: RiskView) -> GateStop? {
    guard !view.isMarketActive, view.activeMarkets >= limits.maximumConcurrentMarkets else {
      return nil
    }
    return GateStop(
      .concurrentMarkets, distance: view.activeMarkets - limits.maximumConcurrentMarkets + 1)
  }

  private func cut(_ admission: inout Admission, _ reason: Gate, to left: Int64) -> GateStop? {
    guard left >= 1 else { return GateStop(reason, distance: 1 - left) }
    if left < admission.contracts { admission = Admission(contracts: left, binding: reason) }
    return nil
  }

  private func cut(
    _ admission: inout Admission, _ reason: Gate, _ left: Money, _ unit: Money
  ) -> GateStop? {
    guard left >= unit else { return GateStop(reason, distance: (unit - left).microDollars) }
    // Most often there is room for all, and nothing to divide.
    let (whole, overflow) = unit.microDollars.multipliedReportingOverflow(by: admission.contracts)
    if !overflow, whole <= left.microDollars { return nil }
    return cut(&admission, reason, to: left.microDollars / unit.microDollars)
  }
}
