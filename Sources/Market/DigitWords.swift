/// Writes ASCII digits eight at a time.
@usableFromInline
enum DigitWords {
  private static let zeros: UInt64 = 0x3030_3030_3030_3030

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

  /// `0.5200` of 5 200, up to a dollar: six bytes, the first in the lowest, and two that mean
  /// nothing.
  @inlinable
  static func dollars(_ tenThousandths: UInt32) -> UInt64 {
    let whole: UInt32 = tenThousandths >= 10_000 ? 1 : 0
    let decimals = tenThousandths &- whole &* 10_000
    // The same quotients as above, of four digits.
    let hundreds = (decimals &* 5_243) &>> 19
    let pairs = hundreds | (decimals &- hundreds &* 100) &<< 16
    let tens = ((pairs &* 103) &>> 10) & 0x000F_000F
    let digits = UInt64(tens | (pairs &- tens &* 10) &<< 8)
    return digits &<< 16 | UInt64(whole) | 0x3030_3030_2E30
  }

  /// Writes a number of hundredths below 10^6 as `12.34`, without leading zeros before the units,
  /// and returns the count of its bytes, at most seven. Stores up to eight.
  @inlinable
  static func writeHundredths(_ value: UInt32, _ target: UnsafeMutableRawPointer) -> Int {
    // The same quotients as above: four digits before the point, two behind it.
    let whole = value / 100
    let cents = value &- whole &* 100
    let hundreds = (whole &* 5_243) &>> 19
    let pairs = hundreds | (whole &- hundreds &* 100) &<< 16
    let tens = ((pairs &* 103) &>> 10) & 0x000F_000F
    let digits = tens | (pairs &- tens &* 10) &<< 8
    let leading = min(3, digits.trailingZeroBitCount &>> 3)
    let word = (digits | 0x3030_3030) &>> UInt32(truncatingIfNeeded: leading &<< 3)
    target.storeBytes(of: word.littleEndian, as: UInt32.self)
    let count = 4 &- leading
    let tenths = (cents &* 103) &>> 10
    let ending = 0x30_302E | tenths &<< 8 | (cents &- tenths &* 10) &<< 16
    (target + count).storeBytes(of: ending.littleEndian, as: UInt32.self)
    return count &+ 3
  }
}
