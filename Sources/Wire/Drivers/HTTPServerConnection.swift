/// One connection of an ``HTTPServer``: requests one after another, then perhaps a WebSocket.
final class HTTPServerConnection: ByteStreamHandler {
  private unowned let server: HTTPServer
  private let stream: any ByteStream
  private let scheduler: any Scheduler
  private var parser: HTTPRequestParser
  private var output: ByteBuffer
  private var session: WebSocketSession?
  private var timer: TimerToken?
  private var lastActivity: Int64
  private var requests = 0
  /// The service has a request and has not answered it.
  private var isAnswering = false
  private var isProcessing = false
  private var isClosing = false

  init(server: HTTPServer, stream: any ByteStream) {
    self.server = server
    self.stream = stream
    scheduler = server.scheduler
    lastActivity = scheduler.uptimeNanoseconds
    parser = HTTPRequestParser(
      limits: HTTPLimits(
        maxHeadBytes: server.limits.maximumHeadBytes,
        maxBodyBytes: server.limits.maximumBodyBytes))
    output = ByteBuffer(capacity: 4_096, limit: server.limits.maximumResponseBytes)
    armTimer(server.limits.idleTimeoutNanoseconds)
  }

  deinit { session?.abandon() }

  /// The server stops.
  func stop() {
    if let session {
      return session.close(code: WebSocketCloseCode.goingAway, reason: "the server stops")
    }
    closeStream()
  }

  // MARK: Stream

  func streamDidOpen(_ stream: any ByteStream) {}

  func stream(_ stream: any ByteStream, didReceive bytes: UnsafeRawBufferPointer) {
    guard !isClosing else { return }
    // Time counts from a request's first byte, so that one sent byte by byte ends too.
    if parser.isIdle { lastActivity = scheduler.uptimeNanoseconds }
    do throws(HTTPParseError) {
      try parser.receive(bytes)
    } catch {
      return refuse(error.status, "\(error)")
    }
    process()
  }

  func streamDidClose(_ stream: any ByteStream, _ closure: StreamClosure) {
    isClosing = true
    finish()
  }

  private func finish() {
    if let timer { scheduler.cancel(timer) }
    timer = nil
    server.forget(self)
  }

  // MARK: Requests

  /// Serves the requests that have arrived whole, one after another.
  private func process() {
    guard !isProcessing else { return }
    isProcessing = true
    defer { isProcessing = false }
    while !isAnswering, !isClosing, session == nil {
      do throws(HTTPParseError) {
        switch try parser.next() {
        case .needMore: return
        case .sendContinue:
          HTTPResponseEncoder.appendContinue(into: &output)
          flush()
        case .request: serve()
        }
      } catch {
        return refuse(error.status, "\(error)")
      }
    }
  }

  private func serve() {
    guard let head = parser.head, let request = parser.request else { return }
    requests += 1
    let bound = server.limits.maximumRequestsPerConnection
    let closes = !head.keepsAlive || (bound > 0 && requests >= bound)
    if WebSocketServerHandshake.isUpgrade(request) {
      return upgrade(request, minorVersion: head.minorVersion, closes: closes)
    }
    isAnswering = true
    let number = requests
    let isHead = head.isHead
    server.service.handle(request) { [weak self] response in
      guard let self, isAnswering, requests == number else { return }
      answer(response, isHead: isHead, closes: closes)
      process()
    }
  }

  private func answer(_ response: HTTPResponse, isHead: Bool, closes: Bool) {
    isAnswering = false
    lastActivity = scheduler.uptimeNanoseconds
    guard !isClosing else { return }
    do throws(HTTPEncodeError) {
      try HTTPResponseEncoder.append(
        response, answersHead: isHead, closes: closes, into: &output)
    } catch {
      return refuse(500, "the response cannot be sent: \(error)")
    }
    flush()
    if closes { closeStream() }
  }

  private func upgrade(_ request: HTTPRequest, minorVersion: Int, closes: Bool) {
    let answer = WebSocketServerHandshake.answer(request, minorVersion: minorVersion)
    guard answer.status == 101 else {
      return self.answer(answer, isHead: false, closes: closes)
    }
    switch server.service.upgrade(request) {
    case .refuse(let response): self.answer(response, isHead: false, closes: closes)
    case .accept(let handler):
      self.answer(answer, isHead: false, closes: false)
      guard !isClosing else { return }
      begin(handler)
    }
  }

  private func begin(_ handler: any WebSocketHandler) {
    if let timer { scheduler.cancel(timer) }
    timer = nil
    let session = WebSocketSession(
      role: .server, stream: stream, scheduler: scheduler,
      configuration: server.webSocketConfiguration, seed: 0, client: nil, handler: handler)
    self.session = session
    session.didEnd = { [weak self] in
      self?.session = nil
      self?.finish()
    }
    stream.handler = session
    session.begin(with: parser.bytesBehindMessage)
  }

  /// Answers a request that cannot be served, and closes.
  private func refuse(_ status: Int, _ reason: String) {
    guard !isClosing else { return }
    let response = HTTPResponse(
      status: status, headers: ["Content-Type": "text/plain"], body: Array((reason + "\n").utf8))
    if (try? HTTPResponseEncoder.append(response, closes: true, into: &output)) != nil { flush() }
    closeStream()
  }

  private func flush() {
    stream.write(output.bytes)
    output.removeAll()
  }

  private func closeStream() {
    guard !isClosing else { return }
    isClosing = true
    stream.close()
  }

  // MARK: Time

  private func armTimer(_ nanoseconds: Int64) {
    timer = scheduler.schedule(afterNanoseconds: nanoseconds) { [weak self] in self?.check() }
  }

  /// One timer per connection, moved on rather than set anew with each byte.
  private func check() {
    timer = nil
    guard !isClosing, session == nil else { return }
    let limit = server.limits.idleTimeoutNanoseconds
    let rest = lastActivity + limit - scheduler.uptimeNanoseconds
    if isAnswering { return armTimer(limit) }
    if rest > 0 { return armTimer(rest) }
    if parser.isIdle { return closeStream() }
    refuse(408, "the request took too long to arrive")
  }
}
