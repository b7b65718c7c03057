internal import Market

/// Times as the report writes them.
enum TimeText {
  /// `2025-11-24 17:05:07Z`.
  static func utc(_ time: Timestamp) -> String {
    let day = Int((Double(time.seconds) / 86_400).rounded(.down))
    return "\(CivilDate(daysSinceEpoch: day)) \(clock(time))Z"
  }

  /// `2025-11-24 17:05:07.512Z`.
  static func exact(_ time: Timestamp) -> String {
    let digits = String(time.nanosecondOfSecond / 1_000_000 + 1_000).dropFirst()
    return "\(utc(time).dropLast()).\(digits)Z"
  }

  /// `17:05:07`, in UTC.
  static func clock(_ time: Timestamp) -> String {
    let second = Int(time.seconds - time.seconds / 86_400 * 86_400)
    return [second / 3_600, second / 60 % 60, second % 60].map(padded).joined(separator: ":")
  }

  private static func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
