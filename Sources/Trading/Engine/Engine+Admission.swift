internal import Market

// The one risk gate that every strategy goes through before it adds risk.
extension Engine {
  /// Who asks for what, and where.
  struct Asking {
    var profile: ProfileID
    var market: MarketID
    /// What a fill buys: YES by a bid.
    var side: BookSide
    var intent: RiskGate.Intent
  }

  /// Judges an intent by the account's limits and by its profile's own. Reserves nothing: what is
  /// in flight is counted from the orders themselves, so the order must go out at once.
  ///
  /// - Parameter hasPlace: judges as if the market had a place among the concurrent ones.
  func admit(_ asking: Asking, hasPlace: Bool = false) -> Result<RiskGate.Admission, GateStop> {
    var view = accountView(asking)
    if hasPlace { view.isMarketActive = true }
    let first = account.gate.judge(asking.intent, view)
    guard hasProfiles, case .success(let whole) = first else { return first }
    var intent = asking.intent
    intent.contracts = whole.contracts
    var own = profileView(asking)
    if hasPlace { own.isMarketActive = true }
    // The arbitrage strategy has the account's limits; its money is its own.
    let gate =
      asking.profile == .arbitrage ? account.gate : profiles[Int(asking.profile.index)].risk.gate
    switch gate.judge(intent, own) {
    case .failure(let stop): return .failure(stop)
    case .success(let admission):
      return .success(
        RiskGate.Admission(
          contracts: admission.contracts, binding: admission.binding ?? whole.binding))
    }
  }

  /// The account, everything in flight counted at its worst.
  @inline(__always)
  func accountView(_ asking: Asking) -> RiskView {
    let tally = tally(asking.market, of: nil)
    let cash = ledger.cash ?? .zero
    var view = RiskView(
      cash: cash - tally.reserved, bankroll: bankroll(cash + tally.held, account.counters.equity))
    enter(tally, into: &view)
    account.counters.fill(
      &view, limit: account.gate.limits.maximumOrdersPerMinute, at: now)
    if !areBreakersQuiet { view.passage = account.breaker.passage(at: now) }
    view.isCrossProfile = isAgainstOthers(asking)
    view.shardCash = shardCash(for: asking.market)
    return view
  }

  /// The asking profile's own ledger.
  func profileView(_ asking: Asking) -> RiskView {
    let place = Int(asking.profile.index)
    let tally = tally(asking.market, of: asking.profile)
    let cash = profiles[place].ledger.cash ?? .zero
    var view = RiskView(
      cash: cash - tally.reserved,
      bankroll: bankroll(cash + tally.held, profiles[place].risk.counters.equity))
    enter(tally, into: &view)
    profiles[place].risk.counters.fill(
      &view, limit: profiles[place].risk.gate.limits.maximumOrdersPerMinute, at: now)
    view.passage = profiles[place].risk.breaker.passage(at: now)
    return view
  }

  /// Wealth to bet with: what is held counts as what it cost, or as what it could be sold for when
  /// last looked at, whichever is less.
  @inline(__always)
  func bankroll(_ atCost: Money, _ equity: Money?) -> Money { min(atCost, equity ?? atCost) }

  @inline(__always)
  private func enter(_ tally: RiskTally, into view: inout RiskView) {
    view.marketContracts = (tally.marketHundredths + 99) / 100
    view.eventContracts = (tally.eventHundredths + 99) / 100
    view.gameExposure = tally.gameExposure
    view.sportExposure = tally.sportExposure
    view.totalExposure = tally.totalExposure
    view.activeMarkets = tally.activeMarkets
    view.isMarketActive = tally.isMarketActive
    view.openOrders = tally.openOrders
  }

  /// An order passed the gate and goes out.
  @inline(__always)
  func admitted(_ contracts: Int64, for profile: ProfileID, _ id: ClientOrderID) {
    let place = Int(profile.index)
    account.counters.admitted(contracts: contracts, at: now)
    if !areBreakersQuiet, account.breaker.state(at: now) == .halfOpen {
      account.breaker.probeSent()
      account.probe = id
    }
    // The arbitrage strategy has the account's limits: all is counted there.
    guard profile != .arbitrage else { return }
    profiles[place].risk.counters.admitted(contracts: contracts, at: now)
    if profiles[place].risk.breaker.state(at: now) == .halfOpen {
      profiles[place].risk.breaker.probeSent()
      profiles[place].risk.probe = id
    }
  }

  /// Whether an entry goes against what another profile, or somebody by hand, holds or is buying in
  /// the same market: the exchange would net the two.
  private func isAgainstOthers(_ asking: Asking) -> Bool {
    var others = states[Int(asking.market.index)].position.quantity
    others -=
      asking.profile == .arbitrage
      ? states[Int(asking.market.index)].arbitrageHeld
      : holdings[asking.market, asking.profile].position.quantity
    if others.hundredths * asking.side.sign < 0 { return true }
    guard hasProfiles else { return false }
    for place in profiles.indices where place != Int(asking.profile.index) {
      let held = holdings[asking.market, ProfileID(place)].position.quantity
      if held.hundredths * asking.side.sign < 0 { return true }
    }
    for place in orders.working.indices {
      let request = orders.working[place].request
      if request.market == asking.market, request.profile != asking.profile,
        request.purpose == .entry, request.side != asking.side
      {
        return true
      }
    }
    return false
  }

  /// What an order that is over leaves to be counted: contracts that came back, an end that the
  /// breaker waits for, a refusal.
  ///
  /// Orders end by news, fills and readings; called after each of them.
  func countEnds(_ outputs: inout ContiguousArray<EngineOutput>) {
    let ended = orders.forgotten + orders.finished.count
    while endsCounted < ended {
      let place = endsCounted - orders.forgotten
      endsCounted += 1
      if place >= 0 { countEnd(of: orders.finished[place], &outputs) }
    }
    countUnknown(&outputs)
  }

  private func countEnd(
    of order: ManagedOrder, _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    // Refused by the exchange; an order that did not leave says nothing of it.
    let isRefused = order.ending == .rejected
    if isRefused {
      rejects.note(now)
      if rejects.count >= Int(configuration.breaker.rejects) {
        rejects.removeAll()
        trip(.rejectRate, nil, &outputs)
      }
    }
    guard order.request.purpose == .entry else { return }
    let place = Int(order.request.profile.index)
    let filled = max(order.filled, order.filledByReport)
    let back = max(.zero, order.request.quantity - filled).hundredths / 100
    var hasFailed = isRefused || order.ending == .neverArrived
    var isUnsent = order.ending == .unsent
    // A set is one trade and one probe, and is over with the last of its legs.
    var (id, isOver) = (order.request.id, true)
    if let set = countSetEnd(id, isUnsent: isUnsent, hasFailed: hasFailed) {
      (id, isOver, isUnsent, hasFailed) = set
    }
    giveBack(back, of: order, isOver && isUnsent, &account.counters)
    if isOver { endProbe(&account, id, nil, hasFailed, isUnsent, &outputs) }
    if order.request.profile != .arbitrage {
      giveBack(back, of: order, isOver && isUnsent, &profiles[place].risk.counters)
      if isOver {
        endProbe(
          &profiles[place].risk, id, order.request.profile, hasFailed, isUnsent, &outputs)
      }
    }
    if !areBreakersQuiet { noteBreakers(&outputs) }
  }

  /// Contracts that were admitted and are not traded.
  private func giveBack(
    _ contracts: Int64, of order: ManagedOrder, _ isUnsent: Bool, _ counters: inout RiskCounters
  ) {
    if isUnsent {
      counters.unsent(contracts: contracts, admittedAt: order.sentAt, at: now)
    } else {
      counters.returned(contracts: contracts, admittedAt: order.sentAt, at: now)
    }
  }

  /// The one order that a half-open breaker let through has come to its end; others say nothing.
  private func endProbe(
    _ risk: inout RiskLedger, _ id: ClientOrderID, _ profile: ProfileID?, _ hasFailed: Bool,
    _ isUnsent: Bool, _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    guard risk.probe == id else { return }
    risk.probe = nil
    // What never left has proved nothing: the next one is the probe.
    if isUnsent { return risk.breaker.probeUnsent() }
    if risk.breaker.probeEnded(failed: hasFailed, at: now) {
      outputs.append(.notice(.breakerChanged(.open, profile)))
    }
  }
}
