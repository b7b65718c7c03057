/// ASCII digits eight at a time, for text whose length and place in a larger buffer are known, and
/// whose bytes are known to be digits where digits belong. Anything else gives a wrong number, but
/// reads no byte that it should not.
///
/// All functions read the sixteen bytes that end where the text ends; what lies before the text is
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
}
