internal import Market
public import Matching
public import Trading

/// A hash of what an engine or an exchange has come to (FNV-1a over 64-bit words): the same in
/// every process, unlike `Hasher`'s.
public struct StateHash {
  public private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  public init() {}

  mutating func mix(_ word: UInt64) {
    value = (value ^ word) &* 0x100_0000_01B3
    value ^= value >> 29
  }

  mutating func mix(_ number: some FixedWidthInteger) { mix(UInt64(truncatingIfNeeded: number)) }
  mutating func mix(_ flag: Bool) { mix(flag ? 1 as UInt64 : 2) }
  mutating func mix(_ money: Money?) { mix(money?.microDollars ?? .min) }
  mutating func mix(_ price: Price?) { mix(price?.tenThousandths ?? -1) }
  mutating func mix(_ quantity: Quantity) { mix(quantity.hundredths) }
  mutating func mix(_ time: Timestamp?) { mix(time?.nanoseconds ?? .min) }
  mutating func mix(_ number: Double) { mix(number.bitPattern) }

  /// Books, fair values, positions, orders, fills, cash, flags, limits and strategies of an engine.
  public static func of(_ engine: Engine) -> UInt64 {
    var hash = StateHash()
    hash.mix(engine.now)
    hash.mix(engine.venueNow)
    hash.mix(engine.isReconciled)
    hash.mix(engine.isHalted)
    hash.mix(engine.isShutDown)
    hash.mix(engine.nextDeadline)
    for isMatched in engine.isMatched { hash.mix(isMatched) }
    for index in engine.states.indices { hash.mixMarket(index, of: engine) }
    hash.mix(engine.orders.working.count)
    hash.mix(engine.orders.finished.count)
    for order in engine.orders.working { hash.mix(order) }
    if let last = engine.orders.finished.last { hash.mix(last) }
    hash.mix(engine.fills.count)
    if let last = engine.fills.last {
      hash.mix(last.price)
      hash.mix(last.quantity)
      hash.mix(last.fee)
      hash.mix(last.venueTime)
    }
    let ledger = engine.ledger
    for amount in [ledger.starting, ledger.cash, ledger.adopted, ledger.received, ledger.paid] {
      hash.mix(amount)
    }
    hash.mix(ledger.fees)
    hash.mixStrategies(of: engine)
    return hash.value
  }

  /// Counters, breakers, the halt and who holds what, as they outlive a session; and what each
  /// strategy's judgements have come to.
  private mutating func mixStrategies(of engine: Engine) {
    if let standing = engine.standing {
      let writer = EventWriter()
      standing.write(to: writer)
      mix(writer.bytes.count)
      for byte in writer.bytes { mix(byte) }
    }
    for profile in engine.profiles {
      mix(profile.signals)
      mix(profile.trades)
      mix(profile.closed)
      for count in profile.stops { mix(count) }
    }
  }

  private mutating func mixMarket(_ index: Int, of engine: Engine) {
    let state = engine.states[index]
    let market = MarketID(index)
    mix(state.position.quantity)
    mix(state.position.costBasis)
    mix(state.closeTime)
    mix(state.startTime)
    mix(state.settledValue)
    mix(state.differsFromExchange)
    mix(state.hasForeignOrder)
    mix(state.lastFair?.yes ?? -1)
    mix(state.lastFair?.oldest)
    mix(state.absence == nil)
    mix(state.record.evaluations)
    mix(state.record.entries)
    mix(engine.books[market].isTradable)
    mix(engine.books[market].revision)
    for side in [BookSide.bid, .ask] {
      for level in engine.books[market].levels(side) {
        mix(level.price)
        mix(level.quantity)
      }
    }
  }

  private mutating func mix(_ order: ManagedOrder) {
    mix(order.request.id.session)
    mix(order.request.id.sequence)
    mix(order.request.market.index)
    mix(order.request.side == .bid)
    mix(order.price)
    mix(order.total)
    mix(order.filled)
    mix(order.filledByReport)
    mix(order.phase.rawValue)
    mix(order.ending?.rawValue ?? 99)
    mix(order.sentAt)
    mix(order.restingSince)
    mix(order.isCancelSent)
    mix(order.changedAt)
  }

  /// Cash, orders and trades of an account at the exchange.
  public static func of(_ core: MatchingEngine, _ account: AccountID) -> UInt64 {
    var hash = StateHash()
    hash.mix(core.cash(account))
    hash.mix(core.reserved(account))
    hash.mix(core.openOrderCount(account))
    hash.mix(core.orderCount)
    hash.mix(core.tradesExecuted)
    for market in core.touchedMarkets(account) {
      hash.mix(core.holding(account, market).position)
    }
    return hash.value
  }
}
