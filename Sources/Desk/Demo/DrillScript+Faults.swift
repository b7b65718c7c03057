internal import Kalshi
internal import KalshiSimulator
internal import Market
internal import Matching
internal import Sportsbooks
internal import Trading
internal import Wire

/// The steps in which something breaks.
extension DrillScript {
  /// Frames are missing: no book is believed, and nothing is sent, until fresh snapshots came.
  func sequenceGap() async throws(DrillFailure) -> String {
    let market = DrillMarket.totalLakers
    let id = try id(market)
    let gaps = desk.process.streamDesk?.gaps ?? 0
    let asked = desk.process.stream?.counters.snapshotsRequested ?? 0
    let start = desk.journal.end
    let ticker = market.ticker
    await venue { servers in
      servers.simulator.inject(.skipSequence(.orderbookDelta, count: 3))
      servers.simulator.inject(
        .setQuote(
          ticker: ticker, bid: Price(cents: 40), ask: Price(cents: 44),
          Quantity(contracts: 100)))
    }
    try await untilVenue(market, "a take and a sell") { !$0.openSells.isEmpty }
    let seen = try await untilAgreed(market)
    let newGaps = (desk.process.streamDesk?.gaps ?? 0) - gaps
    let newlyAsked = (desk.process.stream?.counters.snapshotsRequested ?? 0) - asked
    try expect(newGaps == 1 && newlyAsked > 0, "\(newGaps) gaps, \(newlyAsked) requests counted")
    let blocked = DrillMarket.allCases.filter { market in
      (try? self.id(market)).map { desk.journal.first(.bookBlocked($0), from: start) != nil }
        ?? false
    }
    try expect(
      blocked.count == DrillMarket.allCases.count, "only \(blocked.count) books were blocked")
    guard let block = desk.journal.first(.bookBlocked(id), from: start),
      let shown = desk.journal.first(.bookShown(id), from: block.place),
      let sent = desk.journal.sent(id, from: start).first
    else { throw DrillFailure("the book was not blocked, shown again and then traded") }
    try expect(sent.place > shown.place, "an order was sent while the book was blocked")
    let everything = desk.journal.entries[block.place..<shown.place]
    let early = everything.count {
      if case .sent = $0.entry { true } else { false }
    }
    try expect(early == 0, "\(early) orders were sent while books were blocked")
    guard let take = seen.buys.first?.state else { throw DrillFailure("no take afterwards") }
    try expect(
      seen.buys.count == 1 && take.takerQuantity == Quantity(contracts: 10),
      "\(seen.buys.count) buys, \(take.takerQuantity) taken")
    return "\(newGaps) gap counted, \(blocked.count) books blocked, snapshots asked for and back in"
      + " \(milliseconds(shown.uptime - block.uptime)), no order in between; then took"
      + " \(take.takerQuantity) at \(take.price)"
  }

  /// The exchange took an order and traded it, and nothing of that reached us.
  func lostAnswer() async throws(DrillFailure) -> String {
    let market = DrillMarket.winnerChicago
    let id = try id(market)
    try await showQuote(market, bid: 50, ask: 55)
    let heard = notices.count
    let start = desk.journal.end
    await inject(.stallStreams(true))
    await inject(.loseAnswers(1))
    let begun = loop.uptimeNanoseconds
    var found = Int64(0)
    do throws(DrillFailure) {
      try await setOdds(market, 1.54, 2.52)
      try await until("a search that finds the lost order") {
        self.notices.dropFirst(heard).contains { $0.isFound(in: id) }
      }
      found = loop.uptimeNanoseconds - begun
      try await until("the fills of the lost order") {
        engine.states[Int(id.index)].position.quantity == Quantity(contracts: 10)
      }
    } catch {
      await inject(.stallStreams(false))
      throw error
    }
    await inject(.stallStreams(false))
    try await untilVenue(market, "a sell after the find") { !$0.openSells.isEmpty }
    // What was kept back has come by now, a second time: it must change nothing.
    let seen = try await untilAgreed(market)
    let news = notices.dropFirst(heard)
    try expect(
      news.contains(.paused(.exchangeOrders)) && news.contains(.resumed),
      "trading was not paused and resumed")
    let buys = desk.journal.sent(id, from: start).count - seen.sells.count
    let fills = engine.fills.filter { $0.market == id && $0.side == .bid }
    try expect(
      buys == 1 && seen.buys.count == 1, "\(buys) buys sent, \(seen.buys.count) at the exchange")
    try expect(
      fills.count == 1 && fills[0].quantity == Quantity(contracts: 10),
      "\(fills.count) fills counted")
    return "order unknown, trading paused, found by its client id after \(milliseconds(found)),"
      + " \(fills[0].quantity) at \(fills[0].price) counted once though told twice, one buy sent"
      + " and one at the exchange"
  }
}

extension EngineNotice {
  /// Whether it tells that a lost order of this market was found.
  fileprivate func isFound(in market: MarketID) -> Bool {
    if case .foundAfterLoss(_, market) = self { true } else { false }
  }
}
