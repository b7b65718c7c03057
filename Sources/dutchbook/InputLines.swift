internal import Desk
internal import Glibc

/// The lines of the standard input, whatever they hold: long ones and binary ones are said, not met.
struct InputLines: IteratorProtocol, Sequence {
  enum Line {
    case text(String)
    case refused(String)
  }

  /// A longer line is read past and refused.
  static let limitBytes = 1 << 20

  private var chunk = [UInt8](repeating: 0, count: 1 << 16)
  private var position = 0
  private var filled = 0
  private var hasEnded = false

  /// The next line without its end (LF or CRLF); nil at the end of the input.
  mutating func next() -> Line? {
    var bytes: [UInt8] = []
    var isTooLong = false
    var hasAny = false
    while let byte = nextByte() {
      hasAny = true
      if byte == 0x0A { break }
      if bytes.count < Self.limitBytes { bytes.append(byte) } else { isTooLong = true }
    }
    guard hasAny else { return nil }
    if isTooLong { return .refused("the line is longer than \(Self.limitBytes) bytes") }
    if bytes.last == 0x0D { bytes.removeLast() }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return .refused("the line is not UTF-8 text")
    }
    return .text(text)
  }

  private mutating func nextByte() -> UInt8? {
    if position == filled { fill() }
    guard position < filled else { return nil }
    position += 1
    return chunk[position - 1]
  }

  private mutating func fill() {
    position = 0
    filled = 0
    while !hasEnded {
      let count = read(STDIN_FILENO, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        hasEnded = true
        if count < 0 {
          Terminal.complain(
            "dutchbook: the input cannot be read: \(String(cString: strerror(errno)))\n")
          exit(ExitCode.noInput)
        }
        return
      }
      filled = count
      return
    }
  }
}
