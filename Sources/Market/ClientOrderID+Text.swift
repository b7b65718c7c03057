extension ClientOrderID {
  /// The bytes of the text form: 8-4-4-4-12 hexadecimal digits.
  public static let textLength = 36

  /// Writes the UUID form, lower case: the session's 64 bits, then the sequence's. Returns false
  /// and writes nothing when the buffer is shorter than ``textLength``. Does not allocate.
  @discardableResult
  public func write(into buffer: UnsafeMutableRawBufferPointer) -> Bool {
    guard buffer.count >= Self.textLength else { return false }
    var place = 0
    for half in 0..<2 {
      let bits = half == 0 ? session : sequence
      for nibble in 0..<16 {
        if Self.isDash(place) {
          buffer[place] = UInt8(ascii: "-")
          place += 1
        }
        let digit = UInt8(truncatingIfNeeded: bits >> UInt64(60 - 4 * nibble)) & 15
        buffer[place] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
        place += 1
      }
    }
    return true
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
