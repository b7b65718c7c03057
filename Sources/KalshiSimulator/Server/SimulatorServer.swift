internal import Market
internal import Matching
public import Wire

/// A simulated exchange behind real sockets, or a simulated network.
///
/// Performs what ``SimulatorRouter``, ``SimulatorStreamSession`` and ``VenueReplay`` decide. Bounds
/// are those of Wire's HTTP server and of ``SimulatorSettings``.
///
/// `@unchecked Sendable` is protected by confinement: every member belongs to the scheduler's
/// thread, and other threads hold the reference only to reach it through `EventLoop.perform`.
public final class SimulatorServer: @unchecked Sendable {
  /// The exchange. After changing it directly call ``flush()``.
  public var exchange: SimulatedExchange
  public private(set) var replay: VenueReplay?
  /// Hears and changes what goes in and out.
  public weak var interposer: (any SimulatorInterposer)?
  let scheduler: any Scheduler
  let acceptor: TappedAcceptor
  private var http: HTTPServer?
  private var connections: [SimulatorConnection] = []
  private var connectionCount = 0
  private var faults = PendingFaults()
  private var areStreamsStalled = false
  private var replayStart: Int64 = 0
  private var replayTimer: TimerToken?
  private var heartbeatTimer: TimerToken?
  private var expiryTimer: TimerToken?
  private var replayEnd: (() -> Void)?
  /// Called when the recorded clock has moved, before the quotes that moved it are sent.
  public var onReplayAdvance: (() -> Void)?

  /// Serves `exchange` to what `acceptor` accepts, from ``start()`` on.
  public init(
    exchange: SimulatedExchange, acceptor: any StreamAcceptor, scheduler: any Scheduler
  ) {
    self.exchange = exchange
    self.scheduler = scheduler
    self.acceptor = TappedAcceptor(acceptor)
  }

  /// Listens on a port with TLS, or without where no certificate is given.
  ///
  /// - Throws: one sentence where the port or the certificate cannot be used.
  public convenience init(
    exchange: SimulatedExchange, loop: EventLoop, host: String = "127.0.0.1", port: Int = 0,
    tls: TLSServerConfiguration? = nil
  ) throws(WireError) {
    let listener = try SocketListener(loop: loop, host: host, port: port, tls: tls)
    self.init(exchange: exchange, acceptor: listener, scheduler: loop)
  }

  public var port: Int { acceptor.port }
  /// Open WebSockets.
  public var streamCount: Int { connections.count }

  /// Begins to serve. What happened before is in the books; no stream is told of it.
  public func start() {
    _ = exchange.takeMessages()
    let server = HTTPServer(
      acceptor: acceptor, scheduler: scheduler, service: SimulatorService(self),
      webSocketConfiguration: WebSocketConfiguration(pingIntervalNanoseconds: nil))
    http = server
    server.start()
    armHeartbeat()
  }

  /// Closes every connection and lets go of what waits; the recording goes no further.
  public func stop() {
    for timer in [replayTimer, heartbeatTimer, expiryTimer] { timer.map(scheduler.cancel) }
    // Whoever waits for the end of the recording may hold the server.
    replayEnd = nil
    onReplayAdvance = nil
    http?.stop()
    http = nil
  }

  /// Plays a recording from now on. `completion` is called once all quotes are out and, where
  /// `settles`, known results are paid.
  public func play(
    _ replay: VenueReplay, settles: Bool = true, completion: (() -> Void)? = nil
  ) {
    self.replay = replay
    replayStart = scheduler.uptimeNanoseconds
    replayEnd = { [weak self] in
      guard let self else { return }
      if settles { settleReplay() }
      completion?()
    }
    advanceReplay()
  }

  /// Pays the results that the recording knows.
  public func settleReplay() {
    _ = replay?.settle(&exchange, at: scheduler.now)
    flush()
  }

  /// At most so many quotes at one turn, so that requests are not kept waiting.
  private static let quotesPerTurn = 64

  private func advanceReplay() {
    replayTimer = nil
    let elapsed = scheduler.uptimeNanoseconds - replayStart
    _ = replay?.advance(
      elapsedNanoseconds: elapsed, exchange: &exchange, at: scheduler.now,
      limit: Self.quotesPerTurn)
    onReplayAdvance?()
    flush()
    guard let due = replay?.nextDue else {
      let end = replayEnd
      replayEnd = nil
      end?()
      return
    }
    replayTimer = scheduler.schedule(afterNanoseconds: max(0, due - elapsed)) { [weak self] in
      self?.advanceReplay()
    }
  }

  /// Tells the streams what happened.
  public func flush() {
    let messages = exchange.takeMessages()
    for connection in connections {
      connection.session.deliver(messages, exchange: exchange, at: scheduler.now)
      if !areStreamsStalled { connection.flush() }
    }
    armExpiry()
  }

  private func armExpiry() {
    if let expiryTimer { scheduler.cancel(expiryTimer) }
    expiryTimer = nil
    guard let next = exchange.engine.nextExpiration else { return }
    let wait = max(1_000_000, next - scheduler.now)
    expiryTimer = scheduler.schedule(afterNanoseconds: wait) { [weak self] in
      guard let self else { return }
      exchange.tick(at: scheduler.now)
      flush()
    }
  }

  private func armHeartbeat() {
    let pause = exchange.settings.heartbeatNanoseconds
    heartbeatTimer = scheduler.schedule(afterNanoseconds: pause) { [weak self] in
      guard let self else { return }
      for connection in connections { connection.heartbeat() }
      armHeartbeat()
    }
  }
}

// MARK: - Requests

extension SimulatorServer {
  func handle(_ request: HTTPRequest, respond: @escaping (HTTPResponse) -> Void) {
    if let status = faults.takeFailure() {
      return respond(
        HTTPResponse(
          status: status, headers: ["content-type": "text/plain"],
          body: Array("upstream error".utf8)))
    }
    let fate = interposer?.simulator(self, willServe: request) ?? .serve
    if case .answer(let response) = fate { return respond(response) }
    var response = SimulatorRouter.respond(to: request, exchange: &exchange, at: scheduler.now)
    flush()
    if let interposer {
      response = interposer.simulator(self, didServe: request, response)
    }
    switch fate {
    case .serve, .answer: break
    case .cut:
      acceptor.current?.close()
      return
    case .delay(let nanoseconds):
      _ = scheduler.schedule(afterNanoseconds: nanoseconds) { [response] in respond(response) }
      return
    }
    if faults.takeLostAnswer(request.method) {
      acceptor.current?.close()
      return
    }
    guard let delay = faults.takeDelay() else { return respond(response) }
    _ = scheduler.schedule(afterNanoseconds: delay) { respond(response) }
  }

  func upgrade(_ request: HTTPRequest) -> UpgradeDecision {
    switch SimulatorRouter.authorizeStream(request, exchange: exchange, at: scheduler.now) {
    case .refused(let response): return .refuse(response)
    case .member(let account):
      let connection = SimulatorConnection(
        server: self, number: connectionCount, session: SimulatorStreamSession(account: account),
        stream: acceptor.current)
      connectionCount += 1
      connections.append(connection)
      return .accept(connection)
    }
  }

  func receive(_ text: [UInt8], on connection: SimulatorConnection) {
    connection.session.receive(text, exchange: exchange, at: scheduler.now)
    if !areStreamsStalled { connection.flush() }
  }

  func forget(_ connection: SimulatorConnection) {
    connections.removeAll { $0 === connection }
  }
}

// MARK: - Faults

extension SimulatorServer {
  /// Makes something happen now, or with the next requests.
  public func inject(_ fault: SimulatorFault) {
    let now = scheduler.now
    switch fault {
    case .skipSequence(let channel, let count):
      for connection in connections { connection.session.skipSequence(channel, count: count) }
    case .dropStreams: for connection in connections { connection.cut() }
    case .dropConnections: acceptor.cutAll()
    case .loseAnswers(let count): faults.answersToLose += count
    case .delayAnswers(let count, let nanoseconds):
      faults.answersToDelay += count
      faults.delayNanoseconds = nanoseconds
    case .failRequests(let count, let status):
      faults.requestsToFail += count
      faults.failureStatus = status
    case .refuseConnections(let nanoseconds):
      acceptor.isRefusing = true
      _ = scheduler.schedule(afterNanoseconds: nanoseconds) { [weak self] in
        self?.acceptor.isRefusing = false
      }
    case .stallStreams(let isStalled): areStreamsStalled = isStalled
    case .haltTrading: exchange.haltTrading(at: now)
    case .resumeTrading: exchange.resumeTrading(at: now)
    case .setLevel(let ticker, let side, let price, let quantity):
      guard let market = exchange.market(ticker) else { return }
      exchange.setLevel(market, side, price: price, quantity: quantity, at: now)
    case .setQuote(let ticker, let bid, let ask, let quantity):
      guard let market = exchange.market(ticker) else { return }
      exchange.setQuote(
        market, bids: bid.map { [BookLevel(price: $0, quantity: quantity)] } ?? [],
        asks: ask.map { [BookLevel(price: $0, quantity: quantity)] } ?? [], at: now)
    case .settle(let ticker, let result):
      guard let market = exchange.market(ticker) else { return }
      exchange.settle(market, result, at: now)
    }
    flush()
  }
}

/// What the HTTP server holds, so that it does not hold the simulator.
private final class SimulatorService: HTTPServing {
  private weak var simulator: SimulatorServer?

  init(_ simulator: SimulatorServer) { self.simulator = simulator }

  func handle(_ request: HTTPRequest, respond: @escaping (HTTPResponse) -> Void) {
    guard let simulator else { return respond(HTTPResponse(status: 503)) }
    simulator.handle(request, respond: respond)
  }

  func upgrade(_ request: HTTPRequest) -> UpgradeDecision {
    guard let simulator else { return .refuse(HTTPResponse(status: 503)) }
    return simulator.upgrade(request)
  }
}
