internal import FaultSimulation
internal import Kalshi
internal import KalshiSimulator
internal import Market
internal import Matching
internal import Wire

/// The exchange that the killed process trades at: our simulator, made again from its history.
///
/// It lives in the process that is killed, but what has reached it stands in shared memory before
/// it acts: so the next process finds it as it was, as one finds a real exchange.
final class PlayedExchange: SimulatorInterposer {
  static let port = 9_000
  static let keyID = "played-key"

  let history: WorldHistory
  let account: AccountID
  private(set) var exchange: SimulatedExchange
  /// The time of the last thing that has happened.
  private(set) var time = VenueGame.noon
  /// Requests of the last process that were on their way when it was killed, and reached the
  /// exchange nevertheless.
  private(set) var arrivedLate = 0
  private var server: SimulatorServer?
  private var scheduler: (any Scheduler)?
  /// The chance of the home team of each game.
  private var chances = RecoveryGame.all.map { _ in 0.5 }

  /// Makes the exchange again.
  ///
  /// - Parameter random: decides which of the requests arrive that were on their way.
  init(_ history: WorldHistory, random: inout RecoveryRandom) throws {
    self.history = history
    var settings = SimulatorSettings()
    settings.limitsRate = false
    exchange = SimulatedExchange(settings: settings)
    try RecoveryGame.list(on: &exchange)
    account = exchange.addMember(cash: Money(cents: 100_000))
    let key = try RecoveryKey()
    try exchange.registerKey(id: Self.keyID, publicPEM: key.publicPEM, account: account)
    var onTheWay: [HTTPRequest] = []
    for entry in history.entries() {
      time = max(time, entry.time)
      if entry.state != state {
        complain("made again from its history, the exchange has come to something else")
      }
      switch entry.kind {
      case .life: onTheWay.removeAll()
      case .left: if let request = Self.request(entry.bytes) { onTheWay.append(request) }
      case .arrived:
        guard let request = Self.request(entry.bytes) else { continue }
        if let place = onTheWay.firstIndex(where: { $0.isSame(as: request) }) {
          onTheWay.remove(at: place)
        }
        _ = SimulatorRouter.respond(to: request, exchange: &exchange, at: entry.time)
      case .quote, .level: apply(entry.kind, entry.numbers, at: entry.time)
      case .takenOver, .complaint: break
      }
    }
    for request in onTheWay where random.chance(0.6) {
      arrivedLate += 1
      note(.arrived, Self.bytes(of: request))
      _ = SimulatorRouter.respond(to: request, exchange: &exchange, at: time)
    }
    _ = exchange.takeMessages()
  }

  /// Begins to serve, at a time after everything that has happened.
  func serve(on network: SimulatedNetwork) throws {
    let server = SimulatorServer(
      exchange: exchange, acceptor: try network.listen(port: Self.port),
      scheduler: network.scheduler)
    server.interposer = self
    server.start()
    self.server = server
    scheduler = network.scheduler
  }

  func stop() { server?.stop() }

  var core: MatchingEngine { server?.exchange.engine ?? exchange.engine }
  var state: UInt64 { StateHash.of(core, account) }

  func market(_ game: Int) -> MarketID? { exchange.market(RecoveryGame.all[game].winner) }
  func clientOrderID(_ order: OrderNumber) -> String? {
    (server?.exchange ?? exchange).clientOrderID(order)
  }

  func note(_ kind: WorldHistory.Kind, _ bytes: [UInt8] = []) {
    if let scheduler { time = max(time, scheduler.now) }
    history.append(kind, at: time, state: state, bytes)
  }

  func complain(_ text: String) { note(.complaint, Array(text.utf8)) }

  // MARK: The market

  /// A price wanders, and others quote round it, now and then far off.
  func move(_ game: Int, at now: Timestamp, _ random: inout RecoveryRandom) {
    chances[game] = min(0.8, max(0.2, chances[game] + 0.06 * (random.unit() - 0.5)))
    let middle = Int(chances[game] * 100) + (random.chance(0.4) ? random.int(-11...11) : 0)
    let half = random.int(1...3)
    let bid = min(96, max(2, middle - half))
    let ask = min(98, max(bid + 1, middle + half))
    happen(
      .quote, [game, bid, random.int(1...30), ask, random.int(1...30)].map(Int64.init), at: now)
  }

  /// Somebody comes and trades with what of ours rests in a market.
  func fillResting(_ game: Int, at now: Timestamp, _ random: inout RecoveryRandom) {
    guard let market = market(game), let number = core.openOrders(account, market).first,
      let order = core.order(number)
    else { return }
    let price = Int64(order.price.tenThousandths)
    let side: Int64 = order.side == .bid ? 1 : 0
    happen(.level, [Int64(game), side, price, Int64(random.int(1...12))], at: now)
    happen(.level, [Int64(game), side, price, 0], at: now)
  }

  func chance(_ game: Int) -> Double { chances[game] }

  private func happen(_ kind: WorldHistory.Kind, _ numbers: [Int64], at now: Timestamp) {
    time = max(time, now)
    history.append(kind, at: time, state: state, numbers: numbers)
    apply(kind, numbers, at: time)
    server?.flush()
  }

  private func apply(_ kind: WorldHistory.Kind, _ numbers: [Int64], at now: Timestamp) {
    guard let market = market(Int(numbers[0])) else { return }
    func change(_ body: (inout SimulatedExchange) -> Void) {
      if let server { body(&server.exchange) } else { body(&exchange) }
    }
    if kind == .quote {
      func level(_ place: Int) -> [BookLevel] {
        [
          BookLevel(
            price: Price(cents: Int(numbers[place])),
            quantity: Quantity(contracts: Int(numbers[place + 1])))
        ]
      }
      change { $0.setQuote(market, bids: level(1), asks: level(3), at: now) }
    } else {
      change {
        $0.setLevel(
          market, numbers[1] == 1 ? .ask : .bid,
          price: Price(tenThousandths: Int(numbers[2])),
          quantity: Quantity(contracts: Int(numbers[3])), at: now)
      }
    }
  }

  // MARK: Requests

  func simulator(_ server: SimulatorServer, willServe request: HTTPRequest) -> SimulatedFate {
    if request.method != "GET" { note(.arrived, Self.bytes(of: request)) }
    return .serve
  }

  func simulator(
    _ server: SimulatorServer, didServe request: HTTPRequest, _ response: HTTPResponse
  ) -> HTTPResponse { response }

  func simulator(
    _ server: SimulatorServer, willSend frame: [UInt8], on connection: Int
  ) -> [[UInt8]] { [frame] }

  /// A request as it would be on the wire.
  private static func bytes(of request: HTTPRequest) -> [UInt8] {
    var text = "\(request.method) \(request.target) HTTP/1.1\r\n"
    for field in request.headers.fields { text += "\(field.name): \(field.value)\r\n" }
    return Array((text + "\r\n").utf8) + request.body
  }

  /// Nil where the bytes are no whole request.
  private static func request(_ bytes: [UInt8]) -> HTTPRequest? {
    var parser = HTTPRequestParser()
    do throws(HTTPParseError) {
      // The parser may look beyond the end.
      let padded = bytes + [UInt8](repeating: 0, count: 64)
      var failure: HTTPParseError?
      padded.withUnsafeBytes {
        do throws(HTTPParseError) {
          try parser.receive(UnsafeRawBufferPointer(rebasing: $0[..<bytes.count]))
        } catch { failure = error }
      }
      if let failure { throw failure }
      return try parser.next() == .request ? parser.request : nil
    } catch {
      return nil
    }
  }
}

extension HTTPRequest {
  /// The same apart from its headers, which the way changes.
  fileprivate func isSame(as other: HTTPRequest) -> Bool {
    method == other.method && target == other.target && body == other.body
  }
}
