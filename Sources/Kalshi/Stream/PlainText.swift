internal import CProcessor

/// Where the text of JSON strings ends.
enum PlainText {
  /// The closing quote of a string whose content begins at `position`; −1 when an escape or a
  /// control character comes before it, or no quote at all.
  @inline(__always)
  static func end(_ start: UnsafeRawPointer, from position: Int, count: Int) -> Int {
    var place = position
    while place &+ 16 <= count {
      let bits = stops(start, place)
      if bits != 0 {
        let end = place &+ bits.trailingZeroBitCount
        return start.load(fromByteOffset: end, as: UInt8.self) == 0x22 ? end : -1
      }
      place &+= 16
    }
    return tail(start, from: place, count: count)
  }

  /// Whether the text between two places has no quote, no escape and no control character. Reads
  /// the 16 bytes before its end.
  @inline(__always)
  static func isPlain(_ start: UnsafeRawPointer, from position: Int, to end: Int) -> Bool {
    var place = position
    var stops: UInt32 = 0
    while place &+ 16 <= end {
      stops |= Self.stops(start, place)
      place &+= 16
    }
    // The last 16, without those that were looked at before.
    let seen = UInt32(truncatingIfNeeded: 16 &- (end &- place))
    return stops | Self.stops(start, end &- 16) &>> seen == 0
  }

  @inline(__always)
  private static func stops(_ start: UnsafeRawPointer, _ place: Int) -> UInt32 {
    dutchbook_text_stops(start.loadUnaligned(fromByteOffset: place, as: SIMD16<UInt8>.self))
  }

  @inline(never)
  private static func tail(_ start: UnsafeRawPointer, from position: Int, count: Int) -> Int {
    var place = position
    while place < count {
      let byte = start.load(fromByteOffset: place, as: UInt8.self)
      if byte == 0x22 { return place }
      if byte == 0x5C || byte < 0x20 { return -1 }
      place &+= 1
    }
    return -1
  }
}
