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

  /// The market's grid.
  public var grid: PriceGrid { BookBlock.grid(memory).pointee }

  /// An empty book that awaits its snapshot.
  public init(grid: PriceGrid) {
    memory = BookBlock.allocate(for: grid)
  }

  deinit { BookBlock.deallocate(memory) }

  /// The bytes the book takes; fixed by its grid.
  public var byteCount: Int { BookBlock.byteCount(for: grid) }

  @inlinable
  func levelAddress(_ side: BookSide, _ price: Price) -> UnsafeRawPointer? {
    let slot = BookBlock.slot(memory, of: price)
    guard slot >= 0 else { return nil }
    return UnsafeRawPointer(
      header.pointee.level(memory, header.pointee.rank(slot, side), side))
  }

  @inlinable
  var header: UnsafeMutablePointer<BookBlock.Header> {
    memory.assumingMemoryBound(to: BookBlock.Header.self)
  }
}

// MARK: - Changes

extension OrderBook {
  /// Adds `delta` to a level; a level that reaches nothing is gone.
  ///
  /// - Complexity: O(1), plus O(bitmap words) when the best level empties. Does not allocate.
  @inlinable
  public mutating func apply(delta: Quantity, side: BookSide, price: Price) -> BookOutcome {
    guard header.pointee.isLive else { return .notLive }
    let slot = BookBlock.slot(memory, of: price)
    guard slot >= 0 else { return fail(.offGrid) }
    let rank = header.pointee.rank(slot, side)
    let level = header.pointee.level(memory, rank, side)
    let (sum, overflow) = level.pointee.addingReportingOverflow(delta.hundredths)
    guard !overflow, sum >= 0, sum <= Self.maximumLevel.hundredths else {
      return fail(sum < 0 && !overflow ? .negativeLevel : .levelTooLarge)
    }
    level.pointee = sum
    header.pointee.revision &+= 1
    return header.pointee.mark(memory, rank, side, occupied: sum > 0) ? .crossed : .ok
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
    BookBlock.wipe(memory)
    header.pointee.phase = .loading
    header.pointee.revision &+= 1
  }

  /// Sets one level of a snapshot that was begun; `.notLive` when none was, or it failed already.
  /// Nothing can be read before ``endSnapshot()``.
  ///
  /// - Complexity: O(1). Does not allocate.
  public mutating func load(_ quantity: Quantity, side: BookSide, price: Price) -> BookOutcome {
    guard header.pointee.phase == .loading else { return .notLive }
    let slot = BookBlock.slot(memory, of: price)
    guard slot >= 0 else { return fail(.offGrid) }
    guard quantity.hundredths >= 0 else { return fail(.negativeLevel) }
    guard quantity <= Self.maximumLevel else { return fail(.levelTooLarge) }
    let rank = header.pointee.rank(slot, side)
    let level = header.pointee.level(memory, rank, side)
    guard level.pointee == 0 else { return fail(.duplicateLevel) }
    guard !quantity.isZero else { return .ok }
    level.pointee = quantity.hundredths
    header.pointee.bitmap(memory, side)[Int(rank &>> 6)] |= UInt64(1) &<< UInt64(rank & 63)
    return .ok
  }

  /// Makes the book live with the levels loaded since ``beginSnapshot()``.
  public mutating func endSnapshot() -> BookOutcome {
    guard header.pointee.phase == .loading else { return .notLive }
    header.pointee.findBest(memory)
    header.pointee.phase = .live
    return header.pointee.isCrossed ? .crossed : .ok
  }

  /// Wipes the book and blocks it until the next snapshot.
  public mutating func block(_ fault: BookFault) {
    BookBlock.wipe(memory)
    header.pointee.phase = .blocked
    header.pointee.fault = fault
    header.pointee.revision &+= 1
  }

  /// Wipes the book back to awaiting its first snapshot.
  public mutating func reset() {
    BookBlock.wipe(memory)
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
