internal import Desk
internal import FaultSimulation
internal import Glibc
internal import Journal
internal import Market
internal import Matching
internal import Sportsbooks
internal import Trading
internal import Wire

/// One process's life: the real trading process against the exchange as its history has left it, on
/// virtual time and network, and with a real journal.
///
/// Trades until it is killed, or ends in order when told to.
public final class KillableSession {
  /// What a life is told.
  public struct Orders {
    /// Where history, journal and the lives' records are.
    public var folder: String
    /// Counts the processes of this journal, from 1.
    public var life: Int
    /// Of everything that all lives have in common.
    public var planSeed: UInt64
    /// Of this life.
    public var seed: UInt64
    /// After so many inputs ``KillableSession/onSignal`` is called.
    public var inputs: Int
    /// Ends in order at that time; otherwise it goes on for good.
    public var ends: Bool

    public init(
      folder: String, life: Int, planSeed: UInt64, seed: UInt64, inputs: Int, ends: Bool
    ) {
      self.folder = folder
      self.life = life
      self.planSeed = planSeed
      self.seed = seed
      self.inputs = inputs
      self.ends = ends
    }

    /// The session half of the client order ids.
    public var session: UInt64 { seed | 1 }
  }

  /// The exchange's address, as the configuration has it.
  public static let address = "http://exchange:\(PlayedExchange.port)"

  /// The id of its key.
  public static let keyID = PlayedExchange.keyID

  /// Called once, after so many inputs as wanted.
  public var onSignal: () -> Void = {}

  private let orders: Orders
  private let record: LifeRecord
  private let exchange: PlayedExchange
  private let scheduler: SimulatedScheduler
  private let network: SimulatedNetwork
  private let feed: RecoveryFeed
  private let process: TradingProcess
  private var random: RecoveryRandom
  private var isTakenOver = false
  private var isWanted = false
  private var failure: String?
  /// After so many inputs more than wanted it stands still until it is killed.
  private static let inputsWithoutKill = 2_000

  /// Finds the exchange as it was left; the process does not run yet.
  public init(_ orders: Orders) throws {
    self.orders = orders
    random = RecoveryRandom(seed: orders.seed)
    record = try LifeRecord(folder: orders.folder, life: orders.life)
    let history = try WorldHistory(folder: orders.folder)
    let exchange = try PlayedExchange(history, random: &random)
    self.exchange = exchange
    exchange.note(
      .life,
      [Int64(orders.life), Int64(bitPattern: orders.session), Int64(exchange.arrivedLate)]
        .flatMap { withUnsafeBytes(of: $0) { [UInt8]($0) } })
    // A second has passed since the last process ended.
    let scheduler = SimulatedScheduler(start: exchange.time + 1_000_000_000)
    self.scheduler = scheduler
    network = SimulatedNetwork(
      scheduler: scheduler, seed: random.next(),
      conditions: SimulatedNetwork.Conditions(latencyNanoseconds: 1_000_000...40_000_000))
    try exchange.serve(on: network)
    let feed = RecoveryFeed(scheduler)
    self.feed = feed
    let dialer = TappedDialer(network) { bytes in
      if !bytes.starts(with: Array("GET ".utf8)) { exchange.note(.left, [UInt8](bytes)) }
    }
    let box = Box()
    let options = RecoveryPlan(seed: orders.planSeed).journal
    var surroundings = TradingProcess.Surroundings(
      scheduler: scheduler, makeDialer: { _ in dialer },
      makeOddsFeed: { _, _ in
        // The session is there by now, and has not been told anything.
        box.session?.watch()
        return feed
      },
      openJournal: { settings, _, onRecord in
        try JournalWriter(
          folder: settings.folder, options: options,
          newID: RecoveryPlan.journalID(inFolder: orders.folder), now: scheduler.now,
          onRecord: onRecord)
      })
    surroundings.signsAhead = false
    process = TradingProcess(
      configuration: try Self.configuration(orders.folder),
      options: TradingProcess.Options(
        mode: .live, keepsJournal: true, startAttempts: nil, seed: orders.session),
      surroundings: surroundings)
    box.session = self
  }

  private final class Box { weak var session: KillableSession? }

  private static func configuration(_ folder: String) throws -> DeskConfiguration {
    var configuration = DeskConfiguration()
    configuration.kalshi.apiBase = address
    configuration.kalshi.webSocketURL = "ws://exchange:\(PlayedExchange.port)/trade-api/ws/v2"
    configuration.kalshi.apiKey = Secret(PlayedExchange.keyID)
    configuration.kalshi.privateKey = Secret(try RecoveryKey().privatePEM)
    configuration.odds.apiKey = Secret("played")
    configuration.odds.leagues = [.nba]
    configuration.journal.folder = folder + "/" + RecoveryPlan.journalFolder
    configuration.engine.risk.maximumConcurrentMarkets = 3
    configuration.engine.execution.makerTimeoutNanoseconds = 150_000_000
    configuration.engine.execution.retryPauseNanoseconds = 50_000_000
    configuration.engine.profiles = [try profile(configuration.engine.risk)]
    return configuration
  }

  /// A profile that buys beside the arbitrage strategy, on the one book that there is.
  private static func profile(_ limits: RiskLimits) throws -> ProfileConfiguration {
    guard var profile = TradingProfile.presets.first(where: { $0.name == "ANY_EDGE" }) else {
      throw RigError(description: "there is no profile ANY_EDGE")
    }
    profile.minimumBooks = 1
    profile.minimumVolume = 0
    profile.maximumMinutesToStart = 1_000_000
    profile.maximumKalshiSpread = 10_000
    var running = ProfileConfiguration(profile, capital: Money(cents: 5_000))
    running.limits = limits
    running.exits.maximumHoldNanoseconds = 20_000_000_000
    return running
  }

  private struct RigError: Error, CustomStringConvertible { let description: String }

  // MARK: Running

  /// Lives until the end, if there is one.
  ///
  /// - Returns: what is wrong, in words; nil when all is well.
  public func run() -> String? {
    process.onFailure = { [weak self] in self?.failure = "\($0)" }
    process.onMustStop = { [weak self] in self?.failure = $0 }
    process.start()
    while failure == nil {
      if orders.ends, isWanted { break }
      // Virtual time is faster than any disk: whoever is to kill it may be late, and the journal's
      // memory is not to run full meanwhile.
      if !orders.ends, record.count > orders.inputs + Self.inputsWithoutKill { pause() }
      step()
    }
    if failure == nil { end() }
    if let failure { exchange.complain("life \(orders.life): \(failure)") }
    process.end()
    exchange.stop()
    return failure
  }

  private func step() {
    scheduler.advance(byNanoseconds: Int64(random.int(1...80)) * 1_000_000)
    for game in RecoveryGame.all.indices where random.chance(0.3) {
      feed.deliver(game: game, chance: exchange.chance(game))
    }
    // Until the account is taken over nothing moves, so that it can be compared to the last bit.
    guard isTakenOver else { return }
    let game = random.int(0...RecoveryGame.all.count - 1)
    if random.chance(0.8) { exchange.move(game, at: scheduler.now, &random) }
    if random.chance(0.1) { exchange.fillResting(game, at: scheduler.now, &random) }
  }

  /// Hears the engine after each input.
  private func watch() {
    process.session?.onProcessed = { [unowned self] engine in
      record.publish(StateHash.of(engine))
      if engine.isReconciled, !isTakenOver { takeOver(engine) }
      if !isWanted, record.count >= orders.inputs, isTakenOver || !orders.ends {
        isWanted = true
        onSignal()
      }
    }
  }

  /// The account has been read for the first time: nothing of an earlier process may rest, and what
  /// is held must be what the exchange says.
  private func takeOver(_ engine: Engine) {
    isTakenOver = true
    // Its own sells may: they need no more than the first reading.
    let resting = RecoveryGame.all.indices.compactMap { exchange.market($0) }
      .flatMap { exchange.core.openOrders(exchange.account, $0) }
      .compactMap { exchange.clientOrderID($0).flatMap { ClientOrderID(text: $0) } }
    if resting.contains(where: { $0.session != orders.session }) {
      return broken("orders of an earlier process rest after the account is reconciled")
    }
    // What it has just decided has not been sent.
    if let difference = difference(engine, comparesOrders: false) {
      return broken("at the start: \(difference)")
    }
    exchange.note(.takenOver)
  }

  private func broken(_ text: String) { if failure == nil { failure = text } }

  /// The first thing in which engine and exchange differ; nil when nothing does.
  private func difference(_ engine: Engine, comparesOrders: Bool = true) -> String? {
    let core = exchange.core
    for (place, market) in engine.markets.enumerated() {
      guard let game = RecoveryGame.all.firstIndex(where: { $0.winner == market.ticker }),
        let id = exchange.market(game)
      else { return "\(market.ticker) is not listed" }
      let ours = engine.states[place].position.quantity
      let theirs = core.holding(exchange.account, id).position
      if ours != theirs { return "\(market.ticker): we hold \(ours), the exchange \(theirs)" }
      guard comparesOrders else { continue }
      let working = engine.orders.working.filter { $0.request.market == MarketID(place) }
      let open = core.openOrders(exchange.account, id).map { exchange.clientOrderID($0) ?? "" }
      if Set(working.map(\.request.id.description)) != Set(open) || working.count != open.count {
        return "\(market.ticker): orders \(working.map(\.request.id)) here, \(open) there"
      }
    }
    let cash = core.cash(exchange.account)
    guard let ours = engine.ledger.cash else { return "no cash is known" }
    // The exchange tells its cash in hundredths of a cent, rounded down.
    if (cash - ours).microDollars < 0 || (cash - ours).microDollars >= 100 {
      return "cash \(ours) here, \(cash) there"
    }
    return nil
  }

  /// Waits until nothing moves any more, compares, and ends the process in order.
  private func end() {
    var last: String?
    for _ in 0..<600 where failure == nil {
      for game in RecoveryGame.all.indices {
        feed.deliver(game: game, chance: exchange.chance(game))
      }
      scheduler.advance(byNanoseconds: 500_000_000)
      guard let engine = process.session?.engine else { return broken("no session") }
      last = difference(engine)
      if last == nil { break }
    }
    if let last { return broken("after 300 s of quiet: \(last)") }
    var isOver = false
    var differences: [String] = []
    process.stop(title: "Killed", assumptions: []) { [self] report in
      isOver = true
      // The journal has ended: that the connections close is no longer in it.
      process.session?.onProcessed = nil
      differences = report?.differences ?? ["no report"]
    }
    for _ in 0..<60 where !isOver { scheduler.advance(byNanoseconds: 500_000_000) }
    guard isOver else { return broken("the end takes longer than 30 s") }
    if let difference = differences.first { return broken("the report: \(difference)") }
    if exchange.core.openOrderCount(exchange.account) > 0 {
      broken("orders rest after an end in order")
    }
  }
}
