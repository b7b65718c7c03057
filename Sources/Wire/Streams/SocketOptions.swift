/// Bounds and times of a socket.
public struct SocketOptions: Hashable, Sendable {
  /// Bytes written and not yet taken by the system; more closes the stream with
  /// ``StreamClosure/outputOverflow``.
  public var maximumOutputBytes: Int
  /// Name lookup, connection and TLS handshake must be done within this time.
  public var connectTimeoutNanoseconds: Int64
  /// How long a closing stream may take to send what is buffered, and the peer to close its side.
  public var lingerNanoseconds: Int64

  public init(
    maximumOutputBytes: Int = 16 << 20, connectTimeoutNanoseconds: Int64 = 10_000_000_000,
    lingerNanoseconds: Int64 = 2_000_000_000
  ) {
    self.maximumOutputBytes = maximumOutputBytes
    self.connectTimeoutNanoseconds = connectTimeoutNanoseconds
    self.lingerNanoseconds = lingerNanoseconds
  }
}
