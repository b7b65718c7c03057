/// The order books of a session, one for each market of the catalogue, found by dense id.
///
/// The books lie in one array of two pointers each, so that reaching one is two loads: no
/// reference counting, no copy. Books of one grid share its layout. Bounded: the count is fixed at
/// `init`.
///
/// Not thread-safe: confined to its owner's thread.
public final class OrderBooks {
  @usableFromInline let books: UnsafeMutablePointer<OrderBook>
  public let count: Int

  /// A book for each grid; the book of `grids[i]` is that of `MarketID(i)`.
  public init(grids: some Collection<PriceGrid>) {
    count = grids.count
    books = .allocate(capacity: grids.count)
    var shapes: [PriceGrid: BookShape] = [:]
    for (index, grid) in grids.enumerated() {
      let shape = shapes[grid] ?? BookShape(grid)
      shapes[grid] = shape
      (books + index).initialize(to: OrderBook(shape))
    }
  }

  deinit {
    books.deinitialize(count: count)
    books.deallocate()
  }

  @inlinable @inline(__always)
  func isKnown(_ market: MarketID) -> Bool { UInt(bitPattern: Int(market.index)) < UInt(count) }

  /// The book of a market, in place.
  ///
  /// - Precondition: `market` is below ``count``.
  @inlinable
  public subscript(market: MarketID) -> OrderBook {
    unsafeAddress {
      precondition(isKnown(market), "no book for a market of that id")
      return UnsafePointer(books + Int(market.index))
    }
    unsafeMutableAddress {
      precondition(isKnown(market), "no book for a market of that id")
      return books + Int(market.index)
    }
  }

  /// Where the head of a market's book lies: best prices, bitmaps. To have it fetched ahead of its
  /// use, nothing else.
  ///
  /// - Precondition: `market` is below ``count``.
  @inlinable
  public func headAddress(of market: MarketID) -> UnsafeRawPointer {
    precondition(isKnown(market), "no book of that id")
    return UnsafeRawPointer(books[Int(market.index)].memory)
  }

  /// Where one level lies; nil for a price that no order can have. As above; reads nothing of the
  /// book.
  @inlinable
  public func levelAddress(
    of market: MarketID, _ side: BookSide, _ price: Price
  ) -> UnsafeRawPointer? {
    precondition(isKnown(market), "no book of that id")
    return books[Int(market.index)].levelAddress(side, price)
  }

  /// Blocks every book: after a lost connection nothing is known of any of them.
  public func blockAll(_ fault: BookFault) {
    for index in 0..<count { books[index].block(fault) }
  }
}
