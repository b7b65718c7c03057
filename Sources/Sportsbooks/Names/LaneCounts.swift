/// Numbers up to 31 of 128 spellings, bit by bit; larger ones are only known to be larger.
struct LaneCounts {
  private var bits:
    (
      SpellingIndex.Lanes, SpellingIndex.Lanes, SpellingIndex.Lanes, SpellingIndex.Lanes,
      SpellingIndex.Lanes
    ) = (.zero, .zero, .zero, .zero, .zero)
  private var larger = SpellingIndex.Lanes.zero

  /// Adds one where a lane's bit is set.
  @inline(__always)
  mutating func add(_ lanes: SpellingIndex.Lanes) {
    var carry = lanes & bits.0
    bits.0 ^= lanes
    var next = carry & bits.1
    bits.1 ^= carry
    carry = next & bits.2
    bits.2 ^= next
    next = carry & bits.3
    bits.3 ^= carry
    carry = next & bits.4
    bits.4 ^= next
    larger |= carry
  }

  /// Adds four at once: full adders make of four ones a one, a two and a four.
  @inline(__always)
  mutating func add(
    _ first: SpellingIndex.Lanes, _ second: SpellingIndex.Lanes, _ third: SpellingIndex.Lanes,
    _ fourth: SpellingIndex.Lanes
  ) {
    let half = first ^ second
    let two = (first & second) | (bits.0 & half)
    bits.0 ^= half
    let otherHalf = third ^ fourth
    let otherTwo = (third & fourth) | (bits.0 & otherHalf)
    bits.0 ^= otherHalf
    let halfOfTwos = two ^ otherTwo
    var carry = (two & otherTwo) | (bits.1 & halfOfTwos)
    bits.1 ^= halfOfTwos
    var next = carry & bits.2
    bits.2 ^= carry
    carry = next & bits.3
    bits.3 ^= next
    next = carry & bits.4
    bits.4 ^= carry
    larger |= next
  }

  /// The lanes whose number is `value`, 0 to 31.
  @inline(__always)
  func lanes(equalTo value: Int) -> SpellingIndex.Lanes {
    func same(_ lanes: SpellingIndex.Lanes, _ bit: Int) -> SpellingIndex.Lanes {
      value >> bit & 1 == 1 ? lanes : ~lanes
    }
    return same(bits.0, 0) & same(bits.1, 1) & same(bits.2, 2) & same(bits.3, 3)
      & same(bits.4, 4) & ~larger
  }
}
