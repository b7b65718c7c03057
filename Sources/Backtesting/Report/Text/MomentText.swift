internal import Market

/// Times and durations as a report writes them; all UTC.
enum MomentText {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Whole days since 1970, rounded to the past.
  static func day(_ time: Timestamp) -> Int {
    let seconds = time.seconds
    return Int(seconds / 86_400) - (seconds % 86_400 < 0 ? 1 : 0)
  }

  /// `2025-11-24 17:05`.
  static func minute(_ time: Timestamp) -> String {
    "\(CivilDate(daysSinceEpoch: day(time))) \(clock(time))"
  }

  /// `17:05`.
  static func clock(_ time: Timestamp) -> String {
    let second = secondOfDay(time)
    return padded(second / 3_600) + ":" + padded(second / 60 % 60)
  }

  /// `17:05:07`.
  static func second(_ time: Timestamp) -> String {
    clock(time) + ":" + padded(secondOfDay(time) % 60)
  }

  /// `24 Nov`.
  static func dayAndMonth(_ time: Timestamp) -> String {
    let date = CivilDate(daysSinceEpoch: day(time))
    return "\(date.day) \(months[date.month - 1])"
  }

  /// `Nov 2025`.
  static func monthAndYear(_ time: Timestamp) -> String {
    let date = CivilDate(daysSinceEpoch: day(time))
    return "\(months[date.month - 1]) \(date.year)"
  }

  /// `42 s`, `12 min`, `3 h 20 min`, `2 d 4 h`: the two largest units.
  static func duration(_ nanoseconds: Int64) -> String {
    let seconds = nanoseconds / 1_000_000_000
    switch seconds {
    case ..<60: return "\(seconds) s"
    case ..<3_600: return "\(seconds / 60) min"
    case ..<86_400: return joined(seconds / 3_600, "h", seconds / 60 % 60, "min")
    default: return joined(seconds / 86_400, "d", seconds / 3_600 % 24, "h")
    }
  }

  private static func joined(
    _ large: Int64, _ unit: String, _ small: Int64, _ smallUnit: String
  ) -> String {
    small == 0 ? "\(large) \(unit)" : "\(large) \(unit) \(small) \(smallUnit)"
  }

  private static func secondOfDay(_ time: Timestamp) -> Int {
    Int(time.seconds - Int64(day(time)) * 86_400)
  }

  private static func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
