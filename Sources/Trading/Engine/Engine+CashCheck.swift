internal import Market

// The account's cash, held against the exchange's.
extension Engine {
  /// Holds our count of the cash against the exchange's, where the two can be compared. Returns
  /// false where another reading must tell.
  ///
  /// A trade in the middle of a reading shows in its cash alone, so only a difference that the next
  /// reading repeats is noticed, and once. Less than we count stops new risk until the two agree,
  /// or until the operator says that the exchange is right. More stops nothing: we trade with less
  /// than there is. What the exchange's own list of deposits and withdrawals, or its record of
  /// trades in markets that are not followed, explains to the cent is taken over at once.
  func compareCash(
    _ account: AccountState, _ outputs: inout ContiguousArray<EngineOutput>
  ) -> Bool {
    guard let ours = ledger.cash else { return true }
    guard isCashSteady(account) else { return compareLeastCash(account, ours, &outputs) }
    var difference = account.availableCash - ours
    // The exchange states its cash in hundredths of a cent, rounded down.
    if difference <= .zero, difference.microDollars > -100 { difference = .zero }
    guard !isPayoutDue else {
      // Once the two agree, what was decided has been paid, whether we heard of it or not.
      guard difference == .zero || isExplained(difference, account, &outputs) else {
        return compareLeastCash(account, ours, &outputs)
      }
      for index in states.indices { states[index].awaitsPayout = false }
      return true
    }
    endLack(difference, &outputs)
    let isRepeated = difference == lastCashDifference
    lastCashDifference = difference
    if difference == .zero {
      noteCashAgreed(account)
      noticedCashDifference = .zero
      isCashNews = false
      cure(.reconciliation, &outputs)
    }
    if difference != .zero, isExplained(difference, account, &outputs) { return true }
    guard difference != noticedCashDifference else {
      isCashNews = false
      return true
    }
    guard isRepeated else { return false }
    // What was known before is no news, and waits for the operator's word as it did.
    let known = max(.zero, noticedCashDifference)
    noticedCashDifference = difference
    otherCashAgreed = account.otherCash
    outputs.append(.notice(.cashDiffers(ours: ours, exchange: account.availableCash)))
    if difference < .zero { trip(.reconciliation, nil, &outputs) }
    // What came while nothing ran was paid in, or paid out for what nobody here follows.
    if difference > known, isCashNews { takeOver(difference - known, leaving: known, &outputs) }
    isCashNews = false
    return true
  }

  func noteCashAgreed(_ account: AccountState) {
    cashAgreedAt = account.readFrom
    otherCashAgreed = account.otherCash
  }

  /// The two can be compared to the cent: what that says of a lack counts from now on.
  private func endLack(_ difference: Money, _ outputs: inout ContiguousArray<EngineOutput>) {
    lacksCash = false
    guard cashLack < .zero else { return }
    cashLack = .zero
    if difference >= .zero, noticedCashDifference >= .zero { cure(.reconciliation, &outputs) }
  }

  /// What the exchange has more or less than we count is ours to trade with, or gone: the arbitrage
  /// strategy's, as all that no profile has.
  func acceptCash(_ outputs: inout ContiguousArray<EngineOutput>) {
    // Where nothing differs nobody has agreed on anything: what was paid may still show.
    let hasDiffered =
      cashLack < .zero || noticedCashDifference != .zero
      || account.breaker.causes.contains(.reconciliation)
    // Money taken out while nothing ran is no loss, and would be counted as one for ever.
    defer {
      markEquity()
      if hasDiffered { cashAgreedAt = now }
      account.counters.forgetPeak()
      profiles[0].risk.counters.forgetPeak()
    }
    if cashLack < .zero {
      // As much as can be proved to be missing; the rest shows once nothing is under way.
      ledger.correct(by: cashLack)
      profiles[0].ledger.correct(by: cashLack)
      (cashLack, lacksCash) = (.zero, false)
      if noticedCashDifference >= .zero { cure(.reconciliation, &outputs) }
      return evaluateAll(&outputs)
    }
    guard noticedCashDifference != .zero else {
      guard account.breaker.causes.contains(.reconciliation) else { return }
      cure(.reconciliation, &outputs)
      return evaluateAll(&outputs)
    }
    ledger.correct(by: noticedCashDifference)
    profiles[0].ledger.correct(by: noticedCashDifference)
    noticedCashDifference = .zero
    lastCashDifference = .zero
    cure(.reconciliation, &outputs)
    evaluateAll(&outputs)
  }

  /// Money that came or went without a trade: the arbitrage strategy's, and no profit or loss.
  ///
  /// - Parameter known: what still differs, as it did before.
  func takeOver(
    _ money: Money, leaving known: Money = .zero, _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    ledger.correct(by: money)
    profiles[0].ledger.correct(by: money)
    account.counters.shift(by: money)
    profiles[0].risk.counters.shift(by: money)
    noticedCashDifference = known
    lastCashDifference = known
    evaluateAll(&outputs)
  }

  /// The difference that `accept-cash` would take over is one to the cent, not the least that is
  /// missing.
  public var isCashExact: Bool { cashLack >= .zero }

  /// The exchange's list of deposits and withdrawals may tell why the cash is not as we count it.
  public var isCashInQuestion: Bool {
    lastCashDifference != .zero || noticedCashDifference != .zero || lacksCash
  }

  var isPayoutDue: Bool { states.contains(where: \.awaitsPayout) }

  /// Whether the exchange's free cash must be our own count, but for payouts: nothing rests but our
  /// exits, which set no cash aside, and nothing is on its way.
  ///
  /// - Parameter shard: asks for what one shard pays for alone.
  func isCashSteady(_ account: AccountState, on shard: AccountState.Shard? = nil) -> Bool {
    guard account.otherReserved == .zero else { return false }
    let place = shard.flatMap { shards.place(of: $0.index) }
    func concerns(_ market: MarketID) -> Bool {
      guard let place else { return true }
      // Who knows where the others are paid.
      let other = shards.place(of: states[Int(market.index)].shard)
      return other == nil || other == place
    }
    for order in orders.working
    where (order.request.purpose == .entry || !order.isSteady) && concerns(order.request.market) {
      return false
    }
    for resting in account.restingOrders where concerns(resting.market) {
      guard let id = resting.order, orders.index(of: id) != nil else { return false }
    }
    for index in states.indices
    where states[index].differsFromExchange && concerns(MarketID(index)) {
      return false
    }
    for index in states.indices
    where states[index].lastFillAt >= account.readFrom && concerns(MarketID(index)) {
      return false
    }
    return true
  }
}
