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
    guard frame.count >= Self.shortestFrame, frame.count <= Self.longestFrame else { return }
    var walker = JSONWalker(frame)
    do throws(StreamFrameError) {
      try walker.pass(0x7B)
      guard try learnObject(&walker, kind, table, ranges, isMessage: false),
        walker.position == frame.count
      else { return forget() }
    } catch {
      return forget()
    }
    count = frame.count
    guard stepCount > 0, steps[0].start >= Self.minimumHead,
      (stepCount > 1 ? steps[1].start : count) - steps[0].length >= Self.minimumStart
    else { return forget() }
    learnBytes(frame)
    cut(ranges)
    self.kind = kind
    if !fits(frame) { forget() }
  }

  /// Takes over the learned frame's bytes; where its values lie, their ranges.
  private func learnBytes(_ frame: UnsafeRawBufferPointer) {
    for place in 0..<count {
      low[place] = frame[place]
      span[place] = 0
    }
    for place in 0..<stepCount {
      let step = steps[place]
      if step.kind == .text {
        (low + step.start).update(repeating: 0, count: step.length)
        (span + step.start).update(repeating: 0xFF, count: step.length)
        continue
      }
      step.row.pointee.copy(step.length, low + step.start, span + step.start)
    }
  }

  /// The members of an object whose brace is passed, to its end; false when it cannot be learned.
  private mutating func learnObject(
    _ walker: inout JSONWalker, _ kind: Kind, _ table: borrowing FieldTable,
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
        guard try learnObject(&walker, kind, table, ranges, isMessage: true) else {
          return false
        }
      } else {
        let place = isMessage ? Self.message(field, kind) : Self.envelope(field)
        guard try learnValue(&walker, first, place, field, ranges, isMessage) else { return false }
      }
      if try walker.peek() == 0x7D {
        walker.position += 1
        return true
      }
      try walker.pass(0x2C)
    }
  }

  private mutating func learnValue(
    _ walker: inout JSONWalker, _ first: UInt8, _ wanted: LayoutStep.Kind?,
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
    guard stepCount < Self.maximumSteps,
      let found = LayoutStep.measure(purpose, walker.bytes, start, ranges)
    else { return false }
    if wanted != nil, let field {
      places[Int(field.rawValue)] = UnsafePointer(steps + stepCount)
      if isMessage { present |= field.bit } else { presentInEnvelope |= field.bit }
    }
    steps[stepCount] = LayoutStep(
      start: start, length: found.length, kind: found.kind, purpose: purpose,
      piece: UnsafePointer(pieces), valueLength: found.length, row: found.row)
    stepCount += 1
    return true
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
