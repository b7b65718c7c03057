public import Market
internal import Matching

/// An exchange in process for paper trading: the live book from outside, the matching core inside.
///
/// Market data that feeds the engine feeds this too; the engine's orders are carried out here and
/// the news comes back as the same events a real exchange would cause. What our orders take at a
/// level stays taken until the level empties or the book is replaced: only what the feed adds can
/// be taken. A resting order fills only when the outside book reaches or crosses its price.
public struct PaperVenue: Sendable {
  private var matching: MatchingEngine
  private let account: AccountID
  private let session: UInt64
  /// The client id of each order, by its number in the matching core.
  private var clients: ContiguousArray<ClientOrderID> = []
  /// The number of each order that was taken on; looked up, never walked through.
  private var numbers: [ClientOrderID: OrderNumber] = [:]
  /// When each market stops trading, on the venue's clock.
  private var closeTimes: ContiguousArray<Timestamp?>

  /// - Parameters:
  ///   - markets: as given to the engine, in the same order.
  ///   - cash: the play money to begin with.
  ///   - session: tells this session's trades from another's.
  public init(markets: [TradedMarket], cash: Money, session: UInt64) {
    matching = MatchingEngine()
    account = matching.addAccount(cash: cash)
    self.session = session
    closeTimes = ContiguousArray(markets.map(\.closeTime))
    for market in markets {
      _ = matching.addMarket(ListedMarket(grid: market.grid, fees: market.fees))
    }
  }

  /// Cash that is free, by the venue's count.
  public var availableCash: Money { matching.available(account) }

  /// Takes market data on its way to the engine. Fills it causes are appended to `news`.
  ///
  /// - Parameter now: on the venue's clock, which closes markets.
  public mutating func observe(
    _ event: EngineEvent, at now: Timestamp, news: inout [EngineEvent]
  ) {
    if let market = event.market { closeIfDue(market, at: now) }
    switch event {
    case .bookSnapshot(let id, let bids, let asks):
      mirror(id, at: now) { (core: inout MatchingEngine) throws(Rejection) in
        try core.replaceExternalLevels(id, bids: bids, asks: asks, at: now)
      }
    case .bookDelta(let id, let side, let price, let change):
      mirror(id, at: now) { (core: inout MatchingEngine) throws(Rejection) in
        try core.changeExternalLevel(id, side, price: price, delta: change, at: now)
      }
    case .bookBlocked(let id): clear(id, at: now)
    case .booksBlocked:
      for index in closeTimes.indices { clear(MarketID(index), at: now) }
    case .marketStatus(let id, let status):
      switch status {
      case .active: matching.resume(id, at: now)
      case .inactive: matching.pause(id, at: now)
      case _ where status.isPastTrading: matching.close(id, at: now)
      default: break
      }
    case .closeChanged(let id, let time):
      closeTimes[Int(id.index)] = time
      closeIfDue(id, at: now)
    case .settled(let id, let value): matching.settle(id, value: value, at: now)
    case .gridChanged(let id, let grid): matching.setGrid(id, grid)
    case .feesChanged(let id, let fees): matching.setFees(id, fees, at: now)
    default: break
    }
    report(into: &news, at: now)
  }

  /// Carries out one wish of the engine. What comes of it is appended to `news`.
  ///
  /// - Parameters:
  ///   - now: on the venue's clock.
  ///   - readAt: the engine's time, which dates readings of the account.
  public mutating func perform(
    _ output: EngineOutput, at now: Timestamp, readAt: Timestamp, news: inout [EngineEvent]
  ) {
    if let market = output.market, closeIfDue(market, at: now) { report(into: &news, at: now) }
    switch output {
    case .place(let order): place(order, at: now, news: &news)
    case .cancel(let id, _):
      guard let number = number(of: id) else {
        news.append(.cancelRefused(id))
        return
      }
      do throws(Rejection) {
        _ = try matching.cancel(number, by: account, at: now)
        report(into: &news, at: now)
      } catch {
        news.append(.cancelRefused(id))
      }
    case .amend(let id, _, _, let price, let total):
      amend(id, price, total, at: now, news: &news)
    case .findOrder(let id, _):
      if let number = number(of: id), let state = state(of: number) {
        news.append(.orderState(id, state))
      } else {
        news.append(.orderNotFound(id))
      }
    case .reconcile: news.append(.reconciled(accountState(at: readAt)))
    case .notice: break
    }
  }

  /// The account as the venue has it.
  public func accountState(at now: Timestamp) -> AccountState {
    var holdings: [AccountState.Holding] = []
    var resting: [AccountState.RestingOrder] = []
    for market in matching.touchedMarkets(account).sorted() {
      let holding = matching.holding(account, market)
      if !holding.position.isZero {
        holdings.append(
          AccountState.Holding(
            market: market, quantity: holding.position, cost: holding.book.costBasis))
      }
      for number in matching.openOrders(account, market) {
        guard let order = matching.order(number) else { continue }
        resting.append(
          AccountState.RestingOrder(
            order: clients[Int(number.index)], market: market, side: order.side,
            price: order.price, filled: order.filledQuantity, remaining: order.remainingQuantity))
      }
    }
    return AccountState(
      readFrom: now, availableCash: matching.available(account), holdings: holdings,
      otherHoldings: 0, restingOrders: resting)
  }

  private mutating func place(
    _ order: EngineOrder, at now: Timestamp, news: inout [EngineEvent]
  ) {
    let request = OrderRequest(
      account: account, market: order.market, side: order.side, price: order.price,
      quantity: order.quantity,
      timeInForce: order.style == .take ? .immediateOrCancel : .goodTillCanceled,
      selfTradePrevention: .takerAtCross, isPostOnly: order.style == .rest)
    // The number is known only afterwards, and the fills come first: the place is kept ready.
    let expected = matching.orderCount
    while clients.count <= expected { clients.append(order.id) }
    clients[expected] = order.id
    do throws(Rejection) {
      let number = try matching.submit(request, at: now)
      assert(Int(number.index) == expected, "order numbers count from zero")
      numbers[order.id] = number
      report(into: &news, at: now)
      if let state = state(of: number) { news.append(.orderState(order.id, state)) }
    } catch {
      report(into: &news, at: now)
      news.append(.orderRejected(order.id, reason: "\(error)"))
    }
  }

  private mutating func amend(
    _ id: ClientOrderID, _ price: Price, _ total: Quantity, at now: Timestamp,
    news: inout [EngineEvent]
  ) {
    guard let number = number(of: id) else {
      news.append(.amendFailed(id))
      return
    }
    do throws(Rejection) {
      try matching.amend(number, by: account, price: price, total: total, at: now)
      report(into: &news, at: now)
      if let state = state(of: number) { news.append(.orderState(id, state)) }
    } catch {
      news.append(.amendFailed(id))
    }
  }

  /// Passes on what happened to our orders since the last time.
  private mutating func report(into news: inout [EngineEvent], at now: Timestamp) {
    for event in matching.events {
      switch event {
      case .traded(let trade):
        for (party, side, liquidity) in [
          (trade.taker, trade.takerSide, Liquidity.taker),
          (trade.maker, trade.takerSide.opposite, .maker),
        ] where party.account == account {
          news.append(
            .fill(
              FillReport(
                trade: ExchangeKey(high: session, low: UInt64(trade.number.index)),
                order: party.order.map { clients[Int($0.index)] }, market: trade.market,
                side: side, price: trade.price, quantity: trade.quantity, liquidity: liquidity,
                fee: party.fee, venueTime: trade.time)))
        }
      case .canceled(let number, _, _):
        if let order = matching.order(number), order.account == account,
          let state = state(of: number)
        {
          news.append(.orderState(clients[Int(number.index)], state))
        }
      case .accepted, .rejected, .amended, .level, .phase, .settled: break
      }
    }
    matching.removeAllEvents()
  }

  private func number(of id: ClientOrderID) -> OrderNumber? { numbers[id] }

  /// Closes a market whose time has come; says whether it has. Closing twice changes nothing.
  @discardableResult
  private mutating func closeIfDue(_ id: MarketID, at now: Timestamp) -> Bool {
    guard let close = closeTimes[Int(id.index)], now >= close else { return false }
    matching.close(id, at: now)
    return true
  }

  private func state(of number: OrderNumber) -> OrderReport? {
    guard let order = matching.order(number) else { return nil }
    let state: OrderReport.State =
      switch order.phase {
      case .resting: .resting
      case .canceled: .canceled
      case .executed: .executed
      }
    return OrderReport(
      state: state, filled: order.filledQuantity, remaining: order.remainingQuantity,
      price: order.price)
  }

  /// Applies a change of the outside book. One that does not fit empties the mirror: nothing fills
  /// on a book that is not known.
  private mutating func mirror(
    _ id: MarketID, at now: Timestamp,
    _ change: (inout MatchingEngine) throws(Rejection) -> Void
  ) {
    do throws(Rejection) {
      try change(&matching)
    } catch {
      clear(id, at: now)
    }
  }

  private mutating func clear(_ id: MarketID, at now: Timestamp) {
    // A closed or settled market refuses, and has no outside book any more.
    _ = try? matching.replaceExternalLevels(id, bids: [], asks: [], at: now)
  }
}

extension EngineEvent {
  /// The market whose data it brings; nil for anything else.
  fileprivate var market: MarketID? {
    switch self {
    case .bookSnapshot(let id, _, _), .bookDelta(let id, _, _, _), .bookBlocked(let id),
      .marketStatus(let id, _):
      id
    default: nil
    }
  }
}

extension EngineOutput {
  /// The market in which something is to be changed.
  fileprivate var market: MarketID? {
    switch self {
    case .place(let order): order.market
    case .amend(_, let id, _, _, _), .cancel(_, let id): id
    case .findOrder, .reconcile, .notice: nil
    }
  }
}
