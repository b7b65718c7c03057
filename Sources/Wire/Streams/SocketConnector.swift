internal import Glibc

/// Connects a ``SocketStream``: tries each address of the host in turn, IPv4 and IPv6, each with a
/// share of the time that is left.
final class SocketConnector {
  private unowned let stream: SocketStream
  private var addresses: ArraySlice<SocketAddress> = []
  private var attempt: Int32 = -1
  private var attemptTimer: TimerToken?
  private var lastError = "no address"
  private var isCancelled = false
  private(set) var isResolving = false

  init(stream: SocketStream) { self.stream = stream }

  func start(host: String, port: Int) {
    if let inline = SocketAddress.inline(host: host, port: port) { return begin(inline) }
    let loop = stream.loop
    let target = LoopBound(self)
    isResolving = true
    Resolver.resolve(host: host, port: port) { result in
      // Refused only when the loop drowns; the stream's own deadline then ends it.
      loop.perform { target.value?.didResolve(result) }
    }
  }

  func cancel() {
    isCancelled = true
    dropAttempt()
  }

  private func didResolve(_ result: Result<[SocketAddress], WireError>) {
    isResolving = false
    guard !isCancelled else { return }
    switch result {
    case .success(let found): begin(found)
    case .failure(let error): stream.finish(.failed(error.description))
    }
  }

  private func begin(_ found: [SocketAddress]) {
    addresses = found[...]
    tryNext(soon: true)
  }

  private func tryNext(soon: Bool = false) {
    dropAttempt()
    while let address = addresses.popFirst() {
      switch connect(to: address) {
      case .success(let descriptor):
        attempt = descriptor
        watchAttempt(remaining: addresses.count)
        return
      case .failure(let error): lastError = error.description
      }
    }
    let failure = StreamClosure.failed(
      "cannot connect to \(stream.name): \(lastError); is the server running and reachable?")
    if soon { stream.finishSoon(failure) } else { stream.finish(failure) }
  }

  private func connect(to address: SocketAddress) -> Result<Int32, WireError> {
    do {
      let descriptor = try Socket.make(family: address.family)
      Socket.configure(descriptor)
      let status = address.withSocketAddress { Glibc.connect(descriptor, $0, $1) }
      if status == 0 || errno == EINPROGRESS { return .success(descriptor) }
      let error = WireError(systemError())
      Glibc.close(descriptor)
      return .failure(error)
    } catch {
      return .failure(error)
    }
  }

  private func watchAttempt(remaining: Int) {
    let loop = stream.loop
    do {
      try loop.descriptors.add(attempt, interest: .writable, handler: stream)
    } catch {
      return stream.finishSoon(.failed("\(stream.name): \(error)"))
    }
    guard remaining > 0 else { return }
    let share = stream.options.connectTimeoutNanoseconds / Int64(remaining + 1)
    attemptTimer = loop.schedule(afterNanoseconds: share) { [weak self] in
      guard let self else { return }
      lastError = "no answer"
      tryNext()
    }
  }

  /// The socket under way is connected or has failed.
  func attemptIsReady() {
    guard attempt >= 0 else { return }
    let error = Socket.pendingError(attempt)
    guard error == 0 else {
      lastError = systemError(error)
      return tryNext()
    }
    let descriptor = attempt
    stream.loop.descriptors.remove(descriptor)
    attempt = -1
    dropAttempt()
    stream.didConnect(descriptor)
  }

  private func dropAttempt() {
    if let attemptTimer { stream.loop.cancel(attemptTimer) }
    attemptTimer = nil
    guard attempt >= 0 else { return }
    stream.loop.descriptors.remove(attempt)
    Glibc.close(attempt)
    attempt = -1
  }
}

/// Carries a reference through another thread and back to the loop.
///
/// `@unchecked Sendable`: `value` is read on the loop's thread only.
final class LoopBound<Value: AnyObject>: @unchecked Sendable {
  private(set) weak var value: Value?

  init(_ value: Value) { self.value = value }
}
