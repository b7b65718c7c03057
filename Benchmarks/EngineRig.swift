internal import Kalshi
internal import Market
internal import Probability
internal import Sportsbooks
internal import Trading

/// From frame bytes to order bytes, wired as in the trading process but for its sockets: stream
/// scanner, odds decoder, engine, signature ring, encoder. Two markets a game: home wins, away
/// wins.
final class EngineRig {
  let engine: Engine
  let scanner: StreamFrameScanner
  let tickers: [String]
  @exclusivity(unchecked) var outputs: ContiguousArray<EngineOutput> = []
  @exclusivity(unchecked) private(set) var placed: ContiguousArray<EngineOrder> = []
  @exclusivity(unchecked) private(set) var orderBytes = 0
  @exclusivity(unchecked) private(set) var now = Timestamp(seconds: 1_764_003_000)
  let buffer = UnsafeMutableRawBufferPointer.allocate(
    byteCount: OrderEncoder.maximumBytes, alignment: 16)

  /// Gets the bytes of each order.
  var onOrder: ((UnsafeRawBufferPointer) -> Void)?

  private let ring: SignatureRing
  private let encoder: OrderEncoder
  private var decoder = OddsFrameDecoder()
  private var tracker = LineTracker()
  private let events: TickerIndex

  deinit { buffer.deallocate() }

  /// - Parameter signatures: places in the ring; a live one is filled by a thread of its own.
  init(games: Int, keyKind: SigningKeyKind, signatures: Int = 64) throws {
    let tickers = (0..<games).flatMap { game in
      ["HOM", "AWY"].map { "KXNBAGAME-25NOV24G\(1_000 + game)-\($0)" }
    }
    self.tickers = tickers
    events = try TickerIndex(tickers: (0..<games).map { "\(61_017_989 + $0)" })
    var configuration = EngineConfiguration()
    configuration.execution.retryPauseNanoseconds = 0
    configuration.execution.staleOddsNanoseconds = 1_000_000_000_000_000
    let fees = try FeeSchedule(
      type: .quadraticWithMakerFees, multiplier: .one, rounding: .legacyCentCeiling)
    let markets = (0..<2 * games).map { place in
      TradedMarket(
        ticker: tickers[place], game: GameID(place / 2),
        claim: .winner(place % 2 == 0 ? .home : .away), league: .nba, devigMethod: .shin,
        tieRule: .impossible, tieProbability: 0, grid: .wholeCents, fees: fees,
        startTime: Timestamp(seconds: 1_900_000_000),
        closeTime: Timestamp(seconds: 1_900_000_000), status: .active)
    }
    engine = Engine(
      configuration: configuration, markets: markets, games: games, bookmakers: 4, session: 7)
    scanner = StreamFrameScanner(tickers: try TickerIndex(tickers: tickers))
    let key = try SigningKey.generate(keyKind)
    let plan = SignatureRing.Plan(
      stepMilliseconds: 1, horizonMilliseconds: 4_000, freshnessMilliseconds: 4_000,
      capacity: signatures)
    encoder = OrderEncoder(
      authority: "api.elections.kalshi.com", keyID: "9b0f6b43-5b68-4f9f-9f02-9a2d1b8ac1a1",
      tickers: tickers)
    ring = try SignatureRing(
      keyID: "9b0f6b43-5b68-4f9f-9f02-9a2d1b8ac1a1", key: key, method: "POST",
      path: encoder.createPath, plan: plan)
    outputs.reserveCapacity(64)
    placed.reserveCapacity(64)
    open(games)
  }

  private func open(_ games: Int) {
    for game in 0..<games { send(.gameMatched(GameID(game), start: nil)) }
    for link in Link.allCases { send(.link(link, isUp: true)) }
    send(
      .reconciled(
        AccountState(
          readFrom: now, availableCash: Money(cents: 100_000), holdings: [], otherHoldings: 0,
          restingOrders: [])))
    let level = Quantity(contracts: 100)
    for index in tickers.indices {
      send(
        .bookSnapshot(
          MarketID(index),
          bids: (0..<20).map { BookLevel(price: Price(cents: 49 - $0), quantity: level) },
          asks: (0..<20).map { BookLevel(price: Price(cents: 51 + $0), quantity: level) }))
    }
    outputs.removeAll(keepingCapacity: true)
  }

  func send(_ event: EngineEvent) {
    engine.process(EngineInput(time: now, venueTime: now, event: event), into: &outputs)
  }

  /// Signatures for the orders to come; time goes on.
  func fillSignatures() throws {
    now = now + 5_000_000_000
    ring.discardStale(at: now)
    try ring.fill(now: now)
  }

  var signaturesMadeInline: Int { ring.inlineCount }
  var signaturesTaken: Int { ring.takenCount }

  /// One stream frame, all the way.
  @inline(never)
  func receive(stream bytes: UnsafeRawBufferPointer) {
    now = now + 1_000
    guard let (_, frame) = try? scanner.scan(bytes) else { return }
    guard case .bookDelta(let delta) = frame, let market = delta.market else { return }
    engine.fetch(market)
    send(.bookDelta(market, delta.side, delta.price, change: delta.change))
    carryOut()
  }

  /// One odds frame, all the way.
  @inline(never)
  func receive(odds bytes: UnsafeRawBufferPointer) {
    now = now + 1_000
    var offset = 0
    while offset < bytes.count {
      guard let message = try? decoder.next(in: bytes, from: &offset) else { return }
      guard let event = events.id(of: message.event) else { continue }
      let game = GameID(Int(event.index))
      for place in 0..<message.groupCount {
        let (kind, lines) = decoder.group(place)
        tracker.replace(
          event: OddsEventID(Int(event.index)), bookmaker: BookmakerID(0), kind: kind, with: lines
        ) { change in
          guard case .set(let line) = change, line.subject == .winner else { return }
          send(
            .line(
              game, BookmakerID(0),
              GameLine(kind: .winner, homeOrOver: line.first, awayOrUnder: line.second)))
        }
      }
    }
    carryOut()
  }

  private func carryOut() {
    // Counted by hand: in a debug build an iterator over a range allocates.
    var place = 0
    while place < outputs.count {
      let output = outputs[place]
      place += 1
      guard case .place(let order) = output else { continue }
      placed.append(order)
      let intent = OrderIntent(
        clientOrderID: order.id, market: order.market, side: order.side, price: order.price,
        quantity: order.quantity,
        timeInForce: order.style == .take ? .immediateOrCancel : .goodTillCanceled,
        selfTradePrevention: .takerAtCross, isPostOnly: order.style == .rest)
      let count = try? ring.take(at: now) { encoder.encode(intent, signature: $0, into: buffer) }
      orderBytes = (count ?? nil) ?? 0
      onOrder?(UnsafeRawBufferPointer(rebasing: buffer[..<orderBytes]))
    }
    outputs.empty()
  }

  /// Every order that went out found nothing to trade with.
  func answerOrders() {
    for order in placed {
      send(
        .orderState(
          order.id,
          OrderReport(state: .canceled, filled: .zero, remaining: .zero, price: order.price)))
    }
    placed.removeAll(keepingCapacity: true)
    outputs.removeAll(keepingCapacity: true)
  }

  /// The last order as it would go onto the socket.
  var orderText: String {
    String(decoding: UnsafeRawBufferPointer(buffer)[..<orderBytes], as: UTF8.self)
  }
}
