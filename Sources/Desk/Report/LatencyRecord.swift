/// Latencies in nanoseconds, kept whole up to a bound; beyond it every second one is let go.
///
/// Halving keeps the percentiles honest over a long session at a fixed cost of memory, and `record`
/// never allocates.
public struct LatencyRecord: Sendable {
  private var samples: ContiguousArray<Int64> = []
  private var stride = 1
  private var skipped = 0
  public private(set) var count = 0
  public private(set) var maximum: Int64 = 0
  private let capacity: Int

  public init(capacity: Int = 65_536) {
    self.capacity = capacity
    samples.reserveCapacity(capacity)
  }

  /// Takes one latency.
  public mutating func record(_ nanoseconds: Int64) {
    count += 1
    maximum = max(maximum, nanoseconds)
    skipped += 1
    guard skipped >= stride else { return }
    skipped = 0
    if samples.count == capacity {
      var kept = 0
      for place in Swift.stride(from: 0, to: capacity, by: 2) {
        samples[kept] = samples[place]
        kept += 1
      }
      samples.removeLast(capacity - kept)
      stride *= 2
    }
    samples.append(nanoseconds)
  }

  /// Percentiles for the report.
  public func summary() -> RunReport.Latency {
    let sorted = samples.sorted()
    func percentile(_ share: Double) -> Int64 {
      guard !sorted.isEmpty else { return 0 }
      return sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }
    return RunReport.Latency(
      samples: count, p50: percentile(0.5), p90: percentile(0.9), p99: percentile(0.99),
      max: maximum)
  }
}
