/// The one YES book of a market: what rests at every price, best prices at hand.
///
/// Both sides are dense ladders, one size for every slot of the market's ``PriceGrid``, with a
/// bitmap of occupied slots beside them. The ask side is stored mirrored, so that "best" is the
/// highest occupied slot on both sides and one piece of code serves both. A change costs a
/// multiplication, an addition, a bit and a comparison; finding the next best after a level empties
/// reads bitmap words only. One memory block per book, made at `init`; nothing allocates afterwards
/// except ``regrid(_:)`` and ``levels(_:depth:)``. A whole-cent book takes under 2 KB.
///
/// A corrupt change never becomes a wrong price: it wipes and blocks the book until the next
/// snapshot. A book that awaits its snapshot or is blocked reads as having no levels.
///
/// Not thread-safe: confined to its owner's thread. For many books see ``OrderBooks``.
public struct OrderBook: ~Copyable {
  /// The largest size one level may have, ``Quantity/maximum``: beyond it a feed is corrupt. With
  /// this bound no sum over a book can overflow.
  @inlinable
  public static var maximumLevel: Quantity { .maximum }

  @usableFromInline let memory: UnsafeMutableRawPointer
  @usableFromInline let layout: UnsafePointer<BookLayout>

  /// The market's grid.
  public var grid: PriceGrid { layout.pointee.owner.takeUnretainedValue().grid }

  /// An empty book that awaits its snapshot.
  public init(grid: PriceGrid) { self.init(BookShape(grid)) }

  /// The same with a shape that other books have as well.
  init(_ shape: BookShape) {
    _ = Unmanaged.passRetained(shape)
    layout = shape.layout
    memory = layout.allocateBlock()
  }

  deinit {
    memory.deallocate()
    layout.pointee.owner.release()
  }

  /// The bytes the book takes; fixed by its grid.
  public var byteCount: Int { layout.pointee.byteCount }

  /// Where a level lies; nil for a price that no order can have. Reads nothing of the book.
  @inlinable
  func levelAddress(_ side: BookSide, _ price: Price) -> UnsafeRawPointer? {
    let slot = layout.slot(of: price)
    guard slot >= 0 else { return nil }
    return UnsafeRawPointer(
      layout.pointee.level(memory, layout.pointee.rank(slot, side), side))
  }

  @inlinable
  var header: UnsafeMutablePointer<BookHeader> {
    memory.assumingMemoryBound(to: BookHeader.self)
  }
}

// MARK: - Changes

extension OrderBook {
  /// Adds `delta` to a level; a level that reaches nothing is gone.
  ///
  /// - Complexity: O(1), plus O(bitmap words) when the best level empties. Does not allocate.
  @inlinable @inline(__always)
  public mutating func apply(delta: Quantity, side: BookSide, price: Price) -> BookOutcome {
    guard header.pointee.isLive else { return .notLive }
    let slot = layout.slot(of: price)
    guard slot >= 0 else { return fail(.offGrid) }
    let rank = layout.pointee.rank(slot, side)
    let level = layout.pointee.level(memory, rank, side)
    // What overflows, from a level within its bounds, is negative: beyond the bound as well.
    let sum = level.pointee &+ delta.hundredths
    guard UInt64(bitPattern: sum) <= UInt64(Self.maximumLevel.hundredths) else {
      return fail(delta < .zero ? .negativeLevel : .levelTooLarge)
    }
    level.pointee = sum
    header.pointee.revision &+= 1
    // The end of a level is a call of its own, so that the common case needs no room for one.
    let isCrossed =
      sum > 0 ? layout.occupy(memory, rank, side) : layout.vacate(memory, rank, side)
    return isCrossed ? .crossed : .ok
  }

  /// Replaces the whole book.
  ///
  /// The levels may come in any order; a level of size zero is none. Anything else that is wrong
  /// with a level blocks the book.
  public mutating func apply(
    snapshotBids bids: some Sequence<BookLevel>, asks: some Sequence<BookLevel>
  ) -> BookOutcome {
    beginSnapshot()
    for level in bids {
      let outcome = load(level.quantity, side: .bid, price: level.price)
      guard outcome == .ok else { return outcome }
    }
    for level in asks {
      let outcome = load(level.quantity, side: .ask, price: level.price)
      guard outcome == .ok else { return outcome }
    }
    return endSnapshot()
  }

  /// Wipes the book for a snapshot whose levels come one by one through ``load(_:side:price:)``.
  public mutating func beginSnapshot() {
    layout.wipe(memory)
    header.pointee.phase = .loading
    header.pointee.revision &+= 1
  }

  /// Sets one level of a snapshot that was begun; `.notLive` when none was, or it failed already.
  /// Nothing can be read before ``endSnapshot()``.
  ///
  /// - Complexity: O(1). Does not allocate.
  public mutating func load(_ quantity: Quantity, side: BookSide, price: Price) -> BookOutcome {
    guard header.pointee.phase == .loading else { return .notLive }
    let slot = layout.slot(of: price)
    guard slot >= 0 else { return fail(.offGrid) }
    guard quantity.hundredths >= 0 else { return fail(.negativeLevel) }
    guard quantity <= Self.maximumLevel else { return fail(.levelTooLarge) }
    let rank = layout.pointee.rank(slot, side)
    let level = layout.pointee.level(memory, rank, side)
    guard level.pointee == 0 else { return fail(.duplicateLevel) }
    guard !quantity.isZero else { return .ok }
    level.pointee = quantity.hundredths
    layout.pointee.bitmap(memory, side)[Int(rank &>> 6)] |= UInt64(1) &<< UInt64(rank & 63)
    return .ok
  }

  /// Makes the book live with the levels loaded since ``beginSnapshot()``.
  public mutating func endSnapshot() -> BookOutcome {
    guard header.pointee.phase == .loading else { return .notLive }
    layout.findBest(memory)
    header.pointee.phase = .live
    return layout.isCrossed(header.pointee) ? .crossed : .ok
  }

  /// Wipes the book and blocks it until the next snapshot.
  public mutating func block(_ fault: BookFault) {
    layout.wipe(memory)
    header.pointee.phase = .blocked
    header.pointee.fault = fault
    header.pointee.revision &+= 1
  }

  /// Wipes the book back to awaiting its first snapshot.
  public mutating func reset() {
    layout.wipe(memory)
    header.pointee.phase = .awaitingSnapshot
    header.pointee.revision &+= 1
  }

  /// Moves the book to another grid, keeping what rests: the exchange keeps resting orders when it
  /// refines a grid. A level that is not on the new grid blocks the book. Allocates.
  public mutating func regrid(_ grid: PriceGrid) {
    var moved = OrderBook(grid: grid)
    let old = header.pointee
    if old.isLive {
      let outcome = moved.apply(snapshotBids: levels(.bid), asks: levels(.ask))
      if outcome != .ok, outcome != .crossed { moved.block(.gridChanged) }
    } else if old.phase == .blocked {
      moved.block(old.fault)
    }
    moved.header.pointee.revision = old.revision &+ 1
    self = moved
  }

  @inline(never) @usableFromInline
  mutating func fail(_ outcome: BookOutcome) -> BookOutcome {
    switch outcome {
    case .offGrid: block(.offGrid)
    case .negativeLevel: block(.negativeLevel)
    case .levelTooLarge: block(.levelTooLarge)
    case .duplicateLevel: block(.duplicateLevel)
    case .ok, .crossed, .notLive: break
    }
    return outcome
  }
}
