public import Market

/// When recorded instants happen in a replay: gaps cut, then sped up to fit a budget.
///
/// A gap between two instants longer than the largest allowed counts as that; the sum of what is
/// left is then divided by a factor of at least 1, so that the whole fits the budget.
public struct ReplayClock: Hashable, Sendable {
  /// Nanoseconds from the start of the replay, one for each instant, not descending.
  public let offsets: [Int64]
  /// By how much recorded time runs faster, gaps apart; 1 for the pace of the recording.
  public let speed: Double

  /// - Parameters:
  ///   - times: not descending.
  ///   - budgetNanoseconds: how long the replay may take; nil for no speed-up.
  public init(
    times: [Timestamp], budgetNanoseconds: Int64?, maximumGapNanoseconds: Int64 = 1_000_000_000
  ) {
    var sums: [Int64] = []
    sums.reserveCapacity(times.count)
    var sum: Int64 = 0
    for (place, time) in times.enumerated() {
      if place > 0 { sum += min(max(0, time - times[place - 1]), maximumGapNanoseconds) }
      sums.append(sum)
    }
    guard let budgetNanoseconds, budgetNanoseconds > 0, sum > budgetNanoseconds else {
      offsets = sums
      speed = 1
      return
    }
    offsets = sums.map { offset in
      let (high, low) = offset.multipliedFullWidth(by: budgetNanoseconds)
      return sum.dividingFullWidth((high, low)).quotient
    }
    speed = Double(sum) / Double(budgetNanoseconds)
  }

  public var durationNanoseconds: Int64 { offsets.last ?? 0 }
}
