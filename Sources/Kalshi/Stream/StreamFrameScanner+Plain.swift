internal import Market

// The quick walk: any order of keys, but only strings without escapes, whole numbers and literals,
// and no space between them, which is how the exchange writes. Anything else is left to the general
// walk, which alone says what is wrong.
extension StreamFrameScanner {
  /// Fills the slots of a frame and reads its envelope; returns the slot of `type`, or nil, with
  /// nothing to be used, when the general walk is needed.
  @inline(__always)
  func walkPlainly(
    _ frame: UnsafeRawBufferPointer, _ envelope: inout StreamEnvelope
  ) -> Slot? {
    guard let around = fillSlots(frame) else { return nil }
    do throws(StreamFrameError) {
      envelope.sid = try outer(.sid, around).flatMap { slot throws(StreamFrameError) in
        try integer(slot, .sid)
      }
      envelope.seq = try outer(.seq, around).flatMap { slot throws(StreamFrameError) in
        try integer(slot, .seq)
      }
      envelope.id = try outer(.id, around).flatMap { slot throws(StreamFrameError) in
        try integer(slot, .id)
      }
      envelope.sent = try outer(.sendingTime, around).flatMap { slot throws(StreamFrameError) in
        try milliseconds(slot, .sendingTime).map { Timestamp(milliseconds: $0) }
      }
    } catch {
      return nil
    }
    return outer(.type, around) ?? Slot()
  }

  /// The envelope's slot of a field.
  @inline(__always)
  private func outer(_ field: StreamField, _ around: UInt64) -> Slot? {
    around & field.bit == 0 ? nil : slots[Self.envelopeSlots + Int(field.rawValue)]
  }

  /// Walks over all members. Returns which fields the envelope has; nil when it is not plain.
  @inline(never)
  private func fillSlots(_ frame: UnsafeRawBufferPointer) -> UInt64? {
    guard var walk = QuoteWalk(frame, quoteWords), walk.byte(0) == 0x7B else { return nil }
    // The fields found at each of the two levels, and how far apart their slots are.
    var found: UInt64 = 0
    var around: UInt64 = 0
    var base = Self.envelopeSlots
    var position = 1
    while true {
      guard walk.next() == position else { return nil }
      let end = walk.next()
      let value = end &+ 2
      guard value < walk.count, walk.byte(end &+ 1) == 0x3A else { return nil }
      let raw = table.field(walk.start, position &+ 1, end &- position &- 1)
      let first = walk.byte(value)
      if raw >= 0 {
        let bit: UInt64 = 1 << UInt64(truncatingIfNeeded: raw)
        guard found & bit == 0 else { return nil }
        found |= bit
        if first == 0x7B, base != 0, raw == Int(StreamField.msg.rawValue) {
          around = found
          found = 0
          base = 0
          position = value &+ 1
          continue
        }
      }
      guard let (start, length) = Self.passValue(&walk, value, first) else { return nil }
      if raw >= 0 {
        slots[base &+ raw] = Slot(
          start: Int32(truncatingIfNeeded: start), length: Int32(truncatingIfNeeded: length),
          first: first)
      }
      position = start &+ length &+ (first == 0x22 ? 1 : 0)
      guard position < walk.count else { return nil }
      var separator = walk.byte(position)
      position &+= 1
      if separator == 0x7D, base == 0 {
        present = found
        found = around
        base = Self.envelopeSlots
        guard position < walk.count else { return nil }
        separator = walk.byte(position)
        position &+= 1
      }
      if separator == 0x7D { return position == walk.count ? found : nil }
      guard separator == 0x2C else { return nil }
    }
  }

  /// Passes a value of one piece, `null` excepted, which is as good as no field.
  @inline(__always)
  private static func passValue(
    _ walk: inout QuoteWalk, _ value: Int, _ first: UInt8
  ) -> (start: Int, length: Int)? {
    if first == 0x22 {
      guard walk.next() == value else { return nil }
      return (value &+ 1, walk.next() &- value &- 1)
    }
    if first &- 0x30 <= 9 {
      let length = walk.digits(at: value)
      return length == 0 ? nil : (value, length)
    }
    guard value &+ 5 <= walk.count else { return nil }
    switch walk.start.loadUnaligned(fromByteOffset: value, as: UInt32.self).littleEndian {
    case 0x6575_7274: return (value, 4)
    case 0x736C_6166 where walk.byte(value &+ 4) == 0x65: return (value, 5)
    default: return nil
    }
  }
}
