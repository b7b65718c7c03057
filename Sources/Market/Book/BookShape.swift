/// What all books of one grid share: where things lie in a book's block, and the grid's bands.
///
/// It is kept apart from the books, so that of many books it stays in the first cache: where a
/// level lies is known without waiting for the book's own memory.
@usableFromInline
final class BookShape {
  let grid: PriceGrid
  /// Lives as long as this.
  let layout: UnsafePointer<BookLayout>
  private let block: UnsafeMutableRawPointer

  init(_ grid: PriceGrid) {
    self.grid = grid
    let bands = MemoryLayout<BookLayout>.size
    block = .allocate(
      byteCount: bands + MemoryLayout<Band>.stride * grid.bands.count, alignment: 64)
    for (place, band) in grid.bands.enumerated() {
      (block + bands + place * MemoryLayout<Band>.stride).initializeMemory(as: Band.self, to: band)
    }
    layout = UnsafePointer(block.assumingMemoryBound(to: BookLayout.self))
    block.initializeMemory(as: BookLayout.self, to: BookLayout(grid, owner: .passUnretained(self)))
  }

  deinit { block.deallocate() }
}
