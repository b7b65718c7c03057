import Market
import TestKit
import Testing
import Wire

/// What must be refused and what must not, by the sections of RFC 6455.
@Suite struct WebSocketConformanceTests {
  static let key: [UInt8] = [1, 2, 3, 4]

  /// Reads as a client, so frames need no mask.
  private func events(
    _ stream: [UInt8], _ configuration: WebSocketConfiguration = .init()
  ) -> [String] {
    let whole = WebSocketRecording.events(
      .client, stream, cutAt: [], configuration: configuration)
    let bytewise = WebSocketRecording.events(
      .client, stream, cutAt: Array(0..<stream.count), configuration: configuration)
    #expect(whole == bytewise)
    return whole
  }

  @Test(arguments: [0xC1, 0xA1, 0x91, 0xF1] as [UInt8])
  func `a reserved bit is refused`(first: UInt8) {
    #expect(events(frame(first: first, array("x"))) == ["failed 1002 reservedBits"])
  }

  @Test(arguments: [3, 4, 5, 6, 7, 0xB, 0xC, 0xD, 0xE, 0xF] as [UInt8])
  func `a reserved opcode is refused`(opcode: UInt8) {
    #expect(events(frame(first: 0x80 | opcode, [])) == ["failed 1002 reservedOpcode"])
    #expect(events(frame(first: opcode, [])) == ["failed 1002 reservedOpcode"])
  }

  @Test(arguments: [0x8, 0x9, 0xA] as [UInt8])
  func `a control frame is short and whole`(opcode: UInt8) {
    #expect(events(frame(first: opcode, [])) == ["failed 1002 fragmentedControlFrame"])
    let long = frame(first: 0x80 | opcode, [UInt8](repeating: 0, count: 126))
    #expect(events(long) == ["failed 1002 longControlFrame"])
  }

  @Test func `the mask belongs to the client alone`() {
    let masked = frame(first: 0x81, array("x"), key: WebSocketConformanceTests.key)
    #expect(WebSocketRecording.events(.client, masked, cutAt: []) == ["failed 1002 maskedByServer"])
    let plain = frame(first: 0x81, array("x"))
    #expect(
      WebSocketRecording.events(.server, plain, cutAt: []) == ["failed 1002 unmaskedByClient"])
  }

  @Test func `a length must have its shortest form`() {
    let payload = [UInt8](repeating: 0x61, count: 125)
    #expect(events(frame(first: 0x81, payload, lengthForm: 2)) == ["failed 1002 lengthNotMinimal"])
    #expect(events(frame(first: 0x81, payload, lengthForm: 8)) == ["failed 1002 lengthNotMinimal"])
    let medium = [UInt8](repeating: 0x61, count: 65_535)
    #expect(events(frame(first: 0x81, medium, lengthForm: 8)) == ["failed 1002 lengthNotMinimal"])
    #expect(events(bytes("82 7f 8000000000000000")) == ["failed 1002 lengthOutOfRange"])
    #expect(events(bytes("82 7f ffffffffffffffff")) == ["failed 1002 lengthOutOfRange"])
    #expect(events(bytes("82 7f 7fffffffffffffff")) == ["failed 1009 frameTooBig"])
  }

  @Test func `fragments come in order`() {
    #expect(events(frame(first: 0x80, [])) == ["failed 1002 unexpectedContinuation"])
    #expect(events(frame(first: 0x00, [])) == ["failed 1002 unexpectedContinuation"])
    let interrupted = frame(first: 0x01, array("a")) + frame(first: 0x81, array("b"))
    #expect(events(interrupted) == ["failed 1002 interruptedMessage"])
    let twice =
      frame(first: 0x01, array("a")) + frame(first: 0x80, array("b"))
      + frame(first: 0x80, array("c"))
    #expect(events(twice) == ["text ab", "failed 1002 unexpectedContinuation"])
  }

  @Test func `sizes beyond the limits are refused at the head, before their bytes come`() {
    let limits = WebSocketConfiguration(maxFrameBytes: 200, maxMessageBytes: 300)
    #expect(events(bytes("82 7e 00c9"), limits) == ["failed 1009 frameTooBig"])
    let part = [UInt8](repeating: 0x61, count: 150)
    let exact = frame(first: 0x02, part) + frame(first: 0x80, part)
    #expect(events(exact, limits).count == 1)
    let more = frame(first: 0x02, part) + frame(first: 0x00, part) + bytes("80 01")
    #expect(events(more, limits) == ["failed 1009 messageTooBig"])
    let small = WebSocketConfiguration(maxFrameBytes: 200, maxMessageBytes: 10)
    #expect(events(bytes("82 0b"), small) == ["failed 1009 messageTooBig"])
  }

  @Test func `text that is not UTF-8 is refused at the first byte that can not be`() {
    #expect(events(frame(first: 0x81, [0x61, 0xFF])) == ["failed 1007 invalidText"])
    #expect(events(frame(first: 0x81, [0xC3])) == ["failed 1007 invalidText"])
    // Fail fast: the frame announces 20 bytes, the second byte of the sequence is already wrong.
    #expect(events([0x01, 20, 0xF4, 0x90]) == ["failed 1007 invalidText"])
    #expect(events([0x01, 20, 0xF4, 0x8F]) == [])
    let cut = frame(first: 0x01, [0xE2, 0x82]) + frame(first: 0x80, [0xAC])
    #expect(events(cut) == ["text \u{20AC}"])
    let unfinished = frame(first: 0x01, [0xE2, 0x82]) + frame(first: 0x80, [])
    #expect(events(unfinished) == ["failed 1007 invalidText"])
    #expect(events(frame(first: 0x82, [0x61, 0xFF])) == ["binary 61ff"])
  }

  @Test func `only codes of the registry may close`() {
    for code in 0...5_100 {
      let allowed =
        [1000, 1001, 1002, 1003].contains(code) || (1007...1014).contains(code)
        || (3000...4999).contains(code)
      let stream = frame(first: 0x88, [UInt8(code >> 8), UInt8(code & 255)])
      let seen = WebSocketRecording.events(.client, stream, cutAt: [])
      #expect(seen == [allowed ? "close \(code) " : "failed 1002 invalidCloseCode"])
    }
    #expect(events(frame(first: 0x88, [])) == ["close 1005 "])
    #expect(events(frame(first: 0x88, [3])) == ["failed 1002 closePayloadOfOneByte"])
    #expect(
      events(frame(first: 0x88, [3, 0xE8, 0xC0, 0x80])) == ["failed 1007 invalidCloseReason"])
  }

  @Test func `nothing is read behind a close or an error`() {
    let text = frame(first: 0x81, array("late"))
    #expect(events(frame(first: 0x88, []) + text) == ["close 1005 "])
    #expect(events(frame(first: 0x83, []) + text) == ["failed 1002 reservedOpcode"])
  }

  @Test func `a ping is answered with its own payload, also inside a message`() {
    var server = WebSocketRecording(.server)
    let key = WebSocketConformanceTests.key
    server.feed(frame(first: 0x01, array("a"), key: key) + frame(first: 0x89, array("p"), key: key))
    let answer = server.output.array
    #expect(answer == frame(first: 0x8A, array("p")))
    server.feed(frame(first: 0x80, array("b"), key: key))
    let events = server.events
    #expect(events == ["ping 70", "text ab"])
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `random bytes never trap and end in a defined state`(shard: UInt64) {
    var generator = SeededGenerator(seed: 77 + shard)
    for round in 0..<25_000 {
      let role = round & 1 == 0 ? WebSocketRole.client : .server
      let count = Int(generator.next() % 40)
      var stream = (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      // Most junk fails at once; half of it gets a sound first byte and the right mask bit.
      if count >= 2, generator.next() & 1 == 0 {
        stream[0] = [0x81, 0x82, 0x01, 0x89, 0x88, 0x8A][Int(generator.next() % 6)]
        stream[1] = stream[1] & 0x1F | (role == .server ? 0x80 : 0)
      }
      var recording = WebSocketRecording(
        role, configuration: .init(maxFrameBytes: 1_000, maxMessageBytes: 2_000))
      let cut = count == 0 ? 0 : Int(generator.next() % UInt64(count))
      recording.feed(Array(stream[..<cut]))
      recording.feed(Array(stream[cut...]))
      let hasEnded = recording.events.last.map { $0.hasPrefix("failed") || $0.hasPrefix("close") }
      let isClosed = recording.connection.state == .closed
      #expect(isClosed == (hasEnded ?? false), "seed \(77 + shard), round \(round)")
    }
  }
}
