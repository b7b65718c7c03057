public import Market

/// A fall of equity from a peak, in exact money.
public struct Drawdown: Hashable, Sendable {
  /// The place of the peak before the fall: the last one, when the peak was reached several times.
  public let peakIndex: Int
  /// The place of the lowest equity after it: the first such place.
  public let troughIndex: Int
  /// Where equity was back at the peak or above; nil when the series ends before.
  public let recoveryIndex: Int?
  /// Peak less trough, above zero.
  public let depth: Money
  /// Steps from the peak until equity was back, or until the series ended.
  public let length: Int

  /// Every fall of the series, in the order of time: they do not overlap. Empty when equity never
  /// fell below what it had been.
  ///
  /// - Parameter equity: in the order of time, the starting equity first.
  /// - Throws: ``StatisticsError/tooFew(needed:got:)`` under two values.
  /// - Complexity: O(n).
  public static func all(in equity: [Money]) throws(StatisticsError) -> [Drawdown] {
    guard equity.count >= 2 else { throw .tooFew(needed: 2, got: equity.count) }
    var result: [Drawdown] = []
    var peak = 0
    var trough = 0
    func fall(recovery: Int?) -> Drawdown {
      Drawdown(
        peakIndex: peak, troughIndex: trough, recoveryIndex: recovery,
        depth: equity[peak] - equity[trough], length: (recovery ?? equity.count - 1) - peak)
    }
    for index in 1..<equity.count {
      if equity[index] >= equity[peak] {
        if trough != peak { result.append(fall(recovery: index)) }
        peak = index
        trough = index
      } else if equity[index] < equity[trough] {
        trough = index
      }
    }
    if trough != peak { result.append(fall(recovery: nil)) }
    return result
  }

  /// The deepest fall, the earliest of equals; nil when equity never fell.
  public static func deepest(in equity: [Money]) throws(StatisticsError) -> Drawdown? {
    try all(in: equity).reduce(nil) { best, next in
      best.map { next.depth > $0.depth ? next : $0 } ?? next
    }
  }

  /// The longest fall, the earliest of equals; nil when equity never fell.
  public static func longest(in equity: [Money]) throws(StatisticsError) -> Drawdown? {
    try all(in: equity).reduce(nil) { best, next in
      best.map { next.length > $0.length ? next : $0 } ?? next
    }
  }
}
