internal import Desk
internal import KalshiSimulator
internal import Market
internal import Matching
internal import Trading
internal import Wire

// Quiet: no faults, no moves; both sides must come to the same account.
extension FaultSimulation {
  /// Patience until trader and exchange agree.
  private static let quietSeconds = 300

  func compareAfterQuiet() {
    note("quiet begins")
    isQuiet = true
    defer { isQuiet = false }
    healEverything()
    if trader == nil { startTrader() }
    var difference: String?
    for second in 0..<Self.quietSeconds where outcome.failure == nil {
      pass(1_000_000_000)
      endTimedFaults()
      superviseTrader()
      check()
      guard second >= 5 else { continue }
      difference = differenceFromExchange()
      if difference == nil { break }
    }
    outcome.comparisons += 1
    if let difference, outcome.failure == nil {
      complain("after \(Self.quietSeconds) s of quiet the accounts differ: \(difference)")
    }
    note("quiet ends")
  }

  /// The end of a seed: quiet, an orderly stop, and the journal.
  func finish() {
    compareAfterQuiet()
    // A process that is about to end by its own decision has nothing to be asked for any more.
    isQuiet = true
    for _ in 0..<120 where stopDeadline != nil || trader?.engine == nil {
      pass(1_000_000_000)
      superviseTrader()
    }
    guard outcome.failure == nil, let trader, let engine = trader.engine else { return }
    var report: RunReport?
    trader.process.stop(title: "Simulated", assumptions: []) { report = $0 }
    for _ in 0..<60 where report == nil { pass(500_000_000) }
    guard let report else { return complain("the last session has not ended after 30 s") }
    if let difference = report.differences.first {
      return complain("the last session's report does not add up: \(difference)")
    }
    if venue.core.openOrderCount(venue.account) > 0 {
      return complain("orders rest after an orderly end")
    }
    lastWill = JournalWill(engine, isExact: true)
    readJournal()
  }

  /// The first thing in which trader and exchange differ; nil when nothing does.
  private func differenceFromExchange() -> String? {
    guard let engine = trader?.engine else { return "no session runs" }
    guard engine.isReconciled else { return "the account is not reconciled" }
    for (place, market) in engine.markets.enumerated() {
      guard let id = venue.market(market.ticker) else { continue }
      let ours = engine.states[place].position.quantity
      let theirs = venue.core.holding(venue.account, id).position
      if ours != theirs { return "\(market.ticker): we hold \(ours), the exchange \(theirs)" }
      if engine.states[place].differsFromExchange { return "\(market.ticker) stays blocked" }
      let working = engine.orders.working.filter { $0.request.market == MarketID(place) }
      let open = venue.core.openOrders(venue.account, id)
      if working.count != open.count {
        return "\(market.ticker): \(working.count) orders here, \(open.count) there"
      }
      for number in open {
        guard let order = venue.core.order(number) else { continue }
        let clientID = venue.server.exchange.clientOrderID(number)
        let isKnown = working.contains {
          $0.request.id.description == clientID && $0.isSteady && $0.price == order.price
            && $0.open == order.remainingQuantity
        }
        if !isKnown { return "\(market.ticker): order \(clientID ?? "") is not as we know it" }
      }
    }
    let cash = venue.core.cash(venue.account)
    if engine.ledger.cash != cash {
      return "cash \(engine.ledger.cash.map { "\($0)" } ?? "unknown") here, \(cash) there"
    }
    if engine.account.breaker.causes.contains(.reconciliation) {
      return "cash is said to differ, and does not"
    }
    let shares = engine.profiles.reduce(Money.zero) { $0 + ($1.ledger.cash ?? .zero) }
    if shares != cash { return "cash \(shares) of all strategies, \(cash) of the account" }
    for place in engine.markets.indices where !engine.unowned(MarketID(place)).isZero {
      // Nobody trades by hand here.
      return "\(engine.markets[place].ticker): \(engine.unowned(MarketID(place))) are nobody's"
    }
    return nil
  }
}
