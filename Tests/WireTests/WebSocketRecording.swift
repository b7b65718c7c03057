import Market
import TestKit
import Wire

/// Feeds pieces to a connection the way a driver does and writes down what happens.
struct WebSocketRecording: ~Copyable {
  var connection: WebSocketConnection
  var output = ByteBuffer(capacity: 1_024, limit: 1 << 22)
  var events: [String] = []

  init(
    _ role: WebSocketRole, configuration: WebSocketConfiguration = .init(), maskSeed: UInt64 = 1
  ) {
    connection = WebSocketConnection(
      role: role, configuration: configuration, maskSeed: maskSeed, now: Timestamp(seconds: 0))
  }

  mutating func feed(_ bytes: [UInt8], at now: Timestamp = Timestamp(seconds: 0)) {
    withSlack(bytes) { bytes in
      connection.receive(bytes, now: now)
      while let event = connection.next(into: &output) { events.append(describe(event)) }
    }
  }

  /// All events of a stream cut into pieces of these sizes; the rest is the last piece.
  static func events(
    _ role: WebSocketRole, _ stream: [UInt8], cutAt cuts: [Int],
    configuration: WebSocketConfiguration = .init()
  ) -> [String] {
    var recording = WebSocketRecording(role, configuration: configuration)
    var start = 0
    for cut in cuts + [stream.count] {
      recording.feed(Array(stream[start..<cut]))
      start = cut
    }
    return recording.events
  }
}

/// Gives `bytes` with 64 bytes of slack behind them, which hold junk.
func withSlack<Result>(
  _ bytes: [UInt8], _ body: (UnsafeRawBufferPointer) -> Result
) -> Result {
  (bytes + [UInt8](repeating: 0xEE, count: 64)).withUnsafeBytes {
    body(UnsafeRawBufferPointer(rebasing: $0[..<bytes.count]))
  }
}

func describe(_ event: WebSocketEvent) -> String {
  switch event {
  case .text(let bytes): "text \(String(decoding: bytes, as: UTF8.self))"
  case .binary(let bytes): "binary \(hex(Array(bytes)))"
  case .ping(let bytes): "ping \(hex(Array(bytes)))"
  case .pong(let bytes): "pong \(hex(Array(bytes)))"
  case .closeReceived(let code, let reason): "close \(code) \(reason)"
  case .failed(let failure): "failed \(failure.code) \(failure)"
  }
}

func hex(_ bytes: [UInt8]) -> String {
  let digits = Array("0123456789abcdef")
  return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
}

/// The bytes of hexadecimal digits; spaces are left out.
func bytes(_ hex: String) -> [UInt8] {
  let digits = hex.compactMap(\.hexDigitValue)
  return stride(from: 0, to: digits.count - 1, by: 2).map {
    UInt8(digits[$0] * 16 + digits[$0 + 1])
  }
}

/// One frame, well-formed or not: the length's form, mask and first byte are free.
func frame(
  first: UInt8, _ payload: [UInt8], key: [UInt8]? = nil, lengthForm: Int? = nil
) -> [UInt8] {
  let count = payload.count
  let form = lengthForm ?? (count < 126 ? 0 : count <= 0xFFFF ? 2 : 8)
  let mask: UInt8 = key == nil ? 0 : 0x80
  var bytes = [first, mask | (form == 0 ? UInt8(count) : form == 2 ? 126 : 127)]
  for shift in (0..<form).reversed() {
    bytes.append(UInt8(truncatingIfNeeded: count >> (8 * shift)))
  }
  guard let key else { return bytes + payload }
  return bytes + key + payload.enumerated().map { $1 ^ key[$0 & 3] }
}

func array(_ text: String) -> [UInt8] { Array(text.utf8) }
