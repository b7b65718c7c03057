// rooms: Market Wire
import Market
import Wire

/// Any bytes, cut at places that the input itself chooses, must give the same events as the same
/// bytes in one piece, and no trap. The first byte is the role, the second the distance between
/// cuts.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count >= 2 else { return 0 }
  let role: WebSocketRole = data[0] & 1 == 0 ? .client : .server
  let step = Int(data[1]) + 1
  let input = [UInt8](UnsafeBufferPointer(start: data + 2, count: count - 2))
  let whole = digest(role, input, step: input.count + 1)
  let parts = digest(role, input, step: step)
  precondition(whole == parts, "Cutting the stream changes what is read.")
  return 0
}

/// All events, their bytes and all output, folded into one array.
private func digest(_ role: WebSocketRole, _ input: [UInt8], step: Int) -> [UInt8] {
  var connection = WebSocketConnection(
    role: role, configuration: .init(maxFrameBytes: 2_000, maxMessageBytes: 4_000), maskSeed: 1,
    now: Timestamp(seconds: 0))
  var output = ByteBuffer(capacity: 1_024, limit: 1 << 20)
  var seen: [UInt8] = []
  var start = 0
  repeat {
    let end = min(input.count, start + step)
    // A copy with exactly the promised slack: the address sanitizer sees any byte read beyond it.
    let piece = Array(input[start..<end]) + [UInt8](repeating: 0xEE, count: ByteBuffer.slack)
    piece.withUnsafeBytes { bytes in
      connection.receive(
        UnsafeRawBufferPointer(rebasing: bytes[..<(end - start)]), now: Timestamp(seconds: 1))
      while let event = connection.next(into: &output) { append(event, to: &seen) }
    }
    start = end
  } while start < input.count
  return seen + output.array
}

private func append(_ event: WebSocketEvent, to seen: inout [UInt8]) {
  switch event {
  case .text(let bytes):
    precondition(
      String(validating: bytes, as: UTF8.self) != nil, "Text that is delivered is UTF-8.")
    seen += [1] + bytes
  case .binary(let bytes): seen += [2] + bytes
  case .ping(let bytes): seen += [3] + bytes
  case .pong(let bytes): seen += [4] + bytes
  case .closeReceived(let code, let reason):
    seen += [5, UInt8(code >> 8), UInt8(code & 255)] + Array(reason.utf8)
  case .failed(let failure): seen += [6] + Array(failure.reason.utf8)
  }
}
