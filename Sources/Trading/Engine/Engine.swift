public import Market
internal import Probability

/// The trading engine: a state machine from inputs to outputs.
///
/// Synchronous and deterministic: no clock, no input or output, no randomness. Live trading, paper,
/// demo and reruns drive this same object; only what feeds it differs. Confined to one thread, and
/// nothing it does per book change or line allocates.
public final class Engine {
  public let configuration: EngineConfiguration
  public let markets: [TradedMarket]
  /// The session half of every client order id.
  public let session: UInt64

  public internal(set) var states: ContiguousArray<MarketState>
  /// The order books, by market.
  public let books: OrderBooks
  /// Games to which a sportsbook game was matched.
  public internal(set) var isMatched: ContiguousArray<Bool>
  public internal(set) var orders = OrderTable()
  public internal(set) var ledger = Ledger()
  /// Fills in the order they came, the first ``maximumFills`` of a session.
  public internal(set) var fills: ContiguousArray<FillReport> = []
  /// Fills kept for the report; later ones are counted in positions and ledger only.
  public static let maximumFills = 10_000
  public internal(set) var isHalted = false
  public internal(set) var isShutDown = false
  /// All connections are up and the account was reconciled since they are.
  public internal(set) var isReconciled = false
  public internal(set) var now = Timestamp.distantPast
  public internal(set) var venueNow = Timestamp.distantPast

  let strategy: ArbitrageStrategy
  var board: FairValueBoard
  var linksUp: ContiguousArray<Bool>
  /// Markets with a position or a working order, ascending.
  var activeMarkets: ContiguousArray<MarketID> = []
  var nextSequence: UInt64 = 1
  var trades = TradeMemory()
  /// Markets of game g are gameMarkets[gameStart[g]..<gameStart[g + 1]].
  let gameStart: ContiguousArray<Int32>
  let gameMarkets: ContiguousArray<MarketID>

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
    self.configuration = configuration
    self.markets = markets
    self.session = session
    strategy = ArbitrageStrategy(configuration.strategy)
    states = ContiguousArray(
      markets.map {
        MarketState(status: $0.status, fees: $0.fees, start: $0.startTime, grid: $0.grid)
      })
    books = OrderBooks(grids: markets.map(\.grid))
    isMatched = ContiguousArray(repeating: false, count: games)
    board = FairValueBoard(markets: markets.count, bookmakers: bookmakers)
    linksUp = ContiguousArray(repeating: false, count: Link.allCases.count)
    activeMarkets.reserveCapacity(256)
    var counts = ContiguousArray<Int32>(repeating: 0, count: games + 1)
    for market in markets {
      if let game = market.game { counts[Int(game.index) + 1] += 1 }
    }
    for game in 0..<games { counts[game + 1] += counts[game] }
    gameStart = counts
    var list = ContiguousArray(repeating: MarketID(0), count: Int(counts[games]))
    var place = counts
    for (index, market) in markets.enumerated() {
      guard let game = market.game else { continue }
      list[Int(place[Int(game.index)])] = MarketID(index)
      place[Int(game.index)] += 1
    }
    gameMarkets = list
  }

  /// Takes one input; what is to be done is appended to `outputs`.
  public func process(_ input: EngineInput, into outputs: inout ContiguousArray<EngineOutput>) {
    now = max(now, input.time)
    venueNow = max(venueNow, input.venueTime)
    switch input.event {
    case .bookSnapshot, .bookDelta, .bookBlocked, .marketStatus, .feesChanged, .gridChanged,
      .settled:
      processMarketData(input.event, &outputs)
    case .gameMatched(let game, let start): setMatched(game, start, &outputs)
    case .line(let game, let bookmaker, let line):
      setLine(game, bookmaker, line, &outputs)
    case .lineWithdrawn(let game, let bookmaker, let kind):
      withdrawLine(game, bookmaker, kind, &outputs)
    case .link(let link, let isUp): setLink(link, isUp: isUp, &outputs)
    case .reconciled(let account): reconcile(with: account, &outputs)
    case .orderState, .orderRejected, .orderUnknown, .orderNotFound, .cancelRefused, .cancelLost,
      .amendFailed:
      processOrderNews(input.event, &outputs)
    case .fill(let report): fill(report, &outputs)
    case .timer: runTimers(&outputs)
    case .command(let command): obey(command, &outputs)
    }
  }

  /// When the engine next wants a ``EngineEvent/timer``; nil when nothing waits.
  public var nextDeadline: Timestamp? {
    var deadline: Timestamp?
    func consider(_ time: Timestamp) {
      if deadline.map({ time < $0 }) ?? true { deadline = time }
    }
    for order in orders.working {
      switch order.phase {
      case .resting where order.request.purpose == .entry && !order.isCancelSent:
        consider(
          order.restingSince.map { $0 + configuration.execution.makerTimeoutNanoseconds } ?? now)
        consider(states[Int(order.request.market.index)].fairValidUntil + 1)
      case .unknown:
        consider(order.lastSearch + configuration.execution.searchIntervalNanoseconds)
      case .settling:
        consider(order.lastSearch + configuration.execution.missingFillsNanoseconds)
      case .sent, .resting, .done: break
      }
    }
    return deadline
  }

  /// Connections are up, the account is reconciled, nobody has stopped us.
  public var mayEnter: Bool { isReconciled && !isHalted && !isShutDown }

  func isUp(_ link: Link) -> Bool { linksUp[Int(link.rawValue)] }

  func markActive(_ market: MarketID) {
    var slot = activeMarkets.count
    while slot > 0, activeMarkets[slot - 1] >= market {
      if activeMarkets[slot - 1] == market { return }
      slot -= 1
    }
    activeMarkets.insert(market, at: slot)
  }

  /// Drops a market from the active ones once nothing of ours is left in it.
  func refreshActive(_ market: MarketID) {
    guard states[Int(market.index)].position.quantity.isZero else { return }
    for order in orders.working where order.request.market == market { return }
    activeMarkets.removeAll { $0 == market }
  }
}
