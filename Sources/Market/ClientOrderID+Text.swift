extension ClientOrderID {
  /// The bytes of the text form: 8-4-4-4-12 hexadecimal digits.
  public static let textLength = 36

  /// Writes the UUID form, lower case: the session's 64 bits, then the sequence's. Returns false
  /// and writes nothing when the buffer is shorter than ``textLength``. Does not allocate.
  @discardableResult
  public func write(into buffer: UnsafeMutableRawBufferPointer) -> Bool {
    guard buffer.count >= Self.textLength else { return false }
    func put(_ word: UInt64, _ place: Int) {
      buffer.storeBytes(of: word.littleEndian, toByteOffset: place, as: UInt64.self)
    }
    func put(half: UInt64, _ place: Int) {
      let half = UInt32(truncatingIfNeeded: half).littleEndian
      buffer.storeBytes(of: half, toByteOffset: place, as: UInt32.self)
    }
    let second = Self.hexadecimal(session)
    let third = Self.hexadecimal(sequence >> 32)
    put(Self.hexadecimal(session >> 32), 0)
    put(half: second, 9)
    put(half: second >> 32, 14)
    put(half: third, 19)
    put(half: third >> 32, 24)
    put(Self.hexadecimal(sequence), 28)
    buffer[8] = UInt8(ascii: "-")
    buffer[13] = UInt8(ascii: "-")
    buffer[18] = UInt8(ascii: "-")
    buffer[23] = UInt8(ascii: "-")
    return true
  }

  /// The low 32 bits as eight hexadecimal digits, the first in the lowest byte.
  private static func hexadecimal(_ bits: UInt64) -> UInt64 {
    var bytes = UInt64(UInt32(truncatingIfNeeded: bits).byteSwapped)
    bytes = (bytes | bytes << 16) & 0x0000_FFFF_0000_FFFF
    bytes = (bytes | bytes << 8) & 0x00FF_00FF_00FF_00FF
    let nibbles = (bytes >> 4 & 0x000F_000F_000F_000F) | (bytes & 0x000F_000F_000F_000F) << 8
    // One in each byte above nine.
    let letters = (nibbles &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
    return nibbles &+ 0x3030_3030_3030_3030 &+ letters &* 39
  }

  /// Reads what ``write(into:)`` wrote, exactly: lower case, dashes in place, nothing else. Nil for
  /// anything that we did not write. Does not allocate.
  public init?(text bytes: UnsafeRawBufferPointer) {
    guard bytes.count == Self.textLength else { return nil }
    var (high, low) = (UInt64(0), UInt64(0))
    for place in 0..<Self.textLength {
      let byte = bytes[place]
      if Self.isDash(place) {
        guard byte == UInt8(ascii: "-") else { return nil }
        continue
      }
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      default: return nil
      }
      high = high << 4 | low >> 60
      low = low << 4 | UInt64(digit)
    }
    self.init(session: high, sequence: low)
  }

  /// As above from text.
  public init?(text: some StringProtocol) {
    var copy = String(text)
    guard let id = copy.withUTF8({ ClientOrderID(text: UnsafeRawBufferPointer($0)) }) else {
      return nil
    }
    self = id
  }

  private static func isDash(_ place: Int) -> Bool {
    place == 8 || place == 13 || place == 18 || place == 23
  }
}

extension ClientOrderID: CustomStringConvertible {
  /// `0123abcd-…`: the UUID form.
  public var description: String {
    String(unsafeUninitializedCapacity: Self.textLength) { buffer in
      write(into: UnsafeMutableRawBufferPointer(buffer)) ? Self.textLength : 0
    }
  }
}
