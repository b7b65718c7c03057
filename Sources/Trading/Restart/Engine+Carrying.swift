internal import Market

// The money and the contracts of the session before.
extension Engine {
  /// No more orders of sessions before are kept from session to session.
  private static let mostCarriedOrders = 256

  /// What was left has not been held against the exchange's account yet: nothing of it is sold.
  var isUnverified: Bool { hasCarried && isFirstComparison }

  /// The account has what all strategies had together, and each has its own. What the configuration
  /// has taken since goes to the arbitrage strategy; what it has given comes from there, or as much
  /// of it for each as there is.
  func carryMoney(_ standing: Standing) {
    guard !standing.profiles.isEmpty else { return }
    let cash = standing.profiles.reduce(Money.zero) { $0 + $1.cash }
    ledger.start(with: cash)
    var (own, wishes) = (profiles.map { _ in Money.zero }, profiles.map { _ in Money.zero })
    var left = cash
    for place in profiles.indices.dropFirst() {
      let capital = profiles[place].configuration?.capital ?? .zero
      let old = standing.profiles.dropFirst().first { $0.name == profiles[place].name }
      let wish = capital - (old?.capital ?? .zero)
      let had = old?.cash ?? .zero
      own[place] = wish < .zero ? max(min(had, .zero), had + wish) : had
      wishes[place] = max(.zero, wish)
      profiles[place].reduction = wish - (own[place] - had)
      left = left - own[place]
    }
    let asked = wishes.reduce(Money.zero, +)
    let given = max(.zero, min(left, asked))
    for place in profiles.indices.dropFirst() {
      let part = given.part(wishes[place], of: asked)
      profiles[place].reduction = profiles[place].reduction - part
      profiles[place].ledger.start(with: own[place] + part)
      left = left - part
      let old = standing.profiles.dropFirst().first { $0.name == profiles[place].name }
      profiles[place].risk.counters.shift(by: own[place] + part - (old?.cash ?? .zero))
    }
    profiles[0].ledger.start(with: left)
  }

  /// Everybody's contracts are his again; those of a strategy that does not run any more, and those
  /// that were nobody's, are nobody's.
  func carryHoldings(_ standing: Standing, _ outputs: inout ContiguousArray<EngineOutput>) {
    guard !standing.profiles.isEmpty else { return }
    let ids = Dictionary(
      markets.indices.map { (markets[$0].ticker, MarketID($0)) },
      uniquingKeysWith: { first, _ in
        first
      })
    for held in standing.positions {
      guard let id = ids[held.ticker],
        let position = Position(quantity: held.quantity, costBasis: held.cost)
      else { continue }
      states[Int(id.index)].position = position
      ledger.adopt(position.costBasis)
      markActive(id)
      carriedMarkets.insert(id)
    }
    for old in standing.profiles {
      guard let place = place(of: old.name) else { continue }
      for held in old.holdings {
        if let id = ids[held.ticker] { carry(held, id, ProfileID(place)) }
      }
    }
    for payout in standing.payouts {
      if let id = ids[payout.ticker] { carry(payout, id, standing) }
    }
    for order in standing.orders.suffix(Self.mostCarriedOrders) {
      guard let id = ids[order.ticker], Int(order.profile) < standing.profiles.count,
        let place = place(of: standing.profiles[Int(order.profile)].name)
      else { continue }
      carriedMarkets.insert(id)
      carriedOwners[order.id] = ProfileID(place)
      // Of an order whose edge is not known it was the least that is asked for.
      noteUnknownEdge(id, ProfileID(place), isNew: false)
      var order = order
      order.profile = UInt8(place)
      carriedOrders.append(order)
    }
    for place in activeMarkets.indices {
      let id = activeMarkets[place]
      let rest = unowned(id)
      let ours = states[Int(id.index)].position.quantity - rest
      if !ours.isZero { outputs.append(.notice(.adoptedPosition(id, ours))) }
      if !rest.isZero { outputs.append(.notice(.foreignPosition(id, rest))) }
    }
  }

  /// What was paid out by our count may not have been paid, and may be decided otherwise.
  private func carry(_ payout: Standing.Payout, _ id: MarketID, _ standing: Standing) {
    let index = Int(id.index)
    states[index].settledValue = payout.value
    states[index].awaitsPayout = states[index].status != .finalized
    states[index].settledContracts = payout.contracts
    let leg = payout.contracts < .zero ? payout.value.complement : payout.value
    states[index].awaitedPayout = leg * payout.contracts.magnitude
    for (old, contracts) in zip(standing.profiles, payout.parts) {
      // Of a strategy that does not run any more they are nobody's.
      if let place = place(of: old.name) {
        holdings[id, ProfileID(place)].settledContracts = contracts
      }
    }
    carriedMarkets.insert(id)
  }

  private func carry(_ old: Standing.Holding, _ id: MarketID, _ profile: ProfileID) {
    holdings[id, profile].netEdge = old.netEdge
    guard !old.quantity.isZero, let position = Position(quantity: old.quantity, costBasis: old.cost)
    else { return }
    holdings[id, profile].position = position
    holdings[id, profile].openedAt = min(old.openedAt, now)
    holdings[id, profile].netBefore = .zero - old.net
    holdings[id, profile].entryFees = old.fees
    // Whatever else calls for a sale shows itself anew, by the rules in force now.
    let rule = profiles[Int(profile.index)].configuration?.exits.rule
    if old.trigger == .stopLoss, rule == .table { holdings[id, profile].trigger = .stopLoss }
    carryLevels(old.levels, id, profile)
    if profile == .arbitrage { states[Int(id.index)].arbitrageHeld = old.quantity }
  }

  /// What is held in a market is what the exchange says, by the operator's word, or because nobody
  /// here has ever had anything to do with it. Where it is less than the strategies held, the
  /// arbitrage strategy is short first, and nobody is paid: for how much it went is not known.
  func takeOver(
    _ id: MarketID, _ theirs: AccountState.Holding?, _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    let old = states[Int(id.index)].position
    guard
      let position = Position(
        quantity: theirs?.quantity ?? .zero, costBasis: theirs?.cost ?? .zero,
        realised: old.realised, fees: old.fees)
    else { return }
    states[Int(id.index)].position = position
    states[Int(id.index)].differsFromExchange = false
    states[Int(id.index)].acceptsExchange = false
    states[Int(id.index)].exchangeShows = nil
    states[Int(id.index)].costDifference = .zero
    states[Int(id.index)].feesBase = theirs?.fees.map { $0 - old.fees }
    ledger.adopt(position.costBasis - old.costBasis)
    alignHoldings(id, isPaid: false)
    let rest = unowned(id)
    if !rest.isZero { outputs.append(.notice(.foreignPosition(id, rest))) }
    markActive(id)
  }
}

extension Money {
  /// As much of it as a part is of the whole, rounded down; all of it for the whole, which is no
  /// less than it is.
  func part(_ part: Money, of whole: Money) -> Money {
    guard whole > .zero, part > .zero else { return .zero }
    let product = UInt64(max(0, microDollars)).multipliedFullWidth(by: UInt64(part.microDollars))
    let quotient = UInt64(whole.microDollars).dividingFullWidth(product).quotient
    return Money(microDollars: Int64(quotient))
  }
}
