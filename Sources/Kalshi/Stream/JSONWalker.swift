/// Walks over JSON text without building anything: positions in, positions out.
///
/// Strict (RFC 8259) in all it passes over: what it accepts is JSON, if the bytes are UTF-8, which
/// the WebSocket has checked. Numbers beyond 18 digits or exponents beyond two are refused.
struct JSONWalker {
  /// Deeper than any frame of the exchange, and a bound on the stack.
  static let maximumDepth = 32

  let bytes: UnsafeRawBufferPointer
  var position = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// The next byte that is not space, without passing it.
  @inline(__always)
  mutating func peek() throws(StreamFrameError) -> UInt8 {
    while position < bytes.count {
      let byte = bytes[position]
      if byte > 0x20 { return byte }
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else {
        throw syntax
      }
      position += 1
    }
    throw StreamFrameError(.truncated, at: position)
  }

  /// Passes `wanted` or fails.
  @inline(__always)
  mutating func pass(_ wanted: UInt8) throws(StreamFrameError) {
    guard try peek() == wanted else { throw syntax }
    position += 1
  }

  /// True when nothing but space is left.
  mutating func isAtEnd() throws(StreamFrameError) -> Bool {
    while position < bytes.count {
      let byte = bytes[position]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return false }
      position += 1
    }
    return true
  }

  var syntax: StreamFrameError { StreamFrameError(.syntax, at: position) }

  /// Passes a string's content and closing quote; the opening one is passed already. Returns where
  /// the content ends and whether it has escapes.
  @inline(__always)
  mutating func passString() throws(StreamFrameError) -> (end: Int, isEscaped: Bool) {
    var isEscaped = false
    while true {
      var found = false
      // Sixteen bytes at a time to the next quote, backslash or control character.
      while position &+ 16 <= bytes.count {
        let (first, second) = Self.specials(bytes, position)
        if first | second == 0 {
          position &+= 16
          continue
        }
        let skipped =
          first != 0 ? first.trailingZeroBitCount : 64 &+ second.trailingZeroBitCount
        position &+= skipped >> 3
        found = true
        break
      }
      if !found {
        while position < bytes.count {
          let byte = bytes[position]
          if byte == 0x22 || byte == 0x5C || byte < 0x20 { break }
          position += 1
        }
        guard position < bytes.count else {
          throw StreamFrameError(.truncated, at: position)
        }
      }
      let byte = bytes[position]
      if byte == 0x22 {
        let end = position
        position += 1
        return (end, isEscaped)
      }
      guard byte == 0x5C else { throw syntax }
      isEscaped = true
      try passEscape()
    }
  }

  /// The top bit of each of sixteen bytes that is a quote, a backslash or a control character.
  @inline(__always)
  private static func specials(
    _ bytes: UnsafeRawBufferPointer, _ position: Int
  ) -> (UInt64, UInt64) {
    let text = bytes.loadUnaligned(fromByteOffset: position, as: SIMD16<UInt8>.self)
    // Sums that cannot pass from byte to byte: the top bit is set by anything but what is sought.
    let most = SIMD16<UInt8>(repeating: 0x7F)
    let low = text & most
    let quote = (low ^ SIMD16(repeating: 0x22)) &+ most
    let slash = (low ^ SIMD16(repeating: 0x5C)) &+ most
    let control = low &+ SIMD16(repeating: 0x60)
    let others = unsafeBitCast((quote & slash & control) | text, to: SIMD2<UInt64>.self)
    let highs: UInt64 = 0x8080_8080_8080_8080
    return (~others.x & highs, ~others.y & highs)
  }

  /// The field that a name stands for, as its raw value; −1 for one that we do not read.
  @inline(__always)
  func field(_ table: borrowing FieldTable, _ start: Int, _ end: Int) -> Int {
    guard let text = bytes.baseAddress else { return -1 }
    return table.field(text, start, end - start)
  }

  /// Passes one escape, a surrogate pair as a whole.
  private mutating func passEscape() throws(StreamFrameError) {
    position += 1
    guard position < bytes.count else { throw StreamFrameError(.truncated, at: position) }
    switch bytes[position] {
    case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: position += 1
    case 0x75:
      position += 1
      let unit = try passHex()
      if (0xDC00..<0xE000).contains(unit) { throw syntax }
      if (0xD800..<0xDC00).contains(unit) {
        guard position + 1 < bytes.count else {
          throw StreamFrameError(.truncated, at: position)
        }
        guard bytes[position] == 0x5C, bytes[position + 1] == 0x75 else { throw syntax }
        position += 2
        guard (0xDC00..<0xE000).contains(try passHex()) else { throw syntax }
      }
    default: throw syntax
    }
  }

  private mutating func passHex() throws(StreamFrameError) -> Int {
    guard position + 4 <= bytes.count else { throw StreamFrameError(.truncated, at: position) }
    var value = 0
    for _ in 0..<4 {
      let byte = bytes[position]
      let lower = byte | 0x20
      if byte &- 0x30 <= 9 {
        value = value << 4 | Int(byte &- 0x30)
      } else if lower &- 0x61 <= 5 {
        value = value << 4 | Int(lower &- 0x61 &+ 10)
      } else {
        throw syntax
      }
      position += 1
    }
    return value
  }

  /// Passes a number.
  mutating func passNumber() throws(StreamFrameError) {
    if bytes[position] == 0x2D { position += 1 }
    let start = position
    let whole = passDigits()
    if whole == 0 { throw position < bytes.count ? syntax : cut }
    if whole > 1, bytes[start] == 0x30 { throw StreamFrameError(.syntax, at: start) }
    guard whole <= 18 else { throw StreamFrameError(.syntax, at: start) }
    if position < bytes.count, bytes[position] == 0x2E {
      position += 1
      let decimals = passDigits()
      if decimals == 0 { throw position < bytes.count ? syntax : cut }
      guard decimals <= 18 else { throw StreamFrameError(.syntax, at: start) }
    }
    if position < bytes.count, bytes[position] | 0x20 == 0x65 {
      position += 1
      if position < bytes.count, bytes[position] == 0x2B || bytes[position] == 0x2D {
        position += 1
      }
      let digits = passDigits()
      if digits == 0 { throw position < bytes.count ? syntax : cut }
      guard digits <= 2 else { throw StreamFrameError(.syntax, at: start) }
    }
    // At the very end of the text a number may go on in bytes that did not arrive.
    guard position < bytes.count else { throw cut }
  }

  private var cut: StreamFrameError { StreamFrameError(.truncated, at: position) }

  private mutating func passDigits() -> Int {
    let start = position
    while position < bytes.count, bytes[position] &- 0x30 <= 9 { position &+= 1 }
    return position - start
  }

  /// Passes `true`, `false` or `null`.
  mutating func passLiteral() throws(StreamFrameError) {
    let word: StaticString =
      switch bytes[position] {
      case 0x74: "true"
      case 0x66: "false"
      case 0x6E: "null"
      default: throw syntax
      }
    for index in 0..<word.utf8CodeUnitCount {
      guard position < bytes.count else { throw cut }
      guard bytes[position] == word.utf8Start[index] else { throw syntax }
      position += 1
    }
  }

  /// Passes any value, its first byte being next.
  mutating func passValue(depth: Int) throws(StreamFrameError) {
    guard depth < Self.maximumDepth else { throw StreamFrameError(.tooDeep, at: position) }
    switch try peek() {
    case 0x22:
      position += 1
      _ = try passString()
    case 0x7B: try passObject(depth: depth)
    case 0x5B: try passArray(depth: depth)
    case 0x2D, 0x30...0x39: try passNumber()
    default: try passLiteral()
    }
  }

  private mutating func passObject(depth: Int) throws(StreamFrameError) {
    position += 1
    if try peek() == 0x7D {
      position += 1
      return
    }
    while true {
      try pass(0x22)
      _ = try passString()
      try pass(0x3A)
      try passValue(depth: depth + 1)
      if try peek() == 0x7D {
        position += 1
        return
      }
      try pass(0x2C)
    }
  }

  private mutating func passArray(depth: Int) throws(StreamFrameError) {
    position += 1
    if try peek() == 0x5D {
      position += 1
      return
    }
    while true {
      try passValue(depth: depth + 1)
      if try peek() == 0x5D {
        position += 1
        return
      }
      try pass(0x2C)
    }
  }
}
