import TestKit
import Testing
import Wire

@Suite struct HTTPClientExchangeTests {
  /// An exchange with its output, as a driver holds them.
  struct Peer: ~Copyable {
    var exchange = HTTPClientExchange()
    var output = ByteBuffer()

    mutating func start(_ request: HTTPRequest = HTTPRequest(target: "/")) throws {
      try exchange.start(request, authority: "x", into: &output)
    }
    mutating func receive(_ text: String) -> HTTPClientExchange.Outcome {
      withSlack(array(text)) { exchange.receive($0) }
    }
  }

  @Test func `an answer leaves the connection ready for the next request`() throws {
    var peer = Peer()
    for round in 0..<3 {
      try peer.start()
      peer.exchange.requestLeaves()
      let part = peer.receive("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n")
      #expect(part == .none)
      let whole = peer.receive("\(round)")
      #expect(whole == .answered)
      let (body, state) = (peer.exchange.response?.body, peer.exchange.state)
      #expect(body == array("\(round)"))
      #expect(state == .idle)
    }
  }

  @Test func `a server that closes the idle connection before the request leaves has seen nothing`()
    throws
  {
    // 1. The connection is idle. 2. A request is put into the output. 3. The close arrives first.
    var peer = Peer()
    try peer.start()
    let outcome = peer.exchange.streamDidClose(.remote)
    #expect(outcome == .failed(.notSent("the server closed the connection")))
    let state = peer.exchange.state
    #expect(state == .finished)
  }

  @Test func `a server that closes once the request has begun to leave may have seen it`() throws {
    var peer = Peer()
    try peer.start()
    peer.exchange.requestLeaves()
    let outcome = peer.exchange.streamDidClose(.remote)
    #expect(outcome == .failed(.answerLost("the server closed the connection")))
  }

  @Test func `a connection that closes while idle has nothing to say`() {
    var peer = Peer()
    let outcome = peer.exchange.streamDidClose(.remote)
    #expect(outcome == .none)
    let state = peer.exchange.state
    #expect(state == .finished)
  }

  @Test(arguments: [
    StreamClosure.local, .remote, .outputOverflow, .failed("reset"),
  ])
  func `half an answer is a lost answer, whatever closed the stream`(closure: StreamClosure) throws
  {
    var peer = Peer()
    try peer.start()
    peer.exchange.requestLeaves()
    let part = peer.receive("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
    #expect(part == .none)
    let outcome = peer.exchange.streamDidClose(closure)
    guard case .failed(.answerLost) = outcome else {
      Issue.record("\(outcome)")
      return
    }
  }

  @Test func `an answer until the end of the stream is whole only when the server ends it`() throws
  {
    for (closure, isWhole) in [(StreamClosure.remote, true), (.failed("reset"), false)] {
      var peer = Peer()
      try peer.start()
      peer.exchange.requestLeaves()
      _ = peer.receive("HTTP/1.1 200 OK\r\n\r\nall of it")
      let outcome = peer.exchange.streamDidClose(closure)
      #expect((outcome == .answered) == isWhole)
      let (body, state) = (peer.exchange.response?.body, peer.exchange.state)
      #expect(body == (isWhole ? array("all of it") : nil))
      #expect(state == .finished)
    }
  }

  @Test
  func `an answer to nothing ends the connection, and a request that had not left may go again`()
    throws
  {
    var peer = Peer()
    let idle = peer.receive("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n")
    #expect(idle == .none)
    let state = peer.exchange.state
    #expect(state == .finished)
    var other = Peer()
    try other.start()
    let early = other.receive("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n")
    #expect(early == .failed(.notSent("the server answered before anything was asked")))
  }

  @Test(arguments: [
    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK",
    "HTTP/1.1 101 Switching Protocols\r\n\r\n",
  ])
  func `an answer that ends the connection lets no further request out`(wire: String) throws {
    var peer = Peer()
    try peer.start()
    peer.exchange.requestLeaves()
    let outcome = peer.receive(wire)
    #expect(outcome == .answered)
    let state = peer.exchange.state
    #expect(state == .finished)
    let after = peer.exchange.streamDidClose(.remote)
    #expect(after == .none)
  }

  @Test func `an answer that is no HTTP is a lost answer`() throws {
    var peer = Peer()
    try peer.start()
    peer.exchange.requestLeaves()
    let outcome = peer.receive("SSH-2.0\r\n\r\n")
    #expect(outcome == .failed(.answerLost("the answer is no valid HTTP/1.1: badStatusLine")))
    let state = peer.exchange.state
    #expect(state == .finished)
  }

  @Test(arguments: [true, false])
  func `a timeout ends the connection and says what is known`(hasLeft: Bool) throws {
    var peer = Peer()
    try peer.start()
    if hasLeft { peer.exchange.requestLeaves() }
    let outcome = peer.exchange.timeOut()
    let text = "no answer within the time allowed"
    #expect(outcome == .failed(hasLeft ? .answerLost(text) : .notSent(text)))
    let state = peer.exchange.state
    #expect(state == .finished)
    let late = peer.receive("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    #expect(late == .none)
  }

  @Test func `a request that can not be written leaves the connection idle`() {
    var peer = Peer()
    var thrown: (any Error)?
    do { try peer.start(HTTPRequest(target: "/\r\n")) } catch { thrown = error }
    #expect(thrown as? HTTPEncodeError == .badTarget)
    let (state, isEmpty) = (peer.exchange.state, peer.output.isEmpty)
    #expect(state == .idle)
    #expect(isEmpty)
  }

  @Test func `an order that is encoded already goes out and is answered without an allocation`() {
    var exchange = HTTPClientExchange()
    var output = ByteBuffer()
    let order = array("POST /o HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}")
    let answer = array("HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}")
    var created = 0
    func run(_ exchange: inout HTTPClientExchange, _ output: inout ByteBuffer) {
      for _ in 0..<500 {
        let isStarted = order.withUnsafeBytes { exchange.start(encoded: $0, into: &output) }
        guard isStarted else { return }
        exchange.requestLeaves()
        output.removeAll()
        let outcome = answer.withUnsafeBytes { exchange.receive($0) }
        if outcome == .answered, exchange.head?.status == 201, exchange.body.count == 2 {
          created += 1
        }
      }
    }
    run(&exchange, &output)
    let allocations = Allocations.count { run(&exchange, &output) }
    #expect(allocations == 0)
    #expect(created == 1_000)
  }
}
