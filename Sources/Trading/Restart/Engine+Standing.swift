internal import Market

// What outlives the session: what the exchange cannot know.
extension Engine {
  /// Where the account stands. Before the exchange's account was read: where it was left, with what
  /// has been said since; nil where that is nothing.
  ///
  /// - Complexity: O(active markets × profiles).
  public var standing: Standing? {
    let risk = Standing.Risk(counters: account.counters, breaker: account.breaker)
    guard ledger.starting != nil else {
      guard carried != nil || account.breaker.causes.contains(.manual) else { return nil }
      var kept =
        carried ?? Standing(account: risk, isFlattening: false, foreign: [], profiles: [])
      kept.account = risk
      kept.isFlattening = isFlattening
      for place in kept.profiles.indices {
        guard let now = profiles.first(where: { $0.name == kept.profiles[place].name }) else {
          continue
        }
        kept.profiles[place].risk.breaker = now.risk.breaker
      }
      return kept
    }
    return Standing(
      account: risk, isFlattening: isFlattening,
      foreign: activeMarkets.compactMap { id in
        let rest = unowned(id)
        return rest.isZero
          ? nil : Standing.Foreign(ticker: markets[Int(id.index)].ticker, quantity: rest)
      },
      profiles: profiles.map { profile in
        Standing.Profile(
          name: profile.name,
          capital: (profile.configuration?.capital ?? .zero) - profile.reduction,
          cash: profile.ledger.cash ?? .zero,
          risk: Standing.Risk(counters: profile.risk.counters, breaker: profile.risk.breaker),
          holdings: activeMarkets.compactMap { holding(profile.id, $0) })
      })
  }

  private func holding(_ profile: ProfileID, _ id: MarketID) -> Standing.Holding? {
    let held = holdings[id, profile]
    let flight = inFlight(id, profile)
    let isHeld = !held.position.quantity.isZero
    guard isHeld || !flight.entering.isZero else { return nil }
    // Of a position that is over nothing is left to be counted.
    return Standing.Holding(
      ticker: markets[Int(id.index)].ticker, quantity: held.position.quantity,
      cost: held.position.costBasis, openedAt: isHeld ? held.openedAt : .distantPast,
      net: isHeld ? held.net : .zero,
      fees: isHeld ? held.position.fees - held.feesBefore : .zero, netEdge: held.netEdge,
      levels: isHeld ? held.levels : nil, entering: flight.entering, leaving: flight.leaving)
  }

  /// Contracts that a profile's entries in flight can still bring, signed, and that its sales can
  /// take away.
  private func inFlight(
    _ id: MarketID, _ profile: ProfileID
  ) -> (entering: Quantity, leaving: Quantity) {
    var (entering, leaving) = (Quantity.zero, Quantity.zero)
    for order in orders.working
    where order.request.market == id && order.request.profile == profile {
      switch order.request.purpose {
      case .entry: entering += order.request.side == .bid ? order.open : -order.open
      case .exit: leaving += order.open
      }
    }
    return (entering, leaving)
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
      guard let place = place(of: old) else { continue }
      let isSameDay = profiles[place].risk.counters.carry(old.risk.counters, at: now)
      let capital = profiles[place].configuration?.capital ?? .zero
      profiles[place].risk.counters.shift(by: capital - old.capital)
      profiles[place].risk.breaker.carry(old.risk.breaker, isSameDay: isSameDay, at: now)
      sayCauses(profiles[place].risk.breaker, ProfileID(place), &outputs)
    }
    isHalted = account.breaker.causes.contains(.manual)
    isFlattening = standing.isFlattening && isHalted
    isDifferenceCarried = account.breaker.causes.contains(.reconciliation)
    sayCauses(account.breaker, nil, &outputs)
    noteBreakers(&outputs)
  }

  private func place(of old: Standing.Profile) -> Int? {
    profiles.indices.first { profiles[$0].name == old.name }
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
    let cost = whole.costBasis.share(rest, of: whole.quantity)
    // A profile pays with its own money.
    guard profile == .arbitrage || cost <= profiles[Int(profile.index)].ledger.cash ?? .zero else {
      return
    }
    let price = cost.perContract(rest)
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
  func share(_ part: Quantity, of whole: Quantity) -> Money {
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
