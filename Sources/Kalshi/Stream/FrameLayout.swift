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
  /// The exchange's deltas begin with 32, its tickers with 23.
  static let maximumHead = 64
  /// The head, so that 16 bytes lie before the end of every value.
  static let minimumHead = 16
  /// The head and the first text, so that 32 bytes lie before the end of every text.
  static let minimumStart = 32
  /// Shorter ones are not learned.
  static let shortestFrame = 64
  /// One place for each ``StreamField``.
  static let placeCount = 64

  let steps: UnsafeMutablePointer<LayoutStep>
  /// Which step holds the value of a ``StreamField``, by raw value; one behind the last, whose
  /// number is zero, where there is none.
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
    steps = .allocate(capacity: Self.maximumSteps + 1)
    steps.initialize(repeating: LayoutStep(ranges), count: Self.maximumSteps + 1)
    places = .allocate(capacity: Self.placeCount)
    places.initialize(repeating: UnsafePointer(steps + Self.maximumSteps), count: Self.placeCount)
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
    var position = headLength
    var step = steps
    let last = step + stepCount
    repeat {
      if step.pointee.kind == .text {
        let end = PlainText.end(start, from: position, count: count)
        let next = end &+ step.pointee.textLength
        guard end >= 0, next <= count,
          LayoutStep.matchesText(step, start, textEnd: next)
        else { return false }
        step.pointee.valueLength = end &- position
        step.pointee.valueEnd = end
        position = next
      } else {
        var end = position &+ step.pointee.valueLength
        var next = end &+ step.pointee.textLength
        // Nothing is read beyond the frame, nor before it: 32 bytes lie before the end of every
        // text, see ``minimumStart``.
        if next > count
          || !LayoutStep.matches(step, start, valueEnd: end, textEnd: next)
        {
          guard measure(step, frame, position, ranges) else { return false }
          end = position &+ step.pointee.valueLength
          next = end &+ step.pointee.textLength
          guard next <= count,
            LayoutStep.matches(step, start, valueEnd: end, textEnd: next)
          else { return false }
        }
        position = next
      }
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
    places.update(repeating: UnsafePointer(steps + Self.maximumSteps), count: Self.placeCount)
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
    guard position < frame.count, let start = frame.baseAddress else { return false }
    var end = position
    var kind = step.pointee.purpose
    switch kind {
    case .none: return false
    case .integer: while end < frame.count, frame[end] &- 0x30 <= 9 { end &+= 1 }
    default: end = PlainText.end(start, from: position, count: frame.count)
    }
    guard end >= position else { return false }
    let length = end &- position
    if kind == .text {
      step.pointee.kind = kind
      step.pointee.valueLength = length
      return true
    }
    if kind == .negative, frame[position] != 0x2D { kind = .quantity }
    guard kind != step.pointee.kind || length != step.pointee.valueLength,
      let row = ranges.row(kind, length: length)
    else { return false }
    step.pointee.valueLength = length
    step.pointee.kind = kind
    step.pointee.row = row
    return true
  }

  /// Whether two texts of 16 to 64 bytes are the same: up to 32 take two overlapping comparisons.
  @inline(__always)
  private static func areEqual(
    _ first: UnsafeRawPointer, _ second: UnsafePointer<UInt8>, _ count: Int
  ) -> Bool {
    let second = UnsafeRawPointer(second)
    var found = difference(first, second, 0) | difference(first, second, count &- 16)
    if count > 32 {
      found |= difference(first, second, 16) | difference(first, second, count &- 32)
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
