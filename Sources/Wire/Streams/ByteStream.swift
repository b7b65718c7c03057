/// A two-way stream of bytes: a TCP or TLS connection, or a simulated one.
///
/// Confined to the thread of its scheduler. Bytes given to ``write(_:)`` are copied or sent before
/// it returns. The output buffer is bounded; a peer that reads too slowly is closed with
/// ``StreamClosure/outputOverflow``, never waited for.
public protocol ByteStream: AnyObject {
  /// Gets the stream's events; held weakly by implementations, set before the stream opens.
  var handler: (any ByteStreamHandler)? { get set }

  /// Sends bytes in order. Ignored once the stream is closed.
  func write(_ bytes: UnsafeRawBufferPointer)

  /// Sends what is buffered, then closes; the handler hears ``StreamClosure/local``.
  func close()
}

/// What a stream tells its owner, on the scheduler's thread.
public protocol ByteStreamHandler: AnyObject {
  /// Connected, and for TLS verified and ready.
  func streamDidOpen(_ stream: any ByteStream)

  /// Bytes arrived. They are readable, with 64 bytes of readable slack behind them, during the call
  /// only.
  func stream(_ stream: any ByteStream, didReceive bytes: UnsafeRawBufferPointer)

  /// The end; called exactly once, also for a stream that never opened.
  func streamDidClose(_ stream: any ByteStream, _ closure: StreamClosure)
}

/// Why a stream ended.
public enum StreamClosure: Hashable, Sendable {
  /// We closed it.
  case local
  /// The peer closed its side in order.
  case remote
  /// The peer reads more slowly than we write: the output bound was reached.
  case outputOverflow
  /// Name resolution, connection, TLS or socket failure, with the place and what to do.
  case failed(String)
}

/// Opens streams: sockets in the real world, a simulated network in tests.
public protocol Dialer: AnyObject {
  /// Starts to connect. The outcome reaches `handler`, never before `dial` has returned.
  func dial(_ endpoint: Endpoint, handler: any ByteStreamHandler) -> any ByteStream
}
