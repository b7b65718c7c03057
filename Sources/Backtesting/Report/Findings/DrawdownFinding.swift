public import Market
internal import Probability

/// The deepest fall of equity from a peak.
public struct DrawdownFinding: Hashable, Sendable, Codable {
  /// Peak less trough; zero when equity never fell, and then nothing else is known of it.
  public var depth: Money
  /// Of the equity at the peak, 0...1 or more.
  public var share: Finding<Double>
  public var peak: Timestamp?
  public var trough: Timestamp?
  /// When equity was back at the peak; nil when it never was.
  public var recovery: Timestamp?
  /// From the peak until equity was back, or until the record ends.
  public var nanoseconds: Int64
  /// The longest time below a former peak, of any fall.
  public var longestNanoseconds: Int64
  /// How many moments of equity it was looked for in. Falls between them are not seen.
  public var points: Int

  static func find(in equity: [BacktestResult.EquityPoint]) -> Finding<DrawdownFinding> {
    Finding(of: "moments of equity") { () throws(StatisticsError) in
      let falls = try Drawdown.all(in: equity.map(\.equity))
      func nanoseconds(_ fall: Drawdown) -> Int64 {
        equity[fall.recoveryIndex ?? equity.count - 1].time - equity[fall.peakIndex].time
      }
      let longest = falls.reduce(0) { max($0, nanoseconds($1)) }
      guard let deepest = try Drawdown.deepest(in: equity.map(\.equity)) else {
        return DrawdownFinding(
          depth: .zero, share: .value(0), nanoseconds: 0, longestNanoseconds: 0,
          points: equity.count)
      }
      let peak = equity[deepest.peakIndex].equity
      return DrawdownFinding(
        depth: deepest.depth,
        share: peak > .zero
          ? .value(deepest.depth.dollars / peak.dollars)
          : .insufficient("equity at the peak was not above zero"),
        peak: equity[deepest.peakIndex].time, trough: equity[deepest.troughIndex].time,
        recovery: deepest.recoveryIndex.map { equity[$0].time },
        nanoseconds: nanoseconds(deepest), longestNanoseconds: longest, points: equity.count)
    }
  }
}
