/// An HTTP/1.1 server with keep-alive and WebSocket upgrades over any ``StreamAcceptor``.
///
/// Confined to the scheduler's thread. Bounds: see ``Limits``.
public final class HTTPServer {
  /// Bounds of a server; what breaks one is answered (400, 408, 413, 431) or closed, never waited
  /// for.
  public struct Limits: Hashable, Sendable {
    /// Open connections, WebSockets among them; one more is closed at once.
    public var maximumConnections: Int
    /// Bytes of request line and headers; more is answered 431.
    public var maximumHeadBytes: Int
    /// Bytes of request body; more is answered 413.
    public var maximumBodyBytes: Int
    /// Bytes of one response; a larger one is replaced by 500.
    public var maximumResponseBytes: Int
    /// Time for a whole request to arrive, and for an idle connection to stay open; a half-sent
    /// request is answered 408.
    public var idleTimeoutNanoseconds: Int64
    /// Requests served on one connection before it is closed; 0 for no bound.
    public var maximumRequestsPerConnection: Int

    public init(
      maximumConnections: Int = 1_024, maximumHeadBytes: Int = 32 << 10,
      maximumBodyBytes: Int = 4 << 20, maximumResponseBytes: Int = 16 << 20,
      idleTimeoutNanoseconds: Int64 = 60_000_000_000, maximumRequestsPerConnection: Int = 0
    ) {
      self.maximumConnections = maximumConnections
      self.maximumHeadBytes = maximumHeadBytes
      self.maximumBodyBytes = maximumBodyBytes
      self.maximumResponseBytes = maximumResponseBytes
      self.idleTimeoutNanoseconds = idleTimeoutNanoseconds
      self.maximumRequestsPerConnection = maximumRequestsPerConnection
    }
  }

  let acceptor: any StreamAcceptor
  let scheduler: any Scheduler
  let service: any HTTPServing
  let limits: Limits
  let webSocketConfiguration: WebSocketConfiguration
  private var connections: [ObjectIdentifier: HTTPServerConnection] = [:]

  /// Serves what `acceptor` accepts, from ``start()`` on. Holds `service` until the server goes,
  /// and the handlers of WebSockets until those end; the last of a server that goes are not told.
  public init(
    acceptor: any StreamAcceptor, scheduler: any Scheduler, service: any HTTPServing,
    limits: Limits = .init(), webSocketConfiguration: WebSocketConfiguration = .init()
  ) {
    self.acceptor = acceptor
    self.scheduler = scheduler
    self.service = service
    self.limits = limits
    self.webSocketConfiguration = webSocketConfiguration
  }

  deinit { stop() }

  /// The port that the server listens on.
  public var port: Int { acceptor.port }

  /// Open connections, WebSockets among them.
  public var connectionCount: Int { connections.count }

  /// Begins to accept.
  public func start() { acceptor.handler = self }

  /// Stops accepting and closes every connection, WebSockets with code 1001.
  public func stop() {
    acceptor.handler = nil
    acceptor.close()
    for connection in connections.values { connection.stop() }
  }

  func forget(_ connection: HTTPServerConnection) {
    connections[ObjectIdentifier(connection)] = nil
  }
}

extension HTTPServer: StreamAcceptorHandler {
  public func acceptor(_ acceptor: any StreamAcceptor, didAccept stream: any ByteStream) {
    // A stream without a handler is closed by its acceptor.
    guard connections.count < limits.maximumConnections else { return }
    let connection = HTTPServerConnection(server: self, stream: stream)
    connections[ObjectIdentifier(connection)] = connection
    stream.handler = connection
  }
}
