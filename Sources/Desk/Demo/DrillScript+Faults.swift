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
    await setQuote(market, bid: 50, ask: 55)
    try await until("the quote of \(market.ticker)") {
      engine.books[id].best(.ask)?.price == Price(cents: 55)
    }
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

  /// The stream goes: no trading, buys cancelled, sells left; back, and only then on.
  func reconnect() async throws(DrillFailure) -> String {
    let market = DrillMarket.totalChicago
    let id = try id(market)
    await setQuote(market, bid: 42, ask: 47)
    try await until("a resting buy") {
      engine.orders.working.contains { $0.request.market == id && $0.phase == .resting }
    }
    let sells = engine.orders.working.filter { $0.request.purpose == .exit }
    let heard = notices.count
    let drops = desk.process.streamDesk?.drops ?? 0
    let connections = desk.process.stream?.counters.connections ?? 0
    let cut = loop.now
    await inject(.dropStreams)
    let seen = try await untilVenue(market, "the cancel of the buy") { $0.openBuys.isEmpty }
    guard let buy = seen.buys.last?.state else { throw DrillFailure("the buy is not there") }
    try expect(
      buy.lastChange == .userCancel && buy.updated - buy.created < 450_000_000,
      "the buy ended by \(buy.lastChange) after \(milliseconds(buy.updated - buy.created))")
    try await until("the end of the pause") { self.notices.dropFirst(heard).contains(.resumed) }
    let back = loop.now
    await pause(engine.configuration.execution.retryPauseNanoseconds - (back - buy.updated))
    await setQuote(market, bid: 42, ask: 47, contracts: 90)
    try expect(
      notices.dropFirst(heard).contains(.paused(.exchangeStream)), "trading was not paused")
    let again = try await untilVenue(market, "a new buy after the pause") { seen in
      seen.buys.contains { $0.state.created > buy.updated }
    }
    guard let next = again.buys.first(where: { $0.state.created > buy.updated })?.state else {
      throw DrillFailure("no new buy")
    }
    try expect(next.created > cut, "a buy was sent during the pause")
    let newDrops = (desk.process.streamDesk?.drops ?? 0) - drops
    let newConnections = (desk.process.stream?.counters.connections ?? 0) - connections
    try expect(
      newDrops == 1 && newConnections >= 1, "\(newDrops) drops, \(newConnections) connections")
    for sell in sells {
      try expect(
        engine.orders.working.contains {
          $0.request.id == sell.request.id && $0.phase == .resting && $0.price == sell.price
        }, "the sell \(sell.request.id) did not stay")
    }
    let open = await venue { $0.readAccount().openOrders }
    try expect(open >= sells.count, "\(open) orders are open at the exchange")
    return "trading paused, buy cancelled \(milliseconds(buy.updated - cut)) after the cut,"
      + " \(sells.count) sells stayed; connected, subscribed and reconciled after"
      + " \(milliseconds(back - cut)), then a new buy at \(next.price)"
  }

  /// Odds that are not said again are no odds: a resting buy goes before its own time is up.
  func stale() async throws(DrillFailure) -> String {
    let market = DrillMarket.spreadLakers
    let id = try id(market)
    let limit = engine.configuration.execution.staleOddsNanoseconds
    await venue { $0.oddsServer.isSilent = true }
    do throws(DrillFailure) {
      let seen = try await staleBuy(market, id, limit)
      let before = engine.orders.finished.count + engine.orders.working.count
      await pause(engine.configuration.execution.retryPauseNanoseconds)
      let after = engine.orders.finished.count + engine.orders.working.count
      try expect(before == after, "\(after - before) orders were sent on stale odds")
      await venue { $0.oddsServer.isSilent = false }
      try await setOdds(market, 1.90, 1.90)
      let count = seen.buys.count
      try await untilVenue(market, "a new buy on fresh odds") { $0.buys.count > count }
      guard let buy = seen.buys.last else { throw DrillFailure("the buy is not there") }
      return "buy cancelled after \(milliseconds(buy.openNanoseconds)), when the line was"
        + " \(limit / 1_000_000) ms old; gate staleOdds, no order until the odds were back, then a"
        + " new buy"
    } catch {
      await venue { $0.oddsServer.isSilent = false }
      throw error
    }
  }

  /// A buy that rests shortly before its line is too old, until it is cancelled for that.
  private func staleBuy(
    _ market: DrillMarket, _ id: MarketID, _ limit: Int64
  ) async throws(DrillFailure) -> DrillVenueMarket {
    let lead = Int64(300_000_000)
    try await until("ageing odds", within: limit + Self.patienceNanoseconds) {
      guard let fair = engine.states[Int(id.index)].lastFair else { return false }
      return loop.now - fair.oldest > limit - lead
    }
    await setQuote(market, bid: 42, ask: 47)
    try await untilVenue(market, "a resting buy") { !$0.openBuys.isEmpty }
    let seen = try await untilVenue(market, "the cancel of the buy") { $0.openBuys.isEmpty }
    try await until("the gate staleOdds") {
      engine.states[Int(id.index)].record.lastStop.gate == .staleOdds
    }
    guard let buy = seen.buys.last else { throw DrillFailure("the buy is not there") }
    try expect(
      buy.state.lastChange == .userCancel && buy.openNanoseconds < 480_000_000,
      "the buy ended by \(buy.state.lastChange) after \(milliseconds(buy.openNanoseconds))")
    return seen
  }

  /// The odds feed itself is lost: the same at once, until it is back.
  func oddsLost() async throws(DrillFailure) -> String {
    let market = DrillMarket.totalChicago
    let id = try id(market)
    await setQuote(market, bid: 42, ask: 47)
    try await until("a resting buy") {
      engine.orders.working.contains { $0.request.market == id && $0.phase == .resting }
    }
    let heard = notices.count
    let drops = desk.process.oddsDesk?.drops ?? 0
    let cut = loop.now
    await venue { $0.oddsServer.dropConnections() }
    let seen = try await untilVenue(market, "the cancel of the buy") { $0.openBuys.isEmpty }
    guard let buy = seen.buys.last else { throw DrillFailure("the buy is not there") }
    try expect(
      buy.state.lastChange == .userCancel && buy.openNanoseconds < 450_000_000,
      "the buy ended by \(buy.state.lastChange) after \(milliseconds(buy.openNanoseconds))")
    try await until("the end of the pause") { self.notices.dropFirst(heard).contains(.resumed) }
    let newDrops = (desk.process.oddsDesk?.drops ?? 0) - drops
    try expect(
      notices.dropFirst(heard).contains(.paused(.odds)) && newDrops == 1,
      "\(newDrops) drops counted")
    return "trading paused, buy cancelled \(milliseconds(buy.state.updated - cut)) after the cut,"
      + " trading again after \(milliseconds(loop.now - cut))"
  }
}

extension EngineNotice {
  /// Whether it tells that a lost order of this market was found.
  fileprivate func isFound(in market: MarketID) -> Bool {
    if case .foundAfterLoss(_, market) = self { true } else { false }
  }
}
