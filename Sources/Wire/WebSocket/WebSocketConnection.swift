public import Market

/// What a ``WebSocketConnection`` found in its input. Bytes are readable, with 64 bytes of readable
/// slack behind them, until the next call of ``WebSocketConnection/next(into:)``.
public enum WebSocketEvent {
  /// One whole text message, valid UTF-8.
  case text(UnsafeRawBufferPointer)
  /// One whole binary message.
  case binary(UnsafeRawBufferPointer)
  /// A ping; its pong is in the output already.
  case ping(UnsafeRawBufferPointer)
  /// A pong, asked for or not.
  case pong(UnsafeRawBufferPointer)
  /// The peer's close frame: the code (1005: none) and the reason. Our own close frame is in the
  /// output or was sent before; nothing more follows.
  case closeReceived(code: UInt16, reason: String)
  /// The peer broke the protocol; our close frame is in the output, nothing more follows.
  case failed(WebSocketFailure)
}

/// What a driver does after a ``WebSocketConnection/tick(now:into:)``.
public enum WebSocketAction: Hashable, Sendable {
  case none
  /// Send what is in the output.
  case flush
  /// Send what is in the output, then close the stream.
  case closeStream
}

/// An open WebSocket as a state machine without I/O (RFC 6455): messages, control frames, the
/// closing handshake, pings and timeouts. Begins after the upgrade.
///
/// The driver hands over what arrived and then asks for events one by one, so a handler that
/// answers from inside an event never meets a call in progress:
///
///     connection.receive(bytes, now: now)
///     while let event = connection.next(into: &output) { perform(event) }
///     stream.write(output.bytes)
///
/// Hot path: an unfragmented frame that is whole in the input is delivered from the input itself; a
/// masked one is unmasked into a buffer that is kept. No allocation in the steady state.
///
/// Output at its bound: frames are dropped whole and ``ByteBuffer/hasOverflowed`` tells the driver
/// to close the stream.
public struct WebSocketConnection: ~Copyable {
  /// Where a connection stands.
  public enum State: Hashable, Sendable {
    /// Messages go both ways.
    case open
    /// Our close frame is out, the peer's has not come.
    case closing
    /// The handshake is done, or has failed: nothing is read or sent any more.
    case closed
  }

  public let role: WebSocketRole
  public let configuration: WebSocketConfiguration
  public private(set) var state = State.open

  var decoder: WebSocketFrameDecoder
  var input = UnsafeRawBufferPointer(start: nil, count: 0)
  var cursor = 0
  /// The message being put together; also where masked payloads are unmasked.
  var message: ByteBuffer
  /// The opcode of the fragmented message, between its first frame and its last.
  var messageOpcode: WebSocketOpcode?
  var messageIsDelivered = false
  var utf8 = UTF8Validator()
  var control = ByteBuffer(capacity: 128, limit: 125)
  private var keys: WebSocketMaskKeys
  private var outcome: WebSocketClosure?
  private var lastReceived: Timestamp
  private var pingSent: Timestamp?
  private var closeSent: Timestamp?
  private var mustCloseStream = false

  /// A connection whose upgrade has just been done.
  ///
  /// - Parameter maskSeed: the seed of a client's masking keys; a server has no use for it.
  public init(
    role: WebSocketRole, configuration: WebSocketConfiguration = .init(), maskSeed: UInt64,
    now: Timestamp
  ) {
    self.role = role
    self.configuration = configuration
    decoder = WebSocketFrameDecoder(
      receiver: role, maxFrameBytes: configuration.maxFrameBytes)
    message = ByteBuffer(capacity: 4_096, limit: configuration.maxMessageBytes)
    keys = WebSocketMaskKeys(seed: maskSeed)
    lastReceived = now
  }

  // MARK: Receiving

  /// Takes what arrived. Call ``next(into:)`` until it gives nil before `bytes` become unreadable
  /// and before the next `receive`.
  @inline(__always)
  public mutating func receive(_ bytes: UnsafeRawBufferPointer, now: Timestamp) {
    assert(cursor == input.count, "Every event was asked for before more input came.")
    input = bytes
    cursor = 0
    lastReceived = now
    pingSent = nil
  }

  /// The next event; nil when all input is used. Answers to control frames go to `output`.
  public mutating func next(into output: inout ByteBuffer) -> WebSocketEvent? {
    if messageIsDelivered {
      message.removeAll()
      messageIsDelivered = false
    }
    do throws(WebSocketFailure) {
      while state != .closed {
        guard let piece = try decoder.next(input, &cursor) else { break }
        if let event = try take(piece, into: &output) { return event }
      }
    } catch {
      fail(error, into: &output)
      return .failed(error)
    }
    input = UnsafeRawBufferPointer(start: nil, count: 0)
    cursor = 0
    return nil
  }

  mutating func answerPing(_ payload: UnsafeRawBufferPointer, into output: inout ByteBuffer) {
    guard state == .open else { return }
    WebSocketFrameEncoder.append(.pong, payload, maskKey: nextKey(), into: &output)
  }

  mutating func finishClose(
    code: UInt16, reason: String, into output: inout ByteBuffer
  ) -> WebSocketEvent {
    if state == .open {
      WebSocketFrameEncoder.appendClose(
        code: code, reason: "", maskKey: nextKey(), into: &output)
    }
    state = .closed
    closeSent = lastReceived
    // A client should leave this to the server (section 7.1.1). But nothing more can come, and the
    // owner hears of the end when the stream has ended: a peer that keeps it open must not keep
    // the news back.
    mustCloseStream = true
    outcome = .closed(code: code, reason: reason)
    return .closeReceived(code: code, reason: reason)
  }

  private mutating func fail(_ failure: WebSocketFailure, into output: inout ByteBuffer) {
    if state == .open {
      WebSocketFrameEncoder.appendClose(
        code: failure.code, reason: failure.reason, maskKey: nextKey(), into: &output)
    }
    state = .closed
    mustCloseStream = true
    outcome = .protocolError(code: failure.code, failure.reason)
  }

  // MARK: Sending

  /// Appends one whole text message. The caller answers for its being UTF-8.
  ///
  /// - Returns: false when closing has begun or the output's bound would be passed.
  @discardableResult
  public mutating func send(
    text bytes: UnsafeRawBufferPointer, into output: inout ByteBuffer
  ) -> Bool {
    send(.text, bytes, into: &output)
  }

  /// Appends one whole binary message; see ``send(text:into:)``.
  @discardableResult
  public mutating func send(
    binary bytes: UnsafeRawBufferPointer, into output: inout ByteBuffer
  ) -> Bool {
    send(.binary, bytes, into: &output)
  }

  /// Appends a ping. False also when the payload has more than 125 bytes.
  @discardableResult
  public mutating func ping(
    _ payload: UnsafeRawBufferPointer, into output: inout ByteBuffer
  ) -> Bool {
    guard payload.count <= 125 else { return false }
    return send(.ping, payload, into: &output)
  }

  /// Begins the closing handshake (section 7). False, and nothing happens, when closing has begun
  /// before or the code must not be sent; 1005 sends a close frame without a code.
  @discardableResult
  public mutating func close(
    code: UInt16, reason: String, now: Timestamp, into output: inout ByteBuffer
  ) -> Bool {
    guard state == .open else { return false }
    guard code == WebSocketCloseCode.noCode || WebSocketCloseCode.isAllowedOnWire(code) else {
      return false
    }
    state = .closing
    closeSent = now
    return WebSocketFrameEncoder.appendClose(
      code: code, reason: reason, maskKey: nextKey(), into: &output)
  }

  private mutating func send(
    _ opcode: WebSocketOpcode, _ bytes: UnsafeRawBufferPointer, into output: inout ByteBuffer
  ) -> Bool {
    guard state == .open else { return false }
    return WebSocketFrameEncoder.append(opcode, bytes, maskKey: nextKey(), into: &output)
  }

  private mutating func nextKey() -> UInt32? { role == .client ? keys.next() : nil }

  // MARK: Time and end

  /// When ``tick(now:into:)`` has something to do next; nil when it has nothing to wait for.
  public var nextDeadline: Timestamp? {
    if mustCloseStream { return lastReceived }
    if let closeSent { return closeSent + configuration.closeTimeoutNanoseconds }
    if let pingSent { return pingSent + configuration.pongTimeoutNanoseconds }
    return configuration.pingIntervalNanoseconds.map { lastReceived + $0 }
  }

  /// Lets time pass: pings a silent peer, gives up on a dead one or on a closing handshake that
  /// does not end.
  public mutating func tick(now: Timestamp, into output: inout ByteBuffer) -> WebSocketAction {
    if mustCloseStream { return .closeStream }
    guard let deadline = nextDeadline, now >= deadline else { return .none }
    if closeSent != nil || pingSent != nil {
      if outcome == nil { outcome = .timedOut }
      state = .closed
      mustCloseStream = true
      return .closeStream
    }
    pingSent = now
    _ = send(.ping, UnsafeRawBufferPointer(start: nil, count: 0), into: &output)
    return .flush
  }

  /// Whether the driver should close the stream once the output is sent.
  public var shouldCloseStream: Bool { mustCloseStream }

  /// How the WebSocket ended, now that the stream below has.
  public func closure(after stream: StreamClosure) -> WebSocketClosure {
    outcome ?? .lost(stream)
  }
}
