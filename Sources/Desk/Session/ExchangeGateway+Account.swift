internal import Kalshi
internal import Market
internal import Trading
internal import Wire

// Reading the account back.
extension ExchangeGateway {
  /// Reads the account; while a reading runs, one more is noted, not many.
  func reconcile() {
    guard !isReading else {
      wantsReading = true
      return
    }
    isReading = true
    learnEarlierOrders { [self] failure in
      guard let failure else { return read() }
      isReading = false
      onLog("reading the orders of earlier sessions failed: \(failure)")
      readAgain()
    }
  }

  /// Has the orders of earlier sessions known by the exchange's ids, which is how fills name them:
  /// whose they were, their own ids tell. Without that a fill of theirs would be nobody's.
  ///
  /// - Parameter completion: called with what went wrong; nil once all are known.
  private func learnEarlierOrders(_ completion: @escaping (KalshiAPIError?) -> Void) {
    guard let from = earlierOrdersFrom else { return completion(nil) }
    rest.orders(status: nil, since: from) { [self] result in
      switch result {
      case .failure(let error): completion(error)
      case .success(let orders):
        orders.elements.forEach(learnEarlier)
        earlierOrdersFrom = nil
        completion(nil)
      }
    }
  }

  /// Notes an order of an earlier session by both its ids.
  func learnEarlier(_ order: KalshiOrder) {
    guard let id = ClientOrderID(text: order.clientOrderID), earlierSessions.contains(id.session)
    else { return }
    book.name(id, order.orderID)
  }

  private func read() {
    let isFirst = session.engine.ledger.starting == nil
    let began = scheduler.now
    reader.read(fillsSince: fillsFrom, readsFillsTwice: isFirst) { [self] result in
      isReading = false
      switch result {
      case .success(let snapshot):
        readingFailures = 0
        if cancelLeftovers(of: snapshot) { return }
        guard !isFirst || snapshot.isOfOneState else {
          // A trade in between may be in the positions or not, and its fill may come at any time.
          onLog("a trade came while the account was read; reading it again")
          _ = scheduler.schedule(afterNanoseconds: Self.rereadingNanoseconds) { [weak self] in
            self?.reconcile()
          }
          return
        }
        fillsFrom = max(fillsFrom, began + -EarlierSessions.lagNanoseconds)
        explainCash { [self] transfers in
          take(snapshot, transfers)
          if wantsReading {
            wantsReading = false
            reconcile()
          }
        }
      case .failure(let error):
        onLog("reading the account failed: \(error)")
        readAgain()
      }
    }
  }

  /// Reads again after a pause that grows, a bounded number of times.
  private func readAgain() {
    readingFailures += 1
    guard readingFailures <= Self.maximumReadingFailures else {
      onLog("the account cannot be read; the engine asks again")
      return
    }
    let pause = min(30_000_000_000, Int64(250_000_000) << Int64(readingFailures))
    _ = scheduler.schedule(afterNanoseconds: pause) { [weak self] in self?.reconcile() }
  }

  /// Cancels what an earlier session of the journal has left resting, and reads again; false where
  /// nothing is left. Nobody else's order is touched.
  private func cancelLeftovers(of snapshot: AccountSnapshot) -> Bool {
    guard !earlierSessions.isEmpty else { return false }
    let leftovers = snapshot.restingOrders.filter { order in
      ClientOrderID(text: order.clientOrderID).map { earlierSessions.contains($0.session) } ?? false
    }
    guard !leftovers.isEmpty, leftoverRounds <= Self.maximumLeftoverRounds else { return false }
    leftoverRounds += 1
    guard leftoverRounds <= Self.maximumLeftoverRounds else {
      onLog(
        "orders of an earlier session cannot be cancelled: their markets stay blocked; cancel them"
          + " by hand")
      return false
    }
    var open = leftovers.count
    for order in leftovers {
      let what = "the order \(order.clientOrderID) of an earlier session in \(order.ticker)"
      rest.cancelOrder(order.orderID, ticker: order.ticker, exchangeIndex: order.exchangeIndex) {
        [self] result in
        open -= 1
        switch result {
        case .success: onLog("cancelled \(what)")
        case .failure(let error) where error.kind == .notFound: onLog("gone already: \(what)")
        case .failure(let error): onLog("could not cancel \(what): \(error)")
        }
        guard open == 0 else { return }
        // The first look follows at once; the list may be behind the cancels.
        let pause = Int64(leftoverRounds - 1) * 500_000_000
        _ = scheduler.schedule(afterNanoseconds: pause) { [weak self] in self?.reconcile() }
      }
    }
    return true
  }

  /// Where the cash is not as we count it, what was paid in and out; else nothing is read.
  ///
  /// They are read after the balance, so one that the balance does not hold yet may be among them:
  /// then the sum explains nothing, and the next reading tells.
  private func explainCash(_ completion: @escaping ([AccountState.Transfer]) -> Void) {
    guard session.engine.isCashInQuestion else { return completion([]) }
    isReading = true
    rest.transfers(.deposits) { [self] deposits in
      rest.transfers(.withdrawals) { [self] withdrawals in
        isReading = false
        do throws(KalshiAPIError) {
          completion(
            Self.applied(try deposits.get(), sign: 1)
              + Self.applied(try withdrawals.get(), sign: -1))
        } catch {
          onLog("reading deposits and withdrawals failed: \(error)")
          completion([])
        }
      }
    }
  }

  private static func applied(
    _ page: Kalshi.Page<KalshiTransfer>, sign: Int64
  ) -> [AccountState.Transfer] {
    page.elements.compactMap { transfer in
      guard transfer.isApplied, let at = transfer.finalized else { return nil }
      return AccountState.Transfer(
        id: ExchangeKey(transfer.id),
        amount: Money(microDollars: sign * transfer.amount.microDollars),
        fee: transfer.fee, at: at)
    }
  }

  private func take(_ snapshot: AccountSnapshot, _ transfers: [AccountState.Transfer] = []) {
    let isFirst = session.engine.ledger.starting == nil
    if isFirst {
      // The exchange compares whole seconds, so trades of an earlier session may be among them; the
      // positions that are taken over hold them already.
      earlierTrades = Set(snapshot.fills.map { ExchangeKey($0.tradeID.text) })
    } else {
      session.together {
        for fill in snapshot.fills where isOurs(fill) { take(fill) }
      }
    }
    var holdings: [AccountState.Holding] = []
    var (others, otherExposure) = (0, Money.zero)
    for position in snapshot.positions where !position.position.isZero {
      if let market = session.catalogue.tickers.id(of: position.ticker) {
        // Of what nobody says what it has cost, the most it can have cost counts.
        let most = Price.dollar * position.position.magnitude
        holdings.append(
          AccountState.Holding(
            market: market, quantity: position.position, cost: position.exposure ?? most,
            fees: position.feesPaid))
      } else {
        others += 1
        otherExposure += position.exposure ?? Price.dollar * position.position.magnitude
      }
    }
    holdings.sort { $0.market < $1.market }
    let (resting, otherReserved) = resting(of: snapshot.restingOrders)
    let account = AccountState(
      readFrom: snapshot.readFrom, availableCash: snapshot.balance.available,
      holdings: holdings, otherHoldings: others, otherExposure: otherExposure,
      otherCash: otherCash(of: snapshot.positions), otherReserved: otherReserved,
      restingOrders: resting,
      shards: snapshot.balance.byShard.compactMap { shard in
        Int32(exactly: shard.exchangeIndex).map {
          AccountState.Shard(index: $0, cash: shard.available)
        }
      }, trades: isFirst ? Array(earlierTrades) : [], transfers: transfers)
    if others != otherHoldings {
      otherHoldings = others
      onLog(
        "positions in \(others) markets that are not followed, at a cost of \(otherExposure) $:"
          + " counted in the total exposure and left alone")
    }
    guard isReturning else {
      answer(.reconciled(account))
      return askForResults(without: holdings)
    }
    // What was paid out while nothing ran is known first, so that it is no difference.
    isReturning = false
    askForResults(without: holdings) { [self] in answer(.reconciled(account)) }
  }

  /// Orders that rest in markets of the session, and the most that those in others can have set
  /// aside.
  private func resting(
    of orders: [KalshiOrder]
  ) -> (orders: [AccountState.RestingOrder], otherReserved: Money) {
    var resting: [AccountState.RestingOrder] = []
    var otherReserved = Money.zero
    for order in orders {
      guard let market = session.catalogue.tickers.id(of: order.ticker) else {
        // Its cost, and as much again for its fee, which is never above it.
        let cost = (order.side == .bid ? order.price : order.price.complement) * order.remaining
        otherReserved += cost + cost
        continue
      }
      let id = ClientOrderID(text: order.clientOrderID)
      if let id { book.name(id, order.orderID) }
      resting.append(
        AccountState.RestingOrder(
          order: id, market: market, side: order.side, price: order.price, filled: order.filled,
          remaining: order.remaining,
          end: order.expiration.map(AccountState.End.at) ?? .never))
    }
    return (resting, otherReserved)
  }

  /// What trades in markets that are not followed have brought in so far; nil where the exchange
  /// leaves a part of it out.
  ///
  /// A market that is paid out leaves the exchange's list: what it had brought until then stays
  /// counted.
  private func otherCash(of positions: [KalshiPosition]) -> Money? {
    for position in positions where !isFollowed(position.ticker) {
      guard let cost = position.exposure, let profit = position.realisedProfit,
        let fees = position.feesPaid
      else { return nil }
      otherCash[position.ticker] = profit - cost - fees
    }
    return otherCash.values.reduce(.zero) { $0 + $1 }
  }

  /// A position that the exchange does not show any more may have been paid out while the stream
  /// was down, and one in a market that is decided waits for that: the market itself tells.
  ///
  /// - Parameter completion: called once all of them have answered, or none is asked.
  private func askForResults(
    without holdings: [AccountState.Holding], _ completion: @escaping () -> Void = {}
  ) {
    let held = Set(holdings.map(\.market))
    var open = 1
    let close = {
      open -= 1
      if open == 0 { completion() }
    }
    for index in session.engine.states.indices {
      let market = MarketID(index)
      let state = session.engine.states[index]
      // What our count has paid out may be decided otherwise until it is final.
      let mayChange = state.hasPaidOut && !finalMarkets.contains(market)
      guard session.lacksResult(market) || state.isPayoutDue || mayChange else { continue }
      let isDecided = isDecided(state.status) || state.settledValue != nil
      guard isDecided || !held.contains(market), !marketsAsked.contains(market) else { continue }
      open += 1
      askForResult(market, close)
    }
    close()
  }

  /// A disputed result may become another one, and an amended one has.
  private func isDecided(_ status: MarketStatus) -> Bool {
    switch status {
    case .determined, .disputed, .amended, .finalized: true
    case .initialized, .active, .inactive, .closed, .unknown: false
    }
  }

  /// Asks a market how it was decided.
  func askForResult(_ market: MarketID, _ completion: @escaping () -> Void = {}) {
    guard marketsAsked.insert(market).inserted else { return completion() }
    rest.market(ticker(market)) { [self] result in
      marketsAsked.remove(market)
      defer { completion() }
      guard case .success(let listed) = result, let settlement = listed.settlement else { return }
      if let status = listed.status { answer(.marketStatus(market, status)) }
      if listed.status == .finalized { finalMarkets.insert(market) }
      answer(.settled(market, value: settlement.value(of: .yes)))
    }
  }

  /// Whether a fill happened since the account was taken over.
  private func isOurs(_ fill: KalshiFill) -> Bool {
    !earlierTrades.contains(ExchangeKey(fill.tradeID.text))
  }

  /// The same of a trade that the stream tells of.
  func isTakenOver(_ trade: FrameText) -> Bool {
    earlierTrades.contains(ExchangeKey(trade.bytes))
  }

  private func hasUnnamedOrder(in market: MarketID) -> Bool {
    session.engine.orders.working.contains {
      $0.request.market == market && book.exchangeID(of: $0.request.id) == nil
    }
  }

  private func take(_ fill: KalshiFill) {
    guard let market = session.catalogue.tickers.id(of: fill.ticker), let fee = fill.fee else {
      return
    }
    let order = book.clientID(of: ExchangeKey(fill.orderID.text))
    // It may be of an order of ours whose answer, with the exchange's id, is still to come: then it
    // is nobody's until that is known, and listed again.
    guard order != nil || !hasUnnamedOrder(in: market) else { return }
    let report = FillReport(
      trade: ExchangeKey(fill.tradeID.text), order: order, market: market,
      side: fill.side, price: fill.price, quantity: fill.quantity, liquidity: fill.liquidity,
      fee: fee, venueTime: fill.time ?? session.engine.venueNow)
    // Each reading lists the trades of the last minutes again.
    if !session.engine.isCounted(report) { answer(.fill(report)) }
  }

  /// The exchange's own count at the end: cash, and of the session's markets positions at cost and
  /// the fees of our fills.
  func readFinal(_ completion: @escaping (TradingProcess.FinalAccount?) -> Void) {
    learnEarlierOrders { [self] failure in
      guard failure == nil else { return completion(nil) }
      readAccount(completion)
    }
  }

  private func readAccount(_ completion: @escaping (TradingProcess.FinalAccount?) -> Void) {
    reader.read(fillsSince: countedFrom) { [self] result in
      guard case .success(let snapshot) = result else { return completion(nil) }
      take(snapshot)
      let fees = snapshot.fills.filter { isOurs($0) && isFollowed($0.ticker) }
        .reduce(Money.zero) { $0 + ($1.fee ?? .zero) }
      let cost = snapshot.positions.filter { isFollowed($0.ticker) }
        .reduce(Money.zero) { $0 + ($1.exposure ?? .zero) }
      completion(
        TradingProcess.FinalAccount(
          available: snapshot.balance.available, positionCost: cost, fees: fees,
          otherReserved: resting(of: snapshot.restingOrders).otherReserved))
    }
  }

  private func isFollowed(_ ticker: String) -> Bool {
    session.catalogue.tickers.id(of: ticker) != nil
  }
}
