/// ASCII digits eight at a time, for text whose length and place in a larger buffer are known, and
/// whose bytes are known to be digits where digits belong. Anything else gives a wrong number, but
/// reads no byte that it should not.
///
/// All that read take the sixteen bytes that end where the text ends; what lies before the text is
/// disregarded.
public enum DigitWords {
  @usableFromInline static let zeros: UInt64 = 0x3030_3030_3030_3030

  /// The value of 1 to 16 digits.
  @inlinable @inline(__always)
  public static func integer(_ start: UnsafeRawPointer, end: Int, length: Int) -> Int64 {
    guard length > 8 else { return value(lastWord(start, end, length)) }
    let high = lastWord(start, end &- 8, length &- 8)
    return value(high) &* 100_000_000 &+ value(lastWord(start, end, 8))
  }

  /// The value in hundredths of 1 to 13 digits, a point, and two digits.
  @inlinable @inline(__always)
  public static func hundredths(_ start: UnsafeRawPointer, end: Int, length: Int) -> Int64 {
    guard length > 8 else { return value(withoutPoint(lastWord(start, end, length))) }
    let high = lastWord(start, end &- 8, length &- 8)
    return value(high) &* 10_000_000 &+ value(withoutPoint(lastWord(start, end, 8)))
  }

  /// The ten-thousandths of a price of a digit, a point and four digits.
  @inlinable @inline(__always)
  public static func price(_ start: UnsafeRawPointer, end: Int) -> Int32 {
    let word = start.loadUnaligned(fromByteOffset: end &- 8, as: UInt64.self) ^ zeros
    let digits = UInt32(truncatingIfNeeded: word &>> 32)
    let pairs = (digits &* 10 &+ digits &>> 8) & 0x00FF_00FF
    let behind = (pairs &* 100 &+ pairs &>> 16) & 0xFFFF
    let dollars = UInt32(truncatingIfNeeded: word &>> 16) & 0xFF
    return Int32(truncatingIfNeeded: dollars &* 10_000 &+ behind)
  }

  /// The last 1 to 8 bytes as digit values; what lies before them becomes zero.
  @inlinable @inline(__always)
  static func lastWord(_ start: UnsafeRawPointer, _ end: Int, _ length: Int) -> UInt64 {
    let word = start.loadUnaligned(fromByteOffset: end &- 8, as: UInt64.self) ^ zeros
    // 64 less eight times the length, modulo 64.
    let foreign = UInt64(truncatingIfNeeded: 0 &- length) &<< 3
    return (word &>> foreign) &<< foreign
  }

  /// Closes the gap of the point, the third byte from the end.
  @inlinable @inline(__always)
  static func withoutPoint(_ word: UInt64) -> UInt64 {
    (word & 0xFF_FFFF_FFFF) &<< 8 | (word & 0xFFFF_0000_0000_0000)
  }

  /// The number that eight digit values make, the first in the lowest byte.
  @inlinable @inline(__always)
  static func value(_ word: UInt64) -> Int64 {
    let pairs = (word &* 10 &+ word &>> 8) & 0x00FF_00FF_00FF_00FF
    let fours = (pairs &* 100 &+ pairs &>> 16) & 0x0000_FFFF_0000_FFFF
    return Int64(truncatingIfNeeded: (fours &* 10_000 &+ fours &>> 32) & 0xFFFF_FFFF)
  }

  /// The eight digits of a number below 10^8, leading zeros among them, as digit values: the first
  /// in the lowest byte.
  @inline(__always)
  private static func digits(_ value: UInt32) -> UInt64 {
    // Two numbers of four digits, then four of two, then eight of one; each quotient is a
    // multiplication and a shift, exact for numbers of that size.
    let high = UInt64(value / 10_000)
    let fours = high | (UInt64(value) &- high &* 10_000) &<< 32
    let hundreds = ((fours &* 10_486) &>> 20) & 0x0000_007F_0000_007F
    let pairs = hundreds | (fours &- hundreds &* 100) &<< 16
    let tens = ((pairs &* 103) &>> 10) & 0x000F_000F_000F_000F
    return tens | (pairs &- tens &* 10) &<< 8
  }

  /// Writes a number below 10^8 without leading zeros and returns the count of its digits. Stores
  /// eight bytes whatever that is.
  @inline(__always)
  static func write(_ value: UInt32, _ target: UnsafeMutableRawPointer) -> Int {
    let digits = digits(value)
    let leading = min(7, digits.trailingZeroBitCount &>> 3)
    let word = (digits | zeros) &>> UInt64(truncatingIfNeeded: leading &<< 3)
    target.storeBytes(of: word.littleEndian, as: UInt64.self)
    return 8 &- leading
  }

  /// Writes the last so many digits of a number below 10^8, with leading zeros, and returns their
  /// count. Stores eight bytes whatever that is.
  @inline(__always)
  static func write(_ value: UInt32, digits count: Int, _ target: UnsafeMutableRawPointer) -> Int {
    let word = (digits(value) | zeros) &>> UInt64(truncatingIfNeeded: (8 &- count) &<< 3)
    target.storeBytes(of: word.littleEndian, as: UInt64.self)
    return count
  }
}
