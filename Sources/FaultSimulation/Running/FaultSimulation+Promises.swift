internal import Desk
internal import KalshiSimulator
internal import Market
internal import Matching
internal import Probability
internal import Trading
internal import Wire

// The promises, checked against what the exchange has and what was on the wire.
extension FaultSimulation {
  func watchVenue() {
    venue.onFault = { [unowned self] in note($0) }
    venue.onOrder = { [unowned self] order in
      outcome.orders += 1
      note("order \(order.clientID) arrives: \(order.side) \(order.ticker)")
      if !orderIDs.insert(order.clientID).inserted {
        complain("client id \(order.clientID) twice at the exchange")
      }
    }
    venue.onServed = { [unowned self] request, response in
      if request.method != "GET" {
        note("\(request.method) answered \(response.status)")
        checkLimits()
      }
    }
  }

  func watch(_ trader: SimulatedTrader) {
    if let ticker = venue.faults.disguised { disguised.insert(ticker) }
    let dialer = trader.dialer
    var current: HostStream?
    dialer.onFault = { [unowned self] in note($0) }
    dialer.onDial = { [unowned self] stream in
      guard stream.isMarketData else { return }
      current = stream
      books.dialled()
    }
    dialer.onEnd = { [unowned self] stream in if stream === current { books.ended() } }
    trader.process.onExchangeFrame = { [unowned self] bytes in
      trace.mix(UInt64(bytes.count))
      if let current { books.given(bytes, arrival: current.arrival) }
    }
    dialer.onReceive = { [unowned self] stream, bytes in
      if !stream.isMarketData { keys.given(bytes, on: stream) }
    }
    dialer.onWrite = { [unowned self] stream, bytes in
      guard !stream.isMarketData else { return }
      if let order = WitnessedOrder(request: bytes) { leaves(order) }
      keys.sent(bytes, on: stream)
    }
    trader.process.onLog = { [unowned self] in note("log: \($0)") }
  }

  /// The bytes of an order are about to leave.
  private func leaves(_ order: WitnessedOrder) {
    let now = scheduler.now
    if losesPowerAtOrder {
      losesPowerAtOrder = false
      _ = scheduler.schedule(afterNanoseconds: Int64(step % 50) * 100_000) { [weak self] in
        self?.killTrader(.powerLoss)
      }
    }
    if keys.isRefused {
      complain("an order leaves though the exchange has refused the key: \(order.clientID)")
    }
    let what =
      "order \(order.clientID) (\(order.takes ? "take" : "rest"), \(order.side)) in \(order.ticker)"
    if let objection = books.objection(order.ticker, at: now) {
      return complain("\(what) leaves \(objection)")
    }
    // A sale may leave on old odds: what is held is got rid of.
    guard isEntry(order) else { return }
    if disguised.contains(order.ticker) {
      return complain("\(what) leaves though the market's status is unknown")
    }
    guard let place = venue.tickers.firstIndex(of: order.ticker), let trader else { return }
    let age = now - trader.feed.lineTimes[place / 2]
    // Profiles bear older lines than the arbitrage strategy does.
    let limit = max(
      configuration.engine.execution.staleOddsNanoseconds,
      configuration.engine.profiles.isEmpty
        ? 0 : configuration.engine.consensus.rule.maximumAgeNanoseconds)
    if age > limit {
      complain("\(what) leaves on odds that are \(SimulationTrace.seconds(age)) old")
    }
    let time = trader.engine?.now ?? now
    if let excess = rates.leaves(at: now, byEngine: time, configuration.engine.risk) {
      complain("\(what) leaves \(excess), more than the limit")
    }
  }

  /// Whether an order buys: an exit goes against what is or just was held; only profiles' take.
  private func isEntry(_ order: WitnessedOrder) -> Bool {
    guard !order.takes || !configuration.engine.profiles.isEmpty,
      let place = venue.tickers.firstIndex(of: order.ticker)
    else { return true }
    let (quantity, time) = lastPositions[place]
    guard !quantity.isZero, isRecent(time) else { return true }
    return (quantity > .zero) == (order.side == .bid)
  }

  private func isRecent(_ time: Timestamp) -> Bool { scheduler.now - time < 120_000_000_000 }

  /// Keeps what is held: looked at before a market is decided, too, as what filled in the step that
  /// decides it is gone from the exchange when the step ends, and still sold by the process.
  func notePositions() {
    for (place, ticker) in venue.tickers.enumerated() {
      guard let market = venue.market(ticker) else { continue }
      let position = venue.core.holding(venue.account, market).position
      if !position.isZero { lastPositions[place] = (position, scheduler.now) }
    }
  }

  /// Everything that can be looked at after a step.
  func check() {
    checkLimits()
    checkLeftovers()
  }

  /// Once a process trusts its account, nothing of a process before it rests any more.
  private func checkLeftovers() {
    guard let trader, !trader.hasTakenOver, let engine = trader.engine, engine.isReconciled else {
      return
    }
    trader.hasTakenOver = true
    for ticker in venue.tickers {
      guard let market = venue.market(ticker) else { continue }
      for number in venue.core.openOrders(venue.account, market) {
        guard let text = venue.server.exchange.clientOrderID(number),
          let id = ClientOrderID(text: text), id.session != engine.session
        else { continue }
        complain("order \(text) of an earlier process rests after the account is reconciled")
      }
    }
  }

  /// Limits by the exchange's own count, should everything that rests fill.
  func checkLimits() {
    guard outcome.failure == nil else { return }
    notePositions()
    let core = venue.core
    let risk = configuration.engine.risk
    var exposure = Money.zero
    var (markets, orders) = (0, 0)
    var games = venue.games.map { _ in Quantity.zero }
    for (place, ticker) in venue.tickers.enumerated() {
      guard let market = venue.market(ticker) else { continue }
      // What is decided is no longer at risk.
      switch venue.status(ticker) {
      case .determined, .disputed, .amended, .finalized, nil:
        // What was held to the end is gone here at once; a process that hears nothing for minutes
        // still has it on sale.
        if isRecent(lastPositions[place].time) { lastPositions[place].time = scheduler.now }
        continue
      default: break
      }
      let holding = core.holding(venue.account, market)
      let open = open(in: market, holding.position)
      if open.oversold > .zero { complain("\(ticker): \(open.oversold) more on sale than held") }
      let worst = holding.position.magnitude + open.entries
      exposure += holding.cost + open.cost
      if !worst.isZero || open.hasOrders { markets += 1 }
      orders += open.entryOrders
      games[place / 2] += worst
      if worst > Quantity(contracts: Int(risk.maximumPositionContracts)) {
        complain("\(ticker): \(worst) held or on order, more than the limit of a market")
      }
    }
    allowance.take(risk, games: games, markets: markets, orders: orders, exposure: exposure)
    if let reason = allowance.objection { complain(reason) }
    if core.available(venue.account) < .zero { complain("the account's cash is below nothing") }
  }

  private func open(
    in market: MarketID, _ position: Quantity
  ) -> (
    entries: Quantity, cost: Money, oversold: Quantity, entryOrders: Int, hasOrders: Bool
  ) {
    var sides = (bids: Quantity.zero, asks: Quantity.zero)
    var counts = (bids: 0, asks: 0)
    var costs = (bids: Money.zero, asks: Money.zero)
    let numbers = venue.core.openOrders(venue.account, market)
    for number in numbers {
      guard let order = venue.core.order(number) else { continue }
      if order.side == .bid {
        sides.bids += order.remainingQuantity
        counts.bids += 1
        costs.bids += order.price * order.remainingQuantity
      } else {
        sides.asks += order.remainingQuantity
        counts.asks += 1
        costs.asks += order.price.complement * order.remainingQuantity
      }
    }
    let has = !numbers.isEmpty
    if position > .zero {
      return (sides.bids, costs.bids, sides.asks - position, counts.bids, has)
    }
    if position < .zero {
      return (sides.asks, costs.asks, sides.bids + position, counts.asks, has)
    }
    return sides.bids > sides.asks
      ? (sides.bids, costs.bids, .zero, counts.bids, has)
      : (sides.asks, costs.asks, .zero, counts.asks, has)
  }
}
