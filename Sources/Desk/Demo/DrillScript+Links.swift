internal import Kalshi
internal import KalshiSimulator
internal import Market
internal import Matching
internal import Sportsbooks
internal import Trading
internal import Wire

/// The steps in which a connection is lost or goes silent under a resting buy.
///
/// Where the buy's own time is up before what the step is about, which happens on a busy machine,
/// the step begins again: what it says is never a matter of speed.
extension DrillScript {
  private static let maximumAttempts = 5

  /// What followed when a connection was cut under a resting buy.
  private struct Cut {
    /// The buy as it ended.
    var buy: DrillVenueMarket.Order
    var at: Timestamp
    var resumed: Timestamp
    /// How often it was done until the cut came first.
    var attempts: Int
  }

  /// The stream goes: no trading, buys cancelled, sells left; back, and only then on.
  func reconnect() async throws(DrillFailure) -> String {
    let market = DrillMarket.totalChicago
    let sells = engine.orders.working.filter { $0.request.purpose == .exit }
    let drops = desk.process.streamDesk?.drops ?? 0
    let connections = desk.process.stream?.counters.connections ?? 0
    let cut = try await cutWhileBuying(market, .exchangeStream) {
      $0.simulator.inject(.dropStreams)
    }
    let buy = cut.buy.state
    await pause(engine.configuration.execution.retryPauseNanoseconds)
    await setQuote(market, bid: 42, ask: 47, contracts: 50)
    let again = try await untilVenue(market, "a new buy after the pause") { seen in
      seen.buys.contains { $0.state.created > buy.updated }
    }
    guard let next = again.buys.first(where: { $0.state.created > buy.updated })?.state else {
      throw DrillFailure("no new buy")
    }
    let newDrops = (desk.process.streamDesk?.drops ?? 0) - drops
    let newConnections = (desk.process.stream?.counters.connections ?? 0) - connections
    try expect(
      newDrops == cut.attempts && newConnections >= newDrops,
      "\(newDrops) drops, \(newConnections) connections after \(cut.attempts) cuts")
    for sell in sells {
      try expect(
        engine.orders.working.contains {
          $0.request.id == sell.request.id && $0.phase == .resting && $0.price == sell.price
        }, "the sell \(sell.request.id) did not stay")
    }
    let open = await venue { $0.readAccount().openOrders }
    try expect(open >= sells.count, "\(open) orders are open at the exchange")
    return "trading paused, buy cancelled \(milliseconds(buy.updated - cut.at)) after the cut,"
      + " \(sells.count) sells stayed; connected, subscribed and reconciled after"
      + " \(milliseconds(cut.resumed - cut.at)), then a new buy at \(next.price)"
  }

  /// The odds feed itself is lost: the same at once, until it is back.
  func oddsLost() async throws(DrillFailure) -> String {
    let drops = desk.process.oddsDesk?.drops ?? 0
    let cut = try await cutWhileBuying(.totalChicago, .odds) { $0.oddsServer.dropConnections() }
    let newDrops = (desk.process.oddsDesk?.drops ?? 0) - drops
    try expect(newDrops == cut.attempts, "\(newDrops) drops counted, \(cut.attempts) cuts")
    return "trading paused, buy cancelled \(milliseconds(cut.buy.state.updated - cut.at)) after"
      + " the cut, trading again after \(milliseconds(cut.resumed - cut.at))"
  }

  /// Cuts a connection while a buy rests; the buy must be cancelled for that, and nothing be sent
  /// until trading goes on.
  private func cutWhileBuying(
    _ market: DrillMarket, _ link: Link, _ cut: @escaping @Sendable (RecordedServers) -> Void
  ) async throws(DrillFailure) -> Cut {
    for attempt in 1...Self.maximumAttempts where attempt == 1 || isTimeLeft {
      await setQuote(market, bid: 42, ask: 47, contracts: 100 - attempt)
      let heard = notices.count
      let said = desk.session.record?.outputs.count ?? 0
      let (buy, at) = try await whileBuying(market, cut)
      let seen = try await untilVenue(market, "the cancel of the buy") { seen in
        seen.buys.contains { $0.state.number == buy.state.number && !$0.isOpen }
      }
      try await until("the end of the pause") {
        let news = notices.dropFirst(heard)
        guard let pause = news.firstIndex(of: .paused(link)) else { return false }
        return news[pause...].contains(.resumed)
      }
      let resumed = loop.now
      let sent = placed(while: link, from: said)
      try expect(sent == 0, "\(sent) orders were sent during the pause")
      guard let ended = seen.buys.first(where: { $0.state.number == buy.state.number }) else {
        throw DrillFailure("the buy is not there")
      }
      try expect(ended.state.lastChange == .userCancel, "ended by \(ended.state.lastChange)")
      if try await rested(buy) < engine.configuration.execution.makerTimeoutNanoseconds {
        return Cut(buy: ended, at: at, resumed: resumed, attempts: attempt)
      }
    }
    throw DrillFailure("the buy's own time was up first, \(Self.maximumAttempts) times")
  }

  /// Orders decided between the loss of a connection and the end of the pause, from an output on.
  private func placed(while link: Link, from start: Int) -> Int {
    guard let outputs = desk.session.record?.outputs.dropFirst(start),
      let pause = outputs.firstIndex(of: .notice(.paused(link)))
    else { return 0 }
    return outputs[pause...].prefix { $0 != .notice(.resumed) }.count {
      if case .place(let order) = $0 { order.purpose == .entry } else { false }
    }
  }

  /// Odds that are not said again are no odds: a resting buy goes before its own time is up.
  func stale() async throws(DrillFailure) -> String {
    let market = DrillMarket.spreadLakers
    let limit = engine.configuration.execution.staleOddsNanoseconds
    do throws(DrillFailure) {
      let buy = try await staleBuy(market, limit)
      let before = engine.orders.finished.count + engine.orders.working.count
      await pause(engine.configuration.execution.retryPauseNanoseconds)
      let after = engine.orders.finished.count + engine.orders.working.count
      try expect(before == after, "\(after - before) orders were sent on stale odds")
      await venue { $0.oddsServer.isSilent = false }
      try await setOdds(market, 1.90, 1.90)
      try await untilVenue(market, "a new buy on fresh odds") { seen in
        seen.buys.contains { $0.state.created > buy.state.updated }
      }
      return "buy cancelled after \(milliseconds(buy.openNanoseconds)), when the line was"
        + " \(limit / 1_000_000) ms old; gate staleOdds, no order until the odds were back, then a"
        + " new buy"
    } catch {
      await venue { $0.oddsServer.isSilent = false }
      throw error
    }
  }

  /// A buy that rested shortly before its line was too old, and was cancelled for that. The odds
  /// server is silent afterwards.
  private func staleBuy(
    _ market: DrillMarket, _ limit: Int64
  ) async throws(DrillFailure) -> DrillVenueMarket.Order {
    let id = try id(market)
    let lead = Int64(300_000_000)
    for attempt in 1...Self.maximumAttempts where attempt == 1 || isTimeLeft {
      await venue { $0.oddsServer.isSilent = true }
      try await until("ageing odds", within: limit + patienceNanoseconds) {
        guard let fair = engine.states[Int(id.index)].lastFair else { return false }
        return loop.now - fair.oldest > limit - lead
      }
      let known = await venue { $0.read(market) }.buys.count
      await setQuote(market, bid: 42, ask: 47, contracts: 100 - attempt)
      try await until("the gate staleOdds, and no buy left") {
        engine.states[Int(id.index)].record.lastStop.gate == .staleOdds
          && !engine.orders.working.contains {
            $0.request.market == id && $0.request.purpose == .entry
          }
      }
      let seen = await venue { $0.read(market) }
      if seen.buys.count > known, let buy = seen.buys.last {
        try expect(
          !buy.isOpen && buy.state.lastChange == .userCancel, "ended by \(buy.state.lastChange)")
        if try await rested(buy) < engine.configuration.execution.makerTimeoutNanoseconds {
          return buy
        }
      }
      // The odds were too old before the buy rested, or its own time was up first.
      await calm(market)
      await venue { $0.oddsServer.isSilent = false }
      try await setOdds(market, 1.91, 1.91)
      try await until("fresh odds") { engine.states[Int(id.index)].freshFair != nil }
    }
    throw DrillFailure("no buy rested while the odds grew old, \(Self.maximumAttempts) times")
  }
}
