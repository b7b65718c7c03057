internal import Market
internal import Probability

// How profiles sell what they hold: when, and at what price.
//
// A sale is an immediate-or-cancel order. The first asks for the bid that called for it; each
// further one, a pause later, for a tick less than the bid, and after so many tries for whatever is
// bid. Without a bid in a book that can be trusted none leaves, at no price. A profit is never
// taken below its level: where the bid has gone, nothing is due any more.
extension Engine {
  /// Looks at what every profile holds in a market.
  func sellForProfiles(_ id: MarketID, _ outputs: inout ContiguousArray<EngineOutput>) {
    guard !isUnverified else { return }
    for place in 1..<profiles.count {
      let profile = ProfileID(place)
      guard !holdings[id, profile].position.quantity.isZero,
        let configuration = profiles[place].configuration
      else { continue }
      sell(id, profile, configuration.exits, &outputs)
    }
  }

  private func sell(
    _ id: MarketID, _ profile: ProfileID, _ rules: ExitConfiguration,
    _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    guard let leg = holdings[id, profile].position.held else { return }
    sayTimeless(id, profile, rules, &outputs)
    let bid = bidOfOthers(for: leg, id)
    let due = dueTrigger(id, profile, leg, bid, rules)
    let isLasting =
      holdings[id, profile].trigger.map { $0 != .takeProfit && $0 != .belief } ?? false
    guard let trigger = due ?? (isLasting ? holdings[id, profile].trigger : nil) else {
      holdings[id, profile].trigger = nil
      return
    }
    if holdings[id, profile].trigger != trigger {
      holdings[id, profile].tries = 0
      holdings[id, profile].isSaidBidless = false
      outputs.append(.notice(.exitTriggered(trigger, id, profile, bid: bid)))
    }
    holdings[id, profile].trigger = trigger
    sellNow(id, profile, leg, bid, trigger, rules, &outputs)
  }

  /// Says once a sale that it waits because nobody bids, or the book is not to be trusted; not
  /// where something else holds it up anyhow.
  private func sayBidless(
    _ id: MarketID, _ profile: ProfileID, _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    guard !holdings[id, profile].isSaidBidless, maySell(Int(id.index)), !isShutDown,
      !hasWorkingOrder(id, profile)
    else { return }
    holdings[id, profile].isSaidBidless = true
    outputs.append(.notice(.noBid(id, profile)))
  }

  /// Says once where a profile would sell before the game, and nobody knows when that is.
  private func sayTimeless(
    _ id: MarketID, _ profile: ProfileID, _ rules: ExitConfiguration,
    _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    guard rules.beforeStartNanoseconds >= 0, states[Int(id.index)].exitBefore == nil,
      !holdings[id, profile].isSaidTimeless
    else { return }
    holdings[id, profile].isSaidTimeless = true
    outputs.append(.notice(.noExitTime(id, profile)))
  }

  /// When time alone will call for a sale; nil where it will not.
  ///
  /// On a recorded day the venue's clock moves with its frames only, so no timer waits for it.
  var exitDeadline: Timestamp? {
    guard hasProfiles, !isUnverified else { return nil }
    var deadline: Timestamp?
    for id in activeMarkets {
      for place in 1..<profiles.count {
        let holding = holdings[id, ProfileID(place)]
        guard let rules = profiles[place].configuration?.exits, holding.trigger == nil,
          !holding.position.quantity.isZero
        else { continue }
        if let end = rules.holdEnds(openedAt: holding.openedAt) {
          deadline = min(deadline ?? end, end)
        }
        if venueNow == now,
          let end = rules.beforeStartEnds(start: states[Int(id.index)].exitBefore)
        {
          deadline = min(deadline ?? end, end)
        }
      }
    }
    return deadline
  }

  /// What calls for a sale now.
  private func dueTrigger(
    _ id: MarketID, _ profile: ProfileID, _ leg: Outcome, _ bid: Price?,
    _ rules: ExitConfiguration
  ) -> ExitTrigger? {
    if isFlattening(id) { return .manual }
    let index = Int(id.index)
    let openedAt = holdings[id, profile].openedAt
    if rules.isTimeUp(
      openedAt: openedAt, now: now, start: states[index].exitBefore, venueNow: venueNow)
    {
      return .time
    }
    guard let bid else { return nil }
    switch rules.rule {
    case .hold: return nil
    case .table: return holdings[id, profile].levels?.trigger(bid: bid)
    case .belief:
      guard let fees = states[index].feeFormula, let belief = belief(in: leg, id) else {
        return nil
      }
      return BeliefExit.isDue(bid: bid, belief: belief, fees: fees) ? .belief : nil
    }
  }

  /// That a leg pays, by what the books say now; nil where none is left.
  func belief(in leg: Outcome, _ id: MarketID) -> Double? {
    let untilStart = (states[Int(id.index)].startTime ?? .distantPast) - venueNow
    return consensus.consensus(of: id, now: now, untilStart: untilStart).map {
      leg == .yes ? $0.probability : 1 - $0.probability
    }
  }

  func sellNow(
    _ id: MarketID, _ profile: ProfileID, _ leg: Outcome, _ bid: Price?, _ trigger: ExitTrigger,
    _ rules: ExitConfiguration, _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    // Without a book that can be trusted, or a bid in it, nobody knows what any price would bring.
    guard let bid else { return sayBidless(id, profile, &outputs) }
    guard canSellNow(id, profile),
      let price = salePrice(id, profile, leg, bid, trigger, rules)
    else { return }
    let isSent = sell(
      id, profile, leg, at: price, pauseNanoseconds: rules.repriceNanoseconds, &outputs)
    if isSent { holdings[id, profile].tries += 1 }
  }

  /// Whether a sale may leave now. Where only the pause after the last one stands in its way, the
  /// market is looked at again when that is over.
  func canSellNow(_ id: MarketID, _ profile: ProfileID) -> Bool {
    guard maySell(Int(id.index)), !isShutDown, !orders.isFull, !hasWorkingOrder(id, profile) else {
      return false
    }
    guard now < holdings[id, profile].retryAt else { return true }
    notePause(id, until: holdings[id, profile].retryAt)
    return false
  }

  /// Offers all that may be sold to whoever pays a price now, in the leg's own prices. Returns
  /// whether there was something.
  func sell(
    _ id: MarketID, _ profile: ProfileID, _ leg: Outcome, at price: Price,
    pauseNanoseconds: Int64, _ outputs: inout ContiguousArray<EngineOutput>
  ) -> Bool {
    let held = sellable(id, profile)
    let ordered = leg == .yes ? price : price.complement
    guard held > .zero, states[Int(id.index)].grid.isOrderable(ordered) else { return false }
    holdings[id, profile].retryAt = now + pauseNanoseconds
    send(
      EngineOrder(
        id: makeID(), market: id, side: leg == .yes ? .ask : .bid,
        price: ordered, quantity: held, style: .take, purpose: .exit, profile: profile), &outputs)
    notePause(id, until: holdings[id, profile].retryAt)
    return true
  }

  /// The least a sale asks for, in the leg's own prices and on the grid in force; nil where the
  /// grid has no such price.
  private func salePrice(
    _ id: MarketID, _ profile: ProfileID, _ leg: Outcome, _ bid: Price, _ trigger: ExitTrigger,
    _ rules: ExitConfiguration
  ) -> Price? {
    let ladder = LegLadder(leg: leg, grid: states[Int(id.index)].grid)
    let tries = holdings[id, profile].tries
    switch trigger {
    case .takeProfit:
      return holdings[id, profile].levels?.takeProfit.flatMap { level in
        ladder.lowest { $0 >= level }
      }
    case .belief: return ladder.highest { $0 <= bid }
    case .stopLoss, .time, .manual:
      if tries >= rules.triesBeforeCrossing { return ladder.lowest { _ in true } }
      guard var price = ladder.highest(where: { $0 <= bid }) else { return nil }
      for _ in 0..<tries { price = ladder.highest { $0 < price } ?? price }
      return price
    }
  }

  /// Whether the exchange takes a sale in a market now.
  func maySell(_ index: Int) -> Bool {
    isUp(.exchangeOrders) && isTrading(index) && mayRaiseExit(index)
  }

  /// What others bid for a leg, in its own prices; nil where the book is not to be trusted.
  func bidOfOthers(for leg: Outcome, _ id: MarketID) -> Price? {
    guard books[id].isTradable else { return nil }
    return leg == .yes
      ? bestPriceOfOthers(.bid, id) : bestPriceOfOthers(.ask, id)?.complement
  }
}
