internal import Desk
internal import Journal
internal import KalshiSimulator
internal import Market
internal import Matching
internal import Wire

// Faults: when they come, what they do, how they end.
extension FaultSimulation {
  func injectFaults() {
    for kind in FaultKind.allCases {
      let rate = profile[kind]
      if rate > 0, random.chance(rate) { inject(kind) }
    }
  }

  private func inject(_ kind: FaultKind) {
    switch kind {
    case .sequenceGap, .duplicateFrame, .reorderedFrames, .snapshotAfterDelta, .timestampZero,
      .lostAnswer, .fillBeforeAnswer, .fillAfterCancel:
      venue.faults.arm(kind)
    case .slowConsumer, .exchangeRestart, .rateLimited, .rateLimitedForLong, .serverError,
      .keyExpiry:
      injectAtExchange(kind)
    case .gridChange, .exchangePause, .earlyClose, .result, .scalarResult, .resultReversed,
      .settlementTwice, .unknownStatus:
      injectInMarket(kind)
    case .growingDelay, .deadReconnect, .connectionCut, .halfAnswer, .oddsLoss:
      injectInNetwork(kind)
    case .oddsSilence:
      note(kind)
      silentUntil[random.int(0...venue.games.count - 1)] =
        scheduler.now + random.milliseconds(1_000...200_000)
    case .clockSkew, .diskFull, .diskSlow, .diskFailure, .processStall: injectInMachine(kind)
    case .processKill: killTrader(kind)
    case .powerLoss where journalOptions.sync != .each: break
    // Just behind an order's bytes is where its record must be on the disk already.
    case .powerLoss where step % 2 == 0: losesPowerAtOrder = true
    case .powerLoss: killTrader(kind)
    case .balanceExhausted: break
    }
  }

  /// Ends a fault later.
  func later(_ milliseconds: ClosedRange<Int64>, _ heal: @escaping () -> Void) {
    timedFaults.append((scheduler.now + random.milliseconds(milliseconds), heal))
  }

  func endTimedFaults() {
    let now = scheduler.now
    let due = timedFaults.filter { $0.until <= now }
    timedFaults.removeAll { $0.until <= now }
    for fault in due { fault.heal() }
  }

  /// Ends every fault that lasts.
  func healEverything() {
    while !timedFaults.isEmpty { timedFaults.removeFirst().heal() }
    venue.faults = VenueFaults()
    silentUntil = venue.games.map { _ in .distantPast }
    losesPowerAtOrder = false
    // Whoever has not read the catalogue yet reads it as it is.
    if trader?.engine == nil { disguised.removeAll() }
    trader?.dialer.isNextStreamDead = false
    for stream in trader?.dialer.streams ?? [] {
      if stream.delayGrowthNanoseconds > 0 { (stream.base as? SimulatedStream)?.cut() }
      stream.delayGrowthNanoseconds = 0
      stream.receivesUntilCut = nil
      stream.sendsUntilCut = nil
    }
  }

  // MARK: The exchange

  private func injectAtExchange(_ kind: FaultKind) {
    let now = scheduler.now
    guard venue.isUp else { return }
    note(kind)
    switch kind {
    case .slowConsumer:
      venue.change { $0.settings.streamBufferFrames = 4 }
      venue.server.inject(.stallStreams(true))
      later(300...6_000) { [unowned self] in
        venue.change { $0.settings.streamBufferFrames = 65_536 }
        if venue.isUp { venue.server.inject(.stallStreams(false)) }
      }
    case .exchangeRestart:
      venue.goDown()
      later(500...15_000) { [unowned self] in
        do { try venue.comeUp() } catch { complain("the simulation itself: \(error)") }
      }
    case .rateLimited: venue.faults.rateLimitedUntil = now + random.milliseconds(300...6_000)
    case .rateLimitedForLong:
      venue.faults.rateLimitedUntil = now + random.milliseconds(60_000...240_000)
    case .serverError: venue.faults.failsUntil = now + random.milliseconds(100...5_000)
    default:
      venue.revokeKey()
      later(10_000...90_000) { [unowned self] in
        do { try venue.renewKey() } catch { complain("the simulation itself: \(error)") }
      }
    }
  }

  private func injectInMarket(_ kind: FaultKind) {
    let ticker = random.pick(venue.tickers)
    guard let market = venue.market(ticker), venue.status(ticker) == .active else { return }
    let now = scheduler.now
    switch kind {
    case .unknownStatus:
      guard trader != nil else { return }
      // The catalogue is read at a start.
      nextDisguise = ticker
      isStopWanted = true
    case .gridChange:
      note(kind)
      let isCoarse = venue.core.listing(market)?.grid == .wholeCents
      venue.change { $0.changeGrid(market, isCoarse ? Self.fineGrid : .wholeCents, at: now) }
    case .exchangePause:
      note(kind)
      venue.change { $0.pause(market, at: now) }
      later(500...20_000) { [unowned self] in
        disguised.remove(ticker)
        venue.change { $0.resume(market, at: scheduler.now) }
      }
    default: decide(kind, ticker, market)
    }
  }

  private func decide(_ kind: FaultKind, _ ticker: String, _ market: MarketID) {
    // A day without markets shows nothing more.
    guard venue.tickers.count(where: { venue.status($0) == .active }) > 2 else { return }
    note(kind)
    notePositions()
    let now = scheduler.now
    let result: SettlementResult =
      kind == .scalarResult
      ? .scalar(Price(cents: random.int(0...100))) : random.chance(0.5) ? .yes : .no
    if kind == .earlyClose {
      venue.change { $0.close(market, at: now) }
      later(2_000...30_000) { [unowned self] in
        notePositions()
        venue.change { $0.settle(market, result, at: scheduler.now) }
      }
      return
    }
    venue.change { $0.determine(market, result, at: now) }
    later(500...20_000) { [unowned self] in
      if kind == .resultReversed { return reverse(market, result) }
      venue.change { $0.finalize(market, at: scheduler.now) }
      guard kind == .settlementTwice else { return }
      later(500...20_000) { [unowned self] in
        venue.change { $0.tellSettlementAgain(market, at: scheduler.now) }
      }
    }
  }

  /// A result that is told is disputed, decided otherwise, and paid so. Now and then only REST
  /// says it.
  private func reverse(_ market: MarketID, _ result: SettlementResult) {
    venue.change { $0.dispute(market, at: scheduler.now) }
    let isTold = random.chance(0.5)
    later(500...20_000) { [unowned self] in
      let other: SettlementResult = result == .yes ? .no : .yes
      venue.change { $0.amend(market, other, isTold: isTold, at: scheduler.now) }
      later(500...20_000) { [unowned self] in
        venue.change { $0.finalize(market, at: scheduler.now) }
      }
    }
  }

  private static let fineGrid: PriceGrid = {
    let tenths = PriceRange(start: .zero, end: .dollar, step: Price(tenThousandths: 10))
    return (try? PriceGrid(ranges: [tenths])) ?? .wholeCents
  }()

  // MARK: Network and machine

  private func injectInNetwork(_ kind: FaultKind) {
    guard let trader, !trader.dialer.streams.isEmpty else { return }
    let streams = trader.dialer.streams
    switch kind {
    case .oddsLoss:
      guard trader.feed.isUp else { return }
      note(kind)
      trader.feed.lose(forNanoseconds: random.milliseconds(100...8_000))
    case .deadReconnect:
      trader.dialer.isNextStreamDead = true
      (streams.first(where: \.isMarketData)?.base as? SimulatedStream)?.cut()
    case .growingDelay:
      note(kind)
      random.pick(streams).delayGrowthNanoseconds = random.milliseconds(1...80)
    case .halfAnswer:
      guard let stream = streams.first(where: { !$0.isMarketData }) else { return }
      stream.receivesUntilCut = random.int(1...400)
      stream.cutKind = .halfAnswer
    default:
      let stream = random.pick(streams)
      stream.cutKind = .connectionCut
      if random.chance(0.5) {
        stream.receivesUntilCut = random.int(1...4_000)
      } else {
        stream.sendsUntilCut = random.int(1...1_500)
      }
    }
  }

  private func injectInMachine(_ kind: FaultKind) {
    guard let trader else { return }
    note(kind)
    switch kind {
    case .clockSkew:
      let sign: Int64 = random.chance(0.5) ? 1 : -1
      trader.clock.skewNanoseconds = sign * random.milliseconds(500...60_000)
      later(3_000...40_000) { [weak trader] in trader?.clock.skewNanoseconds = 0 }
    case .processStall: stall(trader, random.milliseconds(200...70_000))
    case .diskSlow:
      disk.storage.maximumWriteBytes = random.int(1...60)
      stall(trader, random.milliseconds(20...900))
      later(200...5_000) { [unowned self] in disk.storage.maximumWriteBytes = .max }
    case .diskFull:
      disk.storage.freeBytes = random.int(0...4_000)
      later(500...20_000) { [unowned self] in
        disk.storage.freeBytes = nil
        isStopWanted = true
      }
    default:
      disk.storage.isFailing = true
      later(20...5_000) { [unowned self] in
        disk.storage.isFailing = false
        isStopWanted = true
      }
    }
  }

  private func stall(_ trader: SimulatedTrader, _ nanoseconds: Int64) {
    guard !trader.clock.isStalled else { return }
    trader.clock.stall()
    // A process that stands still cannot end: only the time it runs counts.
    stopDeadline = stopDeadline.map { $0 + nanoseconds }
    let receivesFirst = random.chance(0.5)
    let milliseconds = nanoseconds / 1_000_000
    later(milliseconds...milliseconds) { [weak trader] in
      trader?.clock.wakeUp(receivesFirst: receivesFirst)
    }
  }
}
