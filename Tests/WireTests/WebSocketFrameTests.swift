import Market
import TestKit
import Testing
import Wire

@Suite struct WebSocketFrameTests {
  @Test func `the examples of RFC 6455 section 5_7 are read`() {
    let client: [(String, String)] = [
      ("81 05 48 65 6c 6c 6f", "text Hello"),
      ("01 03 48 65 6c 80 02 6c 6f", "text Hello"),
      ("89 05 48 65 6c 6c 6f", "ping 48656c6c6f"),
      ("8a 05 48 65 6c 6c 6f", "pong 48656c6c6f"),
    ]
    for (wire, event) in client {
      #expect(WebSocketRecording.events(.client, bytes(wire), cutAt: []) == [event])
    }
    let server: [(String, String)] = [
      ("81 85 37 fa 21 3d 7f 9f 4d 51 58", "text Hello"),
      ("8a 85 37 fa 21 3d 7f 9f 4d 51 58", "pong 48656c6c6f"),
    ]
    for (wire, event) in server {
      #expect(WebSocketRecording.events(.server, bytes(wire), cutAt: []) == [event])
    }
  }

  @Test func `the examples of RFC 6455 section 5_7 are written`() {
    var output = ByteBuffer()
    let key = UInt32(littleEndian: 0x3d21_fa37)
    withSlack(array("Hello")) { text in
      WebSocketFrameEncoder.append(.text, text, maskKey: nil, into: &output)
      WebSocketFrameEncoder.append(.text, text, maskKey: key, into: &output)
    }
    let written = output.array
    #expect(written == bytes("8105 48656c6c6f 8185 37fa213d 7f9f4d5158"))
    output.removeAll()
    withSlack([UInt8](repeating: 7, count: 256)) {
      _ = WebSocketFrameEncoder.append(.binary, $0, maskKey: nil, into: &output)
    }
    let medium = Array(output.array.prefix(5))
    #expect(medium == bytes("82 7e 0100 07"))
    output.removeAll()
    withSlack([UInt8](repeating: 7, count: 65_536)) {
      _ = WebSocketFrameEncoder.append(.binary, $0, maskKey: nil, into: &output)
    }
    let large = Array(output.array.prefix(11))
    #expect(large == bytes("82 7f 0000000000010000 07"))
  }

  @Test(arguments: [0, 1, 7, 8, 9, 125, 126, 127, 65_535, 65_536])
  func `what one end writes the other reads, however it is cut`(count: Int) {
    let seed = UInt64(count) + 11
    var generator = SeededGenerator(seed: seed)
    for (sender, receiver) in [(WebSocketRole.client, WebSocketRole.server), (.server, .client)] {
      let payload = (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      let text = payload.map { $0 & 0x7F }
      var peer = WebSocketRecording(sender, maskSeed: seed)
      withSlack(payload) { _ = peer.connection.send(binary: $0, into: &peer.output) }
      withSlack(text) { _ = peer.connection.send(text: $0, into: &peer.output) }
      let wire = peer.output.array
      let expected = [
        "binary \(hex(payload))", "text \(String(decoding: text, as: UTF8.self))",
      ]
      for _ in 0..<4 {
        let cuts = (0..<Int.random(in: 0...5, using: &generator)).map { _ in
          Int.random(in: 0...wire.count, using: &generator)
        }.sorted()
        let events = WebSocketRecording.events(receiver, wire, cutAt: cuts)
        #expect(events == expected, "seed \(seed), cuts \(cuts)")
      }
    }
  }

  /// A stream with every kind of frame, as a client sends it or a server.
  static func corpus(masked: Bool) -> [UInt8] {
    let key: [UInt8]? = masked ? [0x11, 0xA2, 0x73, 0x04] : nil
    return frame(first: 0x81, array("plain"), key: key)
      + frame(first: 0x82, [UInt8](0..<130), key: key)
      + frame(first: 0x01, array("half a h\u{e4}").dropLast(), key: key)
      + frame(first: 0x89, array("are you there"), key: key)
      + frame(first: 0x00, [0xA4], key: key)
      + frame(first: 0x00, [], key: key)
      + frame(first: 0x8A, [], key: key)
      + frame(first: 0x80, array(" and \u{1F3B2} done"), key: key)
      + frame(first: 0x02, [], key: key) + frame(first: 0x80, [], key: key)
      + frame(first: 0x81, [], key: key)
      + frame(first: 0x88, [0x03, 0xE8] + array("bye"), key: key)
  }

  static let corpusEvents = [
    "text plain", "binary \(hex([UInt8](0..<130)))", "ping \(hex(array("are you there")))", "pong ",
    "text half a h\u{e4} and \u{1F3B2} done", "binary ",
    "text ", "close 1000 bye",
  ]

  @Test(arguments: [WebSocketRole.client, .server])
  func `every cut in two, and byte by byte, gives the same events`(role: WebSocketRole) {
    let stream = WebSocketFrameTests.corpus(masked: role == .server)
    let expected = WebSocketFrameTests.corpusEvents
    for cut in 0...stream.count {
      #expect(WebSocketRecording.events(role, stream, cutAt: [cut]) == expected, "cut \(cut)")
    }
    #expect(WebSocketRecording.events(role, stream, cutAt: Array(0..<stream.count)) == expected)
  }

  @Test(arguments: [WebSocketRole.client, .server])
  func `a truncated stream gives only the events that are whole`(role: WebSocketRole) {
    let stream = WebSocketFrameTests.corpus(masked: role == .server)
    let expected = WebSocketFrameTests.corpusEvents
    var last = 0
    for count in 0..<stream.count {
      let events = WebSocketRecording.events(role, Array(stream.prefix(count)), cutAt: [])
      #expect(events == Array(expected.prefix(events.count)))
      #expect(events.count >= last)
      last = events.count
    }
    #expect(last == expected.count - 1)
  }

  @Test func `masking works at every offset and length`() {
    let key: [UInt8] = [0x12, 0x34, 0x56, 0x78]
    let word = UInt32(key[0]) | UInt32(key[1]) << 8 | UInt32(key[2]) << 16 | UInt32(key[3]) << 24
    for offset in 0..<9 {
      for count in 0..<40 {
        var data = (0..<count).map { UInt8($0 * 5) }
        let expected = data.enumerated().map { $1 ^ key[($0 + offset) & 3] }
        data.withUnsafeMutableBytes { data in
          guard let base = data.baseAddress else { return }
          WebSocketMask.apply(word, offset: offset, from: UnsafeRawBufferPointer(data), to: base)
        }
        #expect(data == expected)
      }
    }
  }

  @Test func `two seeds give two keys for the same text, one seed the same`() {
    func wire(_ seed: UInt64) -> [UInt8] {
      var peer = WebSocketRecording(.client, maskSeed: seed)
      withSlack(array("order")) { _ = peer.connection.send(text: $0, into: &peer.output) }
      return peer.output.array
    }
    #expect(wire(1) == wire(1))
    #expect(wire(1) != wire(2))
  }
}
