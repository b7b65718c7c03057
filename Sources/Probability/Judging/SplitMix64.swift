/// A small, fast, seeded generator (SplitMix64: Steele, Lea and Flood 2014) for resampling: the
/// same seed gives the same draws on every machine.
public struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Any seed will do, zero too.
  public init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  /// A place below `count`. The upper half of a product favours no place by more than one part in
  /// 2⁶⁴ / count, which no number of draws can see.
  @inline(__always)
  mutating func place(below count: Int) -> Int {
    Int(truncatingIfNeeded: UInt64(truncatingIfNeeded: count).multipliedFullWidth(by: next()).high)
  }
}
