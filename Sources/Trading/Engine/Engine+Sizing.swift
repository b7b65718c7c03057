internal import Market

// How much an entry is worth, and what it costs.
extension Engine {
  /// What a profile would buy of a leg, whether or not it may.
  func size(
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
      held: (Quantity(hundredths: tally.eventHundredths), tally.gameExposure),
      collar: EntrySizing.collar(value: leg.value, minimumEdge: rules.minimumEdge),
      highest: Price(tenThousandths: Int(rules.maximumPrice)), fees: fees
    ) { number in
      offer(number, leg.leg, side, id, &last)
    }
  }

  /// One offer of a leg in its own prices, cheapest first.
  ///
  /// Offers are asked for one after another, each walk from the first.
  ///
  /// - Parameter last: the YES price of the one before; becomes this one's.
  @inline(__always)
  private func offer(
    _ number: Int, _ leg: Outcome, _ side: BookSide, _ id: MarketID, _ last: inout Price?
  ) -> BookLevel? {
    let level = number == 0 ? bestOfOthers(side, id) : last.flatMap { offer(after: $0, side, id) }
    last = level?.price
    return level.map {
      BookLevel(price: leg == .yes ? $0.price : $0.price.complement, quantity: $0.quantity)
    }
  }

  /// Notes on a signal what the limits have let through of it.
  func note(
    _ admission: RiskGate.Admission, _ leg: Candidate, _ sizing: EntrySizing,
    _ signal: inout Signal
  ) {
    signal.admitted = admission.contracts
    signal.binding = admission.binding ?? signal.binding
    let outlay = outlay(of: admission.contracts, leg, signal.market, sizing)
    signal.admittedRisk = outlay
    signal.admittedProfit = expectedProfit(leg, admission.contracts, outlay)
  }

  /// What contracts of a leg are expected to bring over what they cost with their fees.
  @inline(__always)
  func expectedProfit(_ leg: Candidate, _ contracts: Int64, _ outlay: Money) -> Money {
    Money(microDollars: Int64((leg.belief * 1_000_000).rounded(.down)) * contracts) - outlay
  }

  @inline(__always)
  private func outlay(
    of contracts: Int64, _ leg: Candidate, _ id: MarketID, _ sizing: EntrySizing
  ) -> Money {
    // Nearly always all of them are offered at one price.
    sizing.limitPrice == leg.ask
      ? Money(microDollars: sizing.unitRisk.microDollars * contracts)
      : outlayOfLevels(contracts, leg, id, sizing)
  }

  @inline(never)
  private func outlayOfLevels(
    _ contracts: Int64, _ leg: Candidate, _ id: MarketID, _ sizing: EntrySizing
  ) -> Money {
    guard let fees = states[Int(id.index)].feeFormula else { return sizing.outlay }
    let side: BookSide = leg.leg == .yes ? .ask : .bid
    var last: Price?
    return sizing.outlay(of: contracts, fees: fees) { offer($0, leg.leg, side, id, &last) }
  }

  /// What a profile has to bet with.
  @inline(__always)
  private func wealth(of profile: ProfileID, _ tally: RiskTally) -> Money {
    let place = Int(profile.index)
    return bankroll(
      (profiles[place].ledger.cash ?? .zero) + tally.held, profiles[place].risk.counters.equity)
  }

  /// What made an entry that meets all conditions a size of nothing.
  func nothingStop(
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
}
