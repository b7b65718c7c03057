/// Writes frames (RFC 6455 section 5.2). No allocation once the buffer has grown.
public enum WebSocketFrameEncoder {
  /// Appends one frame with the shortest form of its length.
  ///
  /// A server's frame has no mask, so its bytes may be shared by any number of connections.
  ///
  /// - Parameter maskKey: a client's key, the first byte lowest; nil for a server.
  /// - Returns: false, and nothing is written, when the buffer's bound would be passed.
  @discardableResult
  public static func append(
    _ opcode: WebSocketOpcode, _ payload: UnsafeRawBufferPointer, isFinal: Bool = true,
    maskKey: UInt32?, into output: inout ByteBuffer
  ) -> Bool {
    precondition(
      !opcode.isControl || (isFinal && payload.count <= 125),
      "Control frames are whole and have at most 125 bytes.")
    let count = payload.count
    guard let frame = output.reserve(WebSocketFrameHeader.longestCount + count) else {
      return false
    }
    let mask: UInt8 = maskKey == nil ? 0 : 0x80
    frame.storeBytes(of: opcode.rawValue | (isFinal ? 0x80 : 0), as: UInt8.self)
    var head = 2
    if count < 126 {
      frame.storeBytes(of: mask | UInt8(count), toByteOffset: 1, as: UInt8.self)
    } else if count <= 0xFFFF {
      frame.storeBytes(of: mask | 126, toByteOffset: 1, as: UInt8.self)
      frame.storeBytes(of: UInt16(count).bigEndian, toByteOffset: 2, as: UInt16.self)
      head = 4
    } else {
      frame.storeBytes(of: mask | 127, toByteOffset: 1, as: UInt8.self)
      frame.storeBytes(of: UInt64(count).bigEndian, toByteOffset: 2, as: UInt64.self)
      head = 10
    }
    if let maskKey {
      frame.storeBytes(of: maskKey.littleEndian, toByteOffset: head, as: UInt32.self)
      head += 4
      WebSocketMask.apply(maskKey, offset: 0, from: payload, to: frame + head)
    } else if let source = payload.baseAddress {
      (frame + head).copyMemory(from: source, byteCount: count)
    }
    output.commit(head + count)
    return true
  }

  /// Appends a close frame: no payload for code 1005, else the code and a reason of at most 123
  /// bytes (a longer one is cut before a character).
  @discardableResult
  public static func appendClose(
    code: UInt16, reason: String, maskKey: UInt32?, into output: inout ByteBuffer
  ) -> Bool {
    guard code != WebSocketCloseCode.noCode else {
      return append(
        .close, UnsafeRawBufferPointer(start: nil, count: 0), maskKey: maskKey, into: &output)
    }
    var payload = [UInt8(truncatingIfNeeded: code >> 8), UInt8(truncatingIfNeeded: code)]
    for character in reason {
      let utf8 = character.utf8
      guard payload.count + utf8.count <= 125 else { break }
      payload.append(contentsOf: utf8)
    }
    return payload.withUnsafeBytes { append(.close, $0, maskKey: maskKey, into: &output) }
  }
}
