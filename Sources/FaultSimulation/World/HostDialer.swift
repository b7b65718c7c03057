internal import Market
internal import Wire

/// The network as one simulated process has it: every stream it opens passes here, where faults of
/// the network reach it and the witnesses see it.
final class HostDialer: Dialer {
  let clock: HostClock
  let network: SimulatedNetwork
  private(set) var streams: [HostStream] = []
  /// The next stream of market data is accepted and then silent.
  var isNextStreamDead = false
  /// Hears a dial; true for market data.
  var onDial: (HostStream) -> Void = { _ in }
  /// Hears bytes before they leave.
  var onWrite: (HostStream, UnsafeRawBufferPointer) -> Void = { _, _ in }
  /// Hears bytes before the process has them.
  var onReceive: (HostStream, UnsafeRawBufferPointer) -> Void = { _, _ in }
  /// Hears that a stream has ended, by either side, as the process knows.
  var onEnd: (HostStream) -> Void = { _ in }
  /// Hears that a fault of the network has happened.
  var onFault: (FaultKind) -> Void = { _ in }

  init(_ clock: HostClock, _ network: SimulatedNetwork) {
    self.clock = clock
    self.network = network
  }

  func dial(_ endpoint: Endpoint, handler: any ByteStreamHandler) -> any ByteStream {
    let isMarketData = endpoint.target.hasPrefix("/trade-api/ws/")
    let stream = HostStream(self, isMarketData: isMarketData)
    stream.handler = handler
    if isMarketData, isNextStreamDead {
      isNextStreamDead = false
      stream.isDead = true
      onFault(.deadReconnect)
    }
    streams.append(stream)
    onDial(stream)
    stream.base = network.dial(endpoint, handler: stream)
    return stream
  }

  func forget(_ stream: HostStream) { streams.removeAll { $0 === stream } }

  /// The process is gone: its connections are reset.
  func die() {
    for stream in streams { stream.die() }
    streams.removeAll()
  }
}
