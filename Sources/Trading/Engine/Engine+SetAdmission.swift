internal import Market

// Intents of several legs: one admission for all of them, or none.
//
// Nothing is reserved beside the orders themselves: what is in flight is counted at its worst from
// the table, so the legs must go out at once, in the same input. However they fill, in whatever
// order and part, what was admitted is what they can cost.
extension Engine {
  /// Judges a set by the account's limits and by its profile's: as many contracts of each leg as
  /// all limits leave room for, were every leg filled. Limits of rates, of intervals and of trades
  /// count the set once; the risk of a trade is that of all legs together.
  ///
  /// - Parameter legs: of one profile; each in its market and direction with its own risk, the same
  ///   number of contracts of each. Their orders must find a place in the table.
  /// - Returns: contracts of each leg, or the first gate that would refuse one of them.
  /// - Complexity: O(log contracts × legs × (legs + active markets)); allocates.
  func admit(set legs: [Asking]) -> Result<RiskGate.Admission, GateStop> {
    guard let first = legs.first, let wanted = legs.map(\.intent.contracts).min(), wanted > 0 else {
      return .failure(GateStop(.positionSize, distance: 1))
    }
    guard legs.allSatisfy({ $0.profile == first.profile }) else {
      return .failure(GateStop(.crossProfile))
    }
    guard orders.working.count + legs.count <= orders.capacity / 2 else {
      return .failure(GateStop(.orderTableFull))
    }
    if let stop = stop(of: legs, contracts: 1) { return .failure(stop) }
    // What so many of each leg are refused by, more of each are too.
    var (most, least, binding) = (Int64(1), wanted + 1, Gate?.none)
    while most + 1 < least {
      let middle = most + (least - most) / 2
      if let stop = stop(of: legs, contracts: middle) {
        least = middle
        binding = stop.gate
      } else {
        most = middle
      }
    }
    return .success(RiskGate.Admission(contracts: most, binding: most < wanted ? binding : nil))
  }

  /// What keeps so many contracts of each leg from being bought; nil where nothing does.
  private func stop(of legs: [Asking], contracts: Int64) -> GateStop? {
    let unit = legs.reduce(Money.zero) { $0 + $1.intent.unitRisk }
    for ledger in ledgers(of: legs[0].profile) {
      let gate = (ledger.map { profiles[Int($0.index)].risk } ?? account).gate
      let (risk, overflow) = unit.microDollars.multipliedReportingOverflow(by: contracts)
      let over = risk &- gate.limits.maximumRiskPerTrade.microDollars
      if overflow || over > 0 { return GateStop(.riskPerTrade, distance: max(1, over)) }
      for place in legs.indices {
        var view = ledger == nil ? accountView(legs[place]) : profileView(legs[place])
        add(legs[..<place], contracts, ledger, legs[place], &view)
        var intent = legs[place].intent
        intent.contracts = contracts
        switch gate.judge(intent, view) {
        case .failure(let stop): return stop
        case .success(let admission):
          if admission.contracts < contracts { return GateStop(admission.binding ?? .positionSize) }
        }
      }
    }
    return nil
  }

  /// The account's ledger, nil, and the profile's own.
  private func ledgers(of profile: ProfileID) -> [ProfileID?] {
    hasProfiles && profile != .arbitrage ? [nil, profile] : [nil]
  }

  /// The legs before this one are on their way.
  private func add(
    _ earlier: ArraySlice<Asking>, _ contracts: Int64, _ ledger: ProfileID?, _ leg: Asking,
    _ view: inout RiskView
  ) {
    let here = states[Int(leg.market.index)]
    var begun: Set<MarketID> = []
    for other in earlier {
      let there = states[Int(other.market.index)]
      let risk = Money(microDollars: other.intent.unitRisk.microDollars * contracts)
      view.cash = view.cash - risk
      view.totalExposure += risk
      view.openOrders += 1
      view.dailyVolume += contracts
      if shards.place(of: here.shard) == shards.place(of: there.shard) {
        view.shardCash = view.shardCash.map { $0 - risk }
      }
      if let league = here.league, league == there.league { view.sportExposure += risk }
      if let game = here.game, game == there.game {
        view.gameExposure += risk
        view.eventContracts += contracts
      }
      if other.market == leg.market {
        view.marketContracts += contracts
        // Buying both sides of a market nets: that is no set.
        if other.side != leg.side { view.isCrossProfile = true }
      }
      if !isActive(other.market, ledger) { begun.insert(other.market) }
    }
    view.activeMarkets += Int64(begun.count)
    if begun.contains(leg.market) { view.isMarketActive = true }
  }

  private func isActive(_ id: MarketID, _ ledger: ProfileID?) -> Bool {
    guard let ledger else { return states[Int(id.index)].isActive }
    return !holdings[id, ledger].position.quantity.isZero || hasWorkingOrder(id, ledger)
  }
}
