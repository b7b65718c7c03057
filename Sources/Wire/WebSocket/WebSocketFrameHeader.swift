/// Which end of a WebSocket this is. Clients mask what they send, servers do not (RFC 6455 section
/// 5.1).
public enum WebSocketRole: Hashable, Sendable {
  case client
  case server
}

/// What a frame carries (RFC 6455 section 5.2).
public enum WebSocketOpcode: UInt8, Hashable, Sendable, CaseIterable {
  case continuation = 0x0
  case text = 0x1
  case binary = 0x2
  case close = 0x8
  case ping = 0x9
  case pong = 0xA

  /// Close, ping and pong: short, never fragmented, allowed between the fragments of a message.
  public var isControl: Bool { rawValue >= 0x8 }
}

/// The head of one frame, checked.
public struct WebSocketFrameHeader: Hashable, Sendable {
  /// The longest head: two bytes, a 64-bit length, a masking key.
  public static let longestCount = 14

  public let opcode: WebSocketOpcode
  /// The last frame of its message.
  public let isFinal: Bool
  /// The masking key, its first byte lowest; nil for a frame without a mask.
  public let maskKey: UInt32?
  /// Bytes of payload.
  public let payloadCount: Int

  public init(opcode: WebSocketOpcode, isFinal: Bool, maskKey: UInt32?, payloadCount: Int) {
    self.opcode = opcode
    self.isFinal = isFinal
    self.maskKey = maskKey
    self.payloadCount = payloadCount
  }

  /// Bytes the head takes whose first two bytes are these.
  @inline(__always)
  static func count(_ first: UInt8, _ second: UInt8) -> Int {
    let length = Int(second & 0x7F)
    return 2 + (length < 126 ? 0 : length == 126 ? 2 : 8) + (second & 0x80 == 0 ? 0 : 4)
  }

  /// Reads and checks a head. `bytes` must hold all of it; the first two bytes may be checked
  /// before by ``check(_:_:receiver:)``.
  @inline(__always)
  init(
    head bytes: UnsafeRawPointer, receiver: WebSocketRole, maxFrameBytes: Int
  ) throws(WebSocketFailure) {
    let first = bytes.load(as: UInt8.self)
    let second = bytes.load(fromByteOffset: 1, as: UInt8.self)
    let opcode = try WebSocketFrameHeader.check(first, second, receiver: receiver)
    var count = UInt64(second & 0x7F)
    var offset = 2
    if count == 126 {
      count = UInt64(UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt16.self)))
      offset = 4
      guard count >= 126 else { throw .lengthNotMinimal }
    } else if count == 127 {
      count = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt64.self))
      offset = 10
      guard count <= UInt64(Int64.max) else { throw .lengthOutOfRange }
      guard count > 0xFFFF else { throw .lengthNotMinimal }
    }
    guard count <= UInt64(maxFrameBytes) else { throw .frameTooBig }
    self.opcode = opcode
    isFinal = first & 0x80 != 0
    payloadCount = Int(count)
    maskKey =
      second & 0x80 == 0
      ? nil
      : UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  /// What the first two bytes alone show (RFC 6455 sections 5.1, 5.2 and 5.5).
  @inline(__always)
  static func check(
    _ first: UInt8, _ second: UInt8, receiver: WebSocketRole
  ) throws(WebSocketFailure) -> WebSocketOpcode {
    guard first & 0x70 == 0 else { throw .reservedBits }
    guard let opcode = WebSocketOpcode(rawValue: first & 0x0F) else { throw .reservedOpcode }
    if opcode.isControl {
      guard first & 0x80 != 0 else { throw .fragmentedControlFrame }
      guard second & 0x7F <= 125 else { throw .longControlFrame }
    }
    switch receiver {
    case .client: guard second & 0x80 == 0 else { throw .maskedByServer }
    case .server: guard second & 0x80 != 0 else { throw .unmaskedByClient }
    }
    return opcode
  }
}
