import Market

@testable import Wire

/// Writes down what a stream tells.
final class StreamRecorder: ByteStreamHandler {
  var opened = 0
  var received: [UInt8] = []
  var closures: [StreamClosure] = []
  var onOpen: (any ByteStream) -> Void = { _ in }
  var onReceive: (any ByteStream, UnsafeRawBufferPointer) -> Void = { _, _ in }

  func streamDidOpen(_ stream: any ByteStream) {
    opened += 1
    onOpen(stream)
  }
  func stream(_ stream: any ByteStream, didReceive bytes: UnsafeRawBufferPointer) {
    received += bytes
    onReceive(stream, bytes)
  }
  func streamDidClose(_ stream: any ByteStream, _ closure: StreamClosure) {
    closures.append(closure)
  }
}

/// Gives each accepted stream a recorder.
final class AcceptRecorder: StreamAcceptorHandler {
  var streams: [any ByteStream] = []
  var recorders: [StreamRecorder] = []
  var prepare: (StreamRecorder) -> Void = { _ in }

  func acceptor(_ acceptor: any StreamAcceptor, didAccept stream: any ByteStream) {
    let recorder = StreamRecorder()
    prepare(recorder)
    stream.handler = recorder
    streams.append(stream)
    recorders.append(recorder)
  }

  /// Sends back what comes.
  static func echo() -> AcceptRecorder {
    let acceptor = AcceptRecorder()
    acceptor.prepare = { $0.onReceive = { stream, bytes in stream.write(bytes) } }
    return acceptor
  }
}

/// Writes down what a WebSocket tells.
final class SocketRecorder: WebSocketHandler {
  var opened = 0
  var texts: [String] = []
  var binaries: [[UInt8]] = []
  var closures: [WebSocketClosure] = []
  var socket: (any WebSocket)?
  var onOpen: (any WebSocket) -> Void = { _ in }
  var onText: (any WebSocket, UnsafeRawBufferPointer) -> Void = { _, _ in }
  var onBinary: (any WebSocket, UnsafeRawBufferPointer) -> Void = { _, _ in }

  func webSocketDidOpen(_ socket: any WebSocket) {
    opened += 1
    self.socket = socket
    onOpen(socket)
  }
  func webSocket(_ socket: any WebSocket, didReceiveText bytes: UnsafeRawBufferPointer) {
    texts.append(String(decoding: bytes, as: UTF8.self))
    onText(socket, bytes)
  }
  func webSocket(_ socket: any WebSocket, didReceiveBinary bytes: UnsafeRawBufferPointer) {
    binaries.append(Array(bytes))
    onBinary(socket, bytes)
  }
  func webSocketDidClose(_ socket: any WebSocket, _ closure: WebSocketClosure) {
    closures.append(closure)
    self.socket = nil
  }

  static func echo() -> SocketRecorder {
    let recorder = SocketRecorder()
    recorder.onText = { socket, bytes in socket.send(text: bytes) }
    recorder.onBinary = { socket, bytes in socket.send(binary: bytes) }
    return recorder
  }
}

/// A service made of closures.
final class ScriptedService: HTTPServing {
  var requests: [HTTPRequest] = []
  var sockets: [SocketRecorder] = []
  var answer: (HTTPRequest, @escaping (HTTPResponse) -> Void) -> Void = { request, respond in
    let text = "\(request.method) \(request.target) \(request.body.count)"
    respond(HTTPResponse(status: 200, body: Array(text.utf8)))
  }
  var makeSocket: (HTTPRequest) -> SocketRecorder? = { _ in .echo() }

  func handle(_ request: HTTPRequest, respond: @escaping (HTTPResponse) -> Void) {
    requests.append(request)
    answer(request, respond)
  }
  func upgrade(_ request: HTTPRequest) -> UpgradeDecision {
    guard let socket = makeSocket(request) else {
      return .refuse(HTTPResponse(status: 401, body: Array("who are you?".utf8)))
    }
    sockets.append(socket)
    return .accept(socket)
  }
}

/// Writes down the outcomes of prepared requests.
final class PreparedRecorder: HTTPPreparedHandler {
  var answers: [UInt64: (status: Int, body: String)] = [:]
  var failures: [UInt64: HTTPFailure] = [:]

  func preparedRequest(_ tag: UInt64, didReceive status: Int, body: UnsafeRawBufferPointer) {
    answers[tag] = (status, String(decoding: body, as: UTF8.self))
  }
  func preparedRequest(_ tag: UInt64, didFail failure: HTTPFailure) { failures[tag] = failure }
}

extension EventLoop {
  /// Runs the loop here until the condition holds; false when that took too long. The bound is for
  /// what hangs, not for speed.
  func run(seconds: Double = 60, until condition: @escaping () -> Bool) -> Bool {
    let end = uptimeNanoseconds + Int64(seconds * 1e9)
    var isDone = condition()
    func check() {
      isDone = condition()
      if isDone || uptimeNanoseconds >= end { return stop() }
      _ = schedule(afterNanoseconds: 1_000_000, check)
    }
    if !isDone {
      _ = schedule(afterNanoseconds: 0, check)
      run()
    }
    return isDone
  }
}

extension ByteStream {
  func write(_ text: String) { Array(text.utf8).withUnsafeBytes { write($0) } }
}

extension WebSocket {
  func send(_ text: String) { Array(text.utf8).withUnsafeBytes { send(text: $0) } }
}

extension HTTPClient {
  func sendPrepared(_ text: String, tag: UInt64, seconds: Double = 5) -> Bool {
    Array(text.utf8).withUnsafeBytes {
      sendPrepared($0, tag: tag, timeoutNanoseconds: Int64(seconds * 1e9))
    }
  }
}

extension Result where Success == HTTPResponse, Failure == HTTPFailure {
  var status: Int? { (try? get())?.status }
  var text: String? { (try? get()).map { String(decoding: $0.body, as: UTF8.self) } }
  var isNotSent: Bool { if case .failure(.notSent) = self { true } else { false } }
  var isAnswerLost: Bool { if case .failure(.answerLost) = self { true } else { false } }
}
