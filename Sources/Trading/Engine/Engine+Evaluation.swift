internal import Market

extension Engine {
  /// A leg worth ordering, with its price.
  struct Opportunity {
    var leg: Outcome
    var style: OrderStyle
    /// In the leg's own prices.
    var price: Price
    /// For one contract at that price.
    var fee: Money
    var netEdge: Int64
  }

  /// Looks at one market again, and acts. Runs after every change that can matter to it.
  ///
  /// - Parameter isNews: false where nothing but time has changed.
  func evaluate(
    _ id: MarketID, isNews: Bool = true, _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    let index = Int(id.index)
    refreshFair(index)
    let stop: GateStop
    switch judge(index) {
    case .failure(let failure):
      stop = failure
      keep(stop, index)
      if states[index].isActive { withdrawEntries(id, keeping: nil, &outputs) }
    case .success(let opportunity):
      states[index].standing = .none
      if states[index].isActive { withdrawEntries(id, keeping: opportunity, &outputs) }
      stop = enter(id, opportunity, &outputs)
    }
    states[index].record.note(stop)
    if states[index].isActive { manageExit(id, &outputs) }
    if hasProfiles { judgeForProfiles(id, isNews: isNews, &outputs) }
  }

  /// Everything about the market itself: may it trade, and is a leg worth it?
  private func judge(_ index: Int) -> Result<Opportunity, GateStop> {
    if let stop = standingStop(index) { return .failure(stop) }
    guard !stops.contains(.arbitrageOff) else { return .failure(GateStop(.strategyOff)) }
    if let stop = viewStop(index) { return .failure(stop) }
    let bid = bestPriceOfOthers(.bid, MarketID(index))
    let ask = bestPriceOfOthers(.ask, MarketID(index))
    let value = states[index].buyersValue
    let yes = judge(index, .yes, bid: bid, ask: ask, value.yes)
    let no = judge(index, .no, bid: ask?.complement, ask: bid?.complement, value.no)
    switch (yes, no) {
    case (.success(let first), .success(let second)):
      return .success(second.netEdge > first.netEdge ? second : first)
    case (.success, .failure): return yes
    case (.failure, .success): return no
    case (.failure(let first), .failure(let second)):
      return .failure(second.isFurther(than: first) ? second : first)
    }
  }

  /// Gates on what the market is and on the state of the house.
  func standingStop(_ index: Int) -> GateStop? { marketStop(index) ?? entryStop(index) }

  /// Gates on what the market is.
  @inline(__always)
  func marketStop(_ index: Int) -> GateStop? {
    guard states[index].hasClaim, states[index].isMatched else { return GateStop(.unmatched) }
    guard states[index].feeFormula != nil else { return GateStop(.unknownFee) }
    guard let start = states[index].startTime else { return GateStop(.unknownStart) }
    guard let close = states[index].closeTime else { return GateStop(.unknownClose) }
    guard states[index].isOpen, states[index].settledValue == nil else {
      return GateStop(.notActive)
    }
    guard venueNow < close else { return GateStop(.closed) }
    guard venueNow < start else { return GateStop(.inPlay) }
    return nil
  }

  /// Gates on the state of the house, and of our account in the market.
  @inline(__always)
  func entryStop(_ index: Int) -> GateStop? {
    if !stops.isEmpty, let stop = houseStop { return stop }
    guard !states[index].isFlattened else { return GateStop(.manualHalt) }
    guard !states[index].differsFromExchange else { return GateStop(.reconciliation) }
    guard !states[index].hasForeignOrder else { return GateStop(.foreignOrder) }
    return nil
  }

  /// What keeps every market from entries.
  private var houseStop: GateStop? {
    if stops.contains(.unreconciled) || stops.contains(.weeklyPause) {
      return GateStop(.tradingPaused)
    }
    if stops.contains(.journal) { return GateStop(.journal) }
    if stops.contains(.halted) || stops.contains(.shutDown) { return GateStop(.manualHalt) }
    return stops.contains(.breaker) ? account.breaker.causes.stop : nil
  }

  /// Whether the exchange takes orders here, as far as we know: what exits need.
  func isTrading(_ index: Int) -> Bool {
    guard states[index].isOpen, states[index].settledValue == nil, !isWeeklyPaused else {
      return false
    }
    guard let close = states[index].closeTime else { return true }
    return venueNow < close
  }

  func bookStop(_ index: Int) -> GateStop? {
    switch books[MarketID(index)].state {
    case .live: nil
    case .crossed: GateStop(.bookCrossed)
    case .awaitingSnapshot, .blocked: GateStop(.bookNotLive)
    }
  }

  /// Gates on what can be seen: the book and the lines.
  private func viewStop(_ index: Int) -> GateStop? {
    if let stop = bookStop(index) { return stop }
    switch states[index].absence {
    case nil: return nil
    case .noOdds: return GateStop(.noOdds)
    case .stale(let over): return GateStop(.staleOdds, distance: over)
    case .tooFew(let missing): return GateStop(.tooFewBookmakers, distance: Int64(missing))
    }
  }

  /// One leg through its buyer's eyes, in the leg's own prices.
  private func judge(
    _ index: Int, _ leg: Outcome, bid: Price?, ask: Price?, _ fair: BuyersValue.Leg?
  ) -> Result<Opportunity, GateStop> {
    guard let ask else { return .failure(GateStop(.noOffer)) }
    guard let fair else { return .failure(GateStop(.noOdds)) }
    let edge = fair.value.tenThousandths - ask.tenThousandths
    states[index].record.noteEdge(edge, leg: leg, at: venueNow)
    // Fees are only needed, and only computed, where the gross edge is there.
    guard edge >= configuration.strategy.makerEdge else {
      return .failure(GateStop(.edge, distance: Int64(configuration.strategy.makerEdge - edge)))
    }
    return judgeEdge(index, leg, bid: bid, ask: ask, fair)
  }

  /// The same where the gross edge is there.
  private func judgeEdge(
    _ index: Int, _ leg: Outcome, bid: Price?, ask: Price, _ fair: BuyersValue.Leg
  ) -> Result<Opportunity, GateStop> {
    guard let fees = states[index].feeFormula else { return .failure(GateStop(.unknownFee)) }
    let one = Quantity(contracts: 1)
    let view = ArbitrageStrategy.View(
      bid: bid, ask: ask, fair: fair.value, worstFair: fair.worst,
      takerFee: fees.fee(price: ask, quantity: one, liquidity: .taker),
      exitFee: fees.fee(price: fair.value, quantity: one, liquidity: .maker))
    var resting: ArbitrageStrategy.Resting?
    let verdict = strategy.judge(view) {
      guard let bid, let price = tick(above: bid, leg: leg, index: index) else { return nil }
      let fee = fees.fee(price: price, quantity: one, liquidity: .maker)
      resting = ArbitrageStrategy.Resting(price: price, fee: fee)
      return resting
    }
    switch verdict {
    case .take(let net):
      return .success(
        Opportunity(leg: leg, style: .take, price: ask, fee: view.takerFee, netEdge: net))
    case .rest(let net):
      guard let resting else { return .failure(GateStop(.noRoom)) }
      return .success(
        Opportunity(
          leg: leg, style: .rest, price: resting.price, fee: resting.fee, netEdge: net))
    case .stop(let stop): return .failure(stop)
    }
  }

  /// The price of ``bestOfOthers(_:_:)``.
  func bestPriceOfOthers(_ side: BookSide, _ id: MarketID) -> Price? {
    guard states[Int(id.index)].isActive else { return books[id].bestPrice(side) }
    return bestOfOthers(side, id)?.price
  }

  /// The best level of a side without our own resting orders: what we offer ourselves is no offer.
  func bestOfOthers(_ side: BookSide, _ id: MarketID) -> BookLevel? {
    guard let level = books[id].best(side) else { return nil }
    return states[Int(id.index)].isActive ? othersLevel(from: level, side, id) : level
  }

  /// The next level of others behind a price.
  func offer(after price: Price, _ side: BookSide, _ id: MarketID) -> BookLevel? {
    guard let level = books[id].next(after: price, side) else { return nil }
    return states[Int(id.index)].isActive ? othersLevel(from: level, side, id) : level
  }

  /// A level without what we offer there ourselves, or the next one that has more.
  private func othersLevel(from level: BookLevel, _ side: BookSide, _ id: MarketID) -> BookLevel? {
    var level = level
    while true {
      var own = Quantity.zero
      for place in orders.working.indices {
        let order = orders.working[place]
        guard order.request.market == id, order.request.side == side,
          order.request.style == .rest,
          order.price == level.price || order.amendment?.price == level.price
        else { continue }
        own += order.open
      }
      if own < level.quantity {
        return BookLevel(price: level.price, quantity: level.quantity - own)
      }
      guard let next = books[id].next(after: level.price, side) else { return nil }
      level = next
    }
  }

  /// The next price above, in the leg's own prices, on the market's grid.
  private func tick(above price: Price, leg: Outcome, index: Int) -> Price? {
    leg == .yes
      ? states[index].grid.tick(above: price)
      : states[index].grid.tick(below: price.complement)?.complement
  }
}
