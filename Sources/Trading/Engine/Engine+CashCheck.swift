internal import Market

// The account's cash, held against the exchange's.
extension Engine {
  private static let countedTransfersKept = 64

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
    lacksCash = false
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

  private func noteCashAgreed(_ account: AccountState) {
    cashAgreedAt = account.readFrom
    otherCashAgreed = account.otherCash
  }

  /// Whether the exchange's own record explains a difference. If so, it is taken over.
  private func isExplained(
    _ difference: Money, _ account: AccountState, _ outputs: inout ContiguousArray<EngineOutput>
  ) -> Bool {
    if areTransfersWorth(difference, account.transfers) {
      outputs.append(.notice(.transferred(difference)))
      noteCashAgreed(account)
      cure(.reconciliation, &outputs)
      takeOver(difference, &outputs)
      isCashNews = false
      return true
    }
    // What differed before differs still.
    let known = noticedCashDifference
    guard let before = otherCashAgreed, let now = account.otherCash, now != before,
      isCash(difference - known, worth: now - before)
    else { return false }
    outputs.append(.notice(.tradedElsewhere(difference - known)))
    otherCashAgreed = now
    if known == .zero {
      cashAgreedAt = account.readFrom
      cure(.reconciliation, &outputs)
    }
    takeOver(difference - known, leaving: known, &outputs)
    isCashNews = false
    return true
  }

  /// What the exchange has more or less than we count is ours to trade with, or gone: the arbitrage
  /// strategy's, as all that no profile has.
  func acceptCash(_ outputs: inout ContiguousArray<EngineOutput>) {
    // Money taken out while nothing ran is no loss, and would be counted as one for ever.
    defer {
      markEquity()
      cashAgreedAt = now
      account.counters.forgetPeak()
      profiles[0].risk.counters.forgetPeak()
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
  private func takeOver(
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

  /// The exchange's list of deposits and withdrawals may tell why the cash is not as we count it.
  public var isCashInQuestion: Bool {
    lastCashDifference != .zero || noticedCashDifference != .zero || lacksCash
  }

  /// Whether what was paid in and out since the two last agreed is that difference. If so, it is
  /// counted from now on.
  ///
  /// Times are whole seconds of the exchange's clock, so transfers of about the agreement may be
  /// new or not; nor does the list say whether a fee is in the amount.
  private func areTransfersWorth(
    _ difference: Money, _ transfers: [AccountState.Transfer]
  ) -> Bool {
    let new = newTransfers(transfers)
    // The oldest of them may be in what the two agreed on.
    for known in new.indices {
      let some = new[known...]
      let amounts = some.reduce(Money.zero) { $0 + $1.amount }
      let fees = some.reduce(Money.zero) { $0 + $1.fee }
      guard [amounts, amounts - fees].contains(where: { isCash(difference, worth: $0) }) else {
        continue
      }
      countedTransfers += new.map(\.id)
      countedTransfers = Array(countedTransfers.suffix(Self.countedTransfersKept))
      return true
    }
    return false
  }

  /// Those that may have come since the two last agreed, oldest first.
  func newTransfers(_ transfers: [AccountState.Transfer]) -> [AccountState.Transfer] {
    transfers.filter {
      $0.at + (1_000_000_000 + configuration.breaker.clockSkewNanoseconds) > cashAgreedAt
        && !countedTransfers.contains($0.id)
    }.sorted { $0.at < $1.at }
  }

  /// The same but for what the exchange rounds down.
  private func isCash(_ difference: Money, worth amount: Money) -> Bool {
    (-99...0).contains((difference - amount).microDollars)
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
