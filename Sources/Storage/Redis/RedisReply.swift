internal import CRedis

/// An answer of a Redis server, in the types of its protocol (RESP2).
public enum RedisReply: Hashable, Sendable {
  /// A short text of the server, such as `OK`.
  case status(String)
  /// Any bytes.
  case bytes([UInt8])
  case integer(Int64)
  /// Nothing under that key, or no element.
  case null
  case array([RedisReply])
  /// An error inside of an array; at the top it is thrown as ``RedisError``.
  case error(String)

  /// The bytes; nil for any other type.
  public var bytes: [UInt8]? {
    if case .bytes(let bytes) = self { bytes } else { nil }
  }

  /// Bytes or a status as text; nil for any other type, and for bytes that are not UTF-8.
  public var text: String? {
    switch self {
    case .status(let text): text
    case .bytes(let bytes): String(validating: bytes, as: UTF8.self)
    default: nil
    }
  }

  /// The number; nil for any other type.
  public var integer: Int64? {
    if case .integer(let value) = self { value } else { nil }
  }

  /// The elements; nil for any other type.
  public var elements: [RedisReply]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The name of the type, for messages.
  public var typeName: String {
    switch self {
    case .status: "a status"
    case .bytes: "bytes"
    case .integer: "an integer"
    case .null: "nothing"
    case .array: "an array"
    case .error: "an error"
    }
  }

  /// Copies what hiredis has read; nil for a type that RESP2 does not have. The depth is bounded by
  /// hiredis, at 9.
  init?(copying reply: redisReply) {
    func bytes() -> UnsafeRawBufferPointer { .init(start: reply.str, count: Int(reply.len)) }
    switch reply.type {
    case REDIS_REPLY_STATUS: self = .status(String(decoding: bytes(), as: UTF8.self))
    case REDIS_REPLY_ERROR: self = .error(String(decoding: bytes(), as: UTF8.self))
    case REDIS_REPLY_STRING: self = .bytes(Array(bytes()))
    case REDIS_REPLY_INTEGER: self = .integer(reply.integer)
    case REDIS_REPLY_NIL: self = .null
    case REDIS_REPLY_ARRAY:
      var elements: [RedisReply] = []
      elements.reserveCapacity(Int(reply.elements))
      for index in 0..<Int(reply.elements) {
        guard let element = reply.element[index], let copy = RedisReply(copying: element.pointee)
        else { return nil }
        elements.append(copy)
      }
      self = .array(elements)
    default: return nil
    }
  }
}
