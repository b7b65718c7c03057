import Glibc
import Market
import TestKit
import Testing

@testable import Wire

/// Dials one end of a socket pair; the test holds the other.
private final class PairDialer: Dialer {
  let loop: EventLoop
  private(set) var peer: Int32 = -1

  init(loop: EventLoop) { self.loop = loop }
  deinit { if peer >= 0 { close(peer) } }

  func dial(_ endpoint: Endpoint, handler: any ByteStreamHandler) -> any ByteStream {
    var pair: [Int32] = [0, 0]
    socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0, &pair)
    peer = pair[1]
    let stream = SocketStream(loop: loop, options: .init(), name: "the pair")
    stream.adopt(pair[0], tls: nil)
    stream.handler = handler
    stream.openSoon()
    return stream
  }
}

private final class Counter: WebSocketHandler, HTTPPreparedHandler {
  var messages = 0
  var bytes = 0

  func webSocketDidOpen(_ socket: any WebSocket) {}
  func webSocket(_ socket: any WebSocket, didReceiveText bytes: UnsafeRawBufferPointer) {
    messages += 1
    self.bytes += bytes.count
  }
  func webSocket(_ socket: any WebSocket, didReceiveBinary bytes: UnsafeRawBufferPointer) {}
  func webSocketDidClose(_ socket: any WebSocket, _ closure: WebSocketClosure) {}

  func preparedRequest(_ tag: UInt64, didReceive status: Int, body: UnsafeRawBufferPointer) {
    messages += 1
    bytes += body.count
  }
  func preparedRequest(_ tag: UInt64, didFail failure: HTTPFailure) {}
}

@Suite struct DriverAllocationTests {
  @Test func `a text frame from the socket to the handler allocates nothing`() throws {
    let loop = try EventLoop()
    defer { loop.close() }
    let dialer = PairDialer(loop: loop)
    let counter = Counter()
    let opener = StreamRecorder()
    let stream = dialer.dial(
      Endpoint(host: "pair", port: 1, isSecure: false), handler: opener)
    let session = WebSocketSession(
      role: .client, stream: stream, scheduler: loop, configuration: .init(), seed: 1,
      client: nil, handler: counter)
    stream.handler = session
    loop.turn()
    // FIN and text, unmasked, 250 bytes.
    let frame: [UInt8] = [0x81, 126, 0, 250] + [UInt8](repeating: 0x61, count: 250)
    func receive(_ count: Int) {
      for _ in 0..<count {
        frame.withUnsafeBytes { _ = write(dialer.peer, $0.baseAddress, $0.count) }
        loop.turn()
      }
    }
    receive(50)
    let allocations = Allocations.count { receive(1_000) }
    #expect(counter.messages == 1_050)
    #expect(counter.bytes == 1_050 * 250)
    #expect(allocations == 0)
  }

  @Test func `a prepared request and its answer allocate nothing`() throws {
    let loop = try EventLoop()
    defer { loop.close() }
    let dialer = PairDialer(loop: loop)
    let counter = Counter()
    let client = HTTPClient(
      origin: Endpoint(host: "pair", port: 1, isSecure: false), limits: .init(connections: 1),
      dialer: dialer, scheduler: loop)
    client.preparedHandler = counter
    client.start()
    // The stream opens by a timer of no delay, which keeps the first turns from waiting.
    while client.idleConnections == 0 { loop.turn() }
    let request = Array("POST /orders HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}".utf8)
    let answer = Array("HTTP/1.1 201 Created\r\nContent-Length: 11\r\n\r\n{\"id\":\"17\"}".utf8)
    var sent = 0
    var scratch = [UInt8](repeating: 0, count: 4_096)
    func exchange(_ count: Int) {
      for tag in 0..<count {
        let isSent = request.withUnsafeBytes {
          client.sendPrepared($0, tag: UInt64(tag), timeoutNanoseconds: 5_000_000_000)
        }
        if isSent { sent += 1 }
        _ = read(dialer.peer, &scratch, scratch.count)
        answer.withUnsafeBytes { _ = write(dialer.peer, $0.baseAddress, $0.count) }
        loop.turn()
      }
    }
    exchange(200)
    let allocations = Allocations.count { exchange(1_000) }
    #expect(sent == 1_200)
    #expect(counter.messages == 1_200)
    #expect(allocations == 0)
    client.stop()
  }
}
