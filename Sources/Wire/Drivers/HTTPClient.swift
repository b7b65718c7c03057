internal import Market

/// An HTTP/1.1 client of one origin with warm, kept-alive connections.
///
/// Confined to the scheduler's thread. One request at a time per connection (no pipelining, so that
/// an answer lost concerns one request). Connections that close are opened again in the background
/// with backoff. A request that waits for a connection has not been sent, so it survives any number
/// of closed connections within its time.
public final class HTTPClient: HTTPExchanging {
  /// Bounds of a client.
  public struct Limits: Hashable, Sendable {
    /// Connections held open.
    public var connections: Int
    /// Requests that may wait for a connection; one more fails at once with `notSent`.
    public var maximumWaiting: Int
    /// Bytes of one encoded request; a larger one fails with `notSent`.
    public var maximumRequestBytes: Int
    /// Bytes of a response head; more loses the answer and the connection.
    public var maximumHeadBytes: Int
    /// Bytes of a response body; more loses the answer and the connection.
    public var maximumBodyBytes: Int
    /// Waits between attempts to open a connection.
    public var backoff: Backoff

    public init(
      connections: Int = 2, maximumWaiting: Int = 64, maximumRequestBytes: Int = 4 << 20,
      maximumHeadBytes: Int = 64 << 10, maximumBodyBytes: Int = 32 << 20,
      backoff: Backoff = Backoff(baseNanoseconds: 50_000_000, capNanoseconds: 5_000_000_000)
    ) {
      self.connections = max(1, connections)
      self.maximumWaiting = maximumWaiting
      self.maximumRequestBytes = maximumRequestBytes
      self.maximumHeadBytes = maximumHeadBytes
      self.maximumBodyBytes = maximumBodyBytes
      self.backoff = backoff
    }
  }

  struct Waiting {
    let request: HTTPRequest
    let deadline: Int64
    let completion: (Result<HTTPResponse, HTTPFailure>) -> Void
  }

  public let origin: Endpoint
  /// Gets the outcome of every ``sendPrepared(_:tag:timeoutNanoseconds:)``; held weakly.
  public weak var preparedHandler: (any HTTPPreparedHandler)?
  let limits: Limits
  let dialer: any Dialer
  let scheduler: any Scheduler
  /// Draws the waits between attempts.
  var random: SplitMix64
  private var connections: [HTTPClientConnection] = []
  private var waiting: [Waiting] = []
  private var waitingTimer: TimerToken?
  private var isStarted = false
  /// Why the last connection ended, for requests that time out waiting.
  var lastFailure: String?

  /// Prepares a client; ``start()`` opens its connections.
  ///
  /// - Parameter seed: of the jitter between attempts to connect.
  public init(
    origin: Endpoint, limits: Limits = .init(), dialer: any Dialer, scheduler: any Scheduler,
    // unseeded: clients that lost one server must not all come back at once.
    seed: UInt64 = .random(in: .min ... .max)
  ) {
    self.origin = origin
    self.limits = limits
    self.dialer = dialer
    self.scheduler = scheduler
    random = SplitMix64(seed: seed)
  }

  deinit { for connection in connections { connection.stop() } }

  /// Opens the connections and keeps them open until ``stop()``.
  public func start() {
    guard !isStarted else { return }
    isStarted = true
    for _ in 0..<limits.connections { connections.append(HTTPClientConnection(client: self)) }
    for connection in connections { connection.open() }
  }

  /// Closes all connections; requests under way end with `answerLost`, waiting ones with `notSent`.
  public func stop() {
    guard isStarted else { return }
    isStarted = false
    let stopped = connections
    connections = []
    for connection in stopped { connection.stop() }
    failWaiting { _ in true }
  }

  /// Connections that could carry a request at this moment.
  public var idleConnections: Int {
    var count = 0
    for connection in connections where connection.isIdle { count += 1 }
    return count
  }

  public func send(
    _ request: HTTPRequest, timeoutNanoseconds: Int64,
    completion: @escaping (Result<HTTPResponse, HTTPFailure>) -> Void
  ) {
    guard isStarted else { return refuse("the HTTP client is not started", completion) }
    guard waiting.count < limits.maximumWaiting else {
      return refuse("\(waiting.count) requests wait for \(origin.authority) already", completion)
    }
    let deadline = scheduler.uptimeNanoseconds + max(0, timeoutNanoseconds)
    waiting.append(Waiting(request: request, deadline: deadline, completion: completion))
    dispatch()
    armWaitingTimer()
  }

  /// Sends one whole request, encoded already, on a warm connection at once: no allocation, no
  /// waiting. The outcome reaches ``preparedHandler`` with `tag`, never before this returns.
  ///
  /// - Returns: false when no warm connection is free: nothing was sent, and the handler will not
  ///   hear of `tag`.
  public func sendPrepared(
    _ bytes: UnsafeRawBufferPointer, tag: UInt64, timeoutNanoseconds: Int64
  ) -> Bool {
    // By index: an iterator over the array allocates in debug builds.
    for index in 0..<connections.count where connections[index].isIdle {
      return connections[index].send(
        prepared: bytes, tag: tag, timeoutNanoseconds: timeoutNanoseconds)
    }
    return false
  }

  // MARK: Waiting requests

  /// Ends every request that still waits for a connection: it fails with `notSent`, at the next
  /// turn. For what must not leave any more, such as requests signed with a key that is refused.
  public func recallWaiting(reason: String) {
    let recalled = waiting
    waiting.removeAll()
    armWaitingTimer()
    for request in recalled { refuse(reason, request.completion) }
  }

  /// Gives waiting requests to idle connections, oldest first.
  func dispatch() {
    while !waiting.isEmpty, let connection = connections.first(where: \.isIdle) {
      connection.send(waiting.removeFirst())
    }
  }

  private func armWaitingTimer() {
    if let waitingTimer { scheduler.cancel(waitingTimer) }
    waitingTimer = nil
    guard let deadline = waiting.map(\.deadline).min() else { return }
    let rest = max(0, deadline - scheduler.uptimeNanoseconds)
    waitingTimer = scheduler.schedule(afterNanoseconds: rest) { [weak self] in
      guard let self else { return }
      waitingTimer = nil
      let now = scheduler.uptimeNanoseconds
      failWaiting { $0.deadline <= now }
    }
  }

  private func failWaiting(_ isOver: (Waiting) -> Bool) {
    let failed = waiting.filter(isOver)
    waiting.removeAll(where: isOver)
    armWaitingTimer()
    let cause = lastFailure.map { ": \($0)" } ?? ""
    for request in failed {
      refuse("no connection to \(origin.authority) was free in time\(cause)", request.completion)
    }
  }

  private func refuse(
    _ reason: String, _ completion: @escaping (Result<HTTPResponse, HTTPFailure>) -> Void
  ) {
    _ = scheduler.schedule(afterNanoseconds: 0) { completion(.failure(.notSent(reason))) }
  }
}

/// Gets the outcomes of requests sent ready-made, told apart by the tag given with each.
public protocol HTTPPreparedHandler: AnyObject {
  /// A whole response; `body` is readable during the call only, with 64 bytes of slack behind it.
  func preparedRequest(_ tag: UInt64, didReceive status: Int, body: UnsafeRawBufferPointer)
  /// No whole response: ``HTTPFailure`` says whether the request may have reached the server.
  func preparedRequest(_ tag: UInt64, didFail failure: HTTPFailure)
}
