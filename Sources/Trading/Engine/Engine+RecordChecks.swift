internal import Market

// The exchange's record of our account, field by field.
extension Engine {
  /// What averaging rounds: the costs of contracts that were sold in parts.
  private static let averagingMicroDollars: Int64 = 10
  /// An order's listing may be behind its last change by so much.
  private static let listingLagNanoseconds: Int64 = 1_000_000_000

  /// Holds the cost and the fees of a position that both sides have against the exchange's. Returns
  /// false where one differs: its market stays blocked until the next reading. What two readings
  /// tell alike is the exchange's record, and is taken over.
  func compareMoney(
    _ id: MarketID, _ holding: AccountState.Holding?,
    _ outputs: inout ContiguousArray<EngineOutput>
  ) -> Bool {
    guard let holding else {
      restate(id, nil, &outputs)
      return true
    }
    let isCostPlain = compareCost(id, holding, &outputs)
    let areFeesPlain = compareFees(id, holding, &outputs)
    guard !isCostPlain || !areFeesPlain else { return true }
    states[Int(id.index)].differsFromExchange = true
    states[Int(id.index)].exchangeShows = holding.quantity
    markActive(id)
    // Soon again, however long another difference has lasted.
    readingsInVain = 0
    return false
  }

  private func compareCost(
    _ id: MarketID, _ holding: AccountState.Holding,
    _ outputs: inout ContiguousArray<EngineOutput>
  ) -> Bool {
    let index = Int(id.index)
    let ours = states[index].position.costBasis
    let difference = holding.cost - ours
    let isKnown = difference == states[index].costDifference
    states[index].costDifference = .zero
    if isKnown || difference.microDollars.magnitude <= Self.averagingMicroDollars {
      restate(id, holding, &outputs)
      return true
    }
    states[index].costDifference = difference
    say(id, .positionCost, ours.microDollars, holding.cost.microDollars, &outputs)
    return false
  }

  private func compareFees(
    _ id: MarketID, _ holding: AccountState.Holding,
    _ outputs: inout ContiguousArray<EngineOutput>
  ) -> Bool {
    let index = Int(id.index)
    guard let theirs = holding.fees else { return true }
    let ours = states[index].position.fees
    // What was charged before we looked is nothing of ours.
    guard let base = states[index].feesBase else {
      states[index].feesBase = theirs - ours
      return true
    }
    let difference = theirs - ours - base
    let isKnown = difference == states[index].feesDifference
    states[index].feesDifference = .zero
    if isKnown || difference.microDollars.magnitude <= Self.averagingMicroDollars {
      states[index].feesBase = theirs - ours
      return true
    }
    states[index].feesDifference = difference
    say(id, .positionFees, (ours + base).microDollars, theirs.microDollars, &outputs)
    return false
  }

  /// Holds an order's side, price and size against the exchange's. Returns false where one differs:
  /// such an order is none that we want, so it is cancelled, and its market is blocked until it is
  /// gone.
  func compareTerms(
    _ place: Int, _ resting: AccountState.RestingOrder, readFrom: Timestamp,
    _ outputs: inout ContiguousArray<EngineOutput>
  ) -> Bool {
    let order = orders.working[place]
    guard order.isComparable(readFrom: readFrom + -Self.listingLagNanoseconds) else { return true }
    let id = order.request.market
    let total = resting.filled + resting.remaining
    var isPlain = true
    func compare(_ field: RecordDifference.Field, _ ours: Int64, _ theirs: Int64) {
      guard ours != theirs else { return }
      isPlain = false
      say(id, field, ours, theirs, &outputs)
    }
    compare(.orderSide, order.request.side == .bid ? 0 : 1, resting.side == .bid ? 0 : 1)
    compare(
      .orderPrice, Int64(order.price.tenThousandths), Int64(resting.price.tenThousandths))
    compare(.orderSize, order.total.hundredths, total.hundredths)
    if let latest = latestEnd(order), isBeyond(resting.end, latest) {
      compare(.orderEnd, latest.seconds, resting.end.seconds)
    }
    guard !isPlain else { return true }
    block(id)
    return false
  }

  /// No order of ours may rest at the exchange for longer, whatever becomes of us: a life more than
  /// the one it has, since its end is counted by another clock. Nil for one that never expires.
  private func latestEnd(_ order: ManagedOrder) -> Timestamp? {
    let lifetime = configuration.execution.orderLifetimeNanoseconds
    guard lifetime > 0, order.request.style == .rest else { return nil }
    return order.renewedAt + lifetime + lifetime
  }

  private func isBeyond(_ end: AccountState.End, _ latest: Timestamp) -> Bool {
    switch end {
    case .untold: false
    case .never: true
    case .at(let time): time > latest
    }
  }

  /// The trade is counted already, at the same terms: to be told again is no news.
  public func isCounted(_ report: FillReport) -> Bool {
    trades.terms(of: report.trade) == TradeMemory.Terms(report)
  }

  /// A trade that is counted already is told again: another fee is charged or given back, and of
  /// anything else the account must tell.
  func compare(
    _ report: FillReport, with known: TradeMemory.Terms,
    _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    let now = TradeMemory.Terms(report)
    guard now != known else { return }
    let id = report.market
    if now.side != known.side {
      say(id, .fillSide, known.side == .bid ? 0 : 1, now.side == .bid ? 0 : 1, &outputs)
    }
    if now.price != known.price {
      say(
        id, .fillPrice, Int64(known.price.tenThousandths), Int64(now.price.tenThousandths),
        &outputs)
    }
    if now.quantity != known.quantity {
      say(id, .fillSize, known.quantity.hundredths, now.quantity.hundredths, &outputs)
    }
    if now.fee != known.fee {
      say(id, .fillFee, known.fee.microDollars, now.fee.microDollars, &outputs)
      recharge(report, by: now.fee - known.fee, &outputs)
    }
    block(id)
    // Then nobody knows how many there are.
    if now.side != known.side || now.quantity != known.quantity {
      states[Int(id.index)].exchangeShows = nil
    }
    askForAccount(&outputs)
  }

  /// Nothing new is risked in a market until the account is read again, soon; sales go on.
  private func block(_ id: MarketID) {
    let index = Int(id.index)
    if !states[index].differsFromExchange {
      states[index].differsFromExchange = true
      states[index].exchangeShows = states[index].position.quantity
    }
    readingsInVain = 0
  }

  /// The exchange has charged another fee than it told first.
  private func recharge(
    _ report: FillReport, by difference: Money, _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    states[Int(report.market.index)].position.charge(difference)
    ledger.charge(difference)
    bookShard(report.market, .zero - difference)
    let owner = report.order.flatMap { orders.profile(of: $0) ?? carriedOwners[$0] }
    if let owner {
      holdings[report.market, owner].position.charge(difference)
      countResult(report.market, owner, &outputs)
    }
    profiles[Int((owner ?? .arbitrage).index)].ledger.charge(difference)
    markEquity()
  }

  private func say(
    _ id: MarketID, _ field: RecordDifference.Field, _ ours: Int64, _ theirs: Int64,
    _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    outputs.append(
      .notice(
        .recordDiffers(
          RecordDifference(market: id, field: field, ours: ours, exchange: theirs))))
  }
}
