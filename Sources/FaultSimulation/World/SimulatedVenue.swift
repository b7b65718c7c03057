internal import KalshiSimulator
internal import Market
internal import Matching
internal import Sportsbooks
internal import Wire

/// The exchange of a simulation: our own simulator behind the simulated network, with games whose
/// prices wander, other traders, and faults.
final class SimulatedVenue {
  static let port = 9_000
  static let keyID = "simulated-key"

  let scheduler: SimulatedScheduler
  let network: SimulatedNetwork
  let games: [VenueGame]
  /// Winner and total of each game, in the games' order.
  let tickers: [String]
  let account: AccountID
  private(set) var server: SimulatorServer
  private(set) var isUp = false
  private let publicPEM: String
  private(set) var isKeyRevoked = false
  var random: FaultGenerator
  /// True probability of YES of each market.
  private(set) var chances: [Double]
  var faults = VenueFaults()
  /// Hears that a fault has happened.
  var onFault: (FaultKind) -> Void = { _ in }
  /// Hears an order that has arrived, before the exchange sees it.
  var onOrder: (WitnessedOrder) -> Void = { _ in }
  /// Hears an answer, after the exchange has acted.
  var onServed: (HTTPRequest, HTTPResponse) -> Void = { _, _ in }

  init(
    scheduler: SimulatedScheduler, network: SimulatedNetwork, games: [VenueGame], cash: Money,
    publicPEM: String, random: FaultGenerator
  ) throws {
    self.scheduler = scheduler
    self.network = network
    self.games = games
    self.random = random
    self.publicPEM = publicPEM
    tickers = games.flatMap(\.tickers)
    chances = tickers.map { _ in 0.5 }
    var settings = SimulatorSettings()
    settings.seed = self.random.next()
    var exchange = SimulatedExchange(settings: settings)
    try VenueGame.list(games, on: &exchange, at: scheduler.now)
    account = exchange.addMember(cash: cash)
    try exchange.registerKey(id: Self.keyID, publicPEM: publicPEM, account: account)
    server = SimulatorServer(
      exchange: exchange, acceptor: try network.listen(port: Self.port), scheduler: scheduler)
    server.interposer = self
    server.start()
    isUp = true
  }

  var core: MatchingEngine { _read { yield server.exchange.engine } }

  func market(_ ticker: String) -> MarketID? { server.exchange.market(ticker) }

  func status(_ ticker: String) -> MarketStatus? {
    market(ticker).flatMap { server.exchange.status($0) }
  }

  // MARK: Life

  /// The exchange goes down: every connection is cut, the account stays.
  func goDown() {
    guard isUp else { return }
    isUp = false
    network.cutAll()
    server.stop()
  }

  func comeUp() throws {
    guard !isUp else { return }
    let exchange = server.exchange
    server = SimulatorServer(
      exchange: exchange, acceptor: try network.listen(port: Self.port), scheduler: scheduler)
    server.interposer = self
    server.start()
    isUp = true
  }

  func revokeKey() {
    isKeyRevoked = true
    server.exchange.revokeKey(id: Self.keyID)
  }

  func renewKey() throws {
    guard isKeyRevoked else { return }
    isKeyRevoked = false
    try server.exchange.registerKey(id: Self.keyID, publicPEM: publicPEM, account: account)
  }

  // MARK: The market

  /// A market's price wanders, and others quote round it, now and then far off.
  func move(_ place: Int) {
    guard let market = market(tickers[place]) else { return }
    chances[place] = min(0.85, max(0.15, chances[place] + random.double(-0.03...0.03)))
    let error = random.chance(0.4) ? random.int(-11...11) : random.int(-2...2)
    let middle = Int(chances[place] * 100) + error
    let half = random.int(1...4)
    let bid = min(96, max(2, middle - half))
    let ask = min(98, max(bid + 1, middle + half))
    let now = scheduler.now
    if random.chance(0.5) {
      server.exchange.setQuote(
        market, bids: levels(from: bid, down: true), asks: levels(from: ask, down: false), at: now)
    } else {
      let side: BookSide = random.chance(0.5) ? .bid : .ask
      let price = Price(cents: side == .bid ? bid : ask)
      server.exchange.setLevel(
        market, side, price: price, quantity: Quantity(contracts: random.int(0...30)), at: now)
    }
    flush()
  }

  private func levels(from cents: Int, down: Bool) -> [BookLevel] {
    (0..<random.int(1...3)).compactMap { place in
      let price = down ? cents - place : cents + place
      guard (1...99).contains(price) else { return nil }
      return BookLevel(
        price: Price(cents: price), quantity: Quantity(contracts: random.int(1...40)))
    }
  }

  /// Somebody comes and trades with whatever of ours rests in a market.
  func fillResting(_ market: MarketID) {
    guard let number = core.openOrders(account, market).first, let order = core.order(number)
    else { return }
    let side = order.side.opposite
    let quantity = Quantity(contracts: random.int(1...12))
    server.exchange.setLevel(
      market, side, price: order.price, quantity: quantity, at: scheduler.now)
    server.exchange.setLevel(market, side, price: order.price, quantity: .zero, at: scheduler.now)
    flush()
  }

  /// A bookmaker's lines on a game: the true chances with his margin.
  func lines(_ game: Int) -> [OfferedLine] {
    func odds(_ chance: Double) -> (Double, Double) {
      (1 / (chance * 1.03), 1 / ((1 - chance) * 1.03))
    }
    let (home, away) = odds(chances[2 * game])
    let (over, under) = odds(chances[2 * game + 1])
    return [
      OfferedLine(kind: .winner, first: home, second: away),
      OfferedLine(
        kind: .total, points: Double(games[game].points) + 0.5, first: over, second: under),
    ]
  }

  /// Tells the streams what has happened; nobody hears it while the exchange is down.
  func flush() {
    if isUp { server.flush() } else { _ = server.exchange.takeMessages() }
  }

  /// Changes the exchange itself, and tells.
  func change(_ body: (inout SimulatedExchange) -> Void) {
    body(&server.exchange)
    flush()
  }
}
