internal import Market

extension Engine {
  /// A trade on the account. Counted once, whatever order it belongs to.
  func fill(_ report: FillReport, _ outputs: inout ContiguousArray<EngineOutput>) {
    if let known = trades.admit(report) { return compare(report, with: known, &outputs) }
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
    bookShard(report.market, flow - report.fee)
    if let owner = report.order.flatMap({ orders.profile(of: $0) ?? carriedOwners[$0] }) {
      let own = book(report, owner, &outputs)
      // Where it closes what nobody here has bought, each pair of the two has paid its dollar.
      profiles[0].ledger.book(flow - own, fee: .zero)
    } else {
      // What nobody here has bought is settled with what no profile has.
      profiles[0].ledger.book(flow, fee: report.fee)
    }
    states[index].lastFillAt = now
    // Whether the fill is in the reading is not known: of the two the less can be sold.
    if let shown = states[index].exchangeShows {
      let after = shown + Quantity(hundredths: report.quantity.hundredths * report.side.sign)
      if after.magnitude < shown.magnitude { states[index].exchangeShows = after }
    }
    markActive(report.market)
    // Such a fill cannot be: it counts, and the account is read before anything else is risked.
    if let worst = report.order.flatMap({ orders.worstPrice(of: $0) }),
      report.side == .bid ? report.price > worst : report.price < worst
    {
      block(report, &outputs)
    }
    if let id = report.order, let place = orders.index(of: id) {
      let before = orders.working[place].contradiction
      orders.update(place) { $0.fill(report.quantity, at: now) }
      if before == nil { sayContradiction(id, &outputs) }
    } else if let id = report.order, orders.knows(id) {
      let before = orders.contradiction(of: id)
      orders.fillFinished(id, report.quantity, at: now)
      if before == nil { sayContradiction(id, &outputs) }
    } else if let id = report.order, carriedOwners[id] != nil {
      // An order of before has traded while nothing ran, or before it was cancelled.
    } else {
      // Somebody traded by hand on this account: counted, and nothing more is risked here until the
      // next reconciliation agrees.
      block(report, &outputs)
    }
    // A trade of before the settlement that is told only now was paid out with the others.
    if let value = states[index].settledValue { payOut(report.market, value, &outputs) }
    markEquity()
    evaluate(report.market, &outputs)
    refreshActive(report.market)
  }

  /// The same fill in the ledger of the profile whose order it was. Returns the cash that has moved
  /// there, without the fee.
  private func book(
    _ report: FillReport, _ profile: ProfileID, _ outputs: inout ContiguousArray<EngineOutput>
  ) -> Money {
    let id = report.market
    let (held, flow) = (
      holdings[id, profile].position.held, holdings[id, profile].position.cashFlow
    )
    let before = holdings[id, profile].position
    do throws(PositionError) {
      try holdings[id, profile].position.apply(
        side: report.side, price: report.price, quantity: report.quantity, fee: report.fee)
    } catch {
      block(report, &outputs)
      return .zero
    }
    let moved = holdings[id, profile].position.cashFlow - flow
    profiles[Int(profile.index)].ledger.book(moved, fee: report.fee)
    if held == nil { noteOpened(id, profile, before) }
    holdings[id, profile].countEntryFee(report.fee, since: before.quantity)
    let isEntry = (report.side == .bid) == (holdings[id, profile].position.held == .yes)
    noteHeld(id, profile, hasGrown: isEntry, &outputs)
    return moved
  }

  /// A profile holds something where it held nothing.
  func noteOpened(_ id: MarketID, _ profile: ProfileID, _ before: Position) {
    holdings[id, profile].openedAt = now
    holdings[id, profile].netBefore = before.realised - before.fees
  }

  /// After what a profile holds has changed: counts a position that is over, and works out when the
  /// rest is sold.
  func noteHeld(
    _ id: MarketID, _ profile: ProfileID, hasGrown: Bool,
    _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    if profile == .arbitrage {
      states[Int(id.index)].arbitrageHeld = holdings[id, profile].position.quantity
    }
    countResult(id, profile, &outputs)
    if holdings[id, profile].position.quantity.isZero {
      let profit = holdings[id, profile].net
      holdings[id, profile].levels = nil
      holdings[id, profile].trigger = nil
      holdings[id, profile].tries = 0
      holdings[id, profile].isSaidBidless = false
      countClosed(id, profile, profit: profit, &outputs)
    } else if profile != .arbitrage, hasGrown {
      // The rest of a position is sold at the levels of the whole.
      renewLevels(id, profile)
    }
  }

  private func block(_ report: FillReport, _ outputs: inout ContiguousArray<EngineOutput>) {
    states[Int(report.market.index)].differsFromExchange = true
    states[Int(report.market.index)].exchangeShows = nil
    outputs.append(.notice(.unexplainedFill(report.market)))
    askForAccount(&outputs)
  }

  /// The claim is decided. The exchange pays whatever is held, and its working orders are gone.
  func settle(
    _ id: MarketID, _ value: Price, _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    let index = Int(id.index)
    if let known = states[index].settledValue {
      if known != value { reviseResult(id, from: known, to: value, &outputs) }
      return
    }
    states[index].settledValue = value
    payOut(id, value, &outputs)
    markEquity()
    evaluate(id, &outputs)
    refreshActive(id)
  }

  private func payOut(
    _ id: MarketID, _ value: Price, _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    let index = Int(id.index)
    guard !states[index].position.quantity.isZero else { return }
    let before = states[index].position.realised
    let (flow, held) = (states[index].position.cashFlow, states[index].position.quantity)
    let result: SettlementResult =
      value == .dollar ? .yes : value == .zero ? .no : .scalar(value)
    do throws(PositionError) {
      try states[index].position.settle(result)
    } catch {
      states[index].differsFromExchange = true
      return
    }
    states[index].settledContracts += held
    ledger.receive(states[index].position.cashFlow - flow)
    bookShard(id, states[index].position.cashFlow - flow)
    let cash = profilesCash
    for place in profiles.indices { payOut(id, ProfileID(place), result, &outputs) }
    let unowned = states[index].position.cashFlow - flow - (profilesCash - cash)
    profiles[0].ledger.book(unowned, fee: .zero)
    // A trade of before the result may be told after it, and is paid out with the rest.
    let awaited: Money? = states[index].awaitsPayout ? states[index].awaitedPayout : .zero
    states[index].awaitsPayout = states[index].status != .finalized
    states[index].awaitedPayout = awaited.map { $0 + states[index].position.cashFlow - flow }
    let profit = states[index].position.realised - before
    outputs.append(.notice(.settled(id, value: value, profit: profit)))
  }

  private func payOut(
    _ id: MarketID, _ profile: ProfileID, _ result: SettlementResult,
    _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    guard !holdings[id, profile].position.quantity.isZero else { return }
    let flow = holdings[id, profile].position.cashFlow
    let held = holdings[id, profile].position.quantity
    // What the account's position could take, a part of it can.
    guard (try? holdings[id, profile].position.settle(result)) != nil else { return }
    holdings[id, profile].settledContracts += held
    profiles[Int(profile.index)].ledger.book(
      holdings[id, profile].position.cashFlow - flow, fee: .zero)
    noteHeld(id, profile, hasGrown: false, &outputs)
  }

  /// What all strategies' ledgers have together.
  var profilesCash: Money {
    profiles.reduce(.zero) { $0 + ($1.ledger.cash ?? .zero) }
  }
}
