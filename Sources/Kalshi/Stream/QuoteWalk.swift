internal import CProcessor

/// The places of all quotes of a frame that has nothing to escape.
///
/// Sixteen bytes are compared at a time, before anything is read; after that the end of a string is
/// the next bit of a word. Frames with a backslash or a control character, or longer than
/// ``longestFrame``, have none: they are left to the general walk.
struct QuoteWalk {
  /// Longer frames, full books among them, are walked byte by byte.
  static let longestFrame = 4_096
  static let shortestFrame = 16
  /// One for the end.
  static let wordCount = longestFrame / 64 + 2

  let start: UnsafeRawPointer
  let count: Int
  private let words: UnsafeMutablePointer<UInt64>
  private var index = 0
  private var word: UInt64

  /// Finds the quotes.
  ///
  /// - Parameter words: room for ``wordCount`` words, written here.
  @inline(__always)
  init?(_ frame: UnsafeRawBufferPointer, _ words: UnsafeMutablePointer<UInt64>) {
    count = frame.count
    guard count >= Self.shortestFrame, count <= Self.longestFrame, let start = frame.baseAddress
    else { return nil }
    self.start = start
    self.words = words
    var others = SIMD16<UInt8>()
    var place = 0
    var next = 0
    while place &+ 64 <= count {
      words[next] =
        Self.quotes(start, place, &others) | Self.quotes(start, place &+ 16, &others) &<< 16
        | Self.quotes(start, place &+ 32, &others) &<< 32
        | Self.quotes(start, place &+ 48, &others) &<< 48
      next &+= 1
      place &+= 64
    }
    var last: UInt64 = 0
    var shift: UInt64 = 0
    while place &+ 16 <= count {
      last |= Self.quotes(start, place, &others) &<< shift
      shift &+= 16
      place &+= 16
    }
    if place < count {
      // The last sixteen bytes, without those that were looked at before.
      let seen = UInt64(truncatingIfNeeded: 16 &- (count &- place))
      last |= (Self.quotes(start, count &- 16, &others) &>> seen) &<< shift
    }
    words[next] = last
    // Behind the last, so that ``next()`` need not ask whether there is one.
    words[next &+ 1] = 1
    word = words[0]
    guard dutchbook_top_bits(others) == 0 else { return nil }
  }

  /// The next quote; a place behind the frame when there is none. Not to be called after that.
  @inline(__always)
  mutating func next() -> Int {
    while word == 0 {
      index &+= 1
      word = words[index]
    }
    let place = index &<< 6 &+ word.trailingZeroBitCount
    word &= word &- 1
    return place
  }

  /// - Precondition: `place` is within the frame.
  @inline(__always)
  func byte(_ place: Int) -> UInt8 { start.load(fromByteOffset: place, as: UInt8.self) }

  /// The length of the whole number at `place`, up to fifteen digits; 0 for any other number.
  @inline(__always)
  func digits(at place: Int) -> Int {
    let from = min(place, count &- 16)
    let text = start.loadUnaligned(fromByteOffset: from, as: SIMD16<UInt8>.self)
    let above = dutchbook_excess(text &- SIMD16(repeating: 0x30), SIMD16(repeating: 9))
    let others = ~dutchbook_top_bits(dutchbook_equal(above, SIMD16())) & 0xFFFF
    let length = (others &>> UInt32(truncatingIfNeeded: place &- from)).trailingZeroBitCount
    if length > 15 || length > 1 && byte(place) == 0x30 { return 0 }
    return length
  }

  /// One bit for each of sixteen bytes that is a quote; notes what is not plain.
  @inline(__always)
  private static func quotes(
    _ start: UnsafeRawPointer, _ place: Int, _ others: inout SIMD16<UInt8>
  ) -> UInt64 {
    let bytes = start.loadUnaligned(fromByteOffset: place, as: SIMD16<UInt8>.self)
    others |=
      dutchbook_equal(bytes, SIMD16(repeating: 0x5C))
      | dutchbook_equal(dutchbook_excess(bytes, SIMD16(repeating: 0x1F)), SIMD16())
    return UInt64(dutchbook_top_bits(dutchbook_equal(bytes, SIMD16(repeating: 0x22))))
  }
}
