internal import Market

extension Engine {
  /// A trade on the account. Counted once, whatever order it belongs to.
  func fill(_ report: FillReport, _ outputs: inout ContiguousArray<EngineOutput>) {
    guard trades.admit(report.trade) else { return }
    let index = Int(report.market.index)
    let before = states[index].position.cashFlow
    do throws(PositionError) {
      try states[index].position.apply(
        side: report.side, price: report.price, quantity: report.quantity, fee: report.fee)
    } catch {
      // A fill that cannot be booked leaves us and the exchange apart: blocked, never ignored.
      block(report, &outputs)
      return
    }
    if fills.count < Self.maximumFills { fills.append(report) }
    let flow = states[index].position.cashFlow - before
    if flow < .zero { ledger.pay(flow.magnitude) } else { ledger.receive(flow) }
    ledger.charge(report.fee)
    states[index].lastFillAt = now
    markActive(report.market)
    if let id = report.order, let place = orders.index(of: id) {
      orders.update(place) { $0.fill(report.quantity, at: now) }
    } else if let id = report.order, orders.knows(id) {
      orders.fillFinished(id, report.quantity, at: now)
    } else {
      // Somebody traded by hand on this account: counted, and nothing more is risked here until the
      // next reconciliation agrees.
      block(report, &outputs)
    }
    // A trade of before the settlement that is told only now was paid out with the others.
    if let value = states[index].settledValue { payOut(report.market, value, &outputs) }
    evaluate(report.market, &outputs)
    refreshActive(report.market)
  }

  private func block(_ report: FillReport, _ outputs: inout ContiguousArray<EngineOutput>) {
    states[Int(report.market.index)].differsFromExchange = true
    outputs.append(.notice(.unexplainedFill(report.market)))
    askForAccount(&outputs)
  }

  /// The claim is decided. The exchange pays whatever is held, and its working orders are gone.
  func settle(
    _ id: MarketID, _ value: Price, _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    let index = Int(id.index)
    guard states[index].settledValue == nil else { return }
    states[index].settledValue = value
    payOut(id, value, &outputs)
    evaluate(id, &outputs)
    refreshActive(id)
  }

  private func payOut(
    _ id: MarketID, _ value: Price, _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    let index = Int(id.index)
    guard !states[index].position.quantity.isZero else { return }
    let before = states[index].position.realised
    let flow = states[index].position.cashFlow
    let result: SettlementResult =
      value == .dollar ? .yes : value == .zero ? .no : .scalar(value)
    do throws(PositionError) {
      try states[index].position.settle(result)
    } catch {
      states[index].differsFromExchange = true
      return
    }
    ledger.receive(states[index].position.cashFlow - flow)
    states[index].awaitsPayout = states[index].status != .finalized
    let profit = states[index].position.realised - before
    outputs.append(.notice(.settled(id, value: value, profit: profit)))
  }
}
