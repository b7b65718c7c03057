/// Frames become messages (RFC 6455 sections 5.4 and 5.5).
extension WebSocketConnection {
  @inline(__always)
  mutating func take(
    _ piece: WebSocketFramePiece, into output: inout ByteBuffer
  ) throws(WebSocketFailure) -> WebSocketEvent? {
    let header = piece.header
    if header.opcode.isControl { return try takeControl(piece, into: &output) }
    if piece.isFirst { try begin(header) }
    // The hot path: one unmasked frame, whole, is the message.
    if header.isFinal, header.opcode != .continuation, piece.isWhole, header.maskKey == nil {
      messageOpcode = nil
      guard header.opcode == .text else { return .binary(piece.bytes) }
      guard UTF8Validator.isValid(piece.bytes) else { throw .invalidText }
      return .text(piece.bytes)
    }
    try gather(piece)
    guard piece.isLast, header.isFinal else { return nil }
    let opcode = messageOpcode
    messageOpcode = nil
    messageIsDelivered = true
    guard opcode == .text else { return .binary(message.bytes) }
    guard utf8.isComplete else { throw .invalidText }
    return .text(message.bytes)
  }

  /// A data frame's head: does it belong here, and is there room for it?
  @inline(__always)
  private mutating func begin(_ header: WebSocketFrameHeader) throws(WebSocketFailure) {
    if header.opcode == .continuation {
      guard messageOpcode != nil else { throw .unexpectedContinuation }
    } else {
      guard messageOpcode == nil else { throw .interruptedMessage }
      messageOpcode = header.opcode
      utf8 = UTF8Validator()
    }
    guard header.payloadCount <= configuration.maxMessageBytes - message.count else {
      throw .messageTooBig
    }
  }

  private mutating func gather(_ piece: WebSocketFramePiece) throws(WebSocketFailure) {
    let before = message.count
    guard let room = message.reserve(piece.bytes.count) else { throw .messageTooBig }
    piece.copy(to: room)
    message.commit(piece.bytes.count)
    guard messageOpcode == .text else { return }
    let added = UnsafeRawBufferPointer(rebasing: message.bytes[before...])
    guard utf8.append(added) else { throw .invalidText }
  }

  private mutating func takeControl(
    _ piece: WebSocketFramePiece, into output: inout ByteBuffer
  ) throws(WebSocketFailure) -> WebSocketEvent? {
    if piece.isFirst { control.removeAll() }
    guard let room = control.reserve(piece.bytes.count) else { throw .longControlFrame }
    piece.copy(to: room)
    control.commit(piece.bytes.count)
    guard piece.isLast else { return nil }
    switch piece.header.opcode {
    case .ping:
      answerPing(control.bytes, into: &output)
      return .ping(control.bytes)
    case .pong:
      return .pong(control.bytes)
    default:
      return try takeClose(into: &output)
    }
  }

  private mutating func takeClose(
    into output: inout ByteBuffer
  ) throws(WebSocketFailure) -> WebSocketEvent {
    let bytes = control.bytes
    guard !bytes.isEmpty else {
      return finishClose(code: WebSocketCloseCode.noCode, reason: "", into: &output)
    }
    guard bytes.count >= 2 else { throw .closePayloadOfOneByte }
    let code = UInt16(bytes[0]) << 8 | UInt16(bytes[1])
    guard WebSocketCloseCode.isAllowedOnWire(code) else { throw .invalidCloseCode }
    let reason = UnsafeRawBufferPointer(rebasing: bytes[2...])
    guard UTF8Validator.isValid(reason) else { throw .invalidCloseReason }
    return finishClose(code: code, reason: String(decoding: reason, as: UTF8.self), into: &output)
  }
}

extension WebSocketFramePiece {
  /// Copies the piece's bytes, unmasked.
  @inline(__always)
  func copy(to target: UnsafeMutableRawPointer) {
    if let key = header.maskKey {
      WebSocketMask.apply(key, offset: offset, from: bytes, to: target)
    } else if let source = bytes.baseAddress {
      target.copyMemory(from: source, byteCount: bytes.count)
    }
  }
}
