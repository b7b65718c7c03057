/// Why bytes are no HTTP/1.1 message this program accepts (RFC 9112). Final for the connection:
/// where the next message begins is unknown, so it must be closed.
public enum HTTPParseError: Error, Hashable, Sendable {
  /// A line ends in LF without CR. RFC 9112 section 2.2 allows to accept it; refused here, because
  /// two ends that differ about line ends can be made to differ about where a message ends.
  case bareLineFeed
  case badRequestLine
  case badStatusLine
  case unsupportedVersion
  /// A method or form of target that this server does not serve (CONNECT).
  case unsupportedTarget
  case badHeaderName
  case badHeaderValue
  /// A header field folded over lines (RFC 9112 section 5.2).
  case foldedHeader
  /// HTTP/1.1 without a `Host` field, or with two.
  case badHost
  case badContentLength
  /// More than one `Content-Length`, equal or not.
  case repeatedContentLength
  /// `Content-Length` beside `Transfer-Encoding`: request smuggling (RFC 9112 section 6.1).
  case ambiguousLength
  /// A transfer coding other than `chunked` alone, or any in HTTP/1.0.
  case unsupportedTransferEncoding
  /// An expectation other than `100-continue`.
  case unsupportedExpectation
  case badChunk
  case headTooLarge
  case bodyTooLarge
  /// The stream ended inside a message.
  case truncated
  /// A response came that nothing had asked for.
  case unexpectedResponse

  /// The status a server answers with before it closes.
  public var status: Int {
    switch self {
    case .unsupportedVersion: 505
    case .unsupportedTarget, .unsupportedTransferEncoding: 501
    case .unsupportedExpectation: 417
    case .headTooLarge: 431
    case .bodyTooLarge: 413
    default: 400
    }
  }
}
