internal import Market

extension FrameLayout {
  /// Learns the layout of a frame that the general walk has read. Afterwards it matches that frame,
  /// or nothing: frames with values of other kinds, or with objects inside `msg`, are not learned.
  @inline(never)
  mutating func learn(
    _ frame: UnsafeRawBufferPointer, _ kind: Kind, _ table: borrowing FieldTable,
    _ ranges: borrowing ByteRangeTable
  ) {
    forget()
    var walker = JSONWalker(frame)
    var cut = Cut()
    do throws(StreamFrameError) {
      try walker.pass(0x7B)
      guard try learnObject(&walker, &cut, kind, table, ranges, isMessage: false),
        walker.position == frame.count, close(&cut, frame, frame.count, ranges),
        headLength + steps[0].textLength >= Self.minimumStart
      else { return forget() }
    } catch {
      return forget()
    }
    self.kind = kind
    if !matches(frame, ranges) { forget() }
  }

  /// Where the text that is not in a step yet begins.
  private struct Cut {
    var start = 0
  }

  /// The members of an object whose brace is passed, to its end; false when it cannot be learned.
  private mutating func learnObject(
    _ walker: inout JSONWalker, _ cut: inout Cut, _ kind: Kind, _ table: borrowing FieldTable,
    _ ranges: borrowing ByteRangeTable, isMessage: Bool
  ) throws(StreamFrameError) -> Bool {
    while true {
      try walker.pass(0x22)
      let start = walker.position
      let (end, isEscaped) = try walker.passString()
      try walker.pass(0x3A)
      let raw = isEscaped ? -1 : walker.field(table, start, end)
      let field = raw < 0 ? nil : StreamField(rawValue: UInt8(truncatingIfNeeded: raw))
      let first = try walker.peek()
      if !isMessage, field == .msg {
        guard first == 0x7B else { return false }
        walker.position += 1
        guard try learnObject(&walker, &cut, kind, table, ranges, isMessage: true) else {
          return false
        }
      } else {
        let place = isMessage ? Self.message(field, kind) : Self.envelope(field)
        guard
          try learnValue(
            &walker, &cut, first, place, field, ranges, isMessage)
        else { return false }
      }
      if try walker.peek() == 0x7D {
        walker.position += 1
        return true
      }
      try walker.pass(0x2C)
    }
  }

  private mutating func learnValue(
    _ walker: inout JSONWalker, _ cut: inout Cut, _ first: UInt8, _ wanted: LayoutStep.Kind?,
    _ field: StreamField?, _ ranges: borrowing ByteRangeTable, _ isMessage: Bool
  ) throws(StreamFrameError) -> Bool {
    var purpose = wanted ?? .text
    let isString = first == 0x22
    let start = walker.position + (isString ? 1 : 0)
    try walker.passValue(depth: 2)
    switch first {
    case 0x22:
      // The type is text that never changes; an integer in quotes is left to the general walk.
      if !isMessage, field == .type { return true }
      if purpose == .integer { return false }
    case 0x30...0x39:
      if wanted == nil { purpose = .integer }
      guard purpose == .integer else { return false }
    case 0x6E: return true
    case 0x74, 0x66: return wanted == nil
    default: return false
    }
    guard close(&cut, walker.bytes, start, ranges), stepCount < Self.maximumSteps else {
      return false
    }
    steps[stepCount] = LayoutStep(ranges)
    steps[stepCount].purpose = purpose
    if wanted != nil, let field {
      places[Int(field.rawValue)] = UnsafePointer(steps + stepCount)
      let bit: UInt64 = 1 << UInt64(field.rawValue)
      if isMessage { present |= bit } else { presentInEnvelope |= bit }
    }
    guard measure(steps + stepCount, walker.bytes, start, ranges) else { return false }
    stepCount += 1
    cut.start = walker.position - (isString ? 1 : 0)
    return true
  }

  /// Puts the text up to `end` behind the last value, or into the head; false when there is no
  /// room.
  private mutating func close(
    _ cut: inout Cut, _ frame: UnsafeRawBufferPointer, _ end: Int,
    _ ranges: borrowing ByteRangeTable
  ) -> Bool {
    if stepCount == 0 {
      guard end >= Self.minimumHead, end <= Self.maximumHead, end < frame.count else {
        return false
      }
      for index in 0..<end { head[index] = frame[index] }
      headLength = end
      return true
    }
    while true {
      guard cut.start < end else { return false }
      let length = min(LayoutStep.longestText, end - cut.start)
      let text = UnsafeRawBufferPointer(rebasing: frame[cut.start..<cut.start + length])
      steps[stepCount - 1].setText(text)
      cut.start += length
      guard cut.start < end else { return true }
      guard stepCount < Self.maximumSteps else { return false }
      steps[stepCount] = LayoutStep(ranges)
      stepCount += 1
    }
  }

  /// How a field of the envelope is read; nil when it is not.
  private static func envelope(_ field: StreamField?) -> LayoutStep.Kind? {
    switch field {
    case .sid, .seq, .id, .sendingTime: .integer
    default: nil
    }
  }

  /// How a field of `msg` is read in frames of one type; nil when it is not.
  private static func message(_ field: StreamField?, _ kind: Kind) -> LayoutStep.Kind? {
    switch (kind, field) {
    case (_, .marketTicker): .text
    case (_, .time), (_, .recordedTime): .integer
    case (_, .price): .price
    case (.ticker, .yesBid), (.ticker, .yesAsk): .price
    case (.ticker, .yesBidSize), (.ticker, .yesAskSize), (.ticker, .volume),
      (.ticker, .openInterest):
      .quantity
    case (.bookDelta, .delta): .negative
    case (.bookDelta, .side): .side
    default: nil
    }
  }
}
