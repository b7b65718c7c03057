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
    if let stop = standingStop(index) ?? bookStop(index) { return judgeStopped(id, stop) }
    let untilStart = untilStart(index)
    guard let pooled = consensus.consensus(of: id, now: now, untilStart: untilStart) else {
      let isMissing = states[index].absence == .noOdds
      return judgeStopped(id, GateStop(isMissing ? .noOdds : .staleOdds))
    }
    states[index].consensusValidUntil = consensus.validUntil(id)
    let view = consensusView(id, pooled)
    var stands = true
    for place in 1..<profiles.count {
      let stop = judge(id, ProfileID(place), view, &outputs)
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

  /// Nanoseconds on the venue's clock until a game begins; 0 where it has, or nobody knows.
  func untilStart(_ index: Int) -> Int64 {
    states[index].startTime.map { max(0, $0 - venueNow) } ?? 0
  }

  func consensusView(_ id: MarketID, _ consensus: Consensus) -> ConsensusView {
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
  private func judge(
    _ id: MarketID, _ profile: ProfileID, _ view: ConsensusView,
    _ outputs: inout ContiguousArray<EngineOutput>
  ) -> GateStop {
    // Not its whole configuration in a local: that has lists, which would be counted each time.
    guard let rules = profiles[Int(profile.index)].configuration?.profile,
      let fees = states[Int(id.index)].feeFormula
    else { return GateStop(.unknownFee) }
    guard let leg = view.better else { return GateStop(.noOffer) }
    let least = rules.minimumEdge
    guard leg.edge >= least else {
      endSignal(id, profile)
      return GateStop(.netEdge, distance: Int64(least - leg.edge))
    }
    let sizing = size(leg, id, profile, rules, fees)
    let entry = entryView(leg, id, view.consensus, fees, max(1, sizing.contracts))
    let conditions = EntryConditions(entry, rules)
    var signal = signal(leg, id, profile, view, entry, conditions, sizing)
    signal.stop = decide(leg, id, profile, conditions, sizing, &signal, &outputs)
    say(signal, isBrief: conditions.missing(.minimumEdge) > 0)
    return signal.stop
  }

  /// Everything behind the edge: conditions, our own orders, and the risk gate.
  private func decide(
    _ leg: Candidate, _ id: MarketID, _ profile: ProfileID, _ conditions: EntryConditions,
    _ sizing: EntrySizing, _ signal: inout Signal,
    _ outputs: inout ContiguousArray<EngineOutput>
  ) -> GateStop {
    if let stop = conditions.stop { return stop }
    guard sizing.contracts > 0 else { return nothingStop(leg, id, profile, sizing.bound) }
    // The first condition is met: the fee is known.
    let netEdge = signal.netEdge ?? 0
    if let stop = soldAtOnce(leg, id, profile, netEdge: netEdge) { return stop }
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
      note(admission, leg, sizing, &signal)
      let price = sizing.limitPrice
      // Through dearer levels than the best the whole purchase has less.
      holdings[id, profile].netEdge =
        price == leg.ask
        ? netEdge : min(netEdge, averageEdge(leg, admission.contracts, signal.admittedRisk))
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

  /// What contracts of a leg are worth over what all of them cost with their fees, in 1/10 000 $ a
  /// contract, rounded down.
  @inline(never)
  private func averageEdge(_ leg: Candidate, _ contracts: Int64, _ outlay: Money) -> Int32 {
    guard contracts > 0 else { return 0 }
    let edge = Int64(leg.value.tenThousandths) * 100 * contracts - outlay.microDollars
    return Int32(clamping: (edge >= 0 ? edge : edge - 100 * contracts + 1) / (100 * contracts))
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
  func ordersStop(_ id: MarketID, _ profile: ProfileID, _ side: BookSide) -> GateStop? {
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
