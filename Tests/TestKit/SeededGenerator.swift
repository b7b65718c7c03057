internal import Market

/// ``/Market/SplitMix64`` for random tests: the same seed gives the same numbers on every machine.
/// Print the seed with each failure.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var source: SplitMix64

  public init(seed: UInt64) { source = SplitMix64(seed: seed) }

  public mutating func next() -> UInt64 { source.next() }
}
