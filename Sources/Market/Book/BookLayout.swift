/// Where things lie in the block of a book: its header, two bitmaps of occupied ranks, two ladders
/// of sizes. The bands of the grid lie behind it.
///
/// A slot is the rank of a price on the grid; a rank here is the slot as a side stores it: the slot
/// itself for bids, mirrored for asks, so that the best level of either side is its highest rank.
/// Sides come at random, so nothing here branches on one.
@usableFromInline
struct BookLayout {
  /// The lowest price an order may carry, and how far above it the highest is.
  @usableFromInline let lowest: Int32
  @usableFromInline let span: UInt32
  @usableFromInline let lastSlot: Int32
  @usableFromInline let bandCount: Int32
  /// Of one side.
  @usableFromInline let bitmapBytes: Int32
  @usableFromInline let ladderOffset: Int32
  /// Of one side.
  @usableFromInline let ladderBytes: Int32
  /// Retained by each book that uses it.
  let owner: Unmanaged<BookShape>

  init(_ grid: PriceGrid, owner: Unmanaged<BookShape>) {
    self.owner = owner
    let (first, last) = (grid.lowestOrderable, grid.highestOrderable)
    // No price at all may be ordered on a grid of zero and one dollar.
    lowest = first <= last ? first.tenThousandths : .max
    span = UInt32(max(0, last.tenThousandths - first.tenThousandths))
    lastSlot = Int32(grid.lastSlot)
    bandCount = Int32(grid.bands.count)
    bitmapBytes = Int32((grid.slotCount + 63) / 64 * 8)
    // A whole line for the head, so that a whole-cent book's is one, bitmaps and all.
    ladderOffset = (Int32(BookHeader.bitmapOffset) + 2 * bitmapBytes + 63) / 64 * 64
    ladderBytes = Int32(grid.slotCount * 8)
  }

  /// What the block of a book takes.
  var byteCount: Int { Int(ladderOffset) + 2 * Int(ladderBytes) }

  /// Slot to rank, and rank to slot: mirroring undoes itself.
  @inlinable @inline(__always)
  func rank(_ slot: Int32, _ side: BookSide) -> Int32 {
    let mirror = 0 &- Int32(side.rawValue)
    return (slot ^ mirror) &- mirror &+ (lastSlot & mirror)
  }

  @inlinable @inline(__always)
  func level(
    _ block: UnsafeMutableRawPointer, _ rank: Int32, _ side: BookSide
  ) -> UnsafeMutablePointer<Int64> {
    let start = Int(ladderOffset) &+ Int(side.rawValue) &* Int(ladderBytes)
    return (block + start).assumingMemoryBound(to: Int64.self) + Int(rank)
  }

  @inlinable @inline(__always)
  func bitmap(
    _ block: UnsafeMutableRawPointer, _ side: BookSide
  ) -> UnsafeMutablePointer<UInt64> {
    let start = BookHeader.bitmapOffset &+ Int(side.rawValue) &* Int(bitmapBytes)
    return (block + start).assumingMemoryBound(to: UInt64.self)
  }
}

extension UnsafePointer where Pointee == BookLayout {
  @inlinable @inline(__always)
  var bands: UnsafePointer<Band> {
    (UnsafeRawPointer(self) + MemoryLayout<BookLayout>.size).assumingMemoryBound(to: Band.self)
  }

  /// The slot of a price that an order may carry; −1 for any other.
  @inlinable @inline(__always)
  func slot(of price: Price) -> Int32 {
    let value = price.tenThousandths
    guard UInt32(bitPattern: value &- pointee.lowest) <= pointee.span else { return -1 }
    var band = bands
    var count = pointee.bandCount
    while count > 1, value >= band.pointee.end {
      band += 1
      count &-= 1
    }
    return band.pointee.slot(of: value)
  }

  /// The price of a slot.
  @inlinable @inline(__always)
  func price(atSlot slot: Int32) -> Price {
    var band = bands
    var count = pointee.bandCount
    while count > 1, slot >= band[1].firstSlot {
      band += 1
      count &-= 1
    }
    return Price(unchecked: band.pointee.price(atSlot: slot))
  }
}
