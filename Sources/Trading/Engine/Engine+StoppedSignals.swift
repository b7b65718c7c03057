internal import Market
internal import Probability

// Edges where no profile may judge a market: what is seen is said although nothing may be bought.
extension Engine {
  /// A gate of the market, the house or the book stops every profile. Not on an order's way.
  @inline(never)
  func judgeStopped(_ id: MarketID, _ stop: GateStop) {
    for place in 1..<profiles.count { profiles[place].note(stop.gate) }
    sayStopped(id, stop)
  }

  /// Says each profile's edge in a market with what stops it. Nothing where nobody offers, no book
  /// says what it is worth, or its result is known: there is no edge then that could be told. Nor
  /// once the session ends, whose report has counted them.
  @inline(never)
  func sayStopped(_ id: MarketID, _ stop: GateStop) {
    guard states[Int(id.index)].settledValue == nil, !isShutDown,
      let (pooled, stop) = stoppedConsensus(id, stop)
    else { return }
    let view = consensusView(id, pooled)
    guard let leg = view.better else { return }
    for place in 1..<profiles.count where sayStopped(leg, id, ProfileID(place), view, stop) {
      // Whether it is said again is a matter of time, not of prices alone.
      states[Int(id.index)].standing.revision = 0
    }
  }

  /// What the books say of a market that is stopped, and the stop with its distance. What they said
  /// when they last had a voice counts only where nothing else stops it.
  private func stoppedConsensus(_ id: MarketID, _ stop: GateStop) -> (Consensus, GateStop)? {
    let untilStart = untilStart(Int(id.index))
    guard stop.gate == .staleOdds else {
      return consensus.consensus(of: id, now: now, untilStart: untilStart).map { ($0, stop) }
    }
    return consensus.staleConsensus(of: id, now: now, untilStart: untilStart).map {
      ($0.consensus, GateStop(.staleOdds, distance: $0.over))
    }
  }

  /// - Returns: whether the profile has an edge there.
  private func sayStopped(
    _ leg: Candidate, _ id: MarketID, _ profile: ProfileID, _ view: ConsensusView,
    _ stop: GateStop
  ) -> Bool {
    guard let rules = profiles[Int(profile.index)].configuration?.profile else { return false }
    guard leg.edge >= rules.minimumEdge else {
      endSignal(id, profile)
      return false
    }
    guard isNews(SignalKey(brief: leg.leg, stop.gate), id, profile) else { return true }
    let fees = states[Int(id.index)].feeFormula
    let sizing = fees.map { size(leg, id, profile, rules, $0) } ?? .nothing
    let entry = entryView(leg, id, view.consensus, fees, max(1, sizing.contracts))
    var signal = signal(
      leg, id, profile, view, entry, EntryConditions(entry, rules), sizing)
    signal.stop = stop
    say(signal, isBrief: true)
    return true
  }
}
