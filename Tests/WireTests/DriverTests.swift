import Market
import TestKit
import Testing

@testable import Wire

/// A server and what talks to it over a simulated network.
final class DriverStage {
  let scheduler = SimulatedScheduler()
  let network: SimulatedNetwork
  let service = ScriptedService()
  let server: HTTPServer
  var endpoint: Endpoint {
    Endpoint(host: "sim", port: server.port, isSecure: false, target: "/ws")
  }

  init(seed: UInt64 = 1, limits: HTTPServer.Limits = .init(), pieceBytes: Int = 0) throws {
    network = SimulatedNetwork(
      scheduler: scheduler, seed: seed, conditions: .init(maximumPieceBytes: pieceBytes))
    server = HTTPServer(
      acceptor: try network.listen(), scheduler: scheduler, service: service, limits: limits)
    server.start()
  }

  func seconds(_ seconds: Double) { scheduler.advance(byNanoseconds: Int64(seconds * 1e9)) }

  func socket(_ handler: SocketRecorder) -> WebSocketClient {
    let client = WebSocketClient(
      endpoint: endpoint, dialer: network, scheduler: scheduler, seed: 3, handler: handler)
    client.open()
    return client
  }

  func httpClient(_ limits: HTTPClient.Limits = .init()) -> HTTPClient {
    HTTPClient(origin: endpoint, limits: limits, dialer: network, scheduler: scheduler, seed: 5)
  }

  /// A bare stream, for what a well-behaved client would not send.
  func raw(_ text: String) -> (StreamRecorder, any ByteStream) {
    let recorder = StreamRecorder()
    recorder.onOpen = { $0.write(text) }
    return (recorder, network.dial(endpoint, handler: recorder))
  }
}

@Suite struct WebSocketDriverTests {
  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func `messages are echoed however the bytes are cut`(seed: UInt64) throws {
    let stage = try DriverStage(seed: seed, pieceBytes: 11)
    let recorder = SocketRecorder()
    recorder.onOpen = { socket in
      for index in 0..<20 { socket.send("message \(index)") }
      [UInt8]([1, 2, 3]).withUnsafeBytes { socket.send(binary: $0) }
    }
    let client = stage.socket(recorder)
    stage.seconds(2)
    #expect(recorder.texts == (0..<20).map { "message \($0)" })
    #expect(recorder.binaries.count == 1)
    client.close(code: 1000, reason: "done")
    stage.seconds(1)
    #expect(recorder.closures == [.closed(code: 1000, reason: "")])
    #expect(stage.service.sockets[0].closures == [.closed(code: 1000, reason: "done")])
    #expect(stage.server.connectionCount == 0)
  }

  @Test func `a refused upgrade tells status and body`() throws {
    let stage = try DriverStage()
    stage.service.makeSocket = { _ in nil }
    let recorder = SocketRecorder()
    let client = stage.socket(recorder)
    stage.seconds(1)
    #expect(recorder.closures == [.refused(status: 401, body: "who are you?")])
    withExtendedLifetime(client) {}
  }

  @Test func `a server that never answers the upgrade times the client out`() throws {
    let stage = try DriverStage()
    let listener = try stage.network.listen(port: 9)
    let silent = AcceptRecorder()
    listener.handler = silent
    let recorder = SocketRecorder()
    let client = WebSocketClient(
      endpoint: Endpoint(host: "sim", port: 9, isSecure: false),
      openTimeoutNanoseconds: 1_000_000_000, dialer: stage.network, scheduler: stage.scheduler,
      seed: 1, handler: recorder)
    client.open()
    stage.seconds(0.9)
    #expect(recorder.closures.isEmpty)
    stage.seconds(0.2)
    #expect(recorder.closures == [.timedOut])
  }

  @Test func `pings keep a quiet socket open and silence ends it`() throws {
    let stage = try DriverStage()
    let recorder = SocketRecorder()
    let client = stage.socket(recorder)
    stage.seconds(300)
    #expect(recorder.opened == 1)
    #expect(recorder.closures.isEmpty)
    stage.network.conditions.latencyNanoseconds = 3_600_000_000_000...3_600_000_000_000
    stage.seconds(60)
    #expect(recorder.closures == [.timedOut])
    withExtendedLifetime(client) {}
  }

  @Test func `a cut connection is lost on both ends`() throws {
    let stage = try DriverStage()
    let recorder = SocketRecorder()
    let client = stage.socket(recorder)
    stage.seconds(1)
    stage.network.cutAll()
    stage.seconds(1)
    #expect(recorder.closures == [.lost(.failed("the connection was cut"))])
    #expect(stage.service.sockets[0].closures.count == 1)
    client.send("too late")
    #expect(stage.server.connectionCount == 0)
  }

  @Test func `a server that stops closes its sockets with 1001`() throws {
    let stage = try DriverStage()
    let recorder = SocketRecorder()
    let client = stage.socket(recorder)
    stage.seconds(1)
    stage.server.stop()
    stage.seconds(1)
    #expect(recorder.closures == [.closed(code: 1001, reason: "the server stops")])
    withExtendedLifetime(client) {}
  }

  @Test func `letting go of a client closes its connection`() throws {
    let stage = try DriverStage()
    let recorder = SocketRecorder()
    var client: WebSocketClient? = stage.socket(recorder)
    stage.seconds(1)
    #expect(stage.server.connectionCount == 1)
    withExtendedLifetime(client) {}
    recorder.socket = nil
    client = nil
    stage.seconds(1)
    #expect(stage.server.connectionCount == 0)
  }
}

@Suite struct HTTPServerDriverTests {
  @Test func `requests that come together are answered in order`() throws {
    let stage = try DriverStage(pieceBytes: 9)
    let (recorder, stream) = stage.raw(
      "GET /a HTTP/1.1\r\nHost: x\r\n\r\n"
        + "POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
        + "HEAD /c HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    stage.seconds(2)
    let text = String(decoding: recorder.received, as: UTF8.self)
    #expect(stage.service.requests.map(\.target) == ["/a", "/b", "/c"])
    #expect(text.contains("GET /a 0"))
    #expect(text.contains("POST /b 3"))
    #expect(!text.contains("HEAD /c 0"))
    #expect(text.contains("Connection: close"))
    #expect(recorder.closures == [.remote])
    withExtendedLifetime(stream) {}
  }

  @Test(arguments: [
    ("NONSENSE\r\n\r\n", 400), ("GET /\u{0} HTTP/1.1\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: x\r\nX: \(String(repeating: "y", count: 2_000))\r\n\r\n", 431),
    ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n", 413),
    ("GET / HTTP/1.1\r\nHost: x\r\n", 408),
  ])
  func `what breaks a bound or the syntax is answered and closed`(
    request: String, status: Int
  ) throws {
    let limits = HTTPServer.Limits(
      maximumHeadBytes: 1_000, maximumBodyBytes: 1_000, idleTimeoutNanoseconds: 5_000_000_000)
    let stage = try DriverStage(limits: limits)
    let (recorder, stream) = stage.raw(request)
    stage.seconds(20)
    let text = String(decoding: recorder.received, as: UTF8.self)
    #expect(text.hasPrefix("HTTP/1.1 \(status) "), "\(text)")
    #expect(recorder.closures == [.remote])
    #expect(stage.service.requests.isEmpty)
    #expect(stage.server.connectionCount == 0)
    withExtendedLifetime(stream) {}
  }

  @Test func `an idle connection is closed without a word`() throws {
    let stage = try DriverStage(limits: .init(idleTimeoutNanoseconds: 5_000_000_000))
    let (recorder, stream) = stage.raw("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    stage.seconds(4)
    #expect(recorder.closures.isEmpty)
    stage.seconds(4)
    #expect(recorder.closures == [.remote])
    #expect(!String(decoding: recorder.received, as: UTF8.self).contains("408"))
    withExtendedLifetime(stream) {}
  }

  @Test func `a connection too many is closed at once`() throws {
    let stage = try DriverStage(limits: .init(maximumConnections: 2))
    let all = (0..<3).map { _ in stage.raw("") }
    stage.seconds(1)
    #expect(all.count { $0.0.closures.isEmpty } == 2)
    #expect(stage.server.connectionCount == 2)
  }

  @Test func `the bound of requests per connection closes it after the last`() throws {
    let stage = try DriverStage(limits: .init(maximumRequestsPerConnection: 2))
    let get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    let (recorder, stream) = stage.raw(get + get + get)
    stage.seconds(1)
    #expect(stage.service.requests.count == 2)
    #expect(recorder.closures == [.remote])
    withExtendedLifetime(stream) {}
  }

  @Test func `a service may answer later and only once`() throws {
    let stage = try DriverStage()
    var pending: [(HTTPResponse) -> Void] = []
    stage.service.answer = { _, respond in pending.append(respond) }
    let get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    let (recorder, stream) = stage.raw(get + get)
    stage.seconds(1)
    #expect(pending.count == 1, "the second waits for the first")
    pending[0](HTTPResponse(status: 201))
    pending[0](HTTPResponse(status: 500))
    stage.seconds(1)
    pending[1](HTTPResponse(status: 202))
    stage.seconds(1)
    let text = String(decoding: recorder.received, as: UTF8.self)
    #expect(text.contains("201") && text.contains("202") && !text.contains("500"))
    withExtendedLifetime(stream) {}
  }
}

@Suite struct HTTPClientDriverTests {
  private let second: Int64 = 1_000_000_000

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func `requests are answered over warm connections`(seed: UInt64) throws {
    let stage = try DriverStage(seed: seed, pieceBytes: 13)
    let client = stage.httpClient()
    client.start()
    stage.seconds(1)
    #expect(client.idleConnections == 2)
    var answers: [String: String] = [:]
    for index in 0..<10 {
      client.send(HTTPRequest(target: "/\(index)"), timeoutNanoseconds: 5 * second) {
        answers["/\(index)"] = $0.text
      }
    }
    #expect(answers.isEmpty, "never before send has returned")
    stage.seconds(2)
    #expect(answers.count == 10)
    for (target, text) in answers { #expect(text == "GET \(target) 0") }
    #expect(client.idleConnections == 2)
    #expect(stage.server.connectionCount == 2)
  }

  @Test func `a server killed between request and answer loses the answer`() throws {
    let stage = try DriverStage()
    stage.service.answer = { _, _ in }
    let client = stage.httpClient()
    client.start()
    stage.seconds(1)
    var result: Result<HTTPResponse, HTTPFailure>?
    client.send(HTTPRequest(method: "POST", target: "/orders"), timeoutNanoseconds: 60 * second) {
      result = $0
    }
    stage.seconds(1)
    #expect(stage.service.requests.count == 1)
    stage.network.cutAll()
    #expect(result?.isAnswerLost == true)
    stage.seconds(10)
    #expect(client.idleConnections == 2, "the connections come back")
    #expect(stage.service.requests.count == 1, "a lost answer is never asked for again")
  }

  @Test func `a request that waits survives closed connections`() throws {
    let stage = try DriverStage()
    let client = stage.httpClient()
    client.start()
    stage.seconds(1)
    stage.network.cutAll()
    var result: Result<HTTPResponse, HTTPFailure>?
    client.send(HTTPRequest(target: "/again"), timeoutNanoseconds: 30 * second) { result = $0 }
    stage.seconds(10)
    #expect(result?.text == "GET /again 0")
    #expect(stage.service.requests.count == 1)
  }

  @Test func `a request without any connection is not sent`() throws {
    let stage = try DriverStage()
    stage.network.refusesConnections = true
    let client = stage.httpClient()
    client.start()
    var result: Result<HTTPResponse, HTTPFailure>?
    client.send(HTTPRequest(target: "/"), timeoutNanoseconds: 3 * second) { result = $0 }
    stage.seconds(2.9)
    #expect(result == nil)
    stage.seconds(0.2)
    #expect(result?.isNotSent == true)
    #expect("\(String(describing: result))".contains("refused"))
  }

  @Test func `an answer that does not come in time is lost and frees the connection`() throws {
    let stage = try DriverStage()
    stage.service.answer = { _, _ in }
    let client = stage.httpClient(.init(connections: 1))
    client.start()
    stage.seconds(1)
    var result: Result<HTTPResponse, HTTPFailure>?
    client.send(HTTPRequest(target: "/"), timeoutNanoseconds: second) { result = $0 }
    stage.seconds(1.1)
    #expect(result?.isAnswerLost == true)
    stage.seconds(5)
    #expect(client.idleConnections == 1)
  }

  @Test func `the waiting queue is bounded`() throws {
    let stage = try DriverStage()
    stage.service.answer = { _, _ in }
    let client = stage.httpClient(.init(connections: 1, maximumWaiting: 3))
    client.start()
    stage.seconds(1)
    var failures: [Bool] = []
    for _ in 0..<6 {
      client.send(HTTPRequest(target: "/"), timeoutNanoseconds: 60 * second) {
        failures.append($0.isNotSent)
      }
    }
    stage.seconds(1)
    #expect(failures == [true, true])
    client.stop()
    stage.seconds(1)
    #expect(failures.sorted { !$0 && $1 } == [false, true, true, true, true, true])
  }

  @Test func `prepared requests carry their tag and know their fate`() throws {
    let stage = try DriverStage()
    let client = stage.httpClient()
    let recorder = PreparedRecorder()
    client.preparedHandler = recorder
    let order = "POST /orders HTTP/1.1\r\nHost: sim\r\nContent-Length: 2\r\n\r\n{}"
    let early = client.sendPrepared(order, tag: 1)
    #expect(!early)
    client.start()
    stage.seconds(1)
    let sent = [2, 3, 4].map { client.sendPrepared(order, tag: $0) }
    #expect(sent == [true, true, false], "two connections, no waiting")
    stage.seconds(1)
    #expect(recorder.answers.keys.sorted() == [2, 3])
    #expect(recorder.answers[2]?.status == 200)
    #expect(recorder.answers[2]?.body == "POST /orders 2")
    stage.service.answer = { _, _ in }
    let five = client.sendPrepared(order, tag: 5, seconds: 1)
    #expect(five)
    stage.seconds(2)
    guard case .answerLost? = recorder.failures[5] else {
      Issue.record("\(recorder.failures)")
      return
    }
    #expect(recorder.failures.count == 1)
  }

  @Test(arguments: 1...30 as ClosedRange<UInt64>)
  func `under random cuts each request has one outcome and none is sent twice`(
    seed: UInt64
  ) throws {
    var random = SeededGenerator(seed: seed)
    let stage = try DriverStage(seed: seed, pieceBytes: 20)
    let client = stage.httpClient()
    client.start()
    var outcomes = [Int](repeating: 0, count: 60)
    var notSent = Set<String>()
    var answered = Set<String>()
    for index in 0..<60 {
      let target = "/\(index)"
      client.send(HTTPRequest(target: target), timeoutNanoseconds: 2 * second) { result in
        outcomes[index] += 1
        if result.isNotSent { notSent.insert(target) }
        if result.status == 200 { answered.insert(target) }
      }
      stage.scheduler.advance(byNanoseconds: Int64.random(in: 0...20_000_000, using: &random))
      if Int.random(in: 0..<8, using: &random) == 0 { stage.network.cutAll() }
    }
    stage.seconds(20)
    let served = stage.service.requests.map(\.target)
    #expect(outcomes.allSatisfy { $0 == 1 }, "seed \(seed): \(outcomes)")
    #expect(Set(served).count == served.count, "seed \(seed): one was sent twice")
    #expect(notSent.isDisjoint(with: served), "seed \(seed): not sent, and yet served")
    #expect(answered.isSubset(of: served), "seed \(seed)")
    #expect(!answered.isEmpty, "seed \(seed)")
  }
}
