public import Market
internal import Probability

/// The trading engine: a state machine from inputs to outputs.
///
/// Synchronous and deterministic: no clock, no input or output, no randomness. Live trading, paper,
/// demo and reruns drive this same object; only what feeds it differs. Confined to one thread, and
/// nothing it does per book change or line allocates.
///
/// Fields that are read at each input are not checked for overlapping accesses: they are touched
/// one after another, and nothing outside writes them.
public final class Engine {
  public let configuration: EngineConfiguration
  public let markets: [TradedMarket]
  /// The session half of every client order id.
  public let session: UInt64

  /// What is known of each market, by its id.
  public let states: MarketTable
  /// The order books, by market.
  public let books: OrderBooks
  /// Games to which a sportsbook game was matched.
  public internal(set) var isMatched: ContiguousArray<Bool>
  public internal(set) var orders: OrderTable {
    unsafeAddress { UnsafePointer(ordersPlace) }
    unsafeMutableAddress { ordersPlace }
  }
  public internal(set) var ledger: Ledger {
    unsafeAddress { UnsafePointer(ledgerPlace) }
    unsafeMutableAddress { ledgerPlace }
  }
  /// Fills in the order they came, the first ``maximumFills`` of a session.
  public internal(set) var fills: ContiguousArray<FillReport> = []
  /// Fills kept for the report; later ones are counted in positions and ledger only.
  public static let maximumFills = 10_000
  /// The operator has stopped entries.
  public internal(set) var isHalted: Bool {
    get { house.pointee.stops.contains(.halted) }
    set { setStop(.halted, newValue) }
  }
  /// The session ends: everything that rests is cancelled.
  public internal(set) var isShutDown: Bool {
    get { house.pointee.stops.contains(.shutDown) }
    set { setStop(.shutDown, newValue) }
  }
  /// All connections are up and the account was reconciled since they are.
  public internal(set) var isReconciled: Bool {
    get { !house.pointee.stops.contains(.unreconciled) }
    set { setStop(.unreconciled, !newValue) }
  }
  /// What keeps every market from entries.
  var stops: HouseStops { house.pointee.stops }

  func setStop(_ stop: HouseStops, _ isSet: Bool) {
    if isSet { house.pointee.stops.insert(stop) } else { house.pointee.stops.remove(stop) }
  }
  /// The latest time of any input.
  public internal(set) var now: Timestamp {
    get { house.pointee.now }
    set { house.pointee.now = newValue }
  }
  /// The latest venue time of any input.
  public internal(set) var venueNow: Timestamp {
    get { house.pointee.venueNow }
    set { house.pointee.venueNow = newValue }
  }

  /// See ``HouseState/revision``.
  var houseRevision: UInt64 {
    get { house.pointee.revision }
    set { house.pointee.revision = newValue }
  }
  /// The last input was a change of a book that left its market's judgement, best prices and fair
  /// value as they were.
  public internal(set) var lastStood: Bool {
    get { house.pointee.lastStood }
    set { house.pointee.lastStood = newValue }
  }
  /// Off only for holding a judgement that stands against one made anew.
  @exclusivity(unchecked) var keepsJudgements = true

  /// The exchange takes no orders in these hours of the week.
  var isWeeklyPaused: Bool {
    get { house.pointee.stops.contains(.weeklyPause) }
    set { setStop(.weeklyPause, newValue) }
  }
  var pauseChangesAt: Timestamp {
    get { house.pointee.pauseChangesAt }
    set { house.pointee.pauseChangesAt = newValue }
  }
  var dayEnds: Timestamp {
    get { house.pointee.dayEnds }
    set { house.pointee.dayEnds = newValue }
  }
  /// All that is held is being sold by the operator's word.
  public internal(set) var isFlattening: Bool {
    get { house.pointee.isFlattening }
    set { house.pointee.isFlattening = newValue }
  }
  var areBreakersQuiet: Bool {
    get { house.pointee.areBreakersQuiet }
    set { house.pointee.areBreakersQuiet = newValue }
  }
  var placeWantedBy: MarketID? {
    get { house.pointee.placeWantedBy }
    set { house.pointee.placeWantedBy = newValue }
  }

  // What every judgement reads lies in memory of its own: a class's fields are checked for
  // overlapping accesses at each use.
  private let house: UnsafeMutablePointer<HouseState>
  private let ordersPlace: UnsafeMutablePointer<OrderTable>
  private let ledgerPlace: UnsafeMutablePointer<Ledger>
  let accountPlace: UnsafeMutablePointer<RiskLedger>
  private let activePlace: UnsafeMutablePointer<ContiguousArray<MarketID>>
  let strategy: ArbitrageStrategy
  @exclusivity(unchecked) var board: FairValueBoard
  @exclusivity(unchecked) var linksUp: ContiguousArray<Bool>
  /// Since when all connections are up: an older reading of the account proves nothing.
  var allUpSince = Timestamp.distantPast
  /// When the reading of the account that is under way was asked for.
  @exclusivity(unchecked) var reconcileSentAt: Timestamp?
  /// When the account was last read.
  var lastReadAt = Timestamp.distantPast
  /// Another reading was asked for while one was under way.
  var isAnotherReadingWanted = false
  /// When the account is read again, because something was not plain.
  @exclusivity(unchecked) var nextReadingAt: Timestamp?
  var readingsInVain = 0
  /// Markets with a position or a working order, ascending.
  public internal(set) var activeMarkets: ContiguousArray<MarketID> {
    unsafeAddress { UnsafePointer(activePlace) }
    unsafeMutableAddress { activePlace }
  }
  /// Markets in which a retry pause has not been followed by a new look yet; each at most once.
  @exclusivity(unchecked) var pausedMarkets: ContiguousArray<MarketID> = []
  /// The exchange's cash less ours at the last reading that could tell, and the difference that was
  /// last noticed.
  var lastCashDifference = Money.zero
  var noticedCashDifference = Money.zero
  /// When both sides last agreed on the cash.
  var cashAgreedAt = Timestamp.distantPast
  /// What trades in markets that are not followed had brought in when the cash was last compared;
  /// nil where it was not known.
  var otherCashAgreed: Money?
  /// The last reading has shown less cash than must be there.
  var lacksCash = false
  /// How much of it was missing when that was said, below zero; nothing where it is not missing.
  var cashLack = Money.zero
  /// What may have been gone besides, when that was said.
  var cashLackTolerance = Money.zero
  /// Deposits and withdrawals that are in our count of it, oldest first; the last few.
  var countedTransfers: [ExchangeKey] = []
  /// What positions in markets that are not followed have cost, as last read.
  @exclusivity(unchecked) public internal(set) var otherExposure = Money.zero
  /// Cash by the exchange's shards, where it tells of them.
  @exclusivity(unchecked) public internal(set) var shards = ShardCash()
  @exclusivity(unchecked) var nextSequence: UInt64 = 1
  /// The last order that the driver has handed on.
  var lastHandedOver: UInt64 = 0
  @exclusivity(unchecked) var trades = TradeMemory()
  let games: GameIndex
  /// Profiles run besides the arbitrage strategy.
  let hasProfiles: Bool
  /// The account's limits and what they count, whichever strategy trades.
  public internal(set) var account: RiskLedger {
    unsafeAddress { UnsafePointer(accountPlace) }
    unsafeMutableAddress { accountPlace }
  }
  /// The strategies, by ``ProfileID``: the arbitrage strategy first.
  @exclusivity(unchecked) public internal(set) var profiles: ContiguousArray<ProfileState>
  public let holdings: HoldingTable
  @exclusivity(unchecked) var consensus: ConsensusBoard
  /// What the profiles said of the last input: new with each. Not among the outputs, which are
  /// copied on the way of an order.
  @exclusivity(unchecked) public internal(set) var signals: ContiguousArray<Signal> = []
  /// The session began with what another one has left, then.
  var carriedAt: Timestamp?
  var hasCarried: Bool { carriedAt != nil }
  /// No reading could tell yet whether the cash that was left is there.
  var isCashNews = false
  /// Readings since, of which none could.
  var readingsOfCash = 0
  /// Entries wait for it: through so many readings, and for the one that confirms a difference.
  var isCashUnknown: Bool {
    isCashNews && (readingsOfCash < 3 || lastCashDifference != noticedCashDifference)
  }
  /// Whose the orders of sessions before were.
  var carriedOwners: [ClientOrderID: ProfileID] = [:]
  var carriedOrders: [Standing.Order] = []
  /// Markets in which sessions before had something to do.
  var carriedMarkets: Set<MarketID> = []
  /// Until the first reading was held against what was carried.
  var isFirstComparison = true
  /// When any bookmaker last spoke; nil before the first.
  @exclusivity(unchecked) var lastLineAt: Timestamp?
  /// Refused orders of the last while.
  var rejects: RateWindow
  /// Sets of which a leg is not over: no more than there are working orders.
  @exclusivity(unchecked) var openSets: ContiguousArray<OpenSet> = []
  /// Finished orders whose end was counted.
  @exclusivity(unchecked) var endsCounted = 0

  /// Makes an engine for one session.
  ///
  /// - Parameters:
  ///   - markets: in the order of their ``/Market/MarketID``.
  ///   - games: how many games the markets and the odds speak of.
  ///   - bookmakers: how many bookmakers there can be; at most 64.
  ///   - session: drawn anew for every run, so that client order ids never repeat.
  public init(
    configuration: EngineConfiguration, markets: [TradedMarket], games: Int, bookmakers: Int,
    session: UInt64
  ) {
    precondition(bookmakers <= 64, "at most 64 bookmakers")
    precondition(
      configuration.profiles.count <= ProfileConfiguration.most, "too many profiles at once")
    self.configuration = configuration
    self.markets = markets
    self.session = session
    strategy = ArbitrageStrategy(configuration.strategy)
    house = .allocate(capacity: 1)
    house.initialize(to: HouseState())
    ordersPlace = .allocate(capacity: 1)
    ordersPlace.initialize(to: OrderTable())
    ledgerPlace = .allocate(capacity: 1)
    ledgerPlace.initialize(to: Ledger())
    activePlace = .allocate(capacity: 1)
    activePlace.initialize(to: [])
    states = MarketTable(markets)
    books = OrderBooks(grids: markets.map(\.grid))
    isMatched = ContiguousArray(repeating: false, count: games)
    board = FairValueBoard(markets: markets.count, bookmakers: bookmakers)
    hasProfiles = !configuration.profiles.isEmpty
    consensus = ConsensusBoard(
      configuration.consensus, markets: hasProfiles ? markets.count : 0,
      bookmakers: hasProfiles ? bookmakers : 0)
    let breaker = configuration.breaker
    accountPlace = .allocate(capacity: 1)
    accountPlace.initialize(
      to: RiskLedger(configuration.risk, breaker: breaker.rules, day: breaker.day))
    profiles = ContiguousArray(
      ([nil] + configuration.profiles).enumerated().map {
        ProfileState(ProfileID($0), $1, breaker: breaker, account: configuration.risk)
      })
    holdings = HoldingTable(profiles: profiles.count, markets: markets.count)
    rejects = RateWindow(
      lengthNanoseconds: max(1, breaker.rejectWindowNanoseconds),
      limit: min(RateWindow.most, max(1, Int(breaker.rejects))))
    if !configuration.strategy.isEnabled { house.pointee.stops.insert(.arbitrageOff) }
    self.games = GameIndex(markets, games: games)
    linksUp = ContiguousArray(repeating: false, count: Link.allCases.count)
    activePlace.pointee.reserveCapacity(256)
    pausedMarkets.reserveCapacity(markets.count)
    fills.reserveCapacity(1_024)
    if hasProfiles { signals.reserveCapacity(256) }
  }

  deinit {
    house.deallocate()
    ordersPlace.deinitialize(count: 1)
    ordersPlace.deallocate()
    ledgerPlace.deallocate()
    accountPlace.deinitialize(count: 1)
    accountPlace.deallocate()
    activePlace.deinitialize(count: 1)
    activePlace.deallocate()
  }

  /// Takes one input; what is to be done is appended to `outputs`.
  public func process(_ input: EngineInput, into outputs: inout ContiguousArray<EngineOutput>) {
    if case .bookDelta(let market, let side, let price, let change) = input.event {
      return processBookDelta(
        market, side, price, change: change, time: input.time, venueTime: input.venueTime,
        into: &outputs)
    }
    now = max(now, input.time)
    venueNow = max(venueNow, input.venueTime)
    lastStood = false
    if !signals.isEmpty { signals.removeAll(keepingCapacity: true) }
    passTime(&outputs)
    if Self.touchesAnyMarket(input.event) { houseRevision &+= 1 }
    switch input.event {
    case .bookDelta: break
    case .bookSnapshot, .bookBlocked, .booksBlocked, .marketStatus, .closeChanged,
      .feesChanged, .gridChanged, .settled, .volumeChanged:
      processMarketData(input.event, &outputs)
    case .gameMatched(let game, let start): setMatched(game, start, &outputs)
    case .line(let game, let bookmaker, let line):
      setLine(game, bookmaker, line, &outputs)
    case .lineWithdrawn(let game, let bookmaker, let kind):
      withdrawLine(game, bookmaker, kind, &outputs)
    case .link(let link, let isUp): setLink(link, isUp: isUp, &outputs)
    case .reconciled(let account):
      reconcile(with: account, &outputs)
      countEnds(&outputs)
    case .orderState, .orderRejected, .orderUnsent, .orderUnknown, .orderNotFound, .cancelRefused,
      .cancelLost,
      .amendFailed:
      processOrderNews(input.event, &outputs)
      countEnds(&outputs)
    case .fill(let report):
      fill(report, &outputs)
      countEnds(&outputs)
    case .timer:
      runTimers(&outputs)
      countEnds(&outputs)
    case .command(let command): obey(command, &outputs)
    case .carried(let standing): carry(standing, &outputs)
    case .clockSkew(let apart): noteSkew(apart, &outputs)
    case .bookmaker(let bookmaker, let sharpness, let source, let ages):
      consensus.describe(bookmaker, sharpness: sharpness, source: source, ages: ages)
    }
    if let market = placeWantedBy { takePlace(market, &outputs) }
  }

  /// Takes one change of a book, as an input with ``EngineEvent/bookDelta(_:_:_:change:)`` would be
  /// taken: nearly all are such, and need not become an ``EngineInput`` first.
  public func processBookDelta(
    _ market: MarketID, _ side: BookSide, _ price: Price, change: Quantity, time: Timestamp,
    venueTime: Timestamp, into outputs: inout ContiguousArray<EngineOutput>
  ) {
    now = max(now, time)
    venueNow = max(venueNow, venueTime)
    lastStood = false
    if !signals.isEmpty { signals.removeAll(keepingCapacity: true) }
    passTime(&outputs)
    bookDelta(market, side, price, change, &outputs)
    if let market = placeWantedBy { takePlace(market, &outputs) }
  }

  /// Takes a change of a book as it was recorded. Its market must be one of ``markets``.
  public func process(
    _ delta: RecordedDelta, into outputs: inout ContiguousArray<EngineOutput>
  ) {
    processBookDelta(
      delta.market, delta.side, delta.price, change: delta.change, time: delta.time,
      venueTime: delta.venueTime, into: &outputs)
  }

  /// Whether an event can touch more than the market that is looked at because of it.
  private static func touchesAnyMarket(_ event: EngineEvent) -> Bool {
    switch event {
    case .bookDelta, .bookSnapshot, .line, .lineWithdrawn, .timer: false
    default: true
    }
  }

  /// The journal cannot be written: nothing new until the session ends.
  public var isJournalDistrusted: Bool { stops.contains(.journal) }

  /// The exchange takes no orders in these hours of the week.
  public var isInWeeklyPause: Bool { stops.contains(.weeklyPause) }

  /// Connections are up, the account is reconciled, and nothing stops new risk.
  public var mayEnter: Bool { stops.subtracting(.arbitrageOff).isEmpty }

  var areAllLinksUp: Bool { linksUp.allSatisfy { $0 } }
  /// Both connections to the exchange are: what its account is read by.
  var isExchangeUp: Bool { isUp(.exchangeStream) && isUp(.exchangeOrders) }

  func isUp(_ link: Link) -> Bool { linksUp[Int(link.rawValue)] }

  func markActive(_ market: MarketID) {
    guard !states[Int(market.index)].isActive else { return }
    states[Int(market.index)].isActive = true
    activeMarkets.append(market)
    var slot = activeMarkets.count - 1
    while slot > 0, activeMarkets[slot - 1] > market {
      activeMarkets.swapAt(slot, slot - 1)
      slot -= 1
    }
  }

  /// Drops a market from the active ones once nothing of ours is left in it.
  func refreshActive(_ market: MarketID) {
    guard states[Int(market.index)].isActive, states[Int(market.index)].position.quantity.isZero
    else { return }
    for order in orders.working where order.request.market == market { return }
    for place in profiles.indices
    where !holdings[market, ProfileID(place)].position.quantity.isZero {
      return
    }
    states[Int(market.index)].isActive = false
    activeMarkets.removeAll { $0 == market }
  }
}
