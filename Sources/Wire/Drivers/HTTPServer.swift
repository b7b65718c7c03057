/// An HTTP/1.1 server with keep-alive and WebSocket upgrades over any ``StreamAcceptor``.
///
/// Confined to the scheduler's thread. Bounds: see ``Limits``.
public final class HTTPServer {
  /// Bounds of a server; what breaks one is answered (400, 408, 413, 431) or closed, never waited for.
  public struct Limits: Hashable, Sendable {
    /// Open connections; one more is closed at once.
    public var maximumConnections: Int
    /// Bytes of request line and headers; more is answered 431.
    public var maximumHeadBytes: Int
    /// Bytes of request body; more is answered 413.
    public var maximumBodyBytes: Int
    /// Time for a whole request to arrive, and for an idle connection to stay open; a half-sent
    /// request is answered 408.
    public var idleTimeoutNanoseconds: Int64
    /// Requests served on one connection before it is closed; 0 for no bound.
    public var maximumRequestsPerConnection: Int

    public init(
      maximumConnections: Int = 1_024, maximumHeadBytes: Int = 32 << 10,
      maximumBodyBytes: Int = 4 << 20, idleTimeoutNanoseconds: Int64 = 60_000_000_000,
      maximumRequestsPerConnection: Int = 0
    ) {
      self.maximumConnections = maximumConnections
      self.maximumHeadBytes = maximumHeadBytes
      self.maximumBodyBytes = maximumBodyBytes
      self.idleTimeoutNanoseconds = idleTimeoutNanoseconds
      self.maximumRequestsPerConnection = maximumRequestsPerConnection
    }
  }

  let acceptor: any StreamAcceptor
  let scheduler: any Scheduler
  let service: any HTTPServing
  let limits: Limits
  let webSocketOptions: WebSocketOptions

  /// Serves what `acceptor` accepts, from ``start()`` on.
  public init(
    acceptor: any StreamAcceptor, scheduler: any Scheduler, service: any HTTPServing,
    limits: Limits = .init(), webSocketOptions: WebSocketOptions = .init()
  ) {
    self.acceptor = acceptor
    self.scheduler = scheduler
    self.service = service
    self.limits = limits
    self.webSocketOptions = webSocketOptions
  }

  /// The port that the server listens on.
  public var port: Int { acceptor.port }

  /// Begins to accept.
  public func start() {}

  /// Stops accepting and closes every connection, WebSockets with code 1001.
  public func stop() {}
}
