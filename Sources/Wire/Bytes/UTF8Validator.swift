/// Checks UTF-8 (RFC 3629 section 4) piece by piece: a sequence may be cut anywhere.
///
/// Fails at the first byte that no valid text can have there: overlong forms, surrogates and values
/// above U+10FFFF are refused at their second byte. No allocation.
public struct UTF8Validator: Hashable, Sendable {
  private var continuationsLeft: UInt8 = 0
  private var lowest: UInt8 = 0x80
  private var highest: UInt8 = 0xBF

  public init() {}

  /// Whether the text so far ends with a whole character.
  public var isComplete: Bool { continuationsLeft == 0 }

  /// Whether one whole text is valid. O(count).
  public static func isValid(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var validator = UTF8Validator()
    return validator.append(bytes) && validator.isComplete
  }

  /// Takes the next bytes; false when the text is invalid, whatever follows.
  public mutating func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let count = bytes.count
    var index = 0
    while index < count {
      if continuationsLeft == 0 {
        index = UTF8Validator.skipASCII(bytes, from: index)
        guard index < count else { return true }
      }
      guard take(bytes[index]) else { return false }
      index += 1
    }
    return true
  }

  /// Market data is ASCII almost everywhere: 32 bytes are tested at once.
  @inline(__always)
  private static func skipASCII(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    let high: UInt64 = 0x8080_8080_8080_8080
    var index = start
    while index &+ 32 <= bytes.count {
      let first = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      let second = bytes.loadUnaligned(fromByteOffset: index &+ 8, as: UInt64.self)
      let third = bytes.loadUnaligned(fromByteOffset: index &+ 16, as: UInt64.self)
      let fourth = bytes.loadUnaligned(fromByteOffset: index &+ 24, as: UInt64.self)
      guard (first | second | third | fourth) & high == 0 else { break }
      index &+= 32
    }
    while index &+ 8 <= bytes.count {
      let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      guard word & high == 0 else { break }
      index &+= 8
    }
    while index < bytes.count, bytes[index] < 0x80 { index &+= 1 }
    return index
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    if continuationsLeft > 0 {
      guard byte >= lowest, byte <= highest else { return false }
      continuationsLeft -= 1
      lowest = 0x80
      highest = 0xBF
      return true
    }
    switch byte {
    case 0x00...0x7F: break
    case 0xC2...0xDF: expect(1)
    case 0xE0: expect(2, lowest: 0xA0)
    case 0xE1...0xEC, 0xEE...0xEF: expect(2)
    case 0xED: expect(2, highest: 0x9F)
    case 0xF0: expect(3, lowest: 0x90)
    case 0xF1...0xF3: expect(3)
    case 0xF4: expect(3, highest: 0x8F)
    default: return false
    }
    return true
  }

  private mutating func expect(_ count: UInt8, lowest: UInt8 = 0x80, highest: UInt8 = 0xBF) {
    continuationsLeft = count
    self.lowest = lowest
    self.highest = highest
  }
}
