internal import Glibc
internal import Market
internal import Probability
internal import Trading

/// An engine in which one profile trades on ten books' consensus, and the arbitrage strategy does
/// not: one market a game, each worth some 57 cents and offered at 58 and above.
///
/// A market is judged at most once in 100 ms. So one market after another gets its offer, and
/// before the first one's turn comes again all offers go, 100 ms of the engine's time before and
/// after.
final class DetectionRig {
  enum Ending {
    /// Nobody judges: the engine runs no profile.
    case none
    /// The profile's own limits, the last there are, stop what passed everything else.
    case stopped
    case ordered
  }

  static let bookmakers = 10
  static let offer = Price(cents: 48)
  /// So much is offered, and taken away.
  static let size = Quantity(contracts: 100)
  /// Between two books' lines.
  static let apart: Int64 = 3_000_000_000

  let engine: Engine
  let markets: Int
  @exclusivity(unchecked) var outputs: ContiguousArray<EngineOutput> = []
  @exclusivity(unchecked) private(set) var signals = 0
  @exclusivity(unchecked) private(set) var orders = 0
  @exclusivity(unchecked) private(set) var lastSignal: Signal?
  @exclusivity(unchecked) private(set) var lastOrder: EngineOrder?
  @exclusivity(unchecked) private var now = Timestamp(seconds: 1_764_003_000)

  init(markets count: Int, _ ending: Ending) throws {
    markets = count
    let fees = try FeeSchedule(
      type: .quadraticWithMakerFees, multiplier: .one, rounding: .legacyCentCeiling)
    let start = now + 7_200_000_000_000
    let markets = (0..<count).map { place in
      TradedMarket(
        ticker: "KXNBAGAME-25NOV24G\(1_000 + place)-HOM", game: GameID(place),
        claim: .winner(.home), league: .nba, devigMethod: .shin, tieRule: .impossible,
        tieProbability: 0, grid: .wholeCents, fees: fees, startTime: start, closeTime: start,
        status: .active, volume: 6_000)
    }
    engine = Engine(
      configuration: try Self.configuration(ending), markets: markets, games: count,
      bookmakers: Self.bookmakers, session: 7)
    outputs.reserveCapacity(64)
    open()
  }

  private static func configuration(_ ending: Ending) throws -> EngineConfiguration {
    var configuration = EngineConfiguration()
    configuration.strategy.isEnabled = false
    configuration.execution.retryPauseNanoseconds = 0
    configuration.execution.staleOddsNanoseconds = 1_000_000_000_000_000
    configuration.consensus.sharpness = (0..<bookmakers).map(sharpness)
    // No limit of rates: samples follow each other faster than any session's orders do.
    configuration.risk = .designFour
    guard ending != .none, let standard = TradingProfile.presets.first(where: isStandard) else {
      return configuration
    }
    var profile = ProfileConfiguration(standard, capital: Money(cents: 100_000))
    profile.limits = .designFour
    if ending == .stopped { profile.limits.maximumTotalExposure = Money(cents: 1) }
    configuration.profiles = [profile]
    return configuration
  }

  private static func isStandard(_ profile: TradingProfile) -> Bool { profile.name == "STANDARD" }

  private static func sharpness(_ book: Int) -> Double { 1 + Double(book % 3) }

  /// What a book says of the home team; the last is an outlier.
  private static func belief(_ book: Int) -> Double {
    book == bookmakers - 1 ? 0.75 : 0.565 + 0.001 * Double(book)
  }

  /// The weighted mean of log odds by definition, without the outlier.
  static let consensus: Double = {
    var (weights, sum) = (0.0, 0.0)
    for book in 0..<bookmakers - 1 {
      let weight = sharpness(book) * exp(Double(Int64(book) * apart) / 60e9)
      weights += weight
      sum += weight * log(belief(book) / (1 - belief(book)))
    }
    return 1 / (1 + exp(-sum / weights))
  }()

  private func open() {
    for game in 0..<markets { send(.gameMatched(GameID(game), start: nil)) }
    for link in Link.allCases { send(.link(link, isUp: true)) }
    send(
      .reconciled(
        AccountState(
          readFrom: now, availableCash: Money(cents: 200_000), holdings: [], otherHoldings: 0,
          restingOrders: [])))
    for market in 0..<markets {
      let levels = Self.levels
      send(.bookSnapshot(MarketID(market), bids: levels.bids, asks: levels.asks))
    }
    for book in 0..<Self.bookmakers {
      now = now + Self.apart
      for game in 0..<markets { line(GameID(game), book, Self.belief(book)) }
    }
    now = now + 100_000_000
    outputs.removeAll(keepingCapacity: true)
    (signals, orders) = (0, 0)
  }

  /// Twenty levels a side, none of them worth buying.
  static let levels: (bids: [BookLevel], asks: [BookLevel]) = (
    (0..<20).map { BookLevel(price: Price(cents: 46 - $0), quantity: size) },
    (0..<20).map { BookLevel(price: Price(cents: 58 + $0), quantity: size) }
  )

  private func send(_ event: EngineEvent) {
    engine.process(EngineInput(time: now, venueTime: now, event: event), into: &outputs)
  }

  /// A book's line on a game, without a margin.
  @inline(never)
  func line(_ game: GameID, _ book: Int, _ home: Double) {
    send(
      .line(
        game, BookmakerID(book),
        GameLine(kind: .winner, homeOrOver: 1 / home, awayOrUnder: 1 / (1 - home))))
  }

  /// A book that the others agree with says a little more or less. The market is judged if its time
  /// has come.
  func nudge(_ market: Int, up: Bool) { line(GameID(market), 4, up ? 0.5695 : 0.5690) }

  /// Before every round of the markets: offers go, and each market may be judged again.
  func beginRound() {
    now = now + 100_000_000
    for market in 0..<markets { change(market, by: .zero - Self.size) }
    settle()
    beginRoundOfLines()
  }

  /// The same where nobody has offered anything.
  func beginRoundOfLines() { now = now + 100_000_000 }

  /// What is timed: nine cents below value somebody offers some.
  @inline(never)
  func offer(_ market: Int) { change(market, by: Self.size) }

  private func change(_ market: Int, by change: Quantity) {
    now = now + 1_000
    engine.fetch(MarketID(market))
    engine.processBookDelta(
      MarketID(market), .ask, Self.offer, change: change, time: now, venueTime: now,
      into: &outputs)
  }

  /// Counts what came of an input. An order found nothing to trade with.
  func settle() {
    signals += engine.signals.count
    if let signal = engine.signals.last { lastSignal = signal }
    guard !outputs.isEmpty else { return }
    for output in outputs {
      guard case .place(let order) = output else { continue }
      orders += 1
      lastOrder = order
    }
    let placed = outputs.compactMap { if case .place(let order) = $0 { order } else { nil } }
    for order in placed {
      send(
        .orderState(
          order.id,
          OrderReport(state: .canceled, filled: .zero, remaining: .zero, price: order.price)))
    }
    outputs.removeAll(keepingCapacity: true)
  }
}
