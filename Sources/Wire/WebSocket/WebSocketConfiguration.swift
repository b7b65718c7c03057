/// Bounds and timers of one WebSocket.
public struct WebSocketConfiguration: Hashable, Sendable {
  /// The largest payload of one frame; more is answered with close code 1009.
  public var maxFrameBytes: Int
  /// The largest message, over all its fragments; more is answered with close code 1009.
  public var maxMessageBytes: Int
  /// Silence after which a ping is sent; nil sends none.
  public var pingIntervalNanoseconds: Int64?
  /// Silence after that ping which ends the connection.
  public var pongTimeoutNanoseconds: Int64
  /// How long to wait for the peer's part of the closing handshake.
  public var closeTimeoutNanoseconds: Int64

  public init(
    maxFrameBytes: Int = 16 << 20, maxMessageBytes: Int = 16 << 20,
    pingIntervalNanoseconds: Int64? = 10_000_000_000,
    pongTimeoutNanoseconds: Int64 = 10_000_000_000,
    closeTimeoutNanoseconds: Int64 = 5_000_000_000
  ) {
    self.maxFrameBytes = maxFrameBytes
    self.maxMessageBytes = maxMessageBytes
    self.pingIntervalNanoseconds = pingIntervalNanoseconds
    self.pongTimeoutNanoseconds = pongTimeoutNanoseconds
    self.closeTimeoutNanoseconds = closeTimeoutNanoseconds
  }
}
