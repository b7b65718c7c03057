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
      conditions: conditions, volume: entry.volume, bound: sizing.bound,
      recommended: sizing.contracts, admitted: 0, binding: nil,
      maximumPrice: sizing.contracts > 0 ? sizing.limitPrice : leg.ask,
      risk: sizing.outlay, expectedProfit: Money(microDollars: expected))
  }

  /// A signal of the last input as the journal keeps it.
  public func record(of signal: Signal) -> SignalRecord {
    var opinions: [SignalOpinion] = []
    forEachOpinion(of: signal.market) { opinions.append($0) }
    return SignalRecord(signal: signal, opinions: opinions)
  }

  /// Writes the same in its binary form. Does not allocate.
  public func write(_ signal: Signal, to writer: EventWriter) {
    signal.write(to: writer)
    writer.put(UInt32(consensus.opinionCount(of: signal.market)))
    forEachOpinion(of: signal.market) { $0.write(to: writer) }
  }

  /// What the books say of a market by the last input.
  private func forEachOpinion(of market: MarketID, _ body: (SignalOpinion) -> Void) {
    let untilStart = (states[Int(market.index)].startTime ?? .distantPast) - venueNow
    consensus.forEachOpinion(of: market, now: now, untilStart: untilStart, body)
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
