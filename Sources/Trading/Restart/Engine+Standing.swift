internal import Market

// What outlives the session: what the exchange cannot know.
extension Engine {
  /// Where the account stands; nil before the exchange's account was read.
  ///
  /// - Complexity: O(active markets × profiles).
  public var standing: Standing? {
    guard ledger.starting != nil else { return nil }
    return Standing(
      account: Standing.Risk(counters: account.counters, breaker: account.breaker),
      profiles: profiles.map { profile in
        Standing.Profile(
          name: profile.name, capital: profile.configuration?.capital ?? .zero,
          cash: profile.ledger.cash ?? .zero,
          risk: Standing.Risk(counters: profile.risk.counters, breaker: profile.risk.breaker),
          holdings: activeMarkets.compactMap { holding(profile.id, $0) })
      })
  }

  private func holding(_ profile: ProfileID, _ id: MarketID) -> Standing.Holding? {
    let held = holdings[id, profile]
    let entering = entering(id, profile)
    guard !held.position.quantity.isZero || !entering.isZero else { return nil }
    return Standing.Holding(
      ticker: markets[Int(id.index)].ticker, quantity: held.position.quantity,
      cost: held.position.costBasis, openedAt: held.openedAt, net: held.net,
      fees: held.position.fees - held.feesBefore, netEdge: held.netEdge, levels: held.levels,
      entering: entering)
  }

  /// Contracts that a profile's entries in flight can still bring, signed.
  private func entering(_ id: MarketID, _ profile: ProfileID) -> Quantity {
    var total = Quantity.zero
    for order in orders.working
    where order.request.market == id && order.request.profile == profile
      && order.request.purpose == .entry
    {
      total += order.request.side == .bid ? order.open : -order.open
    }
    return total
  }

  /// The session begins where another one of the same account has ended: its limits have counted
  /// so far, its breakers are as they were, and what it held finds its owners again when the
  /// exchange says what there is.
  func carry(_ standing: Standing, _ outputs: inout ContiguousArray<EngineOutput>) {
    guard ledger.starting == nil, carried == nil else { return }
    carried = standing
    let isSameDay = account.counters.carry(standing.account.counters, at: now)
    account.breaker.carry(standing.account.breaker, isSameDay: isSameDay, at: now)
    for old in standing.profiles {
      guard let place = profiles.indices.first(where: { profiles[$0].name == old.name }) else {
        continue
      }
      let isSameDay = profiles[place].risk.counters.carry(old.risk.counters, at: now)
      profiles[place].risk.breaker.carry(old.risk.breaker, isSameDay: isSameDay, at: now)
      sayCauses(profiles[place].risk.breaker, ProfileID(place), &outputs)
    }
    isHalted = account.breaker.causes.contains(.manual)
    sayCauses(account.breaker, nil, &outputs)
    noteBreakers(&outputs)
  }

  private func sayCauses(
    _ breaker: CircuitBreaker, _ profile: ProfileID?,
    _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    for cause in breaker.causes.list {
      outputs.append(.notice(.breakerOpened(cause, profile)))
    }
  }

  /// What a strategy begins with: what it had, and what the configuration has given or taken since.
  func startingCash(of place: Int) -> Money {
    let capital = profiles[place].configuration?.capital ?? .zero
    guard let old = carried?.profiles.first(where: { $0.name == profiles[place].name }) else {
      return capital
    }
    return max(.zero, old.cash + capital - old.capital)
  }

  /// Gives the contracts that the exchange shows back to who held them, no more than there are, and
  /// what entries in flight can have brought since. The rest is nobody's: from elsewhere.
  ///
  /// What somebody held and is gone is given up at its cost, and what came since is paid for, so
  /// that cash and positions of all still add up to the account's.
  func returnHoldings() {
    guard let carried else { return }
    var places: [String: Int] = [:]
    for index in states.indices { places[markets[index].ticker] = index }
    for old in carried.profiles {
      guard let place = profiles.indices.first(where: { profiles[$0].name == old.name }) else {
        continue
      }
      for holding in old.holdings {
        var kept = Quantity.zero
        var cost = Money.zero
        if let index = places[holding.ticker] {
          kept = due(holding, MarketID(index))
          cost = give(MarketID(index), ProfileID(place), kept, holding)
        }
        let moved = holding.cost - cost
        profiles[place].ledger.correct(by: moved)
        profiles[0].ledger.correct(by: .zero - moved)
      }
    }
  }

  /// How much of what a market shows and nobody has yet is a strategy's; signed.
  private func due(_ holding: Standing.Holding, _ id: MarketID) -> Quantity {
    let left = unowned(id)
    let sign = left.hundredths.signum()
    var due = Quantity.zero
    for part in [holding.quantity, holding.entering] where part.hundredths.signum() == sign {
      due += part.magnitude
    }
    let kept = min(due, left.magnitude)
    return left < .zero ? -kept : kept
  }

  /// Returns what it has cost, counted as the strategy's from now on.
  private func give(
    _ id: MarketID, _ profile: ProfileID, _ quantity: Quantity, _ old: Standing.Holding
  ) -> Money {
    guard !quantity.isZero else { return .zero }
    let whole = states[Int(id.index)].position
    let isSame = quantity == old.quantity && old.cost <= whole.costBasis
    let cost = isSame ? old.cost : whole.costBasis.share(quantity, of: whole.quantity)
    guard let position = Position(quantity: quantity, costBasis: cost) else { return .zero }
    holdings[id, profile].position = position
    holdings[id, profile].openedAt = old.openedAt == .distantPast ? now : min(old.openedAt, now)
    holdings[id, profile].netBefore = .zero - old.net
    holdings[id, profile].feesBefore = .zero - old.fees
    holdings[id, profile].netEdge = old.netEdge
    holdings[id, profile].levels = old.levels
    if profile == .arbitrage { states[Int(id.index)].arbitrageHeld = quantity }
    return cost
  }

  /// Contracts from elsewhere become a strategy's, at what the exchange says they have cost.
  func adopt(
    _ id: MarketID, _ profile: ProfileID, _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    let rest = unowned(id)
    let held = holdings[id, profile].position
    guard Int(profile.index) < profiles.count, !rest.isZero,
      held.quantity.isZero || held.quantity.hundredths.signum() == rest.hundredths.signum()
    else { return }
    let whole = states[Int(id.index)].position
    let price = whole.costBasis.share(rest, of: whole.quantity).perContract(rest)
    move(
      id, profile, rest > .zero ? .bid : .ask, rest > .zero ? price : price.complement,
      rest.magnitude)
    if held.held == nil { noteOpened(id, profile, held) }
    noteHeld(id, profile, hasGrown: true, &outputs)
    outputs.append(.notice(.adoptedPosition(id, rest)))
    evaluate(id, &outputs)
    refreshActive(id)
  }
}

extension Money {
  /// The part of a cost that some of the contracts have, rounded down.
  fileprivate func share(_ part: Quantity, of whole: Quantity) -> Money {
    let (part, whole) = (part.hundredths.magnitude, max(1, whole.hundredths.magnitude))
    let product = UInt64(max(0, microDollars)).multipliedFullWidth(by: min(part, whole))
    return Money(microDollars: Int64(whole.dividingFullWidth(product).quotient))
  }

  /// A cost as a price of one contract, rounded up to a ten-thousandth and at most a dollar.
  fileprivate func perContract(_ quantity: Quantity) -> Price {
    let hundredths = Int64(max(1, quantity.hundredths.magnitude))
    return Price(tenThousandths: Int(min(10_000, (microDollars + hundredths - 1) / hundredths)))
  }
}
