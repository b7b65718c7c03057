/// The memory block of one order book: header, bands of the grid, two bitmaps, two ladders.
///
/// A slot is the rank of a price on the grid; a rank here is the slot as a side stores it: the slot
/// itself for bids, mirrored for asks, so that the best level of either side is its highest rank.
@usableFromInline
enum BookBlock {
  @usableFromInline
  enum Phase: UInt8 { case awaitingSnapshot, loading, live, blocked }

  @usableFromInline
  struct Header {
    /// The highest occupied rank of each side; −1 for none.
    @usableFromInline var bestBid: Int32 = -1
    @usableFromInline var bestAsk: Int32 = -1
    @usableFromInline let lastSlot: Int32
    @usableFromInline let bandCount: Int32
    /// Words of one side's bitmap.
    @usableFromInline let words: Int32
    @usableFromInline let bitmapOffset: Int32
    @usableFromInline let ladderOffset: Int32
    @usableFromInline var phase: Phase = .awaitingSnapshot
    @usableFromInline var fault: BookFault = .gapped
    @usableFromInline var revision: UInt64 = 0

    @inlinable var isLive: Bool { phase == .live }
    /// Bid rank and mirrored ask rank meet; never true while a side is empty, since −1 + lastSlot
    /// is below lastSlot.
    @inlinable var isCrossed: Bool { bestBid &+ bestAsk >= lastSlot }

    @inlinable
    func best(_ side: BookSide) -> Int32 { side == .bid ? bestBid : bestAsk }
    /// Slot to rank, and rank to slot: mirroring undoes itself.
    @inlinable
    func rank(_ slot: Int32, _ side: BookSide) -> Int32 {
      side == .bid ? slot : lastSlot &- slot
    }
    @inlinable
    func level(
      _ block: UnsafeMutableRawPointer, _ rank: Int32, _ side: BookSide
    ) -> UnsafeMutablePointer<Int64> {
      let start = side == .bid ? 0 : Int(lastSlot) &+ 1
      return (block + Int(ladderOffset)).assumingMemoryBound(to: Int64.self) + (start &+ Int(rank))
    }
    @inlinable
    func bitmap(
      _ block: UnsafeMutableRawPointer, _ side: BookSide
    ) -> UnsafeMutablePointer<UInt64> {
      let start = side == .bid ? 0 : Int(words)
      return (block + Int(bitmapOffset)).assumingMemoryBound(to: UInt64.self) + start
    }

    /// Records whether a rank holds anything and keeps the best rank true.
    @inlinable
    mutating func mark(
      _ block: UnsafeMutableRawPointer, _ rank: Int32, _ side: BookSide, occupied: Bool
    ) {
      let bitmap = bitmap(block, side)
      let (word, bit) = (Int(rank &>> 6), UInt64(1) &<< UInt64(rank & 63))
      var best = best(side)
      if occupied {
        bitmap[word] |= bit
        best = max(best, rank)
      } else {
        bitmap[word] &= ~bit
        if best == rank { best = BookBlock.highest(bitmap, below: rank) }
      }
      if side == .bid { bestBid = best } else { bestAsk = best }
    }
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

  /// As above where `rank` may be one past the last bit of the last word.
  static func highest(
    _ bitmap: UnsafeMutablePointer<UInt64>, below rank: Int32, words: Int32
  ) -> Int32 {
    if rank >= words * 64 {
      let top = bitmap[Int(words) - 1]
      if top >> 63 == 1 { return words * 64 - 1 }
      return highest(bitmap, below: words * 64 - 1)
    }
    return highest(bitmap, below: rank)
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
    while count > 1, value >= band.pointee.end {
      band += 1
      count &-= 1
    }
    guard value >= band.pointee.start, value <= band.pointee.end else { return -1 }
    return band.pointee.slot(of: value)
  }

  /// The price of a slot.
  @inlinable
  static func price(_ block: UnsafeMutableRawPointer, atSlot slot: Int32) -> Price {
    var band = bands(block)
    var count = block.assumingMemoryBound(to: Header.self).pointee.bandCount
    while count > 1, slot >= band[1].firstSlot {
      band += 1
      count &-= 1
    }
    return Price(unchecked: band.pointee.price(atSlot: slot))
  }

  static func allocate(for grid: PriceGrid) -> UnsafeMutableRawPointer {
    let words = (grid.slotCount + 63) / 64
    let bands = MemoryLayout<Header>.stride
    let bitmaps = (bands + MemoryLayout<Band>.stride * grid.bands.count + 7) / 8 * 8
    let ladders = bitmaps + 2 * 8 * words
    let block = UnsafeMutableRawPointer.allocate(
      byteCount: ladders + 2 * 8 * grid.slotCount, alignment: 64)
    block.initializeMemory(
      as: Header.self,
      to: Header(
        lastSlot: Int32(grid.lastSlot), bandCount: Int32(grid.bands.count),
        words: Int32(words), bitmapOffset: Int32(bitmaps), ladderOffset: Int32(ladders)))
    for (place, band) in grid.bands.enumerated() {
      (block + bands + place * MemoryLayout<Band>.stride).initializeMemory(as: Band.self, to: band)
    }
    (block + bitmaps).initializeMemory(as: UInt64.self, repeating: 0, count: 2 * words)
    (block + ladders).initializeMemory(as: Int64.self, repeating: 0, count: 2 * grid.slotCount)
    return block
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
    bestBid = BookBlock.highest(bitmap(block, .bid), below: lastSlot + 1, words: words)
    bestAsk = BookBlock.highest(bitmap(block, .ask), below: lastSlot + 1, words: words)
  }

  init(lastSlot: Int32, bandCount: Int32, words: Int32, bitmapOffset: Int32, ladderOffset: Int32) {
    self.lastSlot = lastSlot
    self.bandCount = bandCount
    self.words = words
    self.bitmapOffset = bitmapOffset
    self.ladderOffset = ladderOffset
  }
}
