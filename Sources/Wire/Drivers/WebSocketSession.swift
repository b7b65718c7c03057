internal import Market

/// Carries out a ``WebSocketConnection``'s events on a stream, for both sides, once the upgrade is
/// done.
///
/// Confined to the scheduler's thread. Frames are sent as soon as they are made.
final class WebSocketSession: WebSocket, ByteStreamHandler {
  /// A client's events go to the client's handler; a server's to `handler`, kept until the end.
  private weak var client: WebSocketClient?
  private var handler: (any WebSocketHandler)?
  private let stream: any ByteStream
  private let scheduler: any Scheduler
  private var connection: WebSocketConnection
  private var output: ByteBuffer
  private var timer: TimerToken?
  private var hasEnded = false
  /// Called once at the end.
  var didEnd: (() -> Void)?

  init(
    role: WebSocketRole, stream: any ByteStream, scheduler: any Scheduler,
    configuration: WebSocketConfiguration, seed: UInt64, client: WebSocketClient?,
    handler: (any WebSocketHandler)?
  ) {
    self.stream = stream
    self.scheduler = scheduler
    self.client = client
    self.handler = handler
    connection = WebSocketConnection(
      role: role, configuration: configuration, maskSeed: seed,
      now: Timestamp(nanoseconds: scheduler.uptimeNanoseconds))
    output = ByteBuffer(capacity: 4_096, limit: configuration.maxMessageBytes + (1 << 20))
  }

  private var receiver: (any WebSocketHandler)? {
    if let client { return client.handler }
    return handler
  }
  private var socket: any WebSocket { client ?? self }
  private var now: Timestamp { Timestamp(nanoseconds: scheduler.uptimeNanoseconds) }

  /// Tells the handler, then takes what came right behind the upgrade.
  func begin(with bytes: UnsafeRawBufferPointer) {
    armTimer()
    receiver?.webSocketDidOpen(socket)
    if !bytes.isEmpty { stream(stream, didReceive: bytes) }
  }

  // MARK: Sending

  func send(text: UnsafeRawBufferPointer) {
    connection.send(text: text, into: &output)
    flush()
  }

  func send(binary: UnsafeRawBufferPointer) {
    connection.send(binary: binary, into: &output)
    flush()
  }

  func ping(_ payload: UnsafeRawBufferPointer) {
    connection.ping(payload, into: &output)
    flush()
  }

  func close(code: UInt16, reason: String) {
    connection.close(code: code, reason: reason, now: now, into: &output)
    flush()
    armTimer()
  }

  private func flush() {
    if output.hasOverflowed { return overflow() }
    guard !output.isEmpty else { return }
    stream.write(output.bytes)
    output.removeAll()
  }

  /// One message is larger than the output may ever be.
  private func overflow() {
    output.removeAll()
    connection.close(
      code: WebSocketCloseCode.internalError, reason: "message too large to send", now: now,
      into: &output)
    flush()
    armTimer()
  }

  // MARK: Receiving

  func streamDidOpen(_ stream: any ByteStream) {}

  func stream(_ stream: any ByteStream, didReceive bytes: UnsafeRawBufferPointer) {
    guard !hasEnded else { return }
    connection.receive(bytes, now: now)
    while let event = connection.next(into: &output) {
      flush()
      perform(event)
    }
    flush()
    if connection.state == .closed {
      if connection.shouldCloseStream { stream.close() } else { armTimer() }
    }
  }

  private func perform(_ event: WebSocketEvent) {
    switch event {
    case .text(let bytes): receiver?.webSocket(socket, didReceiveText: bytes)
    case .binary(let bytes): receiver?.webSocket(socket, didReceiveBinary: bytes)
    case .ping, .pong: break
    // The end is told when the stream below has ended.
    case .closeReceived, .failed: break
    }
  }

  func streamDidClose(_ stream: any ByteStream, _ closure: StreamClosure) {
    guard !hasEnded else { return }
    hasEnded = true
    if let timer { scheduler.cancel(timer) }
    timer = nil
    let receiver = receiver
    let former = handler
    handler = nil
    defer { withExtendedLifetime(former) {} }
    let didEnd = didEnd
    self.didEnd = nil
    receiver?.webSocketDidClose(socket, connection.closure(after: closure))
    didEnd?()
  }

  /// Whoever holds the session goes: the stream is closed, and the handler hears no more. A handler
  /// that holds its socket would otherwise keep both for ever.
  func abandon() {
    guard !hasEnded else { return }
    hasEnded = true
    if let timer { scheduler.cancel(timer) }
    timer = nil
    didEnd = nil
    let former = handler
    handler = nil
    stream.close()
    withExtendedLifetime(former) {}
  }

  // MARK: Time

  private func armTimer() {
    if let timer { scheduler.cancel(timer) }
    timer = nil
    guard !hasEnded, let deadline = connection.nextDeadline else { return }
    timer = scheduler.schedule(afterNanoseconds: max(0, deadline - now)) { [weak self] in
      self?.tick()
    }
  }

  private func tick() {
    timer = nil
    let action = connection.tick(now: now, into: &output)
    flush()
    if action == .closeStream { return stream.close() }
    armTimer()
  }
}
