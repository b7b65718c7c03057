internal import Market
internal import Trading

/// How often orders to buy leave, over all processes: what the limits of a minute, a day and the
/// pause between two orders must hold, whichever process counts.
///
/// An engine judges by its machine's clock: what is beyond a limit must be so by that clock and by
/// the true one, since between a wrong clock's minutes and the next process's right ones there is
/// no measure.
struct RateWitness {
  private struct Leaving {
    let time: Timestamp
    let engineTime: Timestamp

    /// How long before another one, by the clock by which it is longer.
    func before(_ other: Leaving) -> Int64 {
      max(other.time - time, other.engineTime - engineTime)
    }
  }

  private static let minuteNanoseconds: Int64 = 60_000_000_000
  /// Of the last minute, in the order in which they left.
  private var recent: [Leaving] = []
  private var count: Int64 = 0

  /// An order to buy leaves.
  ///
  /// - Returns: which limit it is beyond, in words; nil where it is beyond none.
  mutating func leaves(
    at now: Timestamp, byEngine engineTime: Timestamp, _ limits: RiskLimits
  ) -> String? {
    let leaving = Leaving(time: now, engineTime: engineTime)
    defer {
      recent.append(leaving)
      count += 1
    }
    if count >= limits.maximumDailyTrades { return "as number \(count + 1) of the day" }
    if let pause = recent.last?.before(leaving), pause < limits.minimumOrderIntervalNanoseconds {
      return "only \(pause / 1_000_000) ms after the one before"
    }
    recent.removeAll { $0.before(leaving) >= Self.minuteNanoseconds }
    if recent.count >= limits.maximumOrdersPerMinute {
      return "as number \(recent.count + 1) of a minute"
    }
    return nil
  }
}
