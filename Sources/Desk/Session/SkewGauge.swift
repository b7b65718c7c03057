internal import Market

/// How far our clock is from the exchange's, by what its frames say of their making.
///
/// The median of some samples: a frame that waited, or one whose time makes no sense, says nothing
/// alone. What is measured holds the way of the frames as well, so a stream that tells of things
/// seconds late is seen in the same way. A value without a clock.
struct SkewGauge {
  /// Samples of one estimate.
  static let window = 15
  private var samples: [Int64] = []

  init() { samples.reserveCapacity(Self.window) }

  /// Takes a frame's time and ours. Returns ours less theirs, in nanoseconds, with each
  /// ``window``th sample.
  mutating func note(ours: Timestamp, theirs: Timestamp) -> Int64? {
    samples.append(ours - theirs)
    guard samples.count >= Self.window else { return nil }
    samples.sort()
    defer { samples.removeAll(keepingCapacity: true) }
    return samples[Self.window / 2]
  }
}
