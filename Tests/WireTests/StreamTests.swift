import Glibc
import Market
import Testing

@testable import Wire

@Suite final class StreamTests {
  let loop: EventLoop
  let dialer: SocketDialer

  init() throws {
    loop = try EventLoop()
    dialer = try SocketDialer(loop: loop)
  }

  deinit { loop.close() }

  private func endpoint(_ port: Int, host: String = "127.0.0.1") -> Endpoint {
    Endpoint(host: host, port: port, isSecure: false)
  }

  @Test(arguments: ["127.0.0.1", "localhost"])
  func `bytes come back from an echo`(host: String) throws {
    let listener = try SocketListener(loop: loop)
    let acceptor = AcceptRecorder.echo()
    listener.handler = acceptor
    let client = StreamRecorder()
    client.onOpen = { $0.write("hello") }
    let stream = dialer.dial(endpoint(listener.port, host: host), handler: client)
    let isDone = loop.run { client.received.count == 5 }
    #expect(isDone)
    stream.close()
    let isClosed = loop.run { acceptor.recorders[0].closures == [.remote] }
    #expect(isClosed)
    #expect(client.closures == [.local])
    #expect(client.opened == 1)
  }

  @Test func `what was written before a close arrives whole`() throws {
    let listener = try SocketListener(loop: loop)
    let acceptor = AcceptRecorder()
    listener.handler = acceptor
    let client = StreamRecorder()
    let bytes = (0..<5_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    client.onOpen = { stream in
      bytes.withUnsafeBytes { stream.write($0) }
      stream.close()
    }
    _ = dialer.dial(endpoint(listener.port), handler: client)
    let isDone = loop.run { acceptor.recorders.first?.closures == [.remote] }
    #expect(isDone)
    #expect(acceptor.recorders[0].received == bytes)
    #expect(client.closures == [.local])
  }

  @Test func `a port in use is one clear error`() throws {
    let listener = try SocketListener(loop: loop)
    let error = #expect(throws: WireError.self) {
      _ = try SocketListener(loop: loop, port: listener.port)
    }
    #expect(error?.description.contains("port \(listener.port) on 127.0.0.1 is in use") == true)
  }

  @Test func `a closed port is a failure with its name`() throws {
    let listener = try SocketListener(loop: loop)
    let port = listener.port
    listener.close()
    let client = StreamRecorder()
    _ = dialer.dial(endpoint(port), handler: client)
    #expect(client.closures.isEmpty, "never before dial has returned")
    let isDone = loop.run { client.closures.count == 1 }
    #expect(isDone)
    guard case .failed(let reason)? = client.closures.first else {
      Issue.record("\(client.closures)")
      return
    }
    #expect(reason.contains("127.0.0.1:\(port)"))
    #expect(reason.contains("refused"))
  }

  @Test func `an unknown host name fails without blocking the loop`() throws {
    let client = StreamRecorder()
    let options = SocketOptions(connectTimeoutNanoseconds: 300_000_000)
    let hasty = try SocketDialer(loop: loop, options: options)
    _ = hasty.dial(endpoint(1, host: "no-such-host.invalid"), handler: client)
    let begun = loop.uptimeNanoseconds
    var turns = 0
    // What the loop holds must not hold the suite, whose end closes the loop.
    let loop = loop
    func tick() {
      turns += 1
      _ = loop.schedule(afterNanoseconds: 100_000, tick)
    }
    tick()
    let isDone = loop.run { client.closures.count == 1 }
    #expect(isDone)
    #expect("\(client.closures)".contains("no-such-host.invalid"))
    // A lookup that is answered at once leaves no time for turns.
    #expect(turns > 1 || loop.uptimeNanoseconds - begun < 100_000_000)
  }

  @Test func `a connection that nobody answers ends in time`() throws {
    // A listening socket whose queue is full answers nothing more.
    let descriptor = try Socket.make(family: AF_INET)
    defer { close(descriptor) }
    let address = try #require(SocketAddress.inline(host: "127.0.0.1", port: 0)?.first)
    #expect(address.withSocketAddress { bind(descriptor, $0, $1) } == 0)
    #expect(listen(descriptor, 0) == 0)
    var name = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = getsockname(descriptor, $0, &length)
      }
    }
    let options = SocketOptions(connectTimeoutNanoseconds: 100_000_000)
    let hasty = try SocketDialer(loop: loop, options: options)
    let recorders = (0..<4).map { _ in StreamRecorder() }
    let port = Int(UInt16(bigEndian: name.sin_port))
    let streams = recorders.map { hasty.dial(endpoint(port), handler: $0) }
    let isDone = loop.run { recorders.contains { !$0.closures.isEmpty } }
    #expect(isDone)
    let text = recorders.map { "\($0.closures)" }.joined()
    #expect(text.contains("took longer than 0.1 s"))
    streams.forEach { $0.close() }
  }

  @Test func `a reader that does not read is cut`() throws {
    let options = SocketOptions(maximumOutputBytes: 256 << 10)
    let listener = try SocketListener(loop: loop, options: options)
    let acceptor = AcceptRecorder()
    listener.handler = acceptor
    // A bare socket that never reads.
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    let address = try #require(
      SocketAddress.inline(host: "127.0.0.1", port: listener.port)?.first)
    #expect(address.withSocketAddress { connect(descriptor, $0, $1) } == 0)
    let block = [UInt8](repeating: 7, count: 64 << 10)
    let isDone = loop.run {
      guard let stream = acceptor.streams.first else { return false }
      for _ in 0..<100 { block.withUnsafeBytes { stream.write($0) } }
      return !acceptor.recorders[0].closures.isEmpty
    }
    #expect(isDone)
    #expect(acceptor.recorders[0].closures == [.outputOverflow])
  }

  @Test func `one message reaches two hundred connections`() throws {
    let listener = try SocketListener(loop: loop)
    let acceptor = AcceptRecorder()
    listener.handler = acceptor
    let clients = (0..<200).map { _ in StreamRecorder() }
    let streams = clients.map { dialer.dial(endpoint(listener.port), handler: $0) }
    let isOpen = loop.run { acceptor.recorders.count { $0.opened == 1 } == 200 }
    #expect(isOpen)
    for stream in acceptor.streams { stream.write("tick") }
    let isDone = loop.run { clients.allSatisfy { $0.received.count == 4 } }
    #expect(isDone)
    streams.forEach { $0.close() }
    let isClosed = loop.run { acceptor.recorders.allSatisfy { $0.closures == [.remote] } }
    #expect(isClosed)
  }
}
