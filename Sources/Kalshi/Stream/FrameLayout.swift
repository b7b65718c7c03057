internal import Market

/// The layout of the last frame of one type: which text stands where, and which values between.
///
/// A frame matches when it has the same text to the byte and values of the same kinds between. The
/// lengths of the values may differ: each is tried at its last length first, so that the processor
/// need not wait for one value's end to begin with the next. What matches reads exactly as the
/// general walk would read it; all else, valid or not, is left to that walk.
///
/// Owned by its scanner, in memory of its own, so that no field of it is a class's: those are
/// checked for overlapping accesses at each use. Learning does not allocate.
struct FrameLayout {
  /// The types whose frames come often enough to learn.
  enum Kind: UInt8 { case none, ticker, bookDelta }

  /// Frames of more pieces are not learned.
  static let maximumSteps = 64
  static let maximumHead = 64
  /// The head, so that 16 bytes lie before the end of every value.
  static let minimumHead = 16
  /// Shorter ones are not learned: 32 bytes lie before the end of every text.
  static let shortestFrame = 64
  /// One place for each ``StreamField``.
  static let placeCount = 64

  let steps: UnsafeMutablePointer<LayoutStep>
  /// Which step holds the value of a ``StreamField``, by raw value.
  let places: UnsafeMutablePointer<UnsafePointer<LayoutStep>>
  /// The text before the first value.
  let head: UnsafeMutablePointer<UInt8>
  var headLength = 0
  var stepCount = 0
  var kind = Kind.none
  /// Bit of ``StreamField/rawValue``: values of `msg`, and of the envelope.
  var present: UInt64 = 0
  var presentInEnvelope: UInt64 = 0
  /// Frames that matched since it was learned; the same when the last one did not.
  var hits = 0
  private var hitsAtMiss = 0
  /// Frames in a row that did not match, and how many it takes to learn anew.
  private var misses = 0
  private(set) var patience = 1
  /// The most of them.
  static let longestPatience = 256

  init(_ ranges: borrowing ByteRangeTable) {
    steps = .allocate(capacity: Self.maximumSteps)
    steps.initialize(repeating: LayoutStep(ranges), count: Self.maximumSteps)
    places = .allocate(capacity: Self.placeCount)
    places.initialize(repeating: UnsafePointer(steps), count: Self.placeCount)
    head = .allocate(capacity: Self.maximumHead)
    head.initialize(repeating: 0, count: Self.maximumHead)
  }

  /// Gives the memory back.
  func deallocate() {
    steps.deallocate()
    places.deallocate()
    head.deallocate()
  }

  /// Matches a frame; true when all of it has the learned layout. ``places`` leads to its values
  /// then.
  @inline(__always)
  func matches(_ frame: UnsafeRawBufferPointer, _ ranges: borrowing ByteRangeTable) -> Bool {
    let count = frame.count
    guard let start = frame.baseAddress, headLength > 0, count >= Self.shortestFrame,
      headLength < count, Self.areEqual(start, head, headLength)
    else { return false }
    let limit = UInt(bitPattern: count &- 32)
    var position = headLength
    var step = steps
    let last = step + stepCount
    repeat {
      var end = position &+ step.pointee.valueLength
      var next = end &+ step.pointee.textLength
      // Nothing is read beyond the frame; 32 bytes before an end of text are never below it, since
      // a first text that ends earlier is not learned, and a value shrinks only when measured.
      if UInt(bitPattern: next &- 32) > limit
        || !LayoutStep.matches(step, start, valueEnd: end, textEnd: next)
      {
        guard measure(step, frame, position, ranges) else { return false }
        end = position &+ step.pointee.valueLength
        next = end &+ step.pointee.textLength
        guard UInt(bitPattern: next &- 32) <= limit,
          LayoutStep.matches(step, start, valueEnd: end, textEnd: next)
        else { return false }
      }
      if step.pointee.kind == .long, !Self.isPlain(start, position, end) { return false }
      step.pointee.valueEnd = end
      position = next
      step += 1
    } while step < last
    return position == count
  }

  /// Notes a frame that did not match; true when it is time to learn another layout. A single odd
  /// frame changes nothing. Where one layout after another is of no use, learning waits longer each
  /// time.
  mutating func isTimeToLearn() -> Bool {
    if hits != hitsAtMiss { misses = 0 }
    hitsAtMiss = hits
    misses += 1
    guard misses >= patience else { return false }
    patience = hits >= 16 ? 2 : min(Self.longestPatience, patience * 2)
    return true
  }

  /// Matches nothing from now on.
  mutating func forget() {
    headLength = 0
    stepCount = 0
    kind = .none
    present = 0
    presentInEnvelope = 0
    misses = 0
    hits = 0
    hitsAtMiss = 0
  }

  /// Finds the length and the kind of the value at `position` anew: it ends at the next quote, or
  /// behind the last digit. False when nothing has changed or it cannot be what it was.
  @inline(never)
  func measure(
    _ step: UnsafeMutablePointer<LayoutStep>, _ frame: UnsafeRawBufferPointer, _ position: Int,
    _ ranges: borrowing ByteRangeTable
  ) -> Bool {
    guard position < frame.count else { return false }
    var end = position
    var kind = step.pointee.purpose
    switch kind {
    case .none: return false
    case .integer: while end < frame.count, frame[end] &- 0x30 <= 9 { end &+= 1 }
    case .plain:
      end = Self.quote(frame, from: position)
      if end &- position > 16 || !Self.isPlain(frame, position..<end) { kind = .long }
    default: end = Self.quote(frame, from: position)
    }
    if kind == .negative, frame[position] != 0x2D { kind = .quantity }
    let length = end &- position
    guard kind != step.pointee.kind || length != step.pointee.valueLength,
      let row = ranges.row(kind, length: length)
    else { return false }
    step.pointee.valueLength = length
    step.pointee.kind = kind
    step.pointee.row = row
    return true
  }

  /// The next quote, or the end of the frame.
  @inline(__always)
  private static func quote(_ frame: UnsafeRawBufferPointer, from position: Int) -> Int {
    var end = position
    while end &+ 8 <= frame.count {
      let word =
        frame.loadUnaligned(fromByteOffset: end, as: UInt64.self) ^ 0x2222_2222_2222_2222
      let found = (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
      if found != 0 { return end &+ found.trailingZeroBitCount >> 3 }
      end &+= 8
    }
    while end < frame.count, frame[end] != 0x22 { end &+= 1 }
    return end
  }

  /// Whether a string has one to sixteen bytes, all from `#` to `[`.
  private static func isPlain(_ frame: UnsafeRawBufferPointer, _ range: Range<Int>) -> Bool {
    for place in range where frame[place] &- 0x23 > 0x38 { return false }
    return !range.isEmpty
  }

  /// Whether a string's content is without backslashes and without what comes before `#` in ASCII:
  /// quotes, control characters, spaces. Reads the 16 bytes before its end.
  @inline(__always)
  private static func isPlain(_ start: UnsafeRawPointer, _ position: Int, _ end: Int) -> Bool {
    guard end &- position >= 16 else {
      let bytes = start.assumingMemoryBound(to: UInt8.self)
      var place = position
      while place < end {
        if bytes[place] < 0x23 || bytes[place] == 0x5C { return false }
        place &+= 1
      }
      return true
    }
    var all = plain(start, end &- 16)
    var place = position
    while place < end &- 16 {
      all &= plain(start, place)
      place &+= 16
    }
    let words = unsafeBitCast(all, to: SIMD2<UInt64>.self)
    return words.x & words.y & 0x8080_8080_8080_8080 == 0x8080_8080_8080_8080
  }

  /// The top bit of each byte says that it is neither.
  @inline(__always)
  private static func plain(_ start: UnsafeRawPointer, _ offset: Int) -> SIMD16<UInt8> {
    let bytes = start.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
    let low = SIMD16<UInt8>(repeating: 0x7F)
    let fromHash = ((bytes & low) &+ SIMD16(repeating: 0x80 - 0x23)) | bytes
    let slash = bytes ^ SIMD16(repeating: 0x5C)
    return fromHash & (((slash & low) &+ low) | slash)
  }

  /// Whether two texts of at least sixteen bytes are the same.
  @inline(__always)
  private static func areEqual(
    _ first: UnsafeRawPointer, _ second: UnsafePointer<UInt8>, _ count: Int
  ) -> Bool {
    let second = UnsafeRawPointer(second)
    var found = difference(first, second, count &- 16)
    var place = 0
    while place < count &- 16 {
      found |= difference(first, second, place)
      place &+= 16
    }
    let words = unsafeBitCast(found, to: SIMD2<UInt64>.self)
    return words.x | words.y == 0
  }

  @inline(__always)
  private static func difference(
    _ first: UnsafeRawPointer, _ second: UnsafeRawPointer, _ offset: Int
  ) -> SIMD16<UInt8> {
    first.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
      ^ second.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
  }
}
