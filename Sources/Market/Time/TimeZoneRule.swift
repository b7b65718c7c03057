/// A time zone by its rule: a distance from UTC, and when summer time begins and ends.
///
/// Trading days begin at a local time; which instant that is must be the same on every machine and
/// in every replay, so no database of the machine is asked. The rules are applied to every year:
/// that of the United States is in force since 2007, the European one since 1996.
public struct TimeZoneRule: Hashable, Sendable, Codable {
  /// Whose summer time.
  public enum Summer: UInt8, Hashable, Sendable, Codable, CaseIterable {
    case none
    /// From 02:00 on the second Sunday of March to 02:00 on the first of November, local time.
    /// Source: Energy Policy Act of 2005, section 110.
    case unitedStates
    /// From 01:00 UTC on the last Sunday of March to 01:00 UTC on the last of October. Source:
    /// Directive 2000/84/EC.
    case european
  }

  /// Seconds east of UTC without summer time.
  public let standardOffsetSeconds: Int
  public let summer: Summer

  /// - Precondition: at most 14 hours from UTC.
  public init(standardOffsetSeconds: Int, summer: Summer = .none) {
    precondition(abs(standardOffsetSeconds) <= 14 * 3_600, "no zone is more than 14 hours off")
    self.standardOffsetSeconds = standardOffsetSeconds
    self.summer = summer
  }

  public static let utc = TimeZoneRule(standardOffsetSeconds: 0)
  /// The exchange's own: US Eastern.
  public static let eastern = TimeZoneRule(
    standardOffsetSeconds: -5 * 3_600, summer: .unitedStates)

  /// The zones that are known by name; others are written as offsets.
  public static let named: [(name: String, rule: TimeZoneRule)] = [
    ("UTC", .utc),
    ("America/New_York", .eastern),
    ("America/Chicago", TimeZoneRule(standardOffsetSeconds: -6 * 3_600, summer: .unitedStates)),
    ("America/Denver", TimeZoneRule(standardOffsetSeconds: -7 * 3_600, summer: .unitedStates)),
    ("America/Phoenix", TimeZoneRule(standardOffsetSeconds: -7 * 3_600)),
    (
      "America/Los_Angeles", TimeZoneRule(standardOffsetSeconds: -8 * 3_600, summer: .unitedStates)
    ),
    ("Europe/London", TimeZoneRule(standardOffsetSeconds: 0, summer: .european)),
    ("Europe/Berlin", TimeZoneRule(standardOffsetSeconds: 3_600, summer: .european)),
    ("Europe/Paris", TimeZoneRule(standardOffsetSeconds: 3_600, summer: .european)),
    ("Asia/Tokyo", TimeZoneRule(standardOffsetSeconds: 9 * 3_600)),
  ]

  /// One of ``named``, or an offset: `+02:00`, `-05:30`. Nil for anything else.
  public init?(name: String) {
    if let known = Self.named.first(where: { $0.name == name }) {
      self = known.rule
      return
    }
    let bytes = Array(name.utf8)
    guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"),
      bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-")
    else { return nil }
    let digits = [bytes[1], bytes[2], bytes[4], bytes[5]].map { Int($0) - 0x30 }
    guard digits.allSatisfy({ (0...9).contains($0) }), digits[2] < 6 else { return nil }
    let seconds = (digits[0] * 10 + digits[1]) * 3_600 + (digits[2] * 10 + digits[3]) * 60
    guard seconds <= 14 * 3_600 else { return nil }
    self.init(standardOffsetSeconds: bytes[0] == UInt8(ascii: "-") ? -seconds : seconds)
  }

  /// True where summer time is on.
  public func isSummer(at time: Timestamp) -> Bool {
    // Standard local time makes both changes comparisons on one line: clocks go back at an hour of
    // summer time, which is an hour less by standard time.
    let standard = CivilDateTime(time, offsetSeconds: standardOffsetSeconds)
    let year = standard.date.year
    let (begins, ends, from, to): (Int, Int, Int, Int)
    switch summer {
    case .none: return false
    case .unitedStates:
      begins = Self.sunday(onOrAfter: 8, month: 3, year: year)
      ends = Self.sunday(onOrAfter: 1, month: 11, year: year)
      (from, to) = (2 * 3_600, 3_600)
    case .european:
      // March and October have 31 days.
      begins = Self.sunday(onOrAfter: 25, month: 3, year: year)
      ends = Self.sunday(onOrAfter: 25, month: 10, year: year)
      (from, to) = (3_600 + standardOffsetSeconds, 3_600 + standardOffsetSeconds)
    }
    let second = standard.date.daysSinceEpoch * 86_400 + standard.secondOfDay
    return second >= begins * 86_400 + from && second < ends * 86_400 + to
  }

  /// Seconds east of UTC at an instant.
  public func offsetSeconds(at time: Timestamp) -> Int {
    standardOffsetSeconds + (isSummer(at: time) ? 3_600 : 0)
  }

  /// What a wall clock there shows at an instant.
  public func civil(at time: Timestamp) -> CivilDateTime {
    CivilDateTime(time, offsetSeconds: offsetSeconds(at: time))
  }

  /// When the clock first shows a second of a day. Where it skips that second, what it would have
  /// been without skipping.
  public func instant(_ date: CivilDate, secondOfDay: Int) -> Timestamp {
    let local = date.daysSinceEpoch * 86_400 + secondOfDay - standardOffsetSeconds
    let summer = Timestamp(seconds: Int64(local - 3_600))
    return isSummer(at: summer) ? summer : Timestamp(seconds: Int64(local))
  }

  /// The next time after `now` at which the clock shows a second of a day for the first time.
  public func next(secondOfDay: Int, after now: Timestamp) -> Timestamp {
    var date = civil(at: now).date.adding(days: -1)
    while true {
      let instant = instant(date, secondOfDay: secondOfDay)
      if instant > now { return instant }
      date = date.adding(days: 1)
    }
  }

  /// The latest time up to `now` at which the clock showed a second of a day for the first time.
  public func latest(secondOfDay: Int, at now: Timestamp) -> Timestamp {
    var date = civil(at: now).date.adding(days: 1)
    while true {
      let instant = instant(date, secondOfDay: secondOfDay)
      if instant <= now { return instant }
      date = date.adding(days: -1)
    }
  }

  private static func sunday(onOrAfter day: Int, month: Int, year: Int) -> Int {
    guard let date = CivilDate(year: year, month: month, day: day) else { return 0 }
    return date.daysSinceEpoch + (7 - date.weekday.rawValue) % 7
  }
}
