internal import Market

extension SplitMix64 {
  /// A place below `count`. The upper half of a product favours no place by more than one part in
  /// 2⁶⁴ / count, which no number of draws can see.
  @inline(__always)
  mutating func place(below count: Int) -> Int {
    Int(truncatingIfNeeded: UInt64(truncatingIfNeeded: count).multipliedFullWidth(by: next()).high)
  }
}
