/// Bounds and times of one WebSocket, client or server side.
public struct WebSocketOptions: Hashable, Sendable {
  /// Largest message taken, in bytes of payload; a larger one closes with code 1009.
  public var maximumMessageBytes: Int
  /// Dial, TLS and upgrade must be done within this time.
  public var openTimeoutNanoseconds: Int64
  /// A ping goes out when the peer was silent for this long; 0 sends none.
  public var pingIntervalNanoseconds: Int64
  /// Silence allowed after a ping before the socket ends with ``WebSocketClosure/timedOut``.
  public var pongTimeoutNanoseconds: Int64
  /// How long the closing handshake may take before the stream is cut.
  public var closeTimeoutNanoseconds: Int64

  public init(
    maximumMessageBytes: Int = 4 << 20,
    openTimeoutNanoseconds: Int64 = 10_000_000_000,
    pingIntervalNanoseconds: Int64 = 10_000_000_000,
    pongTimeoutNanoseconds: Int64 = 10_000_000_000,
    closeTimeoutNanoseconds: Int64 = 2_000_000_000
  ) {
    self.maximumMessageBytes = maximumMessageBytes
    self.openTimeoutNanoseconds = openTimeoutNanoseconds
    self.pingIntervalNanoseconds = pingIntervalNanoseconds
    self.pongTimeoutNanoseconds = pongTimeoutNanoseconds
    self.closeTimeoutNanoseconds = closeTimeoutNanoseconds
  }
}
