/// An HTTP/1.1 client of one origin with warm, kept-alive connections.
///
/// Confined to the scheduler's thread. One request at a time per connection (no pipelining, so that
/// an answer lost concerns one request). Connections that close are opened again in the background
/// with backoff.
public final class HTTPClient: HTTPExchanging {
  /// Bounds of a client.
  public struct Limits: Hashable, Sendable {
    /// Connections held open.
    public var connections: Int
    /// Requests that may wait for a connection; one more fails at once with `notSent`.
    public var maximumWaiting: Int
    /// Bytes of a response head; more loses the answer and the connection.
    public var maximumHeadBytes: Int
    /// Bytes of a response body; more loses the answer and the connection.
    public var maximumBodyBytes: Int

    public init(
      connections: Int = 2, maximumWaiting: Int = 64, maximumHeadBytes: Int = 64 << 10,
      maximumBodyBytes: Int = 32 << 20
    ) {
      self.connections = connections
      self.maximumWaiting = maximumWaiting
      self.maximumHeadBytes = maximumHeadBytes
      self.maximumBodyBytes = maximumBodyBytes
    }
  }

  public let origin: Endpoint
  /// Gets the outcome of every ``sendPrepared(_:tag:timeoutNanoseconds:)``.
  public weak var preparedHandler: (any HTTPPreparedHandler)?
  let limits: Limits
  let dialer: any Dialer
  let scheduler: any Scheduler

  /// Prepares a client; ``start()`` opens its connections.
  public init(
    origin: Endpoint, limits: Limits = .init(), dialer: any Dialer, scheduler: any Scheduler,
    seed: UInt64 = .random(in: .min ... .max)
  ) {
    self.origin = origin
    self.limits = limits
    self.dialer = dialer
    self.scheduler = scheduler
  }

  /// Opens the connections and keeps them open until ``stop()``.
  public func start() {}

  /// Closes all connections; requests under way end with `answerLost`, waiting ones with `notSent`.
  public func stop() {}

  /// Connections that could carry a request at this moment.
  public var idleConnections: Int { 0 }

  public func send(
    _ request: HTTPRequest, timeoutNanoseconds: Int64,
    completion: @escaping (Result<HTTPResponse, HTTPFailure>) -> Void
  ) {}

  /// Sends one whole request, encoded already, on a warm connection at once: no allocation, no
  /// waiting. The outcome reaches ``preparedHandler`` with `tag`, never before this returns.
  ///
  /// - Returns: false when no warm connection is free: nothing was sent, and the handler will not
  ///   hear of `tag`.
  public func sendPrepared(
    _ bytes: UnsafeRawBufferPointer, tag: UInt64, timeoutNanoseconds: Int64
  ) -> Bool { false }
}

/// Gets the outcomes of requests sent ready-made, told apart by the tag given with each.
public protocol HTTPPreparedHandler: AnyObject {
  /// A whole response; `body` is readable during the call only, with 64 bytes of slack behind it.
  func preparedRequest(_ tag: UInt64, didReceive status: Int, body: UnsafeRawBufferPointer)
  /// No whole response: ``HTTPFailure`` says whether the request may have reached the server.
  func preparedRequest(_ tag: UInt64, didFail failure: HTTPFailure)
}
