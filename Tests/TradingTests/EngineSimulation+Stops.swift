import Market
import Trading

// What stops new risk takes what rests off the book, whatever limits are used up: cancels add none.
extension EngineSimulation {
  /// Entries that rest, and to which a cancel can be sent at once.
  var cancellable: [ClientOrderID] {
    engine.orders.working.filter {
      $0.request.purpose == .entry && $0.phase == .resting && !$0.isCancelSent
        && now >= $0.cancelNotBefore
    }.map(\.request.id)
  }

  /// Nothing new is let through, by a person's word or by the breaker.
  var isStopped: Bool {
    word.isHalted || word.isJournalDistrusted || now < record.cooledAt
      || record.breakers[nil] == .open
  }

  /// The exchange has refused orders: so many in a minute stop all new risk for a time, and nothing
  /// else is said to be that.
  mutating func noteRefusal(_ event: EngineEvent, _ outputs: ArraySlice<EngineOutput>) {
    let rules = configuration.breaker
    var isOver = false
    if case .orderRejected = event {
      record.refusals.removeAll { now - $0 >= rules.rejectWindowNanoseconds }
      record.refusals.append(now)
      isOver = record.refusals.count >= Int(rules.rejects)
    }
    let isSaid = outputs.contains {
      if case .notice(.breakerOpened(.rejectRate, nil)) = $0 { true } else { false }
    }
    if isOver != isSaid { complain("\(record.refusals.count) refusals, and said: \(isSaid)") }
    if case .command(.resume) = event { record.cooledAt = .distantPast }
    guard isOver else { return }
    record.refusals = []
    record.refusalStops += 1
    record.cooledAt = now + rules.rules.cooldownNanoseconds
  }

  /// What the engine says of its breakers, one notice after another.
  mutating func follow(_ notice: EngineNotice) {
    switch notice {
    case .breakerOpened(let cause, let profile):
      record.breakers[profile] = .open
      if cause == .dailyLoss { record.reached[.dailyLoss, default: 0] += 1 }
      if cause == .lossRun { record.lossRunStops.insert(profile) }
    case .breakerChanged(let state, let profile):
      record.breakers[profile] = state
      guard state == .closed else { return }
      // The run that opened it is over.
      if record.lossRunStops.remove(profile) != nil { record.lossRun[profile] = 0 }
    case .cashDiffers, .cashLacks: record.isCashInQuestion = true
    default: break
    }
  }

  /// Neither the account's breaker nor the profile's is open; half open, one contract passes.
  mutating func checkBreakers(_ order: EngineOrder) {
    if now < record.cooledAt { complain("entry after refusals, while that cools down") }
    let owners: [ProfileID?] = order.profile == .arbitrage ? [nil] : [nil, order.profile]
    for owner in owners {
      switch record.breakers[owner] ?? .closed {
      case .open: complain("entry past the breaker")
      case .halfOpen:
        if order.quantity != Quantity(contracts: 1) { complain("more than a probe") }
      case .closed: break
      }
    }
  }

  /// After each input: of the entries that rested before it each is cancelled with it, and none
  /// rests that could be cancelled.
  mutating func checkStop(_ rested: [ClientOrderID], _ outputs: ArraySlice<EngineOutput>) {
    defer { record.wasStopped = isStopped }
    let inFlattened = cancellable.filter { id in
      exchange.placed[id].map { word.flattened.contains($0.market) } ?? false
    }
    if !inFlattened.isEmpty { complain("\(inFlattened) rest in a market that is sold out") }
    guard isStopped else { return }
    if !cancellable.isEmpty { complain("\(cancellable) rest while nothing new may be bought") }
    guard !record.wasStopped else { return }
    record.stops += 1
    if !rested.isEmpty { record.stopsWithRest += 1 }
    expectCanceled(rested, outputs, "though all new risk has stopped")
  }

  /// After the end of a session every order has come to an end that stays.
  mutating func checkOrdersAreOver() {
    for order in engine.orders.working { complain("\(order) works after the shutdown") }
    for order in engine.orders.finished where !order.state.isFinal || !order.isDone {
      complain("\(order) is over and not final")
    }
  }
}
