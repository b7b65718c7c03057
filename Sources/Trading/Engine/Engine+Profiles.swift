internal import Market
internal import Probability

// The consensus strategy: what the profiles make of a market.
extension Engine {
  /// One leg as a profile's entry would see it.
  struct Candidate {
    var leg: Outcome
    var value: Price
    var ask: Price
    var bid: Price?
    var belief: Double

    /// Value less ask, in 1/10 000 $.
    var edge: Int32 { value.tenThousandths - ask.tenThousandths }
  }

  /// What both legs are worth to a buyer, and what the books said.
  struct ConsensusView {
    var consensus: Consensus
    var yes: Candidate?
    var no: Candidate?

    var better: Candidate? {
      guard let yes else { return no }
      guard let no else { return yes }
      return no.edge > yes.edge ? no : yes
    }
  }

  /// Lets every profile judge a market, at most once in a while: in between, the latest state is
  /// judged when the while is over. Sales come first and never wait.
  func judgeForProfiles(
    _ id: MarketID, isNews: Bool, _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    let index = Int(id.index)
    if states[index].isActive { sellForProfiles(id, &outputs) }
    if now < states[index].nextConsensusAt {
      if isNews { states[index].isConsensusDue = true }
      if states[index].isConsensusDue { notePause(id, until: states[index].nextConsensusAt) }
      return
    }
    states[index].isConsensusDue = false
    states[index].nextConsensusAt = now + configuration.consensus.conflationNanoseconds
    states[index].consensusValidUntil = .distantFuture
    if let stop = marketStop(index) { return note(stop) }
    // What is seen is said although nothing may be bought.
    let entryStop = entryStop(index)
    if let stop = bookStop(index) { return note(entryStop ?? stop) }
    let untilStart = (states[index].startTime ?? .distantPast) - venueNow
    guard let pooled = consensus.consensus(of: id, now: now, untilStart: untilStart) else {
      let isMissing = states[index].absence == .noOdds
      return note(entryStop ?? GateStop(isMissing ? .noOdds : .staleOdds))
    }
    states[index].consensusValidUntil = consensus.validUntil(id)
    let view = consensusView(id, pooled)
    var stands = true
    for place in 1..<profiles.count {
      let stop = judge(id, ProfileID(place), view, entryStop, &outputs)
      profiles[place].note(stop.gate)
      if !doesStand(stop, view, ProfileID(place)) { stands = false }
    }
    // Behind the edge lie sizes, limits and orders: no judgement of those stands.
    if !stands { states[index].standing.revision = 0 }
  }

  /// Whether best prices alone made a judgement: no leg is offered, or none for less than it is
  /// worth by enough. What is left after the fee depends on the size, and so on more.
  private func doesStand(_ stop: GateStop, _ view: ConsensusView, _ profile: ProfileID) -> Bool {
    guard let leg = view.better else { return true }
    let least = profiles[Int(profile.index)].configuration?.profile.minimumEdge ?? 0
    return stop.gate == .netEdge && leg.edge < least
  }

  private func note(_ stop: GateStop) {
    for place in 1..<profiles.count { profiles[place].note(stop.gate) }
  }

  private func consensusView(_ id: MarketID, _ consensus: Consensus) -> ConsensusView {
    let bid = bestPriceOfOthers(.bid, id)
    let ask = bestPriceOfOthers(.ask, id)
    func candidate(
      _ leg: Outcome, _ belief: Double, bid: Price?, ask: Price?
    ) -> Candidate? {
      guard let ask, let value = Price(roundingDown: belief) else { return nil }
      return Candidate(leg: leg, value: value, ask: ask, bid: bid, belief: belief)
    }
    let yes = consensus.probability
    return ConsensusView(
      consensus: consensus, yes: candidate(.yes, yes, bid: bid, ask: ask),
      no: candidate(.no, 1 - yes, bid: ask?.complement, ask: bid?.complement))
  }

  /// One profile's judgement; what passes every gate is ordered.
  ///
  /// - Parameter entryStop: what forbids all entries here; nil where nothing does.
  private func judge(
    _ id: MarketID, _ profile: ProfileID, _ view: ConsensusView, _ entryStop: GateStop?,
    _ outputs: inout ContiguousArray<EngineOutput>
  ) -> GateStop {
    // Not its whole configuration in a local: that has lists, which would be counted each time.
    guard let rules = profiles[Int(profile.index)].configuration?.profile,
      let fees = states[Int(id.index)].feeFormula
    else { return GateStop(.unknownFee) }
    guard let leg = view.better else { return entryStop ?? GateStop(.noOffer) }
    let least = rules.minimumEdge
    guard leg.edge >= least else {
      holdings[id, profile].lastSignal = nil
      return entryStop ?? GateStop(.netEdge, distance: Int64(least - leg.edge))
    }
    let sizing = size(leg, id, profile, rules, fees)
    let entry = entryView(leg, id, view.consensus, fees, max(1, sizing.contracts))
    let conditions = EntryConditions(entry, rules)
    var signal = signal(leg, id, profile, view, entry, conditions, sizing)
    if entry.netEdge >= least {
      signal.stop =
        entryStop ?? decide(leg, id, profile, conditions, sizing, &signal, &outputs)
      say(signal)
    } else {
      holdings[id, profile].lastSignal = nil
      signal.stop = entryStop ?? conditions.stop ?? GateStop(.netEdge)
    }
    return signal.stop
  }

  private func size(
    _ leg: Candidate, _ id: MarketID, _ profile: ProfileID,
    _ rules: TradingProfile, _ fees: FeeFormula
  ) -> EntrySizing {
    // Never the whole state of a profile in a local: it has its rates in itself, kilobytes of them.
    let place = Int(profile.index)
    let tally = tally(id, of: profile)
    let percent = rules.kellyPercent(
      settledTrades: Int(profiles[place].risk.counters.settledTrades),
      allowsFull: profiles[place].configuration?.allowsFullKelly ?? false)
    let side: BookSide = leg.leg == .yes ? .ask : .bid
    var last: Price?
    return EntrySizing(
      belief: leg.belief, kellyPercent: percent,
      bankroll: wealth(of: profile, tally),
      atRisk: tally.gameExposure,
      collar: EntrySizing.collar(value: leg.value, minimumEdge: rules.minimumEdge),
      highest: Price(tenThousandths: Int(rules.maximumPrice)), fees: fees
    ) { number in
      // Levels are asked for one after another, each walk from the first.
      let level = number == 0 ? bestOfOthers(side, id) : last.flatMap { offer(after: $0, side, id) }
      last = level?.price
      return level.map { level in
        BookLevel(
          price: leg.leg == .yes ? level.price : level.price.complement, quantity: level.quantity)
      }
    }
  }

  /// What a profile has to bet with.
  @inline(__always)
  private func wealth(of profile: ProfileID, _ tally: RiskTally) -> Money {
    let place = Int(profile.index)
    return bankroll(
      (profiles[place].ledger.cash ?? .zero) + tally.held, profiles[place].risk.counters.equity)
  }

  private func entryView(
    _ leg: Candidate, _ id: MarketID, _ consensus: Consensus, _ fees: FeeFormula,
    _ contracts: Int64
  ) -> EntryView {
    let fee = fees.fee(
      price: leg.ask, quantity: Quantity(contracts: Int(contracts)), liquidity: .taker)
    // Micro-dollars are hundredths of a ten-thousandth; rounded up, against us.
    let hundredths = 100 * contracts
    let start = states[Int(id.index)].startTime ?? venueNow
    return EntryView(
      value: leg.value, ask: leg.ask, bid: leg.bid,
      fee: Int32(clamping: (fee.microDollars + hundredths - 1) / hundredths),
      books: Int32(consensus.books), bookSpread: Int32((consensus.spread * 10_000).rounded()),
      volume: states[Int(id.index)].volume,
      minutesToStart: (start - venueNow) / 60_000_000_000)
  }

  /// Everything behind the edge: conditions, our own orders, and the risk gate.
  private func decide(
    _ leg: Candidate, _ id: MarketID, _ profile: ProfileID, _ conditions: EntryConditions,
    _ sizing: EntrySizing, _ signal: inout Signal,
    _ outputs: inout ContiguousArray<EngineOutput>
  ) -> GateStop {
    if let stop = conditions.stop { return stop }
    guard sizing.contracts > 0 else { return nothingStop(leg, id, profile, sizing.bound) }
    if let stop = soldAtOnce(leg, id, profile, netEdge: signal.netEdge) { return stop }
    let side: BookSide = leg.leg == .yes ? .bid : .ask
    if let stop = ordersStop(id, profile, side) { return stop }
    let asking = Asking(
      profile: profile, market: id, side: side,
      intent: RiskGate.Intent(unitRisk: sizing.unitRisk, contracts: sizing.contracts))
    switch admit(asking) {
    case .failure(let stop):
      waitForRoom(id, stop)
      return stop
    case .success(let admission):
      signal.admitted = admission.contracts
      signal.binding = admission.binding ?? signal.binding
      let price = sizing.limitPrice
      holdings[id, profile].netEdge = signal.netEdge
      let order = makeID()
      send(
        EngineOrder(
          id: order, market: id, side: side,
          price: leg.leg == .yes ? price : price.complement,
          quantity: Quantity(contracts: Int(admission.contracts)), style: .take, purpose: .entry,
          profile: profile), &outputs)
      admitted(admission.contracts, for: profile, order)
      states[Int(id.index)].record.entries += 1
      profiles[Int(profile.index)].trades += 1
      return GateStop(.traded)
    }
  }

  /// What made an entry that meets all conditions a size of nothing.
  private func nothingStop(
    _ leg: Candidate, _ id: MarketID, _ profile: ProfileID, _ bound: EntrySizing.Bound
  ) -> GateStop {
    switch bound {
    case .game: return GateStop(.gameHeld)
    // The best offer is within the profile's prices and leaves its edge, or a condition would not
    // be met: it is less than a contract, whatever stands behind it.
    case .depth, .collar, .price: return GateStop(.depth)
    case .kelly:
      guard let fees = states[Int(id.index)].feeFormula else { return GateStop(.unknownFee) }
      let one = Quantity(contracts: 1)
      let unit = leg.ask * one + fees.fee(price: leg.ask, quantity: one, liquidity: .taker)
      let wealth = wealth(of: profile, tally(id, of: profile))
      // Where the whole bankroll is less than a contract, it is money that is missing.
      return wealth < unit
        ? GateStop(.insufficientBalance, distance: (unit - wealth).microDollars)
        : GateStop(.kelly)
    }
  }

  /// An entry through a spread as wide as its stop would be sold at once, and bought again.
  private func soldAtOnce(
    _ leg: Candidate, _ id: MarketID, _ profile: ProfileID, netEdge: Int32
  ) -> GateStop? {
    let place = Int(profile.index)
    guard let rules = profiles[place].configuration?.exits, rules.rule == .table,
      let bid = leg.bid, let table = profiles[place].exitTable,
      let fees = states[Int(id.index)].feeFormula,
      let moves = table.moves(
        netEdge: Int64(netEdge), table.liquidity(contracts: states[Int(id.index)].volume ?? 0))
    else { return nil }
    return ExitLevels.lossAtOnce(
      ask: leg.ask, bid: bid, stopLoss: moves.stopLoss, mode: rules.mode, fees: fees
    ).map { GateStop(.soldAtOnce, distance: $0) }
  }

  /// What our own orders in a market forbid a profile.
  private func ordersStop(_ id: MarketID, _ profile: ProfileID, _ side: BookSide) -> GateStop? {
    let retryAt = states[Int(id.index)].entryRetryAt
    guard retryAt <= now else { return GateStop(.retryPause, distance: retryAt - now) }
    for place in orders.working.indices where orders.working[place].request.market == id {
      if orders.working[place].needsSearch { return GateStop(.unknownOutcome) }
      let request = orders.working[place].request
      guard request.profile == profile else { continue }
      return GateStop(request.purpose == .entry ? .duplicateIntent : .orderWorking)
    }
    let held = holdings[id, profile].position.quantity
    guard held.hundredths * side.sign >= 0 else { return GateStop(.opposingPosition) }
    guard holdings[id, profile].trigger == nil else { return GateStop(.orderWorking) }
    return orders.isFullForEntries ? GateStop(.orderTableFull) : nil
  }

  /// A market that only time holds up is looked at again when it has passed.
  func waitForRoom(_ id: MarketID, _ stop: GateStop) {
    guard stop.gate == .rateLimit || stop.gate == .minimumInterval else { return }
    let end = now + max(1, stop.distance)
    states[Int(id.index)].roomAt = end
    notePause(id, until: end)
  }
}
