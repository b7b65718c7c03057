// rooms: Market Wire
import Wire

/// Any bytes, however cut, must give the same responses and errors as in one piece, and no trap.
/// The first byte says whether the first answer is one to HEAD, the second the distance between
/// cuts.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count >= 2 else { return 0 }
  let isHead = data[0] & 1 == 1
  let input = [UInt8](UnsafeBufferPointer(start: data + 2, count: count - 2))
  let whole = read(input, isHead: isHead, step: input.count + 1)
  let parts = read(input, isHead: isHead, step: Int(data[1]) + 1)
  precondition(
    whole.responses == parts.responses && whole.error == parts.error,
    "Cutting the stream changes what is read.")
  return 0
}

private func read(
  _ input: [UInt8], isHead: Bool, step: Int
) -> (responses: [HTTPResponse], error: HTTPParseError?) {
  var parser = HTTPResponseParser(limits: .init(maxHeadBytes: 2_000, maxBodyBytes: 2_000))
  parser.expect(answerToHead: isHead)
  var responses: [HTTPResponse] = []
  var start = 0
  do throws(HTTPParseError) {
    repeat {
      let end = min(input.count, start + step)
      var piece = ByteBuffer()
      piece.append(Array(input[start..<end]))
      try parser.receive(piece.bytes)
      while try parser.next() {
        if let response = parser.response { responses.append(response) }
      }
      start = end
    } while start < input.count
    if try parser.finish(), let response = parser.response { responses.append(response) }
  } catch { return (responses, error) }
  return (responses, nil)
}
