internal import CProcessor
internal import Glibc

/// A forward scanner over the JSON of one message: no allocation, any key order, unknown keys
/// skipped.
///
/// A pass over bytes that the caller keeps alive. Nesting is bounded.
struct JSONScanner {
  /// What was expected, and where.
  struct Fault: Error {
    let offset: Int
    let expected: StaticString
  }

  static let nestingLimit = 32

  let bytes: UnsafeRawBufferPointer
  private(set) var index: Int

  init(_ bytes: UnsafeRawBufferPointer, from index: Int = 0) {
    self.bytes = bytes
    self.index = index
  }

  func fault(_ expected: StaticString) -> Fault { Fault(offset: index, expected: expected) }

  mutating func skipSpace() {
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x09, 0x0A, 0x0D: index += 1
      default: return
      }
    }
  }

  var isAtEnd: Bool { index >= bytes.count }

  /// The next byte that is not space; nil at the end.
  @inline(__always)
  mutating func peek() -> UInt8? {
    if index < bytes.count, bytes[index] > 0x20 { return bytes[index] }
    skipSpace()
    return index < bytes.count ? bytes[index] : nil
  }

  /// Takes a byte when it is next.
  @inline(__always)
  mutating func take(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    index += 1
    return true
  }

  /// The next key of an object and its colon; nil at the closing brace. Begins after the brace.
  mutating func nextKey(isFirst: inout Bool) throws(Fault) -> UnsafeRawBufferPointer? {
    if take(UInt8(ascii: "}")) { return nil }
    if !isFirst, !take(UInt8(ascii: ",")) { throw fault("a comma or a closing brace") }
    isFirst = false
    let key = try string()
    guard take(UInt8(ascii: ":")) else { throw fault("a colon") }
    return key
  }

  /// True when another element follows; false at the closing bracket. Begins after the bracket.
  mutating func nextElement(isFirst: inout Bool) throws(Fault) -> Bool {
    if take(UInt8(ascii: "]")) { return false }
    if !isFirst, !take(UInt8(ascii: ",")) { throw fault("a comma or a closing bracket") }
    isFirst = false
    return true
  }

  /// The bytes between the quotes, escapes left as they stand.
  mutating func string() throws(Fault) -> UnsafeRawBufferPointer {
    guard take(UInt8(ascii: "\"")) else { throw fault("a string") }
    let start = index
    while index < bytes.count {
      skipPlain()
      guard index < bytes.count else { break }
      switch bytes[index] {
      case UInt8(ascii: "\""):
        index += 1
        return UnsafeRawBufferPointer(rebasing: bytes[start..<index - 1])
      case UInt8(ascii: "\\"): index += 2
      case 0..<0x20: throw fault("no control character in a string")
      default: index += 1
      }
    }
    index = bytes.count
    throw fault("a closing quote")
  }

  /// Steps over what is no quote, no backslash and no control character, sixteen bytes at a time
  /// while there are as many; it may end before the first of those.
  @inline(__always)
  private mutating func skipPlain() {
    while index &+ 16 <= bytes.count {
      let text = bytes.loadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
      let stops = dutchbook_text_stops(text)
      guard stops == 0 else {
        index &+= stops.trailingZeroBitCount
        return
      }
      index &+= 16
    }
  }

  /// A string's or number's bytes; nil for any other value, which is skipped.
  mutating func scalar() throws(Fault) -> UnsafeRawBufferPointer? {
    guard let byte = peek() else { throw fault("a value") }
    switch byte {
    case UInt8(ascii: "\""): return try string()
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      let start = index
      while index < bytes.count, Self.isNumberByte(bytes[index]) { index += 1 }
      return UnsafeRawBufferPointer(rebasing: bytes[start..<index])
    default:
      try skipValue()
      return nil
    }
  }

  /// Steps over any value.
  mutating func skipValue() throws(Fault) {
    var depth = 0
    repeat {
      guard let byte = peek() else { throw fault("a value") }
      switch byte {
      case UInt8(ascii: "\""): _ = try string()
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        guard depth <= Self.nestingLimit else { throw fault("less nesting") }
        index += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard depth > 0 else { throw fault("a value") }
        depth -= 1
        index += 1
      case UInt8(ascii: ","), UInt8(ascii: ":"):
        guard depth > 0 else { throw fault("a value") }
        index += 1
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(
          ascii: "a")...UInt8(
          ascii: "z"):
        while index < bytes.count, Self.isWordByte(bytes[index]) { index += 1 }
      default: throw fault("a value")
      }
    } while depth > 0
  }

  private static func isNumberByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
      UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    isNumberByte(byte) || (byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z"))
  }
}

extension UnsafeRawBufferPointer {
  /// Compares with text known at compile time. Does not allocate.
  func equals(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    guard count > 0, let baseAddress else { return true }
    return memcmp(baseAddress, text.utf8Start, count) == 0
  }
}
