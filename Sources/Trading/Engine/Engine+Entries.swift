internal import Market

extension Engine {
  /// Sends an entry for an opportunity, as large as the limits leave; says what stopped it
  /// otherwise.
  func enter(
    _ id: MarketID, _ opportunity: Opportunity, _ outputs: inout ContiguousArray<EngineOutput>
  ) -> GateStop {
    let index = Int(id.index)
    let retryAt =
      opportunity.style == .take
      ? states[index].entryRetryAt : max(states[index].entryRetryAt, states[index].restRetryAt)
    guard retryAt <= now else { return GateStop(.retryPause, distance: retryAt - now) }
    guard !isUnwantedRest(id, opportunity) else { return GateStop(.retryPause) }
    if let stop = ordersStop(id, opportunity.leg) { return stop }
    // Before anything gives way for it: what is offered must be worth a place.
    let offered = opportunity.style == .take ? wholeContracts(opportunity.leg, id) : nil
    guard offered != .zero else { return GateStop(.noOffer) }
    let asking = asking(opportunity, id, offered)
    switch admit(asking) {
    case .failure(let stop):
      if stop.gate == .concurrentMarkets { askForPlace(id, opportunity, asking, &outputs) }
      waitForRoom(id, stop)
      return stop
    case .success(let admission):
      let price = opportunity.leg == .yes ? opportunity.price : opportunity.price.complement
      let order = makeID()
      send(
        EngineOrder(
          id: order, market: id, side: asking.side, price: price,
          quantity: Quantity(contracts: Int(admission.contracts)), style: opportunity.style,
          purpose: .entry), &outputs)
      admitted(admission.contracts, for: .arbitrage, order)
      states[index].record.entries += 1
      return GateStop(.traded)
    }
  }

  /// What our own orders and positions in a market forbid.
  private func ordersStop(_ id: MarketID, _ leg: Outcome) -> GateStop? {
    var isEntryWorking = false
    for place in orders.working.indices where orders.working[place].request.market == id {
      if orders.working[place].needsSearch { return GateStop(.unknownOutcome) }
      let request = orders.working[place].request
      if request.purpose == .entry, request.profile == .arbitrage { isEntryWorking = true }
    }
    guard !isEntryWorking else { return GateStop(.orderWorking) }
    let held = states[Int(id.index)].arbitrageHeld
    let sign: Int64 = leg == .yes ? 1 : -1
    guard held.hundredths * sign >= 0 else { return GateStop(.opposingPosition) }
    return orders.isFullForEntries ? GateStop(.orderTableFull) : nil
  }

  /// An opportunity as the risk gate sees it: a bid that rests is as large as the limits leave.
  private func asking(
    _ opportunity: Opportunity, _ id: MarketID, _ offered: Quantity?
  ) -> Asking {
    // Price and fee of one contract at the worst.
    let unit = opportunity.price * Quantity(contracts: 1) + opportunity.fee
    return Asking(
      profile: .arbitrage, market: id, side: opportunity.leg == .yes ? .bid : .ask,
      intent: RiskGate.Intent(
        unitRisk: unit, contracts: offered.map { $0.hundredths / 100 } ?? Self.largestRest))
  }

  /// No bid that rests is larger, whatever the limits leave.
  private static let largestRest: Int64 = 1_000_000

  /// The same has just rested until its time ran out, and nothing has changed since: not the prices
  /// of others, not our price, no line has come. Sent once more it would only be cancelled again.
  private func isUnwantedRest(_ id: MarketID, _ opportunity: Opportunity) -> Bool {
    guard opportunity.style == .rest, let unfilled = states[Int(id.index)].unfilledRest else {
      return false
    }
    let isYes = opportunity.leg == .yes
    return unfilled
      == rest(
        id, isYes ? .bid : .ask, isYes ? opportunity.price : opportunity.price.complement)
  }

  /// What others offer at the best price of a leg, in whole contracts.
  private func wholeContracts(_ leg: Outcome, _ id: MarketID) -> Quantity {
    let offered = bestOfOthers(leg == .yes ? .ask : .bid, id)?.quantity ?? .zero
    return Quantity(hundredths: offered.hundredths / 100 * 100)
  }

  /// Cancels a resting entry that is no longer what we would do now.
  func withdrawEntries(
    _ id: MarketID, keeping opportunity: Opportunity?,
    _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    for place in orders.working.indices {
      let order = orders.working[place]
      guard order.request.market == id, order.request.purpose == .entry,
        order.request.profile == .arbitrage, order.phase == .resting, !order.isCancelSent
      else { continue }
      // Our own bid is part of the book now, so an opportunity is asked only for its leg and style:
      // a worse improved price is our own order's doing. What can be taken now is not waited for.
      if let opportunity, opportunity.style == .rest,
        (opportunity.leg == .yes) == (order.request.side == .bid)
      {
        continue
      }
      if opportunity == nil, restingStillPays(order) { continue }
      cancel(place, &outputs)
    }
  }

  /// A resting entry may stay although no new one would be sent: its own price still pays, and
  /// nothing forbids entries. (With our bid in the book there may be no room for another.)
  private func restingStillPays(_ order: ManagedOrder) -> Bool {
    let index = Int(order.request.market.index)
    guard mayEnter, books[order.request.market].isTradable, !states[index].differsFromExchange,
      !states[index].hasForeignOrder, !states[index].isFlattened, isTrading(index),
      let start = states[index].startTime, venueNow < start,
      let fair = states[index].freshFair, let fees = states[index].feeFormula
    else { return false }
    let leg: Outcome = order.request.side == .bid ? .yes : .no
    let price = leg == .yes ? order.price : order.price.complement
    let one = Quantity(contracts: 1)
    guard let value = fair.buyerValue(leg) else { return false }
    let entry = fees.fee(price: price, quantity: one, liquidity: .maker)
    let exit = fees.fee(price: value, quantity: one, liquidity: .maker)
    let net =
      Int64(value.tenThousandths - price.tenThousandths) * 100 - entry.microDollars
      - exit.microDollars
    return net >= Int64(configuration.strategy.minimumNetEdge) * 100
  }

  /// Sends a cancel for a resting order, unless one is out or has just gone wrong.
  func cancel(_ place: Int, _ outputs: inout ContiguousArray<EngineOutput>) {
    let order = orders.working[place]
    guard order.phase == .resting, !order.isCancelSent, now >= order.cancelNotBefore else { return }
    orders.update(place) { $0.cancelSent() }
    outputs.append(.cancel(order.request.id, order.request.market))
  }

  func send(_ request: EngineOrder, _ outputs: inout ContiguousArray<EngineOutput>) {
    orders.add(ManagedOrder(request: request, sentAt: now))
    markActive(request.market)
    outputs.append(.place(request))
  }

  func makeID() -> ClientOrderID {
    defer { nextSequence += 1 }
    return ClientOrderID(session: session, sequence: nextSequence)
  }
}
