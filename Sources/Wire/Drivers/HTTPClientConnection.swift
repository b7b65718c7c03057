/// One warm connection of an ``HTTPClient``: opens, carries one request after another, opens again.
final class HTTPClientConnection: ByteStreamHandler {
  private enum Work {
    case none
    case request((Result<HTTPResponse, HTTPFailure>) -> Void)
    case prepared(tag: UInt64)
  }

  private weak var client: HTTPClient?
  private let scheduler: any Scheduler
  private let limits: HTTPLimits
  private var exchange: HTTPClientExchange
  private var output: ByteBuffer
  private var stream: (any ByteStream)?
  private var isOpen = false
  private var isStopped = false
  private var work = Work.none
  private var backoff: Backoff
  private var timer: TimerToken?
  /// Made once, so that arming the timer for a request allocates nothing.
  private var timeOut: () -> Void = {}

  init(client: HTTPClient) {
    self.client = client
    scheduler = client.scheduler
    limits = HTTPLimits(
      maxHeadBytes: client.limits.maximumHeadBytes,
      maxBodyBytes: client.limits.maximumBodyBytes)
    backoff = client.limits.backoff
    exchange = HTTPClientExchange(limits: limits)
    output = ByteBuffer(capacity: 4_096, limit: client.limits.maximumRequestBytes)
    timeOut = { [weak self] in self?.didTimeOut() }
  }

  var isIdle: Bool { isOpen && exchange.state == .idle }

  // MARK: Connection

  func open() {
    guard !isStopped, stream == nil, let client else { return }
    exchange = HTTPClientExchange(limits: limits)
    stream = client.dialer.dial(client.origin, handler: self)
  }

  func stop() {
    isStopped = true
    isOpen = false
    cancelTimer()
    let stream = stream
    self.stream = nil
    stream?.handler = nil
    stream?.close()
    settle(exchange.streamDidClose(.local))
  }

  func streamDidOpen(_ stream: any ByteStream) {
    guard stream === self.stream else { return }
    isOpen = true
    client?.dispatch()
  }

  func stream(_ stream: any ByteStream, didReceive bytes: UnsafeRawBufferPointer) {
    guard stream === self.stream, isOpen else { return }
    settle(exchange.receive(bytes))
    afterSettling()
  }

  func streamDidClose(_ stream: any ByteStream, _ closure: StreamClosure) {
    guard stream === self.stream else { return }
    self.stream = nil
    isOpen = false
    if case .failed(let reason) = closure { client?.lastFailure = reason }
    settle(exchange.streamDidClose(closure))
    reopenLater()
  }

  private func reopenLater() {
    guard !isStopped, let client else { return }
    let wait = backoff.nextNanoseconds(using: &client.random)
    _ = scheduler.schedule(afterNanoseconds: wait) { [weak self] in self?.open() }
  }

  /// Drops a connection that can carry no further request, or goes on with the next.
  private func afterSettling() {
    if exchange.state == .finished {
      isOpen = false
      stream?.close()
    } else if exchange.state == .idle {
      client?.dispatch()
    }
  }

  // MARK: Requests

  func send(_ waiting: HTTPClient.Waiting) {
    guard let client else { return }
    do throws(HTTPEncodeError) {
      try exchange.start(waiting.request, authority: client.origin.authority, into: &output)
    } catch {
      let failure = HTTPFailure.notSent("the request cannot be sent: \(error)")
      _ = scheduler.schedule(afterNanoseconds: 0) { waiting.completion(.failure(failure)) }
      return
    }
    work = .request(waiting.completion)
    leave(max(0, waiting.deadline - scheduler.uptimeNanoseconds))
  }

  func send(prepared bytes: UnsafeRawBufferPointer, tag: UInt64, timeoutNanoseconds: Int64)
    -> Bool
  {
    guard exchange.start(encoded: bytes, into: &output) else { return false }
    work = .prepared(tag: tag)
    leave(timeoutNanoseconds)
    return true
  }

  private func leave(_ timeoutNanoseconds: Int64) {
    exchange.requestLeaves()
    stream?.write(output.bytes)
    output.removeAll()
    cancelTimer()
    timer = scheduler.schedule(afterNanoseconds: timeoutNanoseconds, timeOut)
  }

  private func didTimeOut() {
    timer = nil
    settle(exchange.timeOut())
    afterSettling()
  }

  private func cancelTimer() {
    if let timer { scheduler.cancel(timer) }
    timer = nil
  }

  /// Tells whoever waits for the request that is out.
  private func settle(_ outcome: HTTPClientExchange.Outcome) {
    if case .none = outcome { return }
    cancelTimer()
    let work = work
    self.work = .none
    switch outcome {
    case .none: break
    case .answered:
      backoff.reset()
      answered(work)
    case .failed(let failure):
      switch work {
      case .none: break
      case .request(let completion): completion(.failure(failure))
      case .prepared(let tag): client?.preparedHandler?.preparedRequest(tag, didFail: failure)
      }
    }
  }

  private func answered(_ work: Work) {
    switch work {
    case .none: break
    case .request(let completion):
      if let response = exchange.response { completion(.success(response)) }
    case .prepared(let tag):
      guard let head = exchange.head else { return }
      client?.preparedHandler?.preparedRequest(
        tag, didReceive: head.status, body: exchange.body)
    }
  }
}
