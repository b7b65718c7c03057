public import Backtesting
public import Market
public import Matching

/// Words of the command line about the venue of a backtest.
public enum VenueOptions {
  /// `none`, `fixed:50ms`, `fixed:30ms,20ms` (order, feed), `recorded` or `sampled:JOURNAL`.
  ///
  /// - Parameter seed: of what is drawn.
  /// - Throws: ``ProcessFailure``, or ``/Journal/JournalError`` for a journal that cannot be read.
  public static func latency(_ text: String, seed: UInt64 = 1) throws -> LatencyModel {
    if text == "none" { return .none }
    if text == "recorded" { return .recorded(floor: 1_000_000) }
    if text == "sampled" || text == "sampled:" {
      throw ProcessFailure(
        .usage,
        "--latency sampled needs a session's journal: sampled:JOURNAL, such as"
          + " sampled:journal")
    }
    if text.hasPrefix("sampled:") {
      return try JournalLatency.read(String(text.dropFirst(8))).model(seed: seed)
    }
    guard text.hasPrefix("fixed:") else {
      throw ProcessFailure(
        .usage,
        "--latency \(text) is not none, recorded, sampled:JOURNAL or fixed:TIME (such as 50ms)")
    }
    let legs = try text.dropFirst(6).split(separator: ",", omittingEmptySubsequences: false)
      .map { leg throws(ProcessFailure) in try nanoseconds(leg, in: text) }
    guard legs.count <= 2, let order = legs.first else {
      throw ProcessFailure(.usage, "--latency \(text) has more than two legs: order, feed")
    }
    return .fixed(order: order, feed: legs.count == 2 ? legs[1] : order)
  }

  /// `conservative`, `optimistic`, `share` or `share:POWER`.
  public static func queue(_ text: String) throws(ProcessFailure) -> QueueModel {
    switch text {
    case "conservative": return .conservative
    case "optimistic": return .optimistic
    case "share": return .proportional(power: 1)
    default:
      guard text.hasPrefix("share:"), let power = Double(text.dropFirst(6)), power > 0, power <= 64
      else {
        throw ProcessFailure(
          .usage,
          "--queue-model \(text) is not conservative, optimistic, share or share:POWER"
            + " (above 0, at most 64)")
      }
      return .proportional(power: power)
    }
  }

  /// Percent of the latency, from a factor such as `2` or `1.5`.
  public static func stressPercent(_ text: String) throws(ProcessFailure) -> Int64 {
    guard let factor = Double(text), factor >= 0, factor <= 1_000 else {
      throw ProcessFailure(.usage, "--stress \(text) is not a factor from 0 to 1000")
    }
    return Int64((factor * 100).rounded())
  }

  /// Dollars, with cents.
  public static func cash(_ text: String) throws(ProcessFailure) -> Money {
    guard let dollars = Double(text), dollars > 0, dollars <= 1e9,
      abs((dollars * 100).rounded() - dollars * 100) < 1e-6
    else { throw ProcessFailure(.usage, "--cash \(text) is not an amount in dollars above 0") }
    return Money(cents: Int((dollars * 100).rounded()))
  }

  private static func nanoseconds(
    _ text: Substring, in whole: String
  ) throws(ProcessFailure) -> Int64 {
    let units: [(String, Double)] = [("ns", 1), ("us", 1e3), ("ms", 1e6), ("s", 1e9)]
    for (unit, factor) in units where text.hasSuffix(unit) {
      guard let value = Double(text.dropLast(unit.count)), value >= 0, value * factor <= 6e10 else {
        continue
      }
      return Int64((value * factor).rounded())
    }
    throw ProcessFailure(
      .usage, "--latency \(whole): \"\(text)\" is not a time such as 50ms (ns, us, ms, s; to 60 s)")
  }
}
