internal import Market

/// SplitMix64 with the draws that a simulation needs.
public struct FaultGenerator: RandomNumberGenerator, Sendable {
  private var source: SplitMix64

  public init(seed: UInt64) { source = SplitMix64(seed: seed) }

  public mutating func next() -> UInt64 { source.next() }

  /// A generator of its own, so that what is drawn there moves nothing here.
  public mutating func fork() -> FaultGenerator { FaultGenerator(seed: next()) }

  /// True once in `1 / probability` times.
  mutating func chance(_ probability: Double) -> Bool {
    Double(next() >> 11) * 0x1p-53 < probability
  }

  mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  /// Nanoseconds of a range in milliseconds.
  mutating func milliseconds(_ range: ClosedRange<Int64>) -> Int64 {
    Int64.random(in: range, using: &self) * 1_000_000
  }

  mutating func double(_ range: ClosedRange<Double>) -> Double {
    range.lowerBound
      + (range.upperBound - range.lowerBound) * (Double(next() >> 11) * 0x1p-53)
  }

  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int(next() % UInt64(elements.count))]
  }
}
