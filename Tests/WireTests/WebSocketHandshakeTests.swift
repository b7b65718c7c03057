import TestKit
import Testing
import Wire

@Suite struct WebSocketHandshakeTests {
  /// The key of RFC 6455 section 1.3, `dGhlIHNhbXBsZSBub25jZQ==`.
  static let key = array("the sample nonce")
  static let right = [
    "HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade",
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
  ]

  private func step(_ lines: [String], protocols: [String] = []) -> WebSocketClientHandshake.Step {
    var handshake = WebSocketClientHandshake(
      key: WebSocketHandshakeTests.key, subprotocols: protocols)
    return withSlack(array(lines.joined(separator: "\r\n") + "\r\n\r\n")) { handshake.receive($0) }
  }

  @Test func `the accept key of RFC 6455 section 1_3 is made`() {
    #expect(
      WebSocketAcceptKey.make(forKey: "dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
  }

  @Test func `the request has the fields of section 4_1`() throws {
    let handshake = WebSocketClientHandshake(
      key: WebSocketHandshakeTests.key, subprotocols: ["a", "b"])
    var output = ByteBuffer()
    let endpoint = try #require(Endpoint(url: "wss://example.com/trade-api/ws/v2?x=1"))
    try handshake.appendRequest(
      to: endpoint, headers: ["X-Key": "k", "Host": "evil"], into: &output)
    let text = String(decoding: output.array, as: UTF8.self)
    #expect(
      text == """
        GET /trade-api/ws/v2?x=1 HTTP/1.1\r
        Host: example.com\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Protocol: a, b\r
        X-Key: k\r
        \r

        """)
  }

  @Test func `a right answer opens, and frames behind it are kept`() {
    for cut in 0..<100 {
      var handshake = WebSocketClientHandshake(key: WebSocketHandshakeTests.key)
      let head = array(WebSocketHandshakeTests.right.joined(separator: "\r\n") + "\r\n\r\n")
      let wire = head + frame(first: 0x81, array("hi"))
      let first = withSlack(Array(wire[..<cut])) { handshake.receive($0) }
      #expect(first == .needMore)
      let second = withSlack(Array(wire[cut...])) { handshake.receive($0) }
      #expect(second == .open(subprotocol: nil))
      let remainder = Array(handshake.remainder)
      #expect(remainder == frame(first: 0x81, array("hi")))
    }
  }

  @Test func `each wrong answer ends with a protocol error`() {
    let right = WebSocketHandshakeTests.right
    func replacing(_ index: Int, _ line: String?) -> [String] {
      var lines = right
      if let line { lines[index] = line } else { lines.remove(at: index) }
      return lines
    }
    let wrong = [
      replacing(1, nil), replacing(1, "Upgrade: h2c"), replacing(1, "Upgrade: websocket, h2c"),
      replacing(2, nil), replacing(2, "Connection: close"), replacing(3, nil),
      replacing(3, "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOp="),
      right + [right[3]], right + ["Sec-WebSocket-Extensions: permessage-deflate"],
      right + ["Sec-WebSocket-Protocol: c"], ["HTTP/1.1 101"], ["junk"],
    ]
    for lines in wrong {
      guard case .ended(.protocolError(let code, _)) = step(lines, protocols: ["a"]) else {
        Issue.record("accepted: \(lines)")
        continue
      }
      #expect(code == 1002)
    }
    #expect(step(right) == .open(subprotocol: nil))
    let chosen = step(right + ["Sec-WebSocket-Protocol: a"], protocols: ["a"])
    #expect(chosen == .open(subprotocol: "a"))
    #expect(step(right + ["Sec-WebSocket-Extensions:"]) == .open(subprotocol: nil))
  }

  @Test func `another status is a refusal with the head of its body`() {
    var handshake = WebSocketClientHandshake(key: WebSocketHandshakeTests.key)
    let wire = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 6\r\n\r\nbad si"
    let step = withSlack(array(wire)) { handshake.receive($0) }
    #expect(step == .ended(.refused(status: 401, body: "bad si")))
    let closure = handshake.streamDidClose(.remote)
    #expect(closure == .refused(status: 401, body: "bad si"))
  }

  @Test func `a refusal that lasts until the stream ends is read, a cut one is a loss`() {
    var handshake = WebSocketClientHandshake(key: WebSocketHandshakeTests.key)
    let step = withSlack(array("HTTP/1.1 503 Busy\r\n\r\nlater")) { handshake.receive($0) }
    #expect(step == .needMore)
    let closure = handshake.streamDidClose(.remote)
    #expect(closure == .refused(status: 503, body: "later"))
    var cut = WebSocketClientHandshake(key: WebSocketHandshakeTests.key)
    _ = withSlack(array("HTTP/1.1 503 Busy\r\nContent-Length: 9\r\n\r\nlater")) { cut.receive($0) }
    let loss = cut.streamDidClose(.remote)
    #expect(loss == .lost(.remote))
  }

  static let request = HTTPRequest(
    target: "/ws",
    headers: [
      "Host": "x", "Upgrade": "WebSocket", "Connection": "keep-alive, Upgrade",
      "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version": "13",
      "Sec-WebSocket-Protocol": "a, b",
    ])

  @Test func `a server accepts a right request`() {
    let answer = WebSocketServerHandshake.answer(
      WebSocketHandshakeTests.request, subprotocol: "b")
    #expect(answer.status == 101)
    #expect(answer.headers["Sec-WebSocket-Accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
    #expect(answer.headers["Sec-WebSocket-Protocol"] == "b")
  }

  @Test func `a server refuses a wrong request`() {
    func status(_ change: (inout HTTPRequest) -> Void, minorVersion: Int = 1) -> Int {
      var request = WebSocketHandshakeTests.request
      change(&request)
      return WebSocketServerHandshake.answer(request, minorVersion: minorVersion).status
    }
    #expect(status { _ in } == 101)
    #expect(status({ _ in }, minorVersion: 0) == 400)
    #expect(status { $0.method = "POST" } == 400)
    #expect(status { $0.body = [1] } == 400)
    #expect(status { $0.headers["Upgrade"] = "h2c" } == 400)
    #expect(status { $0.headers["Connection"] = "keep-alive" } == 400)
    #expect(status { $0.headers["Sec-WebSocket-Version"] = "8" } == 426)
    #expect(status { $0.headers["Sec-WebSocket-Version"] = nil } == 426)
    #expect(status { $0.headers["Sec-WebSocket-Key"] = nil } == 400)
    #expect(status { $0.headers["Sec-WebSocket-Key"] = "c2hvcnQ=" } == 400)
    #expect(status { $0.headers.add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==") } == 400)
    #expect(
      WebSocketServerHandshake.answer(WebSocketHandshakeTests.request, subprotocol: "z").status
        == 400)
  }

  @Test func `both sides agree with each other`() throws {
    var handshake = WebSocketClientHandshake(key: (1...16).map { UInt8($0) })
    var toServer = ByteBuffer()
    try handshake.appendRequest(
      to: Endpoint(host: "localhost", port: 8_080, isSecure: false, target: "/"), into: &toServer)
    var parser = HTTPRequestParser()
    try parser.receive(toServer.bytes)
    let request = try parser.next()
    #expect(request == .request)
    let parsed = parser.request
    let received = try #require(parsed)
    var toClient = ByteBuffer()
    try HTTPResponseEncoder.append(
      WebSocketServerHandshake.answer(received), into: &toClient)
    let step = handshake.receive(toClient.bytes)
    #expect(step == .open(subprotocol: nil))
  }
}
