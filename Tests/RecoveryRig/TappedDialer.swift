internal import Wire

/// The network as the killed process has it: hears the bytes of requests before they leave.
final class TappedDialer: Dialer {
  private let network: SimulatedNetwork
  /// Bytes written to a connection that is no stream of market data.
  let onWrite: (UnsafeRawBufferPointer) -> Void

  init(_ network: SimulatedNetwork, onWrite: @escaping (UnsafeRawBufferPointer) -> Void) {
    self.network = network
    self.onWrite = onWrite
  }

  func dial(_ endpoint: Endpoint, handler: any ByteStreamHandler) -> any ByteStream {
    guard !endpoint.target.hasPrefix("/trade-api/ws/") else {
      return network.dial(endpoint, handler: handler)
    }
    let stream = TappedStream(onWrite)
    stream.handler = handler
    stream.base = network.dial(endpoint, handler: stream)
    return stream
  }
}

/// One connection whose bytes are heard before they leave.
private final class TappedStream: ByteStream, ByteStreamHandler {
  weak var handler: (any ByteStreamHandler)?
  var base: (any ByteStream)?
  private let onWrite: (UnsafeRawBufferPointer) -> Void

  init(_ onWrite: @escaping (UnsafeRawBufferPointer) -> Void) { self.onWrite = onWrite }

  func write(_ bytes: UnsafeRawBufferPointer) {
    onWrite(bytes)
    base?.write(bytes)
  }

  func close() { base?.close() }

  func streamDidOpen(_ stream: any ByteStream) { handler?.streamDidOpen(self) }

  func stream(_ stream: any ByteStream, didReceive bytes: UnsafeRawBufferPointer) {
    handler?.stream(self, didReceive: bytes)
  }

  func streamDidClose(_ stream: any ByteStream, _ closure: StreamClosure) {
    handler?.streamDidClose(self, closure)
  }
}
