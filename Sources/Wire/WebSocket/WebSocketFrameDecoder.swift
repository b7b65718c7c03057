/// Part of one frame: its head and some of its payload, as far as it has arrived.
public struct WebSocketFramePiece {
  public let header: WebSocketFrameHeader
  /// Where ``bytes`` lie inside the frame's payload.
  public let offset: Int
  /// The head has just been read: the first piece of its frame.
  public let isFirst: Bool
  /// Payload as on the wire, still masked; points into the input.
  public let bytes: UnsafeRawBufferPointer

  /// The whole payload in one piece.
  public var isWhole: Bool { bytes.count == header.payloadCount }
  /// The frame's last piece.
  public var isLast: Bool { offset + bytes.count == header.payloadCount }
}

/// Cuts a stream of bytes into frames (RFC 6455 section 5), holding back at most the 14 bytes of a
/// head that is not whole yet. No allocation.
///
/// The first error is final: the owner fails the connection and gives no more input.
public struct WebSocketFrameDecoder {
  public let receiver: WebSocketRole
  /// The largest payload of one frame.
  public let maxFrameBytes: Int

  private var held: InlineArray<14, UInt8> = .init(repeating: 0)
  private var heldCount = 0
  private var current: WebSocketFrameHeader?
  private var payloadOffset = 0

  public init(receiver: WebSocketRole, maxFrameBytes: Int) {
    precondition(maxFrameBytes >= 125, "A frame limit leaves room for control frames.")
    self.receiver = receiver
    self.maxFrameBytes = maxFrameBytes
  }

  /// Between two frames: nothing of a frame is waiting for its rest.
  public var isAtBoundary: Bool { heldCount == 0 && current == nil }

  /// The next piece from `input`, which was read up to `cursor`; nil when the rest is needed first.
  /// The first piece of a frame comes with its head, even when none of the payload is there yet.
  @inline(__always)
  public mutating func next(
    _ input: UnsafeRawBufferPointer, _ cursor: inout Int
  ) throws(WebSocketFailure) -> WebSocketFramePiece? {
    var isFirst = false
    if current == nil {
      guard let header = try header(input, &cursor) else { return nil }
      current = header
      payloadOffset = 0
      isFirst = true
    }
    guard let header = current else { return nil }
    let count = min(header.payloadCount - payloadOffset, input.count - cursor)
    guard isFirst || count > 0 else { return nil }
    let bytes = UnsafeRawBufferPointer(rebasing: input[cursor..<(cursor + count)])
    let piece = WebSocketFramePiece(
      header: header, offset: payloadOffset, isFirst: isFirst, bytes: bytes)
    cursor += count
    payloadOffset += count
    if payloadOffset == header.payloadCount { current = nil }
    return piece
  }

  @inline(__always)
  private mutating func header(
    _ input: UnsafeRawBufferPointer, _ cursor: inout Int
  ) throws(WebSocketFailure) -> WebSocketFrameHeader? {
    guard let base = input.baseAddress else { return nil }
    let available = input.count - cursor
    if heldCount == 0, available >= 2 {
      let count = WebSocketFrameHeader.count(input[cursor], input[cursor + 1])
      if available >= count {
        let header = try WebSocketFrameHeader(
          head: base + cursor, receiver: receiver, maxFrameBytes: maxFrameBytes)
        cursor += count
        return header
      }
    }
    return try heldHeader(input, &cursor)
  }

  /// The slow way: a head cut by the end of a read.
  private mutating func heldHeader(
    _ input: UnsafeRawBufferPointer, _ cursor: inout Int
  ) throws(WebSocketFailure) -> WebSocketFrameHeader? {
    while cursor < input.count {
      held[heldCount] = input[cursor]
      heldCount += 1
      cursor += 1
      guard heldCount >= 2 else { continue }
      if heldCount == 2 {
        _ = try WebSocketFrameHeader.check(held[0], held[1], receiver: receiver)
      }
      guard heldCount == WebSocketFrameHeader.count(held[0], held[1]) else { continue }
      heldCount = 0
      let receiver = receiver
      let maxFrameBytes = maxFrameBytes
      var bytes = held
      let result = withUnsafeBytes(of: &bytes) {
        (bytes) -> Result<WebSocketFrameHeader, WebSocketFailure> in
        guard let base = bytes.baseAddress else { return .failure(.lengthOutOfRange) }
        do throws(WebSocketFailure) {
          return .success(
            try WebSocketFrameHeader(
              head: base, receiver: receiver, maxFrameBytes: maxFrameBytes))
        } catch {
          return .failure(error)
        }
      }
      return try result.get()
    }
    return nil
  }
}
