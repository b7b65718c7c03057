internal import Glibc

/// A TCP connection on an ``EventLoop``, with TLS or without.
///
/// Confined to the loop's thread; the loop holds it until it is closed. Sending and receiving
/// allocate nothing once the output buffer has its size.
public final class SocketStream: ByteStream, DescriptorHandler {
  enum State {
    /// Resolving, connecting or shaking hands; output is buffered.
    case opening
    case open
    /// Output is being flushed; the handler hears `pendingClosure` after it.
    case flushing
    /// The handler has heard the end; waiting for the peer's end, so that no reset destroys what
    /// the peer has not read yet.
    case lingering
    case closed
  }

  public weak var handler: (any ByteStreamHandler)?
  let loop: EventLoop
  let options: SocketOptions
  /// `host:port` of the peer, for messages.
  let name: String
  var descriptor: Int32 = -1
  var tls: TLSSession?
  var state = State.opening
  /// Connected; while opening, what follows is the TLS handshake.
  var isConnected = false
  var connector: SocketConnector?
  /// What to verify once connected; nil for plain TCP.
  var tlsToBegin: (context: TLSContext, host: String)?
  private var output: OutputBuffer
  private var interest: Readiness = []
  private var pendingClosure = StreamClosure.local
  private var finishIsScheduled = false
  private var deadline: TimerToken?

  init(loop: EventLoop, options: SocketOptions, name: String) {
    self.loop = loop
    self.options = options
    self.name = name
    output = OutputBuffer(maximumBytes: options.maximumOutputBytes)
  }

  deinit { if descriptor >= 0 { Glibc.close(descriptor) } }

  // MARK: Opening

  /// Fails the stream unless it opens in time.
  func startDeadline(_ what: String) {
    let seconds = Double(options.connectTimeoutNanoseconds) / 1e9
    // Holds the stream until it is open or closed, whatever the dialler's owner keeps.
    deadline = loop.schedule(afterNanoseconds: options.connectTimeoutNanoseconds) { [self] in
      let isResolving = connector?.isResolving == true
      let phase =
        isConnected
        ? "the TLS handshake" : isResolving ? "looking the host name up" : "the connection"
      finish(.failed("\(what) \(name): \(phase) took longer than \(seconds) s"))
    }
  }

  /// Takes over a connected, non-blocking socket.
  func adopt(_ descriptor: Int32, tls: TLSSession?) {
    self.descriptor = descriptor
    self.tls = tls
    isConnected = true
    interest = tls == nil ? .readable : .both
    do {
      try loop.descriptors.add(descriptor, interest: interest, handler: self)
    } catch {
      finishSoon(.failed("\(name): \(error)"))
    }
  }

  /// The connector has a connected socket.
  func didConnect(_ descriptor: Int32) {
    connector = nil
    var session: TLSSession?
    if let (context, host) = tlsToBegin {
      do {
        session = try TLSSession(client: context, descriptor: descriptor, host: host, name: name)
      } catch {
        Glibc.close(descriptor)
        return finish(.failed(error.description))
      }
    }
    adopt(descriptor, tls: session)
    if session == nil { didOpen() } else { shakeHands() }
  }

  /// Opens at the next turn, so that the handler is never called before the caller has returned.
  func openSoon() {
    _ = loop.schedule(afterNanoseconds: 0) { [weak self] in
      guard let self, state == .opening else { return }
      if tls == nil { didOpen() } else { shakeHands() }
    }
  }

  private func shakeHands() {
    guard let tls else { return }
    switch tls.shakeHands() {
    case .moved: didOpen()
    case .wantsRead: watch(.readable)
    case .wantsWrite: watch(.both)
    case .ended:
      finish(.failed("\(name) closed the connection during the TLS handshake: is it a TLS port?"))
    case .failed(let reason): finish(.failed(reason))
    }
  }

  func didOpen() {
    if let deadline { loop.cancel(deadline) }
    deadline = nil
    state = .open
    handler?.streamDidOpen(self)
    if state == .open || state == .flushing {
      flush()
      // TLS may have brought the first bytes together with the handshake.
      if tls != nil, state == .open { receive() }
    }
  }

  // MARK: Sending

  public func write(_ bytes: UnsafeRawBufferPointer) {
    guard state == .open || state == .opening, !finishIsScheduled, !bytes.isEmpty else { return }
    var rest = bytes
    if state == .open, output.isEmpty {
      switch send(bytes) {
      case .moved(let count): rest = UnsafeRawBufferPointer(rebasing: bytes[count..<bytes.count])
      case .wantsRead, .wantsWrite: break
      case .ended: return finishSoon(.remote)
      case .failed(let reason): return finishSoon(.failed("\(name): \(reason)"))
      }
      if rest.isEmpty { return }
    }
    guard output.append(rest) else { return finishSoon(.outputOverflow) }
    if state == .open { watch(.both) }
  }

  private func send(_ bytes: UnsafeRawBufferPointer) -> Socket.Outcome {
    if let tls { return tls.write(bytes) }
    return Socket.send(descriptor, bytes)
  }

  private func flush() {
    while !output.isEmpty {
      switch output.withPending(send) {
      case .moved(let count): output.didSend(count)
      case .wantsRead: return
      case .wantsWrite: return watch(interest.union(.writable))
      case .ended: return finish(.remote)
      case .failed(let reason): return finish(.failed("\(name): \(reason)"))
      }
    }
    if interest.contains(.writable) { watch(interest.subtracting(.writable)) }
    if state == .flushing { finish(pendingClosure) }
  }

  // MARK: Receiving

  func descriptorIsReady(_ readiness: Readiness) {
    switch state {
    case .opening:
      if !isConnected { connector?.attemptIsReady() } else if tls != nil { shakeHands() }
    case .open:
      if readiness.contains(.writable) || !output.isEmpty { flush() }
      if state == .open, !readiness.isDisjoint(with: .readableOrBroken) { receive() }
    case .flushing:
      flush()
      if state == .flushing, readiness.contains(.readable) { discard() }
    case .lingering: discard()
    case .closed: break
    }
  }

  /// Reads what is there, up to a bound per turn so that one busy stream does not starve the rest.
  private func receive() {
    let buffer = loop.receiveBuffer
    for _ in 0..<8 {
      switch read(into: buffer) {
      case .moved(let count):
        handler?.stream(self, didReceive: buffer.prefix(count))
        guard state == .open else { return }
        // A short read emptied the socket: spare the call that would only say so.
        if tls == nil, count < buffer.capacity { return }
      case .wantsRead: return
      case .wantsWrite: return watch(.both)
      case .ended: return peerEnded()
      case .failed(let reason): return finish(.failed("\(name): \(reason)"))
      }
    }
    if tls?.hasPendingBytes == true {
      _ = loop.schedule(afterNanoseconds: 0) { [weak self] in
        if let self, state == .open { receive() }
      }
    }
  }

  private func read(into buffer: ReceiveBuffer) -> Socket.Outcome {
    if let tls { return tls.read(into: buffer.memory, capacity: buffer.capacity) }
    return Socket.receive(descriptor, buffer.memory, buffer.capacity)
  }

  /// The peer sends no more: what is buffered for it still goes out.
  private func peerEnded() {
    if output.isEmpty { return finish(.remote) }
    beginFlushing(.remote)
    watch(.writable)
  }

  /// Reads and forgets, until the peer's end.
  private func discard() {
    let buffer = loop.receiveBuffer
    for _ in 0..<8 {
      switch Socket.receive(descriptor, buffer.memory, buffer.capacity) {
      case .moved: continue
      case .wantsRead, .wantsWrite: return
      case .ended, .failed:
        if state == .lingering { release() } else { watch(.writable) }
        return
      }
    }
  }

  private func watch(_ wanted: Readiness) {
    guard wanted != interest, descriptor >= 0, state != .closed else { return }
    interest = wanted
    loop.descriptors.change(descriptor, interest: wanted)
  }

  // MARK: Closing

  public func close() {
    guard state == .open || state == .opening, !finishIsScheduled else { return }
    if state == .opening || output.isEmpty { return finishSoon(.local) }
    beginFlushing(.local)
  }

  private func beginFlushing(_ closure: StreamClosure) {
    state = .flushing
    pendingClosure = closure
    deadline = loop.schedule(afterNanoseconds: options.lingerNanoseconds) { [weak self] in
      self?.finish(closure)
    }
  }

  /// Ends the stream at the next turn: for ends found while the owner is calling.
  func finishSoon(_ closure: StreamClosure) {
    guard !finishIsScheduled else { return }
    finishIsScheduled = true
    _ = loop.schedule(afterNanoseconds: 0) { self.finish(closure) }
  }

  func finish(_ closure: StreamClosure) {
    guard state != .closed, state != .lingering else { return }
    if let deadline { loop.cancel(deadline) }
    deadline = nil
    connector?.cancel()
    connector = nil
    let handler = handler
    if closure == .local, state != .opening, output.isEmpty {
      linger()
    } else {
      release()
    }
    handler?.streamDidClose(self, closure)
  }

  private func linger() {
    state = .lingering
    tls?.sayGoodbye()
    shutdown(descriptor, Int32(SHUT_WR))
    watch(.readable)
    deadline = loop.schedule(afterNanoseconds: options.lingerNanoseconds) { [weak self] in
      self?.release()
    }
  }

  private func release() {
    state = .closed
    if let deadline { loop.cancel(deadline) }
    deadline = nil
    tls = nil
    guard descriptor >= 0 else { return }
    loop.descriptors.remove(descriptor)
    Glibc.close(descriptor)
    descriptor = -1
  }
}
