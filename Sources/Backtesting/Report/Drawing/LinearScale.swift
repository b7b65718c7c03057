/// Where a value lies between two pixels.
struct LinearScale: Hashable, Sendable {
  /// Of the values; never empty.
  let domain: ClosedRange<Double>
  /// The pixel of the lower and of the upper end of the domain.
  let start: Double
  let end: Double

  /// A domain of one value becomes one of a width of 1 about it.
  init(domain: ClosedRange<Double>, start: Double, end: Double) {
    self.domain =
      domain.lowerBound < domain.upperBound
      ? domain : domain.lowerBound - 0.5...domain.upperBound + 0.5
    self.start = start
    self.end = end
  }

  /// The pixel of a value; values outside the domain are moved to its end.
  func pixel(_ value: Double) -> Double {
    let inside = min(max(value, domain.lowerBound), domain.upperBound)
    let share = (inside - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
    return start + share * (end - start)
  }
}
