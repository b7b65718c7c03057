// What a book says. Everything here reads a book without a snapshot, or a blocked one, as empty:
// ask `state` or `isTradable` to tell that from a market without orders.

extension OrderBook {
  /// How far the book can be trusted.
  public var state: BookState {
    switch header.pointee.phase {
    case .awaitingSnapshot, .loading: .awaitingSnapshot
    case .live: layout.isCrossed(header.pointee) ? .crossed : .live
    case .blocked: .blocked(header.pointee.fault)
    }
  }

  /// True where the book is live and not crossed: the only state to trade on.
  @inlinable
  public var isTradable: Bool { header.pointee.isLive && !layout.isCrossed(header.pointee) }

  /// Counts every change that was applied, wipes included, and wraps: equal revisions mean an
  /// unchanged book.
  @inlinable
  public var revision: UInt32 { header.pointee.revision }

  /// The highest price someone buys YES at, with the size there.
  @inlinable
  public var bestBid: BookLevel? { best(.bid) }

  /// The lowest price someone sells YES at, with the size there.
  @inlinable
  public var bestAsk: BookLevel? { best(.ask) }

  /// The best level of a side; nil when the side is empty. O(1).
  @inlinable
  public func best(_ side: BookSide) -> BookLevel? {
    let rank = Int32(layout.best(memory, side).pointee)
    return rank < 0 ? nil : level(atRank: rank, side)
  }

  /// The price of ``best(_:)`` alone. O(1).
  @inlinable
  public func bestPrice(_ side: BookSide) -> Price? {
    let rank = Int32(layout.best(memory, side).pointee)
    guard rank >= 0 else { return nil }
    return layout.price(atSlot: layout.pointee.rank(rank, side))
  }

  /// Where both sides' best prices are on the grid, or that there are none, as one number: equal
  /// numbers of one book on one grid mean equal best prices.
  @inlinable
  public var bestRanks: UInt32 {
    let bid = UInt16(bitPattern: layout.best(memory, .bid).pointee)
    let ask = UInt16(bitPattern: layout.best(memory, .ask).pointee)
    return UInt32(bid) &<< 16 | UInt32(ask)
  }

  /// The best level strictly worse than `price`: the next one down the bids or up the asks.
  ///
  /// - Complexity: O(bitmap words); `price` need not be occupied, nor on the grid.
  public func next(after price: Price, _ side: BookSide) -> BookLevel? {
    let inward = side == .bid ? grid.ceil(price) : grid.floor(price)
    guard let inward, let slot = grid.slot(of: inward) else {
      // Beyond the grid on the better side everything is worse, on the worse side nothing is.
      return (side == .bid) == (price > grid.highest) ? best(side) : nil
    }
    let rank = min(
      layout.pointee.rank(Int32(slot), side), Int32(layout.best(memory, side).pointee) + 1)
    guard rank > 0 else { return nil }
    let next = nextRank(below: rank, side)
    return next < 0 ? nil : level(atRank: next, side)
  }

  /// The size at one price; zero where nothing rests. O(bands).
  public func quantity(at price: Price, _ side: BookSide) -> Quantity {
    let slot = layout.slot(of: price)
    guard slot >= 0, header.pointee.isLive else { return .zero }
    let rank = layout.pointee.rank(slot, side)
    return Quantity(hundredths: layout.pointee.level(memory, rank, side).pointee)
  }

  /// How many prices of a side are occupied. O(bitmap words).
  public func levelCount(_ side: BookSide) -> Int {
    guard header.pointee.isLive else { return 0 }
    let bitmap = layout.pointee.bitmap(memory, side)
    return (0..<Int(layout.pointee.bitmapBytes) / 8).reduce(0) { $0 + bitmap[$1].nonzeroBitCount }
  }

  /// Calls `body` with the levels of a side, best first, until it returns false.
  ///
  /// Does not allocate.
  @inlinable
  public func forEachLevel(_ side: BookSide, _ body: (BookLevel) -> Bool) {
    var rank = Int32(layout.best(memory, side).pointee)
    while rank >= 0 {
      guard body(level(atRank: rank, side)) else { return }
      rank = nextRank(below: rank, side)
    }
  }

  /// Up to `depth` levels of a side, best first. Allocates: for views and tests.
  public func levels(_ side: BookSide, depth: Int = .max) -> [BookLevel] {
    var levels: [BookLevel] = []
    guard depth > 0 else { return levels }
    forEachLevel(side) {
      levels.append($0)
      return levels.count < depth
    }
    return levels
  }

  /// What taking up to `quantity` from a side costs or yields, level by level, best first, no worse
  /// than `limit`.
  ///
  /// Name the side that rests: buying YES walks the asks upward, selling YES the bids downward.
  /// Does not allocate.
  @inlinable
  public func depthWalk(
    taking quantity: Quantity, from side: BookSide, limit: Price
  ) -> DepthWalk {
    var (left, value, worst, count) = (quantity.hundredths, Money.zero, Price?.none, 0)
    forEachLevel(side) { level in
      guard left > 0, side == .ask ? level.price <= limit : level.price >= limit else {
        return false
      }
      let taken = Quantity(hundredths: min(left, level.quantity.hundredths))
      value += level.price * taken
      left -= taken.hundredths
      worst = level.price
      count += 1
      return true
    }
    let taken = max(0, quantity.hundredths) - max(0, left)
    return DepthWalk(
      quantity: Quantity(hundredths: taken), value: value, worst: worst, levels: count)
  }

  /// What rests on a side no worse than `limit`. Does not allocate.
  @inlinable
  public func available(_ side: BookSide, through limit: Price) -> Quantity {
    var sum = Quantity.zero
    forEachLevel(side) { level in
      guard side == .ask ? level.price <= limit : level.price >= limit else { return false }
      sum += level.quantity
      return true
    }
    return sum
  }

  @inlinable
  func nextRank(below rank: Int32, _ side: BookSide) -> Int32 {
    UnsafePointer<BookLayout>.highest(layout.pointee.bitmap(memory, side), below: rank)
  }

  @inlinable @inline(__always)
  func level(atRank rank: Int32, _ side: BookSide) -> BookLevel {
    let slot = layout.pointee.rank(rank, side)
    return BookLevel(
      price: layout.price(atSlot: slot),
      quantity: Quantity(hundredths: layout.pointee.level(memory, rank, side).pointee))
  }
}
