internal import Market

// What stops new risk by itself, and what lets it go on.
extension Engine {
  /// Days, pauses and cooling down, by time alone.
  @inline(__always)
  func passTime(_ outputs: inout ContiguousArray<EngineOutput>) {
    if now >= dayEnds || venueNow >= pauseChangesAt || !areBreakersQuiet { turnTime(&outputs) }
  }

  @inline(never)
  private func turnTime(_ outputs: inout ContiguousArray<EngineOutput>) {
    if account.counters.roll(to: now) { account.breaker.reset() }
    for place in profiles.indices where profiles[place].risk.counters.roll(to: now) {
      profiles[place].risk.breaker.reset()
    }
    dayEnds = account.counters.dayEnds ?? .distantFuture
    if venueNow >= pauseChangesAt, let pause = configuration.breaker.weeklyPause {
      let wasPaused = isWeeklyPaused
      isWeeklyPaused = pause.contains(venueNow)
      pauseChangesAt = pause.nextChange(after: venueNow)
      houseRevision &+= 1
      // What it held up goes on, and what rests is looked at.
      if isWeeklyPaused != wasPaused { evaluateAll(&outputs) }
    } else if configuration.breaker.weeklyPause == nil {
      pauseChangesAt = .distantFuture
    }
    if !areBreakersQuiet { noteBreakers(&outputs) }
  }

  /// Something is wrong. What rests is cancelled where that is new.
  ///
  /// - Parameter profile: whose; nil for the account.
  func trip(
    _ cause: BreakerCause, _ profile: ProfileID?, _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    let isNew: Bool
    if let profile {
      let place = Int(profile.index)
      isNew = !profiles[place].risk.breaker.causes.contains(cause)
      profiles[place].risk.breaker.trip(cause, at: now)
    } else {
      isNew = !account.breaker.causes.contains(cause)
      account.breaker.trip(cause, at: now)
    }
    if isNew || cause.cure == .coolingDown {
      outputs.append(.notice(.breakerOpened(cause, profile)))
      stopEntries(&outputs, of: profile)
    }
    noteBreakers(&outputs)
  }

  /// Our clock and the exchange's are apart by so much, or agree again.
  func noteSkew(_ apart: Int64, _ outputs: inout ContiguousArray<EngineOutput>) {
    let limit = configuration.breaker.clockSkewNanoseconds
    if limit > 0, apart.magnitude >= UInt64(limit) {
      if !account.breaker.causes.contains(.clockSkew) { trip(.clockSkew, nil, &outputs) }
    } else {
      cure(.clockSkew, &outputs)
    }
  }

  /// The feed is up, has spoken, and says nothing any more. Noticed with the next timer: one for
  /// this alone would be another one after every line.
  func noteSilence(_ outputs: inout ContiguousArray<EngineOutput>) {
    let longest = configuration.breaker.oddsSilenceNanoseconds
    guard longest > 0, let last = lastLineAt, now - last >= longest, isUp(.odds),
      !account.breaker.causes.contains(.staleFeed)
    else { return }
    trip(.staleFeed, nil, &outputs)
  }

  /// What was wrong is right again.
  func cure(_ cause: BreakerCause, _ outputs: inout ContiguousArray<EngineOutput>) {
    guard account.breaker.causes.contains(cause) else { return }
    account.breaker.cure(cause)
    noteBreakers(&outputs)
  }

  /// Says what has become of the breakers, and looks at all markets again where one lets more
  /// through than before.
  func noteBreakers(_ outputs: inout ContiguousArray<EngineOutput>) {
    areBreakersQuiet = true
    var isFreer = noteBreaker(&account, nil, &outputs)
    setStop(.breaker, account.lastState == .open)
    for place in profiles.indices
    where noteBreaker(&profiles[place].risk, ProfileID(place), &outputs) {
      isFreer = true
    }
    if isFreer { evaluateAll(&outputs) }
  }

  private func noteBreaker(
    _ risk: inout RiskLedger, _ profile: ProfileID?, _ outputs: inout ContiguousArray<EngineOutput>
  ) -> Bool {
    let (before, after) = (risk.lastState, risk.breaker.state(at: now))
    let hadLossRun = risk.lastCauses.contains(.lossRun)
    risk.lastCauses = risk.breaker.causes
    if after != .closed { areBreakersQuiet = false }
    guard after != before else { return false }
    risk.lastState = after
    houseRevision &+= 1
    // The run of losses that opened it is over.
    if after == .closed, before == .halfOpen, hadLossRun { risk.counters.forgetLosses() }
    if after != .open { outputs.append(.notice(.breakerChanged(after, profile))) }
    return after != .open
  }

  /// When time alone changes what a breaker lets through; nil where it does not.
  var breakerDeadline: Timestamp? {
    guard !areBreakersQuiet else { return nil }
    var deadline = Self.deadline(of: account, now)
    for place in profiles.indices {
      guard let next = Self.deadline(of: profiles[place].risk, now) else { continue }
      deadline = min(deadline ?? next, next)
    }
    return deadline
  }

  private static func deadline(of risk: RiskLedger, _ now: Timestamp) -> Timestamp? {
    let reset = risk.breaker.causes.contains(.dailyLoss) ? risk.counters.dayEnds : nil
    guard let cool = risk.breaker.nextChange(after: now) else { return reset }
    return min(cool, reset ?? cool)
  }

  /// Cancels every entry that rests, of one profile or of all, and says what it cannot cancel.
  ///
  /// - Parameter isNew: what cannot be cancelled was not said a moment ago.
  func stopEntries(
    _ outputs: inout ContiguousArray<EngineOutput>, of profile: ProfileID? = nil,
    isNew: Bool = true
  ) {
    for place in orders.working.indices where orders.working[place].request.purpose == .entry {
      if let profile, orders.working[place].request.profile != profile { continue }
      stopEntry(place, isNew: isNew, &outputs)
    }
  }

  /// Cancels an entry, or says that it cannot be now: its answer is out, its fate is unknown, or
  /// there is no way to the exchange. It is cancelled as soon as it can be.
  func stopEntry(
    _ place: Int, isNew: Bool = true, _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    let order = orders.working[place]
    let isOutOfReach =
      order.phase == .sent || order.needsSearch
      || !isUp(.exchangeOrders) && order.phase == .resting
    if isNew, isOutOfReach {
      outputs.append(.notice(.cannotCancel(order.request.id, order.request.market)))
    }
    cancel(place, &outputs)
  }

  /// So many orders of unknown fate at a time stop new ones, until each is known.
  func countUnknown(_ outputs: inout ContiguousArray<EngineOutput>) {
    var unknown: Int32 = 0
    for place in orders.working.indices
    where orders.working[place].phase == .unknown
      && orders.working[place].filled < orders.working[place].largestTotal
    {
      unknown += 1
    }
    if unknown >= configuration.breaker.unknownOutcomes {
      if !account.breaker.causes.contains(.unknownOutcome) { trip(.unknownOutcome, nil, &outputs) }
    } else if unknown == 0 {
      cure(.unknownOutcome, &outputs)
    }
  }

  /// What a profile's position has brought since this was asked last counts for its limits and the
  /// account's: each sale when it happens, not when the last contract is gone.
  func countResult(
    _ market: MarketID, _ profile: ProfileID, _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    let change = holdings[market, profile].takeResult()
    guard change != .zero else { return }
    account.counters.booked(change, at: now)
    let place = Int(profile.index)
    // The arbitrage strategy has the account's limits: its results are counted there.
    if profile != .arbitrage { profiles[place].risk.counters.booked(change, at: now) }
    guard change < .zero else { return }
    tripByDailyLoss(account, nil, &outputs)
    if profile != .arbitrage { tripByDailyLoss(profiles[place].risk, profile, &outputs) }
  }

  /// A profile's position has come to nothing: won or lost counts for its limits and the account's.
  func countClosed(
    _ market: MarketID, _ profile: ProfileID, profit: Money,
    _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    let place = Int(profile.index)
    account.counters.closed(profit: profit)
    profiles[place].closed += 1
    if profile != .arbitrage { profiles[place].risk.counters.closed(profit: profit) }
    outputs.append(.notice(.positionClosed(market, profile, profit: profit)))
    guard profit < .zero else { return }
    tripByRun(account, nil, &outputs)
    if profile != .arbitrage { tripByRun(profiles[place].risk, profile, &outputs) }
  }

  /// A limit of loss may be lower than before.
  func tripByLosses(
    _ ledger: RiskLedger, _ profile: ProfileID?, _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    tripByDailyLoss(ledger, profile, &outputs)
    tripByRun(ledger, profile, &outputs)
  }

  private func tripByDailyLoss(
    _ ledger: RiskLedger, _ profile: ProfileID?, _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    if ledger.counters.dailyLoss >= ledger.gate.limits.maximumDailyLoss {
      trip(.dailyLoss, profile, &outputs)
    }
  }

  private func tripByRun(
    _ ledger: RiskLedger, _ profile: ProfileID?, _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    let run = ledger.counters.consecutiveLosses
    if run > 0, run >= ledger.gate.limits.maximumConsecutiveLosses {
      trip(.lossRun, profile, &outputs)
    }
  }
}
