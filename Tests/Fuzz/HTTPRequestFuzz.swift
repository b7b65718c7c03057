// rooms: Market Wire
import Wire

/// Any bytes, however cut, must give the same requests and errors as in one piece, and no trap.
/// What is read can be written, and is then read again as the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count >= 1 else { return 0 }
  let step = Int(data[0]) + 1
  let input = [UInt8](UnsafeBufferPointer(start: data + 1, count: count - 1))
  let whole = read(input, step: input.count + 1)
  let parts = read(input, step: step)
  precondition(
    whole.requests == parts.requests && whole.error == parts.error,
    "Cutting the stream changes what is read.")
  for request in whole.requests { checkRoundTrip(request) }
  return 0
}

private func read(
  _ input: [UInt8], step: Int, maxHeadBytes: Int = 2_000
) -> (requests: [HTTPRequest], error: HTTPParseError?) {
  var parser = HTTPRequestParser(limits: .init(maxHeadBytes: maxHeadBytes, maxBodyBytes: 2_000))
  var requests: [HTTPRequest] = []
  var start = 0
  do throws(HTTPParseError) {
    repeat {
      let end = min(input.count, start + step)
      var piece = ByteBuffer()
      piece.append(Array(input[start..<end]))
      try parser.receive(piece.bytes)
      steps: while true {
        switch try parser.next() {
        case .needMore: break steps
        case .sendContinue: continue
        case .request: if let request = parser.request { requests.append(request) }
        }
      }
      start = end
    } while start < input.count
  } catch { return (requests, error) }
  return (requests, nil)
}

private func checkRoundTrip(_ request: HTTPRequest) {
  var request = request
  guard request.target != "*" else { return }
  request.headers["Transfer-Encoding"] = nil
  request.headers["Content-Length"] = nil
  // Bytes that are not UTF-8 have become U+FFFD, which is written as three bytes and read again: a
  // head may be three times as long then.
  var output = ByteBuffer(capacity: 1_024, limit: 1 << 20)
  do throws(HTTPEncodeError) {
    try HTTPRequestEncoder.append(request, authority: "x", into: &output)
  } catch { preconditionFailure("What was read can not be written: \(error)") }
  let again = read(output.array, step: 1 << 20, maxHeadBytes: 1 << 16)
  precondition(again.requests.count == 1, "What was written is not read as one request.")
  precondition(
    again.requests[0].target == request.target && again.requests[0].method == request.method
      && again.requests[0].body == request.body, "The request came back changed.")
}
