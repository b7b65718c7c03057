/// Bounds of what an HTTP parser takes in. Beyond them the message is refused, never cut.
public struct HTTPLimits: Hashable, Sendable {
  /// Start line and header fields with their line ends; trailers separately have the same bound.
  public var maxHeadBytes: Int
  /// The body, after chunked coding is undone.
  public var maxBodyBytes: Int

  public init(maxHeadBytes: Int = 64 << 10, maxBodyBytes: Int = 64 << 20) {
    precondition(maxHeadBytes > 0 && maxBodyBytes >= 0, "HTTP limits are not negative.")
    self.maxHeadBytes = maxHeadBytes
    self.maxBodyBytes = maxBodyBytes
  }

  /// The longest line of a chunked body: size and extensions.
  static let maxChunkLineBytes = 4_096
}
