/// Splits a JSON object into its members without looking into their values.
///
/// For envelopes around frames: the frame's own reader says whether the rest is sound.
struct JSONMembers {
  /// Why the text is not an object, and where.
  struct Fault: Error, Hashable {
    let offset: Int
  }

  private let bytes: UnsafeRawBufferPointer
  private var offset = 0
  private var isBegun = false

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// The next name (without quotes, escapes as written) and value; nil behind the last.
  mutating func next() throws(Fault) -> (
    name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer
  )? {
    if !isBegun {
      try pass(0x7B)
      isBegun = true
      if peek() == 0x7D { return try end() }
    } else if peek() == 0x7D {
      return try end()
    } else {
      try pass(0x2C)
    }
    let name = try string()
    try pass(0x3A)
    return (name, try value())
  }

  /// The elements of a JSON array, one after the other.
  static func elements(
    _ bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    var walker = JSONMembers(bytes)
    try walker.pass(0x5B)
    guard walker.peek() != 0x5D else { return }
    while true {
      try body(try walker.value())
      if walker.peek() == 0x5D { return }
      try walker.pass(0x2C)
    }
  }

  private mutating func end() throws(Fault) -> (
    name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer
  )? {
    offset += 1
    guard peek() == nil else { throw Fault(offset: offset) }
    return nil
  }

  private mutating func peek() -> UInt8? {
    while offset < bytes.count {
      switch bytes[offset] {
      case 0x20, 0x09, 0x0A, 0x0D: offset += 1
      default: return bytes[offset]
      }
    }
    return nil
  }

  private mutating func pass(_ byte: UInt8) throws(Fault) {
    guard peek() == byte else { throw Fault(offset: offset) }
    offset += 1
  }

  private mutating func string() throws(Fault) -> UnsafeRawBufferPointer {
    try pass(0x22)
    let start = offset
    while offset < bytes.count {
      switch bytes[offset] {
      case 0x22:
        offset += 1
        return UnsafeRawBufferPointer(rebasing: bytes[start..<offset - 1])
      case 0x5C: offset += 2
      default: offset += 1
      }
    }
    throw Fault(offset: min(offset, bytes.count))
  }

  /// Any value, by its brackets and quotes only.
  private mutating func value() throws(Fault) -> UnsafeRawBufferPointer {
    guard let first = peek() else { throw Fault(offset: offset) }
    let start = offset
    if first == 0x22 {
      _ = try string()
      return UnsafeRawBufferPointer(rebasing: bytes[start..<offset])
    }
    var depth = 0
    scan: while offset < bytes.count {
      switch bytes[offset] {
      case 0x22:
        _ = try string()
        continue scan
      case 0x7B, 0x5B: depth += 1
      case 0x7D, 0x5D:
        if depth == 0 { break scan }
        depth -= 1
        if depth == 0 {
          offset += 1
          break scan
        }
      case 0x2C where depth == 0: break scan
      default: break
      }
      offset += 1
    }
    guard depth == 0, offset > start else { throw Fault(offset: offset) }
    return UnsafeRawBufferPointer(rebasing: bytes[start..<offset])
  }
}
