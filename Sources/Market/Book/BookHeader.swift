/// The start of a book's block: best ranks, state, and how often it changed. The bitmaps and the
/// ladders lie behind it, where the ``BookLayout`` says.
@usableFromInline
struct BookHeader {
  @usableFromInline
  enum Phase: UInt8 { case awaitingSnapshot, loading, live, blocked }

  /// Where the bitmaps begin.
  @usableFromInline static var bitmapOffset: Int { 16 }

  /// The highest occupied rank of each side, bid first at the start of the block; −1 for none.
  /// Slots are below 10 001, so that 16 bits hold them.
  @usableFromInline var bestBid: Int16 = -1
  @usableFromInline var bestAsk: Int16 = -1
  @usableFromInline var revision: UInt32 = 0
  @usableFromInline var phase: Phase = .awaitingSnapshot
  @usableFromInline var fault: BookFault = .gapped

  @inlinable var isLive: Bool { phase == .live }
}

// A block and its layout at work.
extension UnsafePointer where Pointee == BookLayout {
  /// A block without levels that awaits its snapshot.
  func allocateBlock() -> UnsafeMutableRawPointer {
    let block = UnsafeMutableRawPointer.allocate(byteCount: pointee.byteCount, alignment: 64)
    block.initializeMemory(as: UInt64.self, repeating: 0, count: pointee.byteCount / 8)
    block.initializeMemory(as: BookHeader.self, to: BookHeader())
    return block
  }

  /// Empties both sides; leaves phase and revision to the caller.
  func wipe(_ block: UnsafeMutableRawPointer) {
    let header = block.assumingMemoryBound(to: BookHeader.self)
    header.pointee.bestBid = -1
    header.pointee.bestAsk = -1
    pointee.bitmap(block, .bid).update(repeating: 0, count: Int(pointee.bitmapBytes) / 4)
    pointee.level(block, 0, .bid).update(repeating: 0, count: Int(pointee.ladderBytes) / 4)
  }

  /// Where a side's best rank is kept.
  @inlinable
  func best(
    _ block: UnsafeMutableRawPointer, _ side: BookSide
  ) -> UnsafeMutablePointer<Int16> {
    block.assumingMemoryBound(to: Int16.self) + Int(side.rawValue)
  }

  /// Bid rank and mirrored ask rank meet; never true while a side is empty, since −1 + lastSlot is
  /// below lastSlot.
  @inlinable
  func isCrossed(_ header: borrowing BookHeader) -> Bool {
    Int32(header.bestBid) &+ Int32(header.bestAsk) >= pointee.lastSlot
  }

  /// Records that a rank holds something; returns whether the book is crossed then.
  ///
  /// Both best ranks are read before one is written: a wider read right behind the narrow write
  /// would wait for it to reach the cache.
  @inlinable @inline(__always)
  func occupy(_ block: UnsafeMutableRawPointer, _ rank: Int32, _ side: BookSide) -> Bool {
    let other = Int32(best(block, side.opposite).pointee)
    let kept = best(block, side)
    let old = Int32(kept.pointee)
    pointee.bitmap(block, side)[Int(rank &>> 6)] |= UInt64(1) &<< UInt64(rank & 63)
    if rank > old { kept.pointee = Int16(truncatingIfNeeded: rank) }
    return max(old, rank) &+ other >= pointee.lastSlot
  }

  /// Records that a rank holds nothing, finds the next best one where it was the best; returns
  /// whether the book is crossed still.
  @inline(never) @usableFromInline
  func vacate(_ block: UnsafeMutableRawPointer, _ rank: Int32, _ side: BookSide) -> Bool {
    let other = Int32(best(block, side.opposite).pointee)
    let kept = best(block, side)
    let bitmap = pointee.bitmap(block, side)
    bitmap[Int(rank &>> 6)] &= ~(UInt64(1) &<< UInt64(rank & 63))
    var rest = Int32(kept.pointee)
    if rest == rank {
      rest = Self.highest(bitmap, below: rank)
      kept.pointee = Int16(truncatingIfNeeded: rest)
    }
    return rest &+ other >= pointee.lastSlot
  }

  /// The highest set bit below `rank`; −1 for none.
  @inlinable
  static func highest(_ bitmap: UnsafeMutablePointer<UInt64>, below rank: Int32) -> Int32 {
    var word = Int(rank &>> 6)
    var bits = bitmap[word] & ((UInt64(1) &<< UInt64(rank & 63)) &- 1)
    while bits == 0 {
      guard word > 0 else { return -1 }
      word &-= 1
      bits = bitmap[word]
    }
    return Int32(truncatingIfNeeded: word &* 64 &+ 63 &- bits.leadingZeroBitCount)
  }

  /// Finds the best ranks anew, after a snapshot.
  func findBest(_ block: UnsafeMutableRawPointer) {
    findBest(block, .bid)
    findBest(block, .ask)
  }

  private func findBest(_ block: UnsafeMutableRawPointer, _ side: BookSide) {
    let bitmap = pointee.bitmap(block, side)
    var word = Int(pointee.bitmapBytes) / 8 - 1
    while word >= 0, bitmap[word] == 0 { word -= 1 }
    best(block, side).pointee =
      word < 0 ? -1 : Int16(word * 64 + 63 - bitmap[word].leadingZeroBitCount)
  }
}
