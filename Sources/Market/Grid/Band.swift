/// A price band as the hot path reads it: plain integers and a reciprocal in place of a division.
@usableFromInline
struct Band: Hashable, Sendable {
  @usableFromInline let start: Int32
  @usableFromInline let end: Int32
  @usableFromInline let step: Int32
  /// The slot of `start`.
  @usableFromInline let firstSlot: Int32
  /// 2^31 / step, rounded up: for offsets and steps up to 10 000 the shifted product is the exact
  /// quotient, since offset × step < 2^31.
  @usableFromInline let reciprocal: UInt32

  init(_ range: PriceRange, firstSlot: Int32) {
    start = range.start.tenThousandths
    end = range.end.tenThousandths
    step = range.step.tenThousandths
    self.firstSlot = firstSlot
    let divisor = UInt64(range.step.tenThousandths)
    reciprocal = UInt32((UInt64(1) << 31 + divisor - 1) / divisor)
  }

  /// The slot of a price between `start` and `end`; −1 when it is not on a step.
  @inlinable
  func slot(of tenThousandths: Int32) -> Int32 {
    let offset = tenThousandths &- start
    let product = UInt64(UInt32(truncatingIfNeeded: offset)) &* UInt64(reciprocal)
    let rank = Int32(truncatingIfNeeded: product &>> 31)
    return rank &* step == offset ? firstSlot &+ rank : -1
  }

  /// The price of a slot of this band.
  @inlinable
  func price(atSlot slot: Int32) -> Int32 {
    start &+ (slot &- firstSlot) &* step
  }
}
