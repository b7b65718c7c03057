public import Market
public import Wire

/// Gets a stream's frames and events, on the scheduler's thread.
public protocol KalshiStreamHandler: AnyObject {
  /// One frame that can be used. Its texts and levels are readable during the call only; `now` is
  /// the wall clock's time.
  func stream(
    _ stream: KalshiStream, didReceive frame: StreamFrame, _ envelope: StreamEnvelope,
    at now: Timestamp)

  /// Something happened to the connection or to the books.
  func stream(_ stream: KalshiStream, did event: StreamEvent)
}

/// Follows the exchange over a WebSocket: performs what a ``StreamSession`` decides.
///
/// Confined to the scheduler's thread.
public final class KalshiStream: WebSocketHandler {
  /// Opens a socket with these headers; the socket's events go to the handler.
  public typealias Opening = (HTTPHeaders, any WebSocketHandler) -> any WebSocket

  public weak var handler: (any KalshiStreamHandler)?
  /// Hears the bytes of every frame before anything is made of them.
  public var onFrame: (UnsafeRawBufferPointer) -> Void = { _ in }
  public var counters: StreamCounters { session.counters }
  /// True where the market's book has had a snapshot since it was last blocked.
  public func isLive(_ market: MarketID) -> Bool { session.isLive(market) }

  /// When the frame that is being handled arrived, on the scheduler's uptime clock.
  public private(set) var frameArrivalNanoseconds: Int64 = 0

  private var session: StreamSession
  private let scanner: StreamFrameScanner
  private let signer: RequestSigner
  private let path: String
  private let scheduler: any Scheduler
  private let open: Opening
  private var socket: (any WebSocket)?
  private var timer: (token: TimerToken, due: Timestamp)?
  private var isPerforming = false

  /// - Parameters:
  ///   - path: of the stream, as signed: `/trade-api/ws/v2`.
  ///   - open: opens a socket; called for each connection.
  public init(
    configuration: StreamConfiguration, tickers: TickerIndex, signer: RequestSigner,
    path: String = "/trade-api/ws/v2", scheduler: any Scheduler, open: @escaping Opening
  ) {
    session = StreamSession(configuration)
    scanner = StreamFrameScanner(tickers: tickers, noSide: .yesLeg)
    self.signer = signer
    self.path = path
    self.scheduler = scheduler
    self.open = open
  }

  /// As above over a dialer.
  public convenience init(
    configuration: StreamConfiguration, tickers: TickerIndex, signer: RequestSigner,
    endpoint: Endpoint, options: WebSocketConfiguration = .init(), dialer: any Dialer,
    scheduler: any Scheduler
  ) {
    self.init(
      configuration: configuration, tickers: tickers, signer: signer, path: endpoint.target,
      scheduler: scheduler
    ) { headers, handler in
      let socket = WebSocketClient(
        endpoint: endpoint, headers: headers, configuration: options, dialer: dialer,
        scheduler: scheduler, handler: handler)
      socket.open()
      return socket
    }
  }

  /// Connects, and keeps connected until ``stop()``.
  public func start() {
    session.start()
    perform()
  }

  /// Closes the socket for good.
  public func stop() {
    session.stop()
    perform()
  }

  /// The session's time: silence and delays are told by a clock that nobody sets.
  private var time: Timestamp { Timestamp(nanoseconds: scheduler.uptimeNanoseconds) }

  /// Makes the connection anew, as what it brings is not to be trusted; a stream that is not
  /// connected goes on as it is.
  public func restart(reason: String) {
    session.restart(reason, at: time)
    perform()
  }

  /// Asks for a book's snapshot again: what was delivered cannot be, and its owner has blocked it.
  public func distrust(_ market: MarketID) {
    session.distrust(market, at: time)
    perform()
  }

  public func webSocketDidOpen(_ socket: any WebSocket) {
    guard isCurrent(socket) else { return }
    session.opened(at: time)
    perform()
  }

  public func webSocket(_ socket: any WebSocket, didReceiveText bytes: UnsafeRawBufferPointer) {
    guard isCurrent(socket) else { return }
    let time = time
    frameArrivalNanoseconds = time.nanoseconds
    onFrame(bytes)
    do throws(StreamFrameError) {
      let (envelope, frame) = try scanner.scan(bytes)
      let verdict = session.deliver(envelope, frame, at: time)
      if session.hasWork { perform() }
      if verdict == .deliver {
        handler?.stream(self, didReceive: frame, envelope, at: scheduler.now)
      }
    } catch {
      session.unreadable(error, at: time)
      perform()
    }
  }

  public func webSocket(
    _ socket: any WebSocket, didReceiveBinary bytes: UnsafeRawBufferPointer
  ) {
    guard isCurrent(socket) else { return }
    session.unreadable(StreamFrameError(.syntax, at: 0), at: time)
    perform()
  }

  public func webSocketDidClose(_ socket: any WebSocket, _ closure: WebSocketClosure) {
    guard isCurrent(socket) else { return }
    self.socket = nil
    session.closed(reason: Self.words(closure), at: time)
    perform()
  }

  /// Sockets that were replaced may still speak; they are not listened to.
  private func isCurrent(_ socket: any WebSocket) -> Bool { self.socket === socket }

  /// Events first, then actions, until neither makes more of them.
  private func perform() {
    guard !isPerforming else { return }
    isPerforming = true
    while session.hasWork {
      for event in session.takeEvents() { handler?.stream(self, did: event) }
      for action in session.takeActions() { perform(action) }
    }
    isPerforming = false
    schedule()
  }

  private func perform(_ action: StreamAction) {
    switch action {
    case .connect:
      do throws(SigningError) {
        let fields = try signer.headers(method: "GET", target: path, at: scheduler.now)
        socket = open(HTTPHeaders(fields), self)
      } catch {
        session.closed(reason: error.description, at: time)
      }
    case .send(let text):
      var text = text
      text.withUTF8 { socket?.send(text: UnsafeRawBufferPointer($0)) }
    case .disconnect(let reason):
      let old = socket
      socket = nil
      old?.close(code: 1_000, reason: reason)
    }
  }

  /// One timer, moved only when it would fire too late: deadlines that move on with every frame
  /// must not cost a timer each.
  private func schedule() {
    guard let due = session.deadline else {
      if let timer { scheduler.cancel(timer.token) }
      timer = nil
      return
    }
    if let timer, timer.due <= due { return }
    if let timer { scheduler.cancel(timer.token) }
    let token = scheduler.schedule(afterNanoseconds: max(0, due - time)) {
      [weak self] in
      guard let self else { return }
      timer = nil
      session.tick(at: time)
      perform()
    }
    timer = (token, due)
  }

  private static func words(_ closure: WebSocketClosure) -> String {
    switch closure {
    case .refused(let status, let body): "refused with HTTP \(status): \(body.prefix(200))"
    case .closed(let code, let reason): "closed by the exchange: \(code) \(reason)"
    case .protocolError(let code, let reason): "protocol error \(code): \(reason)"
    case .timedOut: "timed out"
    case .lost(.local): "closed"
    case .lost(.remote): "connection lost"
    case .lost(.outputOverflow): "the exchange reads too slowly"
    case .lost(.failed(let reason)): reason
    }
  }
}
