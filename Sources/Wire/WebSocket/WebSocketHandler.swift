/// An open or opening WebSocket, client or server side. Confined to its scheduler's thread.
///
/// Output is bounded: a peer that reads too slowly is closed.
public protocol WebSocket: AnyObject {
  /// Sends one whole text message. Ignored once closing.
  func send(text: UnsafeRawBufferPointer)
  /// Sends one whole binary message. Ignored once closing.
  func send(binary: UnsafeRawBufferPointer)
  /// Sends a ping (at most 125 bytes of payload).
  func ping(_ payload: UnsafeRawBufferPointer)
  /// Begins the closing handshake (RFC 6455 section 7).
  func close(code: UInt16, reason: String)
}

/// Gets a WebSocket's events, on its scheduler's thread.
public protocol WebSocketHandler: AnyObject {
  /// The upgrade is done.
  func webSocketDidOpen(_ socket: any WebSocket)
  /// One whole text message: valid UTF-8, readable with 64 bytes of slack during the call only.
  func webSocket(_ socket: any WebSocket, didReceiveText bytes: UnsafeRawBufferPointer)
  /// One whole binary message.
  func webSocket(_ socket: any WebSocket, didReceiveBinary bytes: UnsafeRawBufferPointer)
  /// The end; called exactly once, also when the socket never opened.
  func webSocketDidClose(_ socket: any WebSocket, _ closure: WebSocketClosure)
}

/// How a WebSocket ended.
public enum WebSocketClosure: Hashable, Sendable {
  /// The upgrade was answered with something else: status and the head of the body.
  case refused(status: Int, body: String)
  /// A closing handshake, begun by either side, with the peer's code and reason (1005: none given).
  case closed(code: UInt16, reason: String)
  /// The peer broke the protocol; we closed with this code (RFC 6455 section 7.4.1).
  case protocolError(code: UInt16, String)
  /// No traffic and no pong within the time allowed.
  case timedOut
  /// The stream below ended without a closing handshake.
  case lost(StreamClosure)
}
