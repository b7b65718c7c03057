internal import Market

/// A WebSocket client over any ``Dialer`` (RFC 6455): one object is one connection; reconnecting is
/// the owner's, with a new object and ``Backoff``.
///
/// Confined to the scheduler's thread. Receiving and sending a frame allocates nothing in the
/// steady state. Letting go of an open client closes its stream.
public final class WebSocketClient: WebSocket {
  private enum Phase {
    case new
    case opening
    /// The session has the stream.
    case open
    case ended
  }

  public let endpoint: Endpoint
  /// Gets the events; held weakly.
  public weak var handler: (any WebSocketHandler)?
  private let headers: HTTPHeaders
  private let configuration: WebSocketConfiguration
  private let openTimeoutNanoseconds: Int64
  private let dialer: any Dialer
  private let scheduler: any Scheduler
  private var random: SplitMix64
  private var phase = Phase.new
  private var handshake: WebSocketClientHandshake
  private var stream: (any ByteStream)?
  private var session: WebSocketSession?
  private var timer: TimerToken?
  /// How the socket ends, where that is known before the stream has ended.
  private var closure: WebSocketClosure?

  /// Prepares a client; ``open()`` dials.
  ///
  /// - Parameters:
  ///   - headers: sent with the upgrade, beside those that the protocol needs (for example signed
  ///     login headers).
  ///   - openTimeoutNanoseconds: dial, TLS and upgrade must be done within this time.
  ///   - seed: of the handshake key and the frame masks; the system's randomness by default. Tests
  ///     give one.
  public init(
    endpoint: Endpoint, headers: HTTPHeaders = [:],
    configuration: WebSocketConfiguration = .init(),
    openTimeoutNanoseconds: Int64 = 10_000_000_000, dialer: any Dialer,
    // unseeded: masks must not be foreseen by who chooses the payload (RFC 6455, section 10.3).
    scheduler: any Scheduler, seed: UInt64 = .random(in: .min ... .max),
    handler: (any WebSocketHandler)? = nil
  ) {
    self.endpoint = endpoint
    self.headers = headers
    self.configuration = configuration
    self.openTimeoutNanoseconds = openTimeoutNanoseconds
    self.dialer = dialer
    self.scheduler = scheduler
    self.handler = handler
    random = SplitMix64(seed: seed)
    var key: [UInt8] = []
    for _ in 0..<16 { key.append(UInt8(truncatingIfNeeded: random.next())) }
    handshake = WebSocketClientHandshake(key: key)
  }

  deinit {
    if let timer { scheduler.cancel(timer) }
    if phase != .ended { stream?.close() }
  }

  /// Dials; the outcome reaches the handler as `webSocketDidOpen` or `webSocketDidClose`. Once per
  /// object: later calls do nothing.
  public func open() {
    guard phase == .new else { return }
    phase = .opening
    timer = scheduler.schedule(afterNanoseconds: openTimeoutNanoseconds) { [weak self] in
      self?.giveUp(.timedOut)
    }
    stream = dialer.dial(endpoint, handler: self)
  }

  public func send(text: UnsafeRawBufferPointer) { session?.send(text: text) }
  public func send(binary: UnsafeRawBufferPointer) { session?.send(binary: binary) }
  public func ping(_ payload: UnsafeRawBufferPointer) { session?.ping(payload) }

  /// Begins the closing handshake, or gives up opening.
  public func close(code: UInt16, reason: String) {
    if let session { return session.close(code: code, reason: reason) }
    if phase == .opening { giveUp(.lost(.local)) }
  }

  private func giveUp(_ closure: WebSocketClosure) {
    guard phase == .opening else { return }
    if self.closure == nil { self.closure = closure }
    stream?.close()
  }
}

extension WebSocketClient: ByteStreamHandler {
  public func streamDidOpen(_ stream: any ByteStream) {
    guard phase == .opening, closure == nil else { return }
    var output = ByteBuffer(capacity: 2_048, limit: 64 << 10)
    do throws(HTTPEncodeError) {
      try handshake.appendRequest(to: endpoint, headers: headers, into: &output)
      stream.write(output.bytes)
    } catch {
      giveUp(.lost(.failed("the upgrade of \(endpoint.authority) cannot be sent: \(error)")))
    }
  }

  public func stream(_ stream: any ByteStream, didReceive bytes: UnsafeRawBufferPointer) {
    guard phase == .opening, closure == nil else { return }
    switch handshake.receive(bytes) {
    case .needMore: break
    case .ended(let closure): giveUp(closure)
    case .open: begin(stream)
    }
  }

  public func streamDidClose(_ stream: any ByteStream, _ closure: StreamClosure) {
    guard phase == .opening else { return }
    end(self.closure ?? handshake.streamDidClose(closure))
  }

  private func begin(_ stream: any ByteStream) {
    if let timer { scheduler.cancel(timer) }
    timer = nil
    phase = .open
    let session = WebSocketSession(
      role: .client, stream: stream, scheduler: scheduler, configuration: configuration,
      seed: random.next(), client: self, handler: nil)
    self.session = session
    session.didEnd = { [weak self] in
      self?.phase = .ended
      self?.session = nil
      self?.stream = nil
    }
    stream.handler = session
    session.begin(with: handshake.remainder)
  }

  private func end(_ closure: WebSocketClosure) {
    if let timer { scheduler.cancel(timer) }
    timer = nil
    phase = .ended
    stream = nil
    handler?.webSocketDidClose(self, closure)
  }
}
