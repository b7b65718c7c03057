/// A time zone of the United States with daylight saving by the rules in force since 2007: clocks
/// go forward at 02:00 on the second Sunday of March and back at 02:00 on the first Sunday of
/// November.
///
/// The same rules are applied to every year; between 1987 and 2006 the changes fell on other days,
/// so that a few weeks of spring and autumn of those years are an hour off. Nothing in this project
/// reads times of day that old.
///
/// Source: Energy Policy Act of 2005, section 110.
public enum USTimeZone: UInt8, Hashable, Sendable, CaseIterable {
  case eastern
  case central

  /// Which instant a wall-clock time means that occurs twice, in the hour when clocks go back.
  public enum RepeatedHour: Sendable {
    /// The first time round, daylight saving still on.
    case first
    /// The second time round, standard time.
    case second
  }

  /// Seconds east of UTC without daylight saving: negative.
  public var standardOffsetSeconds: Int { self == .eastern ? -5 * 3_600 : -6 * 3_600 }

  /// The rule that it follows.
  public var rule: TimeZoneRule {
    TimeZoneRule(standardOffsetSeconds: standardOffsetSeconds, summer: .unitedStates)
  }

  /// True where daylight saving is on.
  public func isDaylight(at time: Timestamp) -> Bool { rule.isSummer(at: time) }

  /// Seconds east of UTC at an instant.
  public func offsetSeconds(at time: Timestamp) -> Int {
    standardOffsetSeconds + (isDaylight(at: time) ? 3_600 : 0)
  }

  /// What a wall clock there shows at an instant.
  public func civil(at time: Timestamp) -> CivilDateTime {
    CivilDateTime(time, offsetSeconds: offsetSeconds(at: time))
  }

  /// The date there at an instant. The Eastern date is the one in game tickers.
  public func date(at time: Timestamp) -> CivilDate { civil(at: time).date }

  /// The instant of a wall-clock time there.
  ///
  /// Nil for a time in the hour that is skipped when clocks go forward. In the hour that occurs
  /// twice `repeated` decides; by default it is the first time round.
  public func timestamp(
    of civil: CivilDateTime, repeated: RepeatedHour = .first
  ) -> Timestamp? {
    let daylight = civil.timestamp(offsetSeconds: standardOffsetSeconds + 3_600)
    let standard = civil.timestamp(offsetSeconds: standardOffsetSeconds)
    switch (isDaylight(at: daylight), isDaylight(at: standard)) {
    case (true, true): return daylight
    case (false, false): return standard
    case (true, false): return repeated == .first ? daylight : standard
    case (false, true): return nil
    }
  }

}

/// A day of the week, counted from Sunday.
public enum Weekday: Int, Hashable, Sendable, Codable, CaseIterable {
  case sunday, monday, tuesday, wednesday, thursday, friday, saturday
}

extension CivilDate {
  public var weekday: Weekday {
    // 1 January 1970 was a Thursday.
    let days = (daysSinceEpoch + 4) % 7
    return Weekday(rawValue: days < 0 ? days + 7 : days) ?? .sunday
  }

  /// The date so many days later, or earlier.
  public func adding(days: Int) -> CivilDate {
    CivilDate(daysSinceEpoch: daysSinceEpoch + days)
  }

  /// Reads `2025-11-24`; nil for anything else.
  public init?(text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, let date = bytes.withUnsafeBytes({ RFC3339.date($0) }) else {
      return nil
    }
    self = date
  }

  /// The date in New York at an instant: a game's date on the exchange.
  public init(easternAt time: Timestamp) { self = USTimeZone.eastern.date(at: time) }
}
