import Market
import TestKit
import Testing
import Wire

/// Closing, pings and time.
@Suite struct WebSocketLifeCycleTests {
  let configuration = WebSocketConfiguration(
    pingIntervalNanoseconds: 10_000_000_000, pongTimeoutNanoseconds: 4_000_000_000,
    closeTimeoutNanoseconds: 2_000_000_000)

  @Test func `the peer's close is answered with its code, and the server ends the stream`() {
    var server = WebSocketRecording(.server)
    server.feed(frame(first: 0x88, [0x0F, 0xA1] + array("done"), key: [0, 0, 0, 0]))
    let (output, closes, state) = (
      server.output.array, server.connection.shouldCloseStream, server.connection.state
    )
    #expect(output == frame(first: 0x88, [0x0F, 0xA1]))
    #expect(closes)
    #expect(state == .closed)
    let closure = server.connection.closure(after: .local)
    #expect(closure == .closed(code: 4001, reason: "done"))
  }

  @Test func `a client that was told the end ends the stream, whatever the server does`() {
    var client = WebSocketRecording(.client, configuration: configuration)
    client.feed(frame(first: 0x88, []), at: Timestamp(seconds: 5))
    let closes = client.connection.shouldCloseStream
    #expect(closes)
    let closure = client.connection.closure(after: .local)
    #expect(closure == .closed(code: 1005, reason: ""))
  }

  @Test func `a client waits for the answer to its close, but not for ever`() {
    var client = WebSocketRecording(.client, configuration: configuration)
    let begun = client.connection.close(
      code: 1000, reason: "", now: Timestamp(seconds: 5), into: &client.output)
    #expect(begun)
    let early = client.connection.tick(now: Timestamp(seconds: 6), into: &client.output)
    #expect(early == .none)
    let late = client.connection.tick(now: Timestamp(seconds: 7), into: &client.output)
    #expect(late == .closeStream)
    let closure = client.connection.closure(after: .local)
    #expect(closure == .timedOut)
  }

  @Test func `our close ends with the peer's, and messages until then still count`() {
    var server = WebSocketRecording(.server)
    let begun = server.connection.close(
      code: 1001, reason: "restart", now: Timestamp(seconds: 0), into: &server.output)
    #expect(begun)
    let sent = withSlack(array("x")) { server.connection.send(text: $0, into: &server.output) }
    #expect(!sent)
    let again = server.connection.close(
      code: 1000, reason: "", now: Timestamp(seconds: 0), into: &server.output)
    #expect(!again)
    let key: [UInt8] = [9, 8, 7, 6]
    server.feed(
      frame(first: 0x81, array("last"), key: key) + frame(first: 0x89, [], key: key)
        + frame(first: 0x88, [0x03, 0xE9], key: key))
    let events = server.events
    #expect(events == ["text last", "ping ", "close 1001 "])
    let output = server.output.array
    #expect(output == frame(first: 0x88, [0x03, 0xE9] + array("restart")))
  }

  @Test func `a code that may not be sent is not sent`() {
    var client = WebSocketRecording(.client)
    for code in [0, 999, 1004, 1006, 1015, 2999, 5000] as [UInt16] {
      let begun = client.connection.close(
        code: code, reason: "", now: Timestamp(seconds: 0), into: &client.output)
      #expect(!begun)
    }
    let isEmpty = client.output.isEmpty
    #expect(isEmpty)
  }

  @Test func `a long close reason is cut before a character`() {
    var server = WebSocketRecording(.server)
    _ = server.connection.close(
      code: 1000, reason: String(repeating: "\u{e4}", count: 100), now: Timestamp(seconds: 0),
      into: &server.output)
    let output = server.output.array
    #expect(output.count == 2 + 2 + 122)
    #expect(UTF8Validator.isValid(Array(output[4...])))
  }

  @Test func `an error is answered with its code and ends the stream`() {
    var client = WebSocketRecording(.client)
    client.feed(frame(first: 0x83, []))
    let (closes, closure) = (
      client.connection.shouldCloseStream, client.connection.closure(after: .local)
    )
    #expect(closes)
    #expect(closure == .protocolError(code: 1002, "the opcode is reserved"))
    let answer = client.output.array
    let read = WebSocketRecording.events(.server, answer, cutAt: [])
    #expect(read == ["close 1002 the opcode is reserved"])
  }

  @Test func `silence is pinged, and silence after that ends the connection`() {
    var client = WebSocketRecording(.client, configuration: configuration)
    let deadline = client.connection.nextDeadline
    #expect(deadline == Timestamp(seconds: 10))
    let before = client.connection.tick(
      now: Timestamp(nanoseconds: 9_999_999_999), into: &client.output)
    #expect(before == .none)
    let ping = client.connection.tick(now: Timestamp(seconds: 10), into: &client.output)
    #expect(ping == .flush)
    let sent = WebSocketRecording.events(.server, client.output.array, cutAt: [])
    #expect(sent == ["ping "])
    let waiting = client.connection.tick(now: Timestamp(seconds: 13), into: &client.output)
    #expect(waiting == .none)
    let dead = client.connection.tick(now: Timestamp(seconds: 14), into: &client.output)
    #expect(dead == .closeStream)
    let closure = client.connection.closure(after: .local)
    #expect(closure == .timedOut)
  }

  @Test func `any traffic after the ping proves the peer alive`() {
    var client = WebSocketRecording(.client, configuration: configuration)
    _ = client.connection.tick(now: Timestamp(seconds: 10), into: &client.output)
    client.feed(frame(first: 0x81, array("tick")), at: Timestamp(seconds: 13))
    let deadline = client.connection.nextDeadline
    #expect(deadline == Timestamp(seconds: 23))
    let action = client.connection.tick(now: Timestamp(seconds: 20), into: &client.output)
    #expect(action == .none)
  }

  @Test func `without an interval nothing is pinged`() {
    var client = WebSocketRecording(.client, configuration: .init(pingIntervalNanoseconds: nil))
    let deadline = client.connection.nextDeadline
    #expect(deadline == nil)
    let action = client.connection.tick(now: Timestamp(seconds: 1_000_000), into: &client.output)
    #expect(action == .none)
  }

  @Test func `a closing handshake without answer times out`() {
    var client = WebSocketRecording(.client, configuration: configuration)
    _ = client.connection.close(
      code: 1000, reason: "", now: Timestamp(seconds: 1), into: &client.output)
    let action = client.connection.tick(now: Timestamp(seconds: 3), into: &client.output)
    #expect(action == .closeStream)
    let closure = client.connection.closure(after: .remote)
    #expect(closure == .timedOut)
  }

  @Test func `a stream that just ends is a loss`() {
    let client = WebSocketRecording(.client)
    let closure = client.connection.closure(after: .failed("reset by peer"))
    #expect(closure == .lost(.failed("reset by peer")))
  }

  @Test func `output beyond its bound is dropped whole and noted`() {
    var server = WebSocketRecording(.server)
    server.output = ByteBuffer(capacity: 64, limit: 100)
    let payload = [UInt8](repeating: 0x61, count: 60)
    let first = withSlack(payload) { server.connection.send(text: $0, into: &server.output) }
    let second = withSlack(payload) { server.connection.send(text: $0, into: &server.output) }
    let (count, overflowed) = (server.output.count, server.output.hasOverflowed)
    #expect(first)
    #expect(!second)
    #expect(count == 62)
    #expect(overflowed)
  }

  @Test func `ten thousand frames are read without an allocation`() {
    for (role, key) in [(WebSocketRole.client, nil), (.server, [5, 6, 7, 8] as [UInt8]?)] {
      let one = frame(first: 0x81, [UInt8](repeating: 0x61, count: 250), key: key)
      var stream: [UInt8] = []
      for _ in 0..<100 { stream += one }
      stream += frame(first: 0x89, array("ping"), key: key)
      var connection = WebSocketConnection(
        role: role, maskSeed: 3, now: Timestamp(seconds: 0))
      var output = ByteBuffer()
      var texts = 0
      func run(_ bytes: UnsafeRawBufferPointer) {
        // The cut wanders through the frames, so the slow way is taken too.
        for round in 0..<100 {
          let cut = 1 + round * 37
          connection.receive(
            UnsafeRawBufferPointer(rebasing: bytes[..<cut]), now: Timestamp(seconds: 0))
          while let event = connection.next(into: &output) { if case .text = event { texts += 1 } }
          connection.receive(
            UnsafeRawBufferPointer(rebasing: bytes[cut...]), now: Timestamp(seconds: 0))
          while let event = connection.next(into: &output) { if case .text = event { texts += 1 } }
          output.removeAll()
        }
      }
      withSlack(stream) { bytes in
        run(bytes)
        let allocations = Allocations.count { run(bytes) }
        #expect(allocations == 0)
      }
      #expect(texts == 20_000)
    }
  }
}

extension UTF8Validator {
  static func isValid(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBytes { isValid($0) } }
}
