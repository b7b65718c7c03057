internal import CProcessor

/// One piece of a learned frame: a value that has to be measured, except in the first, then a run
/// of bytes that is as long in every frame.
///
/// Values whose lengths have not changed yet lie within runs, so that most of a frame is compared
/// 32 bytes at a time, whatever they are.
struct LayoutPiece {
  /// What comes before the run.
  enum Opening: UInt8 { case none, text, value }

  /// Runs are compared 32 bytes at a time.
  static let chunk = 32

  var opening = Opening.none
  /// The value that is measured.
  var step: UnsafeMutablePointer<LayoutStep>
  /// Its ranges by length: those of what begins with a minus, and of what does not.
  var negativeRows: UnsafePointer<ByteRanges>
  var rows: UnsafePointer<ByteRanges>
  var runLength = 0
  /// Where the first chunk lies, from the beginning of the run. The others lie one behind the other
  /// up to its end.
  var firstOffset = 0
  /// The ranges of the chunks' bytes: the least of each, and how far it may lie above that.
  var low: UnsafeRawPointer
  var span: UnsafeRawPointer
  /// How many bytes all chunks have.
  var chunked = 0
  /// Where the run began in the frame matched last.
  var begin = 0

  /// Passes a piece that begins at `position`; returns where the next one begins, −1 when it does
  /// not fit. Nothing is read outside the frame: 16 bytes lie before the end of every value, and 32
  /// before the end of every run but the first, see ``FrameLayout/minimumStart``.
  @inline(__always)
  static func pass(
    _ piece: UnsafeMutablePointer<LayoutPiece>, _ start: UnsafeRawPointer, _ position: Int,
    _ count: Int
  ) -> Int {
    var begin = position
    switch piece.pointee.opening {
    case .none: break
    case .text: begin = PlainText.end(start, from: position, count: count)
    case .value: begin = valueEnd(start, position, count)
    }
    let end = begin &+ piece.pointee.runLength
    guard begin >= 0, end <= count else { return -1 }
    piece.pointee.begin = begin
    let (low, span) = (piece.pointee.low, piece.pointee.span)
    var found = misfits(start + (begin &+ piece.pointee.firstOffset), low, span)
    let chunked = piece.pointee.chunked
    let first = start + (end &- chunked)
    var place = chunk
    while place < chunked {
      found |= misfits(first + place, low + place, span + place)
      place &+= chunk
    }
    if piece.pointee.opening != .none {
      let length = begin &- position
      piece.pointee.step.pointee.valueLength = length
      if piece.pointee.opening == .value {
        // The run is not empty, so that there is a byte at `position`.
        let isNegative = start.load(fromByteOffset: position, as: UInt8.self) == 0x2D
        let row = (isNegative ? piece.pointee.negativeRows : piece.pointee.rows) + length
        guard row.pointee.isSet else { return -1 }
        found |= row.pointee.misfits(
          start.loadUnaligned(fromByteOffset: begin &- 16, as: SIMD16<UInt8>.self))
        piece.pointee.step.pointee.row = row
      }
    }
    return dutchbook_top_bits(dutchbook_equal(found, SIMD16())) == 0xFFFF ? end : -1
  }

  /// Not zero where a byte of a chunk is out of its range.
  @inline(__always)
  private static func misfits(
    _ bytes: UnsafeRawPointer, _ low: UnsafeRawPointer, _ span: UnsafeRawPointer
  ) -> SIMD16<UInt8> {
    func excess(_ offset: Int) -> SIMD16<UInt8> {
      dutchbook_excess(
        bytes.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
          &- low.load(fromByteOffset: offset, as: SIMD16<UInt8>.self),
        span.load(fromByteOffset: offset, as: SIMD16<UInt8>.self))
    }
    return excess(0) | excess(16)
  }

  /// Where digits, letters, points and minuses from `position` on end, up to 16 of them. No value
  /// that is measured has other bytes, and none is followed by one of these.
  @inline(__always)
  private static func valueEnd(
    _ start: UnsafeRawPointer, _ position: Int, _ count: Int
  ) -> Int {
    let from = min(position, count &- 16)
    let bytes = start.loadUnaligned(fromByteOffset: from, as: SIMD16<UInt8>.self)
    let excess = dutchbook_excess(bytes &- SIMD16(repeating: 0x2D), SIMD16(repeating: 0x7A - 0x2D))
    // The upper half of the bits is set, so that one is found.
    let stops = ~dutchbook_top_bits(dutchbook_equal(excess, SIMD16()))
    return position &+ (stops &>> UInt32(truncatingIfNeeded: position &- from)).trailingZeroBitCount
  }
}
