/// The hours of a week in which the exchange takes no orders: cancels only.
///
/// Kalshi pauses each Thursday from 3:00 to 5:00 US Eastern time.
public struct WeeklyPause: Hashable, Sendable, Codable {
  public let weekday: Weekday
  /// Seconds of the local day.
  public let begins: Int
  public let ends: Int
  public let zone: TimeZoneRule

  /// Nil for a pause that does not end later on the same day.
  public init?(weekday: Weekday, begins: Int, ends: Int, zone: TimeZoneRule) {
    guard begins >= 0, begins < ends, ends <= 86_400 else { return nil }
    self.weekday = weekday
    self.begins = begins
    self.ends = ends
    self.zone = zone
  }

  /// Kalshi's.
  public static let kalshi = WeeklyPause(
    weekday: .thursday, begins: 3 * 3_600, ends: 5 * 3_600, zone: .eastern)

  /// Whether a time lies in it.
  public func contains(_ time: Timestamp) -> Bool {
    let civil = zone.civil(at: time)
    return civil.date.weekday == weekday && civil.secondOfDay >= begins
      && civil.secondOfDay < ends
  }

  /// When it next begins or ends after `now`.
  public func nextChange(after now: Timestamp) -> Timestamp {
    var time = now
    while true {
      let next = min(
        zone.next(secondOfDay: begins, after: time),
        zone.next(secondOfDay: ends == 86_400 ? 0 : ends, after: time))
      if contains(next) != contains(Timestamp(nanoseconds: next.nanoseconds - 1)) { return next }
      time = next
    }
  }
}
