internal import Desk
internal import Journal
internal import Kalshi
internal import KalshiSimulator
internal import Market
internal import Matching
internal import Trading
internal import Wire

/// One seed's simulation: the trading process, the exchange and everything between them in one
/// thread and on virtual time, with faults, and witnesses that look for broken promises.
///
/// Everything is drawn from the seed: the same seed and steps give the same history.
public final class FaultSimulation {
  let scheduler: SimulatedScheduler
  let network: SimulatedNetwork
  let venue: SimulatedVenue
  let disk = SimulatedDisk()
  let configuration: DeskConfiguration
  let journalOptions: JournalOptions
  var random: FaultGenerator
  let profile: FaultProfile
  var trader: SimulatedTrader?
  var trace: SimulationTrace
  var outcome: SimulationOutcome
  let start: Timestamp
  /// When the next process is started, where none runs.
  var restartAt: Timestamp?
  var books: BookWitness
  var keys = KeyWitness()
  var rates = RateWitness()
  /// Until when each game's lines are not sent.
  var silentUntil: [Timestamp]
  var orderIDs: Set<String> = []
  /// Which way our position in a market last pointed, and when.
  var lastPositions: [(quantity: Quantity, time: Timestamp)]
  /// Markets whose status the running process cannot know.
  var disguised: Set<String> = []
  /// What may be held over all markets.
  var allowance = LimitAllowance()
  /// What the last process had come to when it ended, until its journal is read.
  var lastWill: JournalWill?
  var isQuiet = false
  /// Power fails as soon as the next order has left.
  var losesPowerAtOrder = false
  /// The process is to be stopped in order and started anew.
  var isStopWanted = false
  /// When a process that was asked to stop must have ended.
  var stopDeadline: Timestamp?
  /// A market whose status the next process finds spelt in a way nobody has seen.
  var nextDisguise: String?
  var timedFaults: [(until: Timestamp, heal: () -> Void)] = []
  var step = 0
  /// Between two comparisons of trader and exchange.
  static let stepsBetweenComparisons = 2_000

  /// Prepares the world; nothing runs yet.
  ///
  /// - Throws: what the simulator or OpenSSL says, which is no finding.
  public init(seed: UInt64, steps: Int) throws {
    var random = FaultGenerator(seed: seed)
    outcome = SimulationOutcome(seed: seed, stepsWanted: steps)
    profile = FaultProfile(&random, seed: seed)
    let start = VenueGame.noon
    self.start = start
    scheduler = SimulatedScheduler(start: start)
    trace = SimulationTrace(start: start)
    network = SimulatedNetwork(
      scheduler: scheduler, seed: random.next(),
      conditions: SimulatedNetwork.Conditions(
        latencyNanoseconds: 100_000...random.milliseconds(1...40),
        maximumPieceBytes: random.chance(0.3) ? random.int(1...700) : 0))
    // Some seeds see games begin.
    let starts = (0..<3).map { _ in
      start + (random.chance(0.3) ? random.milliseconds(60_000...900_000) : 43_200_000_000_000)
    }
    let key = try SimulatedKey(&random)
    var cash = Money(cents: 100_000)
    let isPoor = profile[.balanceExhausted] > 0
    if isPoor { cash = Money(cents: random.int(200...1_500)) }
    venue = try SimulatedVenue(
      scheduler: scheduler, network: network, games: VenueGame.all(starts: starts), cash: cash,
      publicPEM: key.publicPEM, random: random.fork())
    var configuration = Self.configuration(privatePEM: key.privatePEM, &random)
    // By the number itself: the others' stories stay what they were.
    if seed % 5 == 2 { Self.addRates(to: &configuration.engine.risk, seed) }
    if seed % 3 == 0 { Self.addProfiles(to: &configuration, seed) }
    self.configuration = configuration
    var options = JournalOptions()
    // Without forced writes a power failure may forget orders, and is left out.
    options.sync = profile[.powerLoss] > 0 || random.chance(0.5) ? .each : .never
    options.compresses = false
    options.segmentBytes = random.chance(0.5) ? 1 << 20 : 1 << 17
    journalOptions = options
    books = BookWitness(tickers: venue.tickers)
    silentUntil = venue.games.map { _ in .distantPast }
    lastPositions = venue.tickers.map { _ in (.zero, .distantPast) }
    self.random = random
    if isPoor { note(.balanceExhausted) }
    watchVenue()
  }

  private static func configuration(
    privatePEM: String, _ random: inout FaultGenerator
  ) -> DeskConfiguration {
    var configuration = DeskConfiguration()
    configuration.kalshi.apiBase = "http://exchange:\(SimulatedVenue.port)"
    configuration.kalshi.webSocketURL = "ws://exchange:\(SimulatedVenue.port)/trade-api/ws/v2"
    configuration.kalshi.apiKey = Secret(SimulatedVenue.keyID)
    configuration.kalshi.privateKey = Secret(privatePEM)
    configuration.odds.apiKey = Secret("simulated")
    configuration.odds.leagues = [.nba]
    configuration.engine.risk = .designFour
    configuration.engine.risk.maximumPositionContracts = Int64(random.int(5...12))
    configuration.engine.risk.maximumEventContracts = Int64(random.int(8...16))
    configuration.engine.risk.maximumConcurrentMarkets = Int64(random.int(2...5))
    configuration.engine.risk.maximumTotalExposure = Money(cents: random.int(800...3_000))
    configuration.engine.execution.makerTimeoutNanoseconds = random.milliseconds(200...3_000)
    return configuration
  }

  /// Limits of rates, of orders at a time and of one trade's risk bind, beside those of sizes.
  private static func addRates(to risk: inout RiskLimits, _ seed: UInt64) {
    var random = FaultGenerator(seed: ~seed)
    risk.maximumOrdersPerMinute = Int64(random.int(2...8))
    risk.minimumOrderIntervalNanoseconds = random.milliseconds(0...2_000)
    risk.maximumDailyTrades = Int64(random.int(5...60))
    risk.maximumOpenOrders = Int64(random.int(1...3))
    risk.maximumRiskPerTrade = Money(cents: random.int(100...500))
  }

  /// Two profiles trade on a consensus of the one book, beside the arbitrage strategy or without.
  private static func addProfiles(to configuration: inout DeskConfiguration, _ seed: UInt64) {
    configuration.engine.strategy.isEnabled = seed % 2 == 0
    let names = seed % 4 < 2 ? ["ANY_EDGE", "STANDARD"] : ["SCALP", "VERY_AGGRESSIVE"]
    for (place, name) in names.enumerated() {
      guard var profile = TradingProfile.presets.first(where: { $0.name == name }) else { continue }
      profile.minimumBooks = 1
      profile.minimumVolume = 0
      profile.minimumMinutesToStart = 0
      profile.maximumMinutesToStart = 1_000_000
      profile.maximumKalshiSpread = 10_000
      var running = ProfileConfiguration(profile, capital: Money(cents: 5_000))
      running.limits = configuration.engine.risk
      running.exits.rule = place == 0 ? .table : .belief
      running.exits.maximumHoldNanoseconds = 60_000_000_000
      configuration.engine.profiles.append(running)
    }
  }

  // MARK: Running

  /// Runs the seed to its end, or to the first broken promise.
  public func run() -> SimulationOutcome {
    startTrader()
    for place in venue.tickers.indices { venue.move(place) }
    while step < outcome.stepsWanted, outcome.failure == nil {
      step += 1
      takeStep()
      if step % Self.stepsBetweenComparisons == 0, outcome.failure == nil { compareAfterQuiet() }
    }
    if outcome.failure == nil { finish() }
    outcome.steps = step
    outcome.nanoseconds = scheduler.now - start
    outcome.fills = Int(venue.core.tradesExecuted)
    outcome.traceHash = trace.hash
    tearDown()
    return outcome
  }

  private func takeStep() {
    pass(nextPause())
    for _ in 0..<random.int(0...2) { venue.move(random.int(0...venue.tickers.count - 1)) }
    if random.chance(0.4) { sendLines(random.int(0...venue.games.count - 1)) }
    if random.chance(0.02), let market = venue.market(random.pick(venue.tickers)) {
      venue.fillResting(market)
    }
    endTimedFaults()
    injectFaults()
    superviseTrader()
    check()
  }

  /// Mostly milliseconds, now and then many seconds.
  private func nextPause() -> Int64 {
    let draw = random.double(0...1)
    if draw < 0.9 { return random.milliseconds(1...60) }
    if draw < 0.99 { return random.milliseconds(60...900) }
    return random.milliseconds(900...12_000)
  }

  /// Lets virtual time pass; what falls due happens, each at its own time.
  func pass(_ nanoseconds: Int64) {
    var rest = nanoseconds
    // Lines are repeated every second or so, as bookmakers' feeds do.
    while rest > 900_000_000 {
      scheduler.advance(byNanoseconds: 900_000_000)
      rest -= 900_000_000
      if !isQuiet { for game in venue.games.indices { sendLines(game) } }
    }
    scheduler.advance(byNanoseconds: rest)
    disk.storage.time = scheduler.now.nanoseconds
  }

  private func sendLines(_ game: Int) {
    guard scheduler.now >= silentUntil[game] else { return }
    trader?.feed.deliver(game: game, lines: venue.lines(game))
  }

  // MARK: Noting

  func note(_ text: String) { trace.note(text, at: scheduler.now) }

  func note(_ fault: FaultKind) {
    outcome.faults[fault] += 1
    note("fault: \(fault.rawValue)")
  }

  /// A promise is broken; the first one counts.
  func complain(_ invariant: String) {
    guard outcome.failure == nil else { return }
    note("BROKEN: \(invariant)")
    outcome.failure = SimulationOutcome.Failure(
      invariant: invariant, step: step, nanoseconds: scheduler.now - start,
      lastEvents: trace.lastEvents)
  }

  private func tearDown() {
    trader?.kill()
    trader = nil
    venue.goDown()
    timedFaults.removeAll()
    _ = scheduler.runUntilIdle(maximumTimers: 10_000)
  }
}
