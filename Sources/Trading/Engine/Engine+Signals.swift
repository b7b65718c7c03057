internal import Market
internal import Probability

extension Engine {
  func signal(
    _ leg: Candidate, _ id: MarketID, _ profile: ProfileID, _ view: ConsensusView,
    _ entry: EntryView, _ conditions: EntryConditions, _ sizing: EntrySizing
  ) -> Signal {
    Signal(
      profile: profile, market: id, leg: leg.leg, stop: GateStop(.netEdge),
      yesEdge: view.yes?.edge, noEdge: view.no?.edge, netEdge: entry.netEdge, ask: leg.ask,
      bid: leg.bid, probability: view.consensus.probability, books: entry.books,
      bookSpread: entry.bookSpread, oldestNanoseconds: view.consensus.oldestNanoseconds,
      conditions: conditions, volume: entry.volume, bound: sizing.bound,
      recommended: sizing.contracts, admitted: 0, binding: nil,
      maximumPrice: sizing.contracts > 0 ? sizing.limitPrice : leg.ask,
      risk: sizing.outlay,
      expectedProfit: expectedProfit(leg, sizing.contracts, sizing.outlay), admittedRisk: .zero,
      admittedProfit: .zero)
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
    consensus.forEachOpinion(
      of: market, now: now, untilStart: untilStart(Int(market.index)), body)
  }

  /// Says a signal, unless the same was said last.
  ///
  /// - Parameter isBrief: see ``SignalKey/isBrief``.
  func say(_ signal: Signal, isBrief: Bool) {
    let key = isBrief ? SignalKey(brief: signal.leg, signal.stop.gate) : signal.key
    let (market, profile) = (signal.market, signal.profile)
    guard isNews(key, market, profile) else { return }
    holdings[market, profile].lastSignal = key
    holdings[market, profile].lastSignalAt = now
    holdings[market, profile].isSignalOver = false
    profiles[Int(profile.index)].signals += 1
    signals.append(signal)
  }

  /// Whether a signal about that is said now.
  func isNews(_ key: SignalKey, _ market: MarketID, _ profile: ProfileID) -> Bool {
    guard holdings[market, profile].lastSignal == key else { return true }
    return key.isBrief && holdings[market, profile].isSignalOver
      && now - holdings[market, profile].lastSignalAt >= SignalKey.pauseNanoseconds
  }

  /// No edge is left: the next one is another. Behind a gate that is the same it is not said at
  /// once, see ``SignalKey/pauseNanoseconds``.
  func endSignal(_ market: MarketID, _ profile: ProfileID) {
    guard let last = holdings[market, profile].lastSignal else { return }
    if last.isBrief {
      holdings[market, profile].isSignalOver = true
    } else {
      holdings[market, profile].lastSignal = nil
    }
  }

  /// What the conditions of a profile look at.
  func entryView(
    _ leg: Candidate, _ id: MarketID, _ consensus: Consensus, _ fees: FeeFormula?,
    _ contracts: Int64
  ) -> EntryView {
    let fee = fees?.fee(
      price: leg.ask, quantity: Quantity(contracts: Int(contracts)), liquidity: .taker)
    // Micro-dollars are hundredths of a ten-thousandth; rounded up, against us.
    let hundredths = 100 * contracts
    return EntryView(
      value: leg.value, ask: leg.ask, bid: leg.bid,
      fee: fee.map { Int32(clamping: ($0.microDollars + hundredths - 1) / hundredths) },
      books: Int32(consensus.books), bookSpread: Int32((consensus.spread * 10_000).rounded()),
      volume: states[Int(id.index)].volume,
      minutesToStart: states[Int(id.index)].startTime.map { ($0 - venueNow) / 60_000_000_000 })
  }
}
