/// Base64 with the standard alphabet and padding (RFC 4648 section 4).
public enum Base64 {
  private static let alphabet: StaticString =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

  /// Characters that `count` bytes become.
  public static func encodedCount(_ count: Int) -> Int { (count + 2) / 3 * 4 }

  /// Encodes with padding and without line breaks.
  public static func encode(_ bytes: UnsafeRawBufferPointer) -> String {
    let count = encodedCount(bytes.count)
    return String(unsafeUninitializedCapacity: count) { target in
      encode(bytes, into: UnsafeMutableRawBufferPointer(target))
      return count
    }
  }

  /// Encodes with padding and without line breaks.
  public static func encode(_ bytes: [UInt8]) -> String {
    bytes.withUnsafeBytes { encode($0) }
  }

  /// Encodes at the end of a buffer, without allocation; false when it does not fit.
  @discardableResult
  public static func encode(_ bytes: UnsafeRawBufferPointer, into output: inout ByteBuffer) -> Bool
  {
    let count = encodedCount(bytes.count)
    guard let room = output.reserve(count) else { return false }
    encode(bytes, into: UnsafeMutableRawBufferPointer(start: room, count: count))
    output.commit(count)
    return true
  }

  /// Decodes strictly: nil for a character outside the alphabet, white space, a length that is no
  /// multiple of four, missing or misplaced padding, or bits behind the last byte that are not
  /// zero.
  public static func decode(_ text: String) -> [UInt8]? {
    var text = text
    return text.withUTF8 { decode(UnsafeRawBufferPointer($0)) }
  }

  /// Decodes strictly, see ``decode(_:)-(String)``.
  public static func decode(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
    guard text.count % 4 == 0 else { return nil }
    guard !text.isEmpty else { return [] }
    var padding = 0
    if text[text.count - 1] == 0x3D { padding = text[text.count - 2] == 0x3D ? 2 : 1 }
    let digits = text.count - padding
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3 - padding)
    var bits: UInt32 = 0
    var bitCount = 0
    for index in 0..<digits {
      guard let value = value(of: text[index]) else { return nil }
      bits = bits << 6 | UInt32(value)
      bitCount += 6
      if bitCount >= 8 {
        bitCount -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(bitCount)))
      }
    }
    guard bits & ((1 << UInt32(bitCount)) - 1) == 0 else { return nil }
    return bytes
  }

  private static func encode(
    _ bytes: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
  ) {
    let alphabet = alphabet.utf8Start
    var source = 0
    var output = 0
    while source < bytes.count {
      let taken = min(3, bytes.count - source)
      var group = UInt32(bytes[source]) << 16
      if taken > 1 { group |= UInt32(bytes[source + 1]) << 8 }
      if taken > 2 { group |= UInt32(bytes[source + 2]) }
      for position in 0..<4 {
        let digit = Int(group >> UInt32(18 - 6 * position) & 63)
        target[output + position] = position <= taken ? alphabet[digit] : 0x3D
      }
      source += 3
      output += 4
    }
  }

  private static func value(of character: UInt8) -> UInt8? {
    switch character {
    case 0x41...0x5A: character - 0x41
    case 0x61...0x7A: character - 0x61 + 26
    case 0x30...0x39: character - 0x30 + 52
    case 0x2B: 62
    case 0x2F: 63
    default: nil
    }
  }
}
