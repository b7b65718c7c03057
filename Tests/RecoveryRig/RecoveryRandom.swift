internal import TestKit

/// A seeded generator with the draws that this needs.
public struct RecoveryRandom {
  private var source: SeededGenerator

  public init(seed: UInt64) { source = SeededGenerator(seed: seed) }

  public mutating func next() -> UInt64 { source.next() }
  /// From 0 to 1.
  public mutating func unit() -> Double { Double(source.next() >> 11) * 0x1p-53 }
  public mutating func chance(_ probability: Double) -> Bool { unit() < probability }
  public mutating func int(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &source)
  }
}
