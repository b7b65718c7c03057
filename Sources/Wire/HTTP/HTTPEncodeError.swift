/// Why a message was not written. Values are never part of the error: they may be secrets.
public enum HTTPEncodeError: Error, Hashable, Sendable {
  /// The method is no token (RFC 9110 section 9.1).
  case badMethod
  /// The target is empty, does not begin with `/`, or holds something else than visible ASCII.
  case badTarget
  /// The status is not in 100...999.
  case badStatus
  /// The name is no token (RFC 9110 section 5.6.2).
  case badHeaderName(String)
  /// The value of this field holds a control byte such as CR or LF: header injection.
  case badHeaderValue(name: String)
  /// `Transfer-Encoding`, or a `Content-Length` other than the body's: the encoder states the
  /// length.
  case badLength
  /// The buffer's bound would be passed; nothing was written.
  case bufferFull
}
