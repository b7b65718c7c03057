/// The memory block of one order book: header, bands of the grid, two bitmaps, two ladders.
///
/// A slot is the rank of a price on the grid; a rank here is the slot as a side stores it: the slot
/// itself for bids, mirrored for asks, so that the best level of either side is its highest rank.
@usableFromInline
enum BookBlock {
  @usableFromInline
  enum Phase: UInt8 { case awaitingSnapshot, loading, live, blocked }

  /// Twenty bytes; slots are below 10 001, so that 16 bits hold them.
  @usableFromInline
  struct Header {
    /// The highest occupied rank of each side, bid first at the start of the block; −1 for none.
    @usableFromInline var bestBid: Int16 = -1
    @usableFromInline var bestAsk: Int16 = -1
    @usableFromInline let lastSlot: Int16
    @usableFromInline let bandCount: Int16
    /// Words of one side's bitmap.
    @usableFromInline let words: Int16
    @usableFromInline let bitmapOffset: Int16
    @usableFromInline let ladderOffset: Int16
    @usableFromInline var phase: Phase = .awaitingSnapshot
    @usableFromInline var fault: BookFault = .gapped
    @usableFromInline var revision: UInt32 = 0

    @inlinable var isLive: Bool { phase == .live }
    /// Bid rank and mirrored ask rank meet; never true while a side is empty, since −1 + lastSlot
    /// is below lastSlot.
    @inlinable var isCrossed: Bool { Int32(bestBid) &+ Int32(bestAsk) >= Int32(lastSlot) }

    /// Slot to rank, and rank to slot: mirroring undoes itself. Sides come at random, so none of
    /// what follows branches on one.
    @inlinable
    func rank(_ slot: Int32, _ side: BookSide) -> Int32 {
      let mirror = 0 &- Int32(side.rawValue)
      return (slot ^ mirror) &- mirror &+ (Int32(lastSlot) & mirror)
    }
    @inlinable
    func level(
      _ block: UnsafeMutableRawPointer, _ rank: Int32, _ side: BookSide
    ) -> UnsafeMutablePointer<Int64> {
      let start = Int(side.rawValue) &* (Int(lastSlot) &+ 1)
      return (block + Int(ladderOffset)).assumingMemoryBound(to: Int64.self) + (start &+ Int(rank))
    }
    @inlinable
    func bitmap(
      _ block: UnsafeMutableRawPointer, _ side: BookSide
    ) -> UnsafeMutablePointer<UInt64> {
      let start = Int(side.rawValue) &* Int(words)
      return (block + Int(bitmapOffset)).assumingMemoryBound(to: UInt64.self) + start
    }

    /// Records whether a rank holds anything and keeps the best rank true; returns whether the book
    /// is crossed then.
    ///
    /// Both best ranks are read before one is written: a wider read right behind the narrow write
    /// would wait for it to reach the cache.
    @inlinable
    func mark(
      _ block: UnsafeMutableRawPointer, _ rank: Int32, _ side: BookSide, occupied: Bool
    ) -> Bool {
      let bitmap = bitmap(block, side)
      let other = Int32(BookBlock.best(block, side.opposite).pointee)
      let kept = BookBlock.best(block, side)
      let old = Int32(kept.pointee)
      let (word, bit) = (Int(rank &>> 6), UInt64(1) &<< UInt64(rank & 63))
      var best = max(old, rank)
      if occupied {
        bitmap[word] |= bit
      } else {
        bitmap[word] &= ~bit
        best = old == rank ? BookBlock.highest(bitmap, below: rank) : old
      }
      if best != old { kept.pointee = Int16(truncatingIfNeeded: best) }
      return best &+ other >= Int32(lastSlot)
    }
  }

  /// Where a side's best rank is kept: the header begins with the two of them.
  @inlinable
  static func best(
    _ block: UnsafeMutableRawPointer, _ side: BookSide
  ) -> UnsafeMutablePointer<Int16> {
    block.assumingMemoryBound(to: Int16.self) + Int(side.rawValue)
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

  @inlinable
  static func bands(_ block: UnsafeMutableRawPointer) -> UnsafeMutablePointer<Band> {
    (block + MemoryLayout<Header>.stride).assumingMemoryBound(to: Band.self)
  }

  /// The slot of a price that an order may carry; −1 for any other.
  @inlinable
  static func slot(_ block: UnsafeMutableRawPointer, of price: Price) -> Int32 {
    let value = price.tenThousandths
    guard value > 0, value < 10_000 else { return -1 }
    let bands = bands(block)
    var count = block.assumingMemoryBound(to: Header.self).pointee.bandCount
    var band = bands
    while count > 1, value >= Int32(band.pointee.end) {
      band += 1
      count &-= 1
    }
    guard value >= Int32(band.pointee.start), value <= Int32(band.pointee.end) else { return -1 }
    return band.pointee.slot(of: value)
  }

  /// The price of a slot.
  @inlinable
  static func price(_ block: UnsafeMutableRawPointer, atSlot slot: Int32) -> Price {
    var band = bands(block)
    var count = block.assumingMemoryBound(to: Header.self).pointee.bandCount
    while count > 1, slot >= Int32(band[1].firstSlot) {
      band += 1
      count &-= 1
    }
    return Price(unchecked: band.pointee.price(atSlot: slot))
  }

  /// Header, bands, bitmaps, ladders, and last the grid itself, which only cold code reads.
  static func allocate(for grid: PriceGrid) -> UnsafeMutableRawPointer {
    let words = (grid.slotCount + 63) / 64
    let bands = MemoryLayout<Header>.stride
    let bitmaps = (bands + MemoryLayout<Band>.stride * grid.bands.count + 7) / 8 * 8
    let ladders = bitmaps + 2 * 8 * words
    let block = UnsafeMutableRawPointer.allocate(byteCount: byteCount(for: grid), alignment: 64)
    block.initializeMemory(
      as: Header.self,
      to: Header(
        lastSlot: Int16(grid.lastSlot), bandCount: Int16(grid.bands.count), words: Int16(words),
        bitmapOffset: Int16(bitmaps), ladderOffset: Int16(ladders)))
    for (place, band) in grid.bands.enumerated() {
      (block + bands + place * MemoryLayout<Band>.stride).initializeMemory(as: Band.self, to: band)
    }
    (block + bitmaps).initializeMemory(as: UInt64.self, repeating: 0, count: 2 * words)
    (block + ladders).initializeMemory(as: Int64.self, repeating: 0, count: 2 * grid.slotCount)
    (block + ladders + 2 * 8 * grid.slotCount).initializeMemory(as: PriceGrid.self, to: grid)
    return block
  }

  static func byteCount(for grid: PriceGrid) -> Int {
    let words = (grid.slotCount + 63) / 64
    let bands = MemoryLayout<Header>.stride + MemoryLayout<Band>.stride * grid.bands.count
    return (bands + 7) / 8 * 8 + 2 * 8 * words + 2 * 8 * grid.slotCount
      + MemoryLayout<PriceGrid>.stride
  }

  static func grid(_ block: UnsafeMutableRawPointer) -> UnsafeMutablePointer<PriceGrid> {
    let header = block.assumingMemoryBound(to: Header.self)
    let end = header.pointee.level(block, Int32(header.pointee.lastSlot) + 1, .ask)
    return UnsafeMutableRawPointer(end).assumingMemoryBound(to: PriceGrid.self)
  }

  static func deallocate(_ block: UnsafeMutableRawPointer) {
    grid(block).deinitialize(count: 1)
    block.deallocate()
  }

  /// Empties both sides; leaves phase and revision to the caller.
  static func wipe(_ block: UnsafeMutableRawPointer) {
    let header = block.assumingMemoryBound(to: Header.self)
    header.pointee.bestBid = -1
    header.pointee.bestAsk = -1
    header.pointee.bitmap(block, .bid).update(repeating: 0, count: 2 * Int(header.pointee.words))
    header.pointee.level(block, 0, .bid)
      .update(repeating: 0, count: 2 * (Int(header.pointee.lastSlot) + 1))
  }
}

extension BookBlock.Header {
  /// Finds the best ranks anew, after a snapshot.
  mutating func findBest(_ block: UnsafeMutableRawPointer) {
    bestBid = highest(bitmap(block, .bid))
    bestAsk = highest(bitmap(block, .ask))
  }

  /// The highest set bit of a whole bitmap; −1 for none.
  private func highest(_ bitmap: UnsafeMutablePointer<UInt64>) -> Int16 {
    var word = Int(words) - 1
    while word >= 0, bitmap[word] == 0 { word -= 1 }
    return word < 0 ? -1 : Int16(word * 64 + 63 - bitmap[word].leadingZeroBitCount)
  }

  init(lastSlot: Int16, bandCount: Int16, words: Int16, bitmapOffset: Int16, ladderOffset: Int16) {
    self.lastSlot = lastSlot
    self.bandCount = bandCount
    self.words = words
    self.bitmapOffset = bitmapOffset
    self.ladderOffset = ladderOffset
  }
}
