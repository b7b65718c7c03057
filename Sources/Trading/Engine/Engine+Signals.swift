internal import Market
internal import Probability

extension Engine {
  func signal(
    _ leg: Candidate, _ id: MarketID, _ profile: ProfileID, _ view: ConsensusView,
    _ entry: EntryView, _ conditions: EntryConditions, _ sizing: EntrySizing
  ) -> Signal {
    let expected =
      Int64((leg.belief * 1_000_000).rounded(.down)) * sizing.contracts
      - sizing.outlay.microDollars
    return Signal(
      profile: profile, market: id, leg: leg.leg, stop: GateStop(.netEdge),
      yesEdge: view.yes?.edge, noEdge: view.no?.edge, netEdge: entry.netEdge, ask: leg.ask,
      bid: leg.bid, probability: view.consensus.probability, books: entry.books,
      bookSpread: entry.bookSpread, oldestNanoseconds: view.consensus.oldestNanoseconds,
      confidence: conditions.confidence, bound: sizing.bound, recommended: sizing.contracts,
      admitted: 0, binding: nil, maximumPrice: sizing.contracts > 0 ? sizing.limitPrice : leg.ask,
      risk: sizing.outlay, expectedProfit: Money(microDollars: expected))
  }

  /// Says a signal, unless the same was said last.
  func say(_ signal: Signal) {
    let key = signal.key
    guard holdings[signal.market, signal.profile].lastSignal != key else { return }
    holdings[signal.market, signal.profile].lastSignal = key
    profiles[Int(signal.profile.index)].signals += 1
    signals.append(signal)
  }
}
