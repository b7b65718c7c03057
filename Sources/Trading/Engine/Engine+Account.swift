internal import Market

extension Engine {
  /// A connection comes or goes. Trading stops at once when one goes, and starts again when all are
  /// back and the account is reconciled.
  func setLink(
    _ link: Link, isUp: Bool, _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    guard linksUp[Int(link.rawValue)] != isUp else { return }
    let wereAllUp = areAllLinksUp
    linksUp[Int(link.rawValue)] = isUp
    if isUp {
      guard areAllLinksUp else {
        // Sales go on without odds, and so does the account.
        if link != .odds, isExchangeUp { askForAccount(&outputs) }
        return
      }
      // A reading that is still under way began before: it does not count.
      allUpSince = now
      reconcileSentAt = nil
      askForAccount(&outputs)
      return
    }
    isReconciled = false
    // It is not silent from the time before it was down.
    if link == .odds { lastLineAt = nil }
    outputs.append(.notice(.paused(link)))
    if link == .exchangeStream {
      books.blockAll(.gapped)
    }
    stopEntries(&outputs, isNew: wereAllUp || link == .exchangeOrders)
  }

  func obey(_ command: OperatorCommand, _ outputs: inout ContiguousArray<EngineOutput>) {
    switch command {
    case .halt:
      isHalted = true
      trip(.manual, nil, &outputs)
    case .resume:
      isHalted = false
      endFlattening()
      account.breaker.resume(at: now)
      for place in profiles.indices { profiles[place].risk.breaker.resume(at: now) }
      noteBreakers(&outputs)
      evaluateAll(&outputs)
    case .flatten:
      isHalted = true
      isFlattening = true
      trip(.manual, nil, &outputs)
      evaluateAll(&outputs)
    case .flattenMarket(let market): flattenAlone(market, &outputs)
    case .limit(let key, let value, let profile):
      set(key, value, profile, &outputs)
      evaluateAll(&outputs)
    case .acceptCash: acceptCash(&outputs)
    case .adopt(let market, let profile): adopt(market, profile, &outputs)
    case .acceptPosition(let market):
      guard states[Int(market.index)].differsFromExchange else { return }
      states[Int(market.index)].acceptsExchange = true
      askForAccount(&outputs)
    case .distrustJournal:
      setStop(.journal, true)
      stopEntries(&outputs)
      evaluateAll(&outputs)
    case .shutDown:
      isShutDown = true
      for place in orders.working.indices { cancel(place, &outputs) }
    }
  }

  /// Another limit from now on: what is held beyond it stays, and nothing is added.
  private func set(
    _ key: RiskLimits.Key, _ value: Int64, _ profile: ProfileID?,
    _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    let value = min(max(value, key.range.lowerBound), key.range.upperBound)
    let old = (profile.map { profiles[Int($0.index)].risk } ?? account).gate.limits[key]
    // What rests to buy was admitted by the old limit, and is asked again.
    if key == .orderInterval ? value > old : value < old { stopEntries(&outputs, of: profile) }
    guard let profile else {
      account.gate.limits[key] = value
      return tripByLosses(account, nil, &outputs)
    }
    guard profile != .arbitrage, Int(profile.index) < profiles.count else { return }
    profiles[Int(profile.index)].risk.gate.limits[key] = value
    tripByLosses(profiles[Int(profile.index)].risk, profile, &outputs)
  }

  func evaluateAll(_ outputs: inout ContiguousArray<EngineOutput>) {
    for index in states.indices { evaluate(MarketID(index), &outputs) }
  }

  /// Asks for the account. One reading at a time: while one is out, another is wanted afterwards.
  func askForAccount(_ outputs: inout ContiguousArray<EngineOutput>) {
    let execution = configuration.execution
    if let sent = reconcileSentAt, now - sent < execution.reconcileTimeoutNanoseconds {
      isAnotherReadingWanted = true
      // The one that is out schedules it when it comes, or its time runs out.
      nextReadingAt = nil
      return
    }
    isAnotherReadingWanted = false
    reconcileSentAt = now
    nextReadingAt = nil
    outputs.append(.reconcile)
  }

  /// Holds our account against the exchange's. The first time it is taken over; later a difference
  /// blocks its market until the two agree again.
  func reconcile(with account: AccountState, _ outputs: inout ContiguousArray<EngineOutput>) {
    if let sent = reconcileSentAt, account.readFrom >= sent { reconcileSentAt = nil }
    lastReadAt = max(lastReadAt, account.readFrom)
    let isFirst = ledger.starting == nil
    let isFresh = areAllLinksUp && account.readFrom >= allUpSince
    if isFirst, !isFresh || hasFills(since: account.readFrom) {
      // What is taken over must be the whole truth: a fill during the reading may be in it or not.
      scheduleReading(again: true)
      return
    }
    otherExposure = account.otherExposure
    ledger.start(with: account.availableCash)
    if isFirst {
      cashAgreedAt = account.readFrom
      if account.availableCash < .zero {
        outputs.append(.notice(.cashBelowNothing(account.availableCash)))
      }
      otherCashAgreed = account.otherCash
      let wanted = profiles.map { $0.configuration?.capital ?? .zero }
      shareCash(account.availableCash, wanted: wanted)
      sayReductions(&outputs)
    }
    let wasPlain =
      isReconciled && !isAnyMarketBlocked
      && !orders.working.contains { $0.phase == .settling }
    closeSettling(before: account.readFrom, &outputs)
    let areHoldingsPlain =
      isFirst ? adoptHoldings(account, &outputs) : compareHoldings(account, &outputs)
    let areOrdersPlain = compareOrders(account, &outputs)
    let areShardsPlain = compareShards(account, &outputs)
    let isCashPlain = (isFirst || compareCash(account, &outputs)) && areShardsPlain
    if isCashNews { readingsOfCash += 1 }
    scheduleReading(
      again: !areHoldingsPlain || !areOrdersPlain || !isCashPlain || isCashUnknown)
    // With what was left nothing is bought before it is known that it is there still.
    guard isFresh, !isCashUnknown else { return }
    if !isReconciled {
      isReconciled = true
      outputs.append(.notice(.resumed))
    }
    // A reading that finds all as it was, as each minute's should, changes no judgement.
    if wasPlain, areHoldingsPlain, areOrdersPlain, !isAnyMarketBlocked { return }
    evaluateAll(&outputs)
    for index in states.indices { refreshActive(MarketID(index)) }
  }

  private var isAnyMarketBlocked: Bool {
    states.contains { $0.differsFromExchange || $0.hasForeignOrder }
  }

  /// Every profile begins with what it wants, the arbitrage strategy with what is left. Where the
  /// account has less than all want, each begins with its share of what there is.
  ///
  /// - Parameter wanted: by profile; the arbitrage strategy's does not count.
  func shareCash(_ cash: Money, wanted: [Money]) {
    let asked = wanted.dropFirst().reduce(Money.zero) { $0 + $1 }
    var left = cash
    for place in profiles.indices.dropFirst() {
      var capital = wanted[place]
      if asked > cash {
        capital = cash.part(wanted[place], of: asked)
        profiles[place].reduction = wanted[place] - capital
      }
      profiles[place].ledger.start(with: capital)
      left = left - capital
    }
    profiles[0].ledger.start(with: left)
  }

  func sayReductions(_ outputs: inout ContiguousArray<EngineOutput>) {
    for profile in profiles.dropFirst() where profile.reduction > .zero {
      outputs.append(.notice(.capitalReduced(profile.id, profile.ledger.cash ?? .zero)))
    }
  }

  func hasFills(since time: Timestamp) -> Bool {
    states.contains { $0.lastFillAt >= time }
  }

  /// What is not plain yet is looked at again, at growing intervals up to a minute.
  private func scheduleReading(again isNeeded: Bool) {
    guard isNeeded || isAnotherReadingWanted else {
      readingsInVain = 0
      let interval = configuration.execution.reconcileIntervalNanoseconds
      nextReadingAt = interval > 0 ? now + interval : nil
      return
    }
    let interval = configuration.execution.missingFillsNanoseconds
    nextReadingAt = now + min(interval << Int64(min(readingsInVain, 6)), 60_000_000_000)
    readingsInVain += 1
    isAnotherReadingWanted = false
  }

  /// Every fill up to `readFrom` has come: one that was promised before and is not among them is
  /// counted already under no order's name, or the comparison of positions will tell.
  private func closeSettling(
    before readFrom: Timestamp, _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    var place = 0
    while place < orders.working.count {
      let order = orders.working[place]
      if order.phase == .settling, let ended = order.endedAt, ended < readFrom {
        takeOver(order, &outputs)
        orders.update(place) { $0.missingFillsGivenUp() }
        refreshActive(order.request.market)
      } else {
        place += 1
      }
    }
  }
}
