internal import Market

/// A network in virtual time: streams with seeded latency whose bytes arrive cut into random
/// pieces, and faults on command. The same seed and the same calls give the same history.
///
/// Drivers cannot tell it from sockets: it is a ``Dialer``, and its listeners are
/// ``StreamAcceptor``s. Ports are one namespace whatever the host.
///
/// The network holds its open streams and its scheduler; they do not hold it. When it goes, what is
/// under way is lost and nobody hears of it.
public final class SimulatedNetwork: Dialer {
  /// What the network does to bytes.
  public struct Conditions: Hashable, Sendable {
    /// One-way latency of each piece; drawn evenly, order kept.
    public var latencyNanoseconds: ClosedRange<Int64>
    /// Cuts each write into pieces of 1 to this many bytes; 0 delivers writes whole.
    public var maximumPieceBytes: Int
    /// Bytes under way in one direction; more closes the writer with `outputOverflow`.
    public var maximumOutputBytes: Int

    public init(
      latencyNanoseconds: ClosedRange<Int64> = 50_000...2_000_000, maximumPieceBytes: Int = 0,
      maximumOutputBytes: Int = 16 << 20
    ) {
      self.latencyNanoseconds = latencyNanoseconds
      self.maximumPieceBytes = maximumPieceBytes
      self.maximumOutputBytes = maximumOutputBytes
    }
  }

  public let scheduler: any Scheduler
  public var conditions: Conditions
  /// While true, dialling fails.
  public var refusesConnections = false
  private var random: SplitMix64
  private var listeners: [Int: SimulatedListener] = [:]
  private var nextPort = 40_000
  /// Both ends of every open connection, in the order in which they were dialled.
  private var streams: [SimulatedStream] = []

  public init(scheduler: any Scheduler, seed: UInt64, conditions: Conditions = .init()) {
    self.scheduler = scheduler
    self.conditions = conditions
    random = SplitMix64(seed: seed)
  }

  /// Listens on a port; 0 takes a free one.
  ///
  /// - Throws: when the port is taken.
  public func listen(port: Int = 0) throws(WireError) -> SimulatedListener {
    var port = port
    if port == 0 {
      nextPort += 1
      port = nextPort
    }
    guard listeners[port] == nil else { throw WireError("port \(port) is in use") }
    let listener = SimulatedListener(network: self, port: port)
    listeners[port] = listener
    return listener
  }

  public func dial(_ endpoint: Endpoint, handler: any ByteStreamHandler) -> any ByteStream {
    let client = SimulatedStream(network: self)
    client.handler = handler
    let delay = latency()
    _ = scheduler.schedule(afterNanoseconds: delay) { [weak self] in
      self?.connect(client, endpoint)
    }
    return client
  }

  /// Open connections.
  public var connections: Int { streams.count / 2 }

  /// Cuts every connection: both ends hear a failure.
  public func cutAll() {
    for stream in streams { stream.end(.failed("the connection was cut")) }
  }

  private func connect(_ client: SimulatedStream, _ endpoint: Endpoint) {
    guard client.isOpening else { return }
    guard !refusesConnections, let listener = listeners[endpoint.port],
      let acceptor = listener.handler
    else {
      client.end(.failed("cannot connect to \(endpoint.host):\(endpoint.port): refused"))
      return
    }
    let server = SimulatedStream(network: self)
    client.peer = server
    server.peer = client
    streams.append(client)
    streams.append(server)
    acceptor.acceptor(listener, didAccept: server)
    server.open()
    client.open()
  }

  func forget(_ stream: SimulatedStream) { streams.removeAll { $0 === stream } }
  func forget(_ listener: SimulatedListener) { listeners[listener.port] = nil }

  func latency() -> Int64 { Int64.random(in: conditions.latencyNanoseconds, using: &random) }

  func pieceBytes(of remaining: Int) -> Int {
    guard conditions.maximumPieceBytes > 0 else { return remaining }
    return Int.random(in: 1...min(remaining, conditions.maximumPieceBytes), using: &random)
  }
}

/// A listening port of a ``SimulatedNetwork``.
public final class SimulatedListener: StreamAcceptor {
  public weak var handler: (any StreamAcceptorHandler)?
  public let port: Int
  private weak var network: SimulatedNetwork?

  init(network: SimulatedNetwork, port: Int) {
    self.network = network
    self.port = port
  }

  public func close() { network?.forget(self) }
}
