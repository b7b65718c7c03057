internal import Market

// What outlives the session.
extension Engine {
  /// Orders that are over and of which fills may still come to be known.
  private static let finishedOrders = 64
  private static let carryingNanoseconds: Int64 = 600_000_000_000

  /// Where the account stands; nil where nothing was read and nothing said.
  ///
  /// - Complexity: O(active markets × profiles + working orders).
  public var standing: Standing? {
    let risk = Standing.Risk(counters: account.counters, breaker: account.breaker)
    guard ledger.starting != nil else {
      guard account.breaker.causes.contains(.manual) || hasCarried else { return nil }
      return Standing(
        account: risk, isFlattening: isFlattening, positions: [], profiles: [], orders: [],
        refusals: refusals, payouts: [], cashAgreedAt: cashAgreedAt,
        cashDifference: noticedCashDifference, otherCash: otherCashAgreed)
    }
    return Standing(
      account: risk, isFlattening: isFlattening,
      positions: activeMarkets.compactMap { id in
        let position = states[Int(id.index)].position
        return position.quantity.isZero
          ? nil
          : Standing.Position(
            ticker: markets[Int(id.index)].ticker, quantity: position.quantity,
            cost: position.costBasis)
      },
      profiles: profiles.map { profile in
        Standing.Profile(
          name: profile.name,
          capital: (profile.configuration?.capital ?? .zero) - profile.reduction,
          cash: profile.ledger.cash ?? .zero,
          risk: Standing.Risk(counters: profile.risk.counters, breaker: profile.risk.breaker),
          holdings: activeMarkets.compactMap { holding(profile.id, $0) })
      },
      orders: (isCarryingOver ? carriedOrders : [])
        + lateOrders.map(standingOrder)
        + orders.working.map(standingOrder), refusals: refusals, payouts: payouts,
      cashAgreedAt: cashAgreedAt,
      cashDifference: noticedCashDifference, otherCash: otherCashAgreed)
  }

  private var payouts: [Standing.Payout] {
    states.indices.compactMap { index in
      guard states[index].awaitsPayout, let value = states[index].settledValue else { return nil }
      return Standing.Payout(ticker: markets[index].ticker, value: value)
    }
  }

  private var lateOrders: [ManagedOrder] {
    orders.finished.suffix(Self.finishedOrders).filter {
      now - ($0.endedAt ?? $0.sentAt) < Self.carryingNanoseconds
    }
  }

  private var refusals: [Timestamp] { (0..<rejects.count).map { rejects[$0] } }

  /// Trades of orders of before may still come to be known: lists lag.
  private var isCarryingOver: Bool {
    carriedAt.map { isFirstComparison || now - $0 < Self.carryingNanoseconds } ?? false
  }

  private func standingOrder(_ order: ManagedOrder) -> Standing.Order {
    Standing.Order(
      id: order.request.id, ticker: markets[Int(order.request.market.index)].ticker,
      profile: order.request.profile.index, sentAt: order.sentAt)
  }

  private func holding(_ profile: ProfileID, _ id: MarketID) -> Standing.Holding? {
    let held = holdings[id, profile]
    let isHeld = !held.position.quantity.isZero
    guard isHeld || hasWorkingOrder(id, profile) else { return nil }
    // Of a position that is over nothing is left to be counted.
    return Standing.Holding(
      ticker: markets[Int(id.index)].ticker, quantity: held.position.quantity,
      cost: held.position.costBasis, openedAt: isHeld ? held.openedAt : .distantPast,
      net: isHeld ? held.net : .zero,
      fees: isHeld ? held.entryFees : .zero, netEdge: held.netEdge,
      levels: isHeld ? held.levels : nil, trigger: isHeld ? held.trigger : nil)
  }

  /// The session begins where another one of the same account has ended: its limits have counted
  /// so far, its breakers are as they were, its money and contracts are whose they were. What was
  /// traded meanwhile comes as fills, and the first reading is held against it as any other.
  func carry(_ standing: Standing, _ outputs: inout ContiguousArray<EngineOutput>) {
    guard ledger.starting == nil, !hasCarried else { return }
    carriedAt = now
    let isSameDay = account.counters.carry(standing.account.counters, at: now)
    account.breaker.carry(standing.account.breaker, isSameDay: isSameDay, at: now)
    for old in standing.profiles {
      guard let place = place(of: old.name) else { continue }
      let isSameDay = profiles[place].risk.counters.carry(old.risk.counters, at: now)
      profiles[place].risk.breaker.carry(old.risk.breaker, isSameDay: isSameDay, at: now)
      sayCauses(profiles[place].risk.breaker, ProfileID(place), &outputs)
    }
    // What is later than now, as a clock was set back, counts as now.
    for time in standing.refusals { rejects.note(min(time, now)) }
    isHalted = account.breaker.causes.contains(.manual)
    isFlattening = standing.isFlattening && isHalted
    carryMoney(standing)
    isCashNews = ledger.starting != nil
    cashAgreedAt = standing.cashAgreedAt
    otherCashAgreed = standing.otherCash
    noticedCashDifference = ledger.starting == nil ? .zero : standing.cashDifference
    sayReductions(&outputs)
    carryHoldings(standing, &outputs)
    sayCauses(account.breaker, nil, &outputs)
    noteBreakers(&outputs)
  }

  func place(of name: String) -> Int? { profiles.indices.first { profiles[$0].name == name } }

  private func sayCauses(
    _ breaker: CircuitBreaker, _ profile: ProfileID?,
    _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    for cause in breaker.causes.list {
      outputs.append(.notice(.breakerOpened(cause, profile)))
    }
  }

  /// Contracts from elsewhere become a strategy's, at what the exchange says they have cost.
  func adopt(
    _ id: MarketID, _ profile: ProfileID, _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    let rest = unowned(id)
    let held = holdings[id, profile].position
    let whole = states[Int(id.index)].position
    // What the account does not hold itself, as it was netted, nobody can have.
    guard Int(profile.index) < profiles.count, !rest.isZero,
      rest.hundredths.signum() == whole.quantity.hundredths.signum(),
      held.quantity.isZero || held.quantity.hundredths.signum() == rest.hundredths.signum()
    else { return }
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
