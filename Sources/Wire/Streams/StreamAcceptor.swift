/// Accepts streams on a port: a listening socket, or a port of a simulated network.
///
/// Confined to the thread of its scheduler.
public protocol StreamAcceptor: AnyObject {
  /// Gets the accepted streams; held weakly. Until it is set, nothing is accepted.
  var handler: (any StreamAcceptorHandler)? { get set }

  /// The port that is bound, also when port 0 was asked for.
  var port: Int { get }

  /// Stops accepting; streams that are open stay so.
  func close()
}

/// Gets the streams that a ``StreamAcceptor`` accepts.
public protocol StreamAcceptorHandler: AnyObject {
  /// A peer connected. Set the stream's handler now: `streamDidOpen` follows, never before this
  /// returns. A stream without a handler is closed.
  func acceptor(_ acceptor: any StreamAcceptor, didAccept stream: any ByteStream)
}
