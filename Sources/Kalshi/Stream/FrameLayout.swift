internal import Market

/// The layout of the last frame of one type: which text stands where, and which values between.
///
/// A frame matches when it has the same text to the byte and values of the same kinds between. A
/// value that was as long in all frames since the layout was learned is compared together with the
/// text around it, each byte with the range that may stand there; the end of any other is searched.
/// What matches reads exactly as the general walk would read it; all else, valid or not, is left to
/// that walk.
///
/// Owned by its scanner, in memory of its own, so that no field of it is a class's: those are
/// checked for overlapping accesses at each use. Learning does not allocate.
struct FrameLayout {
  /// The types whose frames come often enough to learn.
  enum Kind: UInt8 { case none, ticker, bookDelta }

  /// Frames of more values are not learned.
  static let maximumSteps = 64
  /// The text before the first value, so that 16 bytes lie before the end of every value.
  static let minimumHead = 16
  /// That and the text behind the first value, so that 32 bytes lie before the end of every run.
  static let minimumStart = 32
  /// Shorter ones are not learned, nor longer ones: the exchange's tickers have some 450 bytes.
  static let shortestFrame = 64
  static let longestFrame = 1_024
  /// Each run may have a chunk that is not full.
  static let chunkRoom = longestFrame + (maximumSteps + 1) * LayoutPiece.chunk
  /// One place for each ``StreamField``.
  static let placeCount = 64

  let steps: UnsafeMutablePointer<LayoutStep>
  let pieces: UnsafeMutablePointer<LayoutPiece>
  /// The ranges of all runs' chunks, see ``LayoutPiece``.
  let chunkLow: UnsafeMutableRawPointer
  let chunkSpan: UnsafeMutableRawPointer
  /// The texts that lie within runs.
  let texts: UnsafeMutablePointer<UnsafePointer<LayoutStep>>
  /// Which step holds the value of a ``StreamField`` that the layout has, by raw value.
  let places: UnsafeMutablePointer<UnsafePointer<LayoutStep>>
  /// The range of each byte of the frame that was learned: its values' are those of their kind.
  let low: UnsafeMutablePointer<UInt8>
  let span: UnsafeMutablePointer<UInt8>
  var count = 0
  var stepCount = 0
  var pieceCount = 0
  var textCount = 0
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
    pieces = .allocate(capacity: Self.maximumSteps + 1)
    chunkLow = .allocate(byteCount: Self.chunkRoom, alignment: LayoutPiece.chunk)
    chunkLow.initializeMemory(as: UInt8.self, repeating: 0, count: Self.chunkRoom)
    chunkSpan = .allocate(byteCount: Self.chunkRoom, alignment: LayoutPiece.chunk)
    chunkSpan.initializeMemory(as: UInt8.self, repeating: 0, count: Self.chunkRoom)
    let piece = LayoutPiece(
      step: steps, negativeRows: ranges.any, rows: ranges.any, low: chunkLow, span: chunkSpan)
    pieces.initialize(repeating: piece, count: Self.maximumSteps + 1)
    let step = LayoutStep(
      start: 0, length: 0, kind: .none, purpose: .none, piece: UnsafePointer(pieces),
      valueLength: 0, row: ranges.any)
    steps.initialize(repeating: step, count: Self.maximumSteps)
    texts = .allocate(capacity: Self.maximumSteps)
    texts.initialize(repeating: UnsafePointer(steps), count: Self.maximumSteps)
    places = .allocate(capacity: Self.placeCount)
    places.initialize(repeating: UnsafePointer(steps), count: Self.placeCount)
    low = .allocate(capacity: Self.longestFrame)
    low.initialize(repeating: 0, count: Self.longestFrame)
    span = .allocate(capacity: Self.longestFrame)
    span.initialize(repeating: 0, count: Self.longestFrame)
  }

  /// Gives the memory back.
  func deallocate() {
    steps.deallocate()
    pieces.deallocate()
    chunkLow.deallocate()
    chunkSpan.deallocate()
    texts.deallocate()
    places.deallocate()
    low.deallocate()
    span.deallocate()
  }

  /// Matches a frame; true when all of it has the learned layout. ``places`` leads to its values
  /// then.
  @inline(__always)
  mutating func matches(
    _ frame: UnsafeRawBufferPointer, _ ranges: borrowing ByteRangeTable
  ) -> Bool {
    guard frame.count >= Self.shortestFrame, pieceCount > 0 else { return false }
    return fits(frame) || matchesAnew(frame, ranges)
  }

  /// Whether a frame of at least ``shortestFrame`` bytes fits the pieces as they are.
  @inline(__always)
  func fits(_ frame: UnsafeRawBufferPointer) -> Bool {
    guard let start = frame.baseAddress else { return false }
    var position = 0
    var piece = pieces
    let last = pieces + pieceCount
    repeat {
      position = LayoutPiece.pass(piece, start, position, frame.count)
      guard position >= 0 else { return false }
      piece += 1
    } while piece < last
    return position == frame.count && hasPlainTexts(start)
  }

  /// Whether the texts within runs are plain, when the runs have been passed.
  @inline(__always)
  private func hasPlainTexts(_ start: UnsafeRawPointer) -> Bool {
    var text = texts
    let last = texts + textCount
    while text < last {
      let end = text.pointee.pointee.piece.pointee.begin &+ text.pointee.pointee.endOffset
      guard PlainText.isPlain(start, from: end &- text.pointee.pointee.valueLength, to: end) else {
        return false
      }
      text += 1
    }
    return true
  }

  /// Matches a frame that did not fit: a value may have a length that it had in none before.
  @inline(never)
  private mutating func matchesAnew(
    _ frame: UnsafeRawBufferPointer, _ ranges: borrowing ByteRangeTable
  ) -> Bool {
    guard notesLengths(frame, ranges) else { return false }
    cut(ranges)
    return fits(frame)
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
    count = 0
    stepCount = 0
    pieceCount = 0
    kind = .none
    present = 0
    presentInEnvelope = 0
    misses = 0
    hits = 0
    hitsAtMiss = 0
  }
}
