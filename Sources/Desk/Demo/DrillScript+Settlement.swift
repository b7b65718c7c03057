internal import KalshiSimulator
internal import Market
internal import Trading

/// The end of the drill: results, and the sums.
extension DrillScript {
  /// Decided, then paid: positions are gone and cash is what it must be.
  func settlement() async throws(DrillFailure) -> String {
    let results: [(DrillMarket, SettlementResult)] = [
      (.totalNewYork, .yes), (.totalLakers, .no), (.winnerChicago, .yes),
    ]
    var due = Money.zero
    var cost = Money.zero
    var held = Quantity.zero
    for (market, result) in results {
      let position = try await untilAgreed(market).position
      try expect(
        position.quantity == Quantity(contracts: 10),
        "\(position.quantity) contracts in \(market.ticker) before its end")
      due += result.value(of: .yes) * position.quantity
      cost += position.costBasis
      held += position.quantity
    }
    let before = await venue { $0.readAccount() }
    let ours = engine.ledger.cash
    try expect(ours == before.cash, "we count cash \(text(ours)), the exchange \(before.cash)")
    await venue { $0.decide(results, pays: false) }
    for (market, _) in results {
      let id = try id(market)
      try await until("the end of \(market.ticker)") {
        engine.states[Int(id.index)].settledValue != nil
          && engine.states[Int(id.index)].position.quantity.isZero
          && !engine.orders.working.contains { $0.request.market == id }
      }
    }
    let unpaid = await venue { $0.readAccount() }
    try expect(unpaid.cash == before.cash, "the exchange paid before it was asked to")
    await venue { $0.decide(results, pays: true) }
    let after = await venue { $0.readAccount() }
    try expect(
      after.cash - before.cash == due, "the exchange paid \(after.cash - before.cash), not \(due)")
    try expect(
      engine.ledger.cash == after.cash, "we count cash \(text(engine.ledger.cash)) after it")
    for (market, _) in results { try await untilAgreed(market) }
    return "\(held) contracts that cost \(cost) paid \(due); cash \(before.cash) became"
      + " \(after.cash) on both sides, no position left"
  }

  /// Stops the process and draws up both sides' sums.
  func totals() async -> RunReport? {
    let report = await withCheckedContinuation { continuation in
      desk.process.stop(title: "Drill", assumptions: []) { continuation.resume(returning: $0) }
    }
    guard let report else {
      self.report("totals: FAILED: the process stopped without a report", isOK: false)
      return nil
    }
    let theirs = await venue { $0.readAccount() }
    // What no free connection took has never left, and was decided anew.
    let sent = (Array(engine.orders.finished) + Array(engine.orders.working))
      .filter { $0.ending != .unsent }
    self.report(cashLine(report, theirs), isOK: cashFault(report, theirs) == nil)
    self.report(orderLine(sent, theirs), isOK: orderFault(sent, theirs) == nil)
    let latency = report.latency
    note(
      "the drill's own latency, odds frame in to order bytes out: p50 \(latency.p50 / 1_000) µs,"
        + " max \(latency.max / 1_000) µs over \(latency.samples) orders")
    return report
  }

  private func cashLine(_ report: RunReport, _ theirs: DrillVenueAccount) -> String {
    let line =
      "totals: cash \(report.ours.cash) + positions \(held(report)) + fees \(report.ours.fees) ="
      + " start \(report.startingCash) + profit before fees \(report.grossProfit); the exchange"
      + " counts cash \(theirs.cash), positions \(theirs.positionCost), fees \(theirs.fees)"
    return cashFault(report, theirs).map { line + ": FAILED: \($0)" } ?? line
  }

  private func cashFault(_ report: RunReport, _ theirs: DrillVenueAccount) -> String? {
    guard report.addsUp else {
      return report.differences.isEmpty
        ? "the sum does not add up" : report.differences.joined(separator: "; ")
    }
    let agree =
      report.ours.cash == theirs.cash && report.ours.positionCost == theirs.positionCost
      && report.ours.fees == theirs.fees
    return agree ? nil : "the two sides differ"
  }

  private func held(_ report: RunReport) -> Money {
    report.positions.reduce(Money.zero) { $0 + ($1.isSettled ? .zero : $1.value) }
  }

  private func orderLine(_ sent: [ManagedOrder], _ theirs: DrillVenueAccount) -> String {
    let line =
      "orders: \(sent.count) sent, \(theirs.clientIDs.count) at the exchange, no client id twice,"
      + " \(theirs.openOrders) still open"
    return orderFault(sent, theirs).map { line + ": FAILED: \($0)" } ?? line
  }

  private func orderFault(_ sent: [ManagedOrder], _ theirs: DrillVenueAccount) -> String? {
    let ours = sent.map(\.request.id.description).sorted()
    let known = theirs.clientIDs.compactMap { $0 }.sorted()
    guard Set(ours).count == ours.count else { return "we gave a client id twice" }
    guard known.count == theirs.clientIDs.count else { return "an order without a client id" }
    guard ours == known else { return "not the same orders on both sides" }
    return theirs.openOrders == 0 ? nil : "orders are still open"
  }

  private func text(_ money: Money?) -> String { money.map { "\($0)" } ?? "unknown" }
}
