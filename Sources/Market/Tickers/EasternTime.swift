/// US Eastern civil time, by which the exchange dates games.
///
/// Daylight time runs from 2 a.m. on the second Sunday of March to 2 a.m. on the first Sunday of
/// November (Energy Policy Act of 2005, in force from 2007).
public enum EasternTime {
  /// Eastern date and minutes after midnight (0 to 1439) of an instant.
  public static func civil(of instant: Timestamp) -> (date: CivilDate, minute: Int) {
    let seconds = Int(instant.seconds) + offsetSeconds(at: instant)
    let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    return (CivilDate(daysSinceEpoch: days), (seconds - days * 86_400) / 60)
  }

  /// Eastern date of an instant.
  public static func date(of instant: Timestamp) -> CivilDate { civil(of: instant).date }

  /// Seconds to add to UTC: −14 400 in daylight time, −18 000 otherwise.
  public static func offsetSeconds(at instant: Timestamp) -> Int {
    let seconds = Int(instant.seconds)
    let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    let year = CivilDate(daysSinceEpoch: days).year
    // 2 a.m. standard is 7 a.m. UTC; 2 a.m. daylight is 6 a.m. UTC.
    let begin = sunday(2, month: 3, year: year) * 86_400 + 7 * 3_600
    let end = sunday(1, month: 11, year: year) * 86_400 + 6 * 3_600
    return seconds >= begin && seconds < end ? -14_400 : -18_000
  }

  /// Days since the epoch of the `ordinal`th Sunday of a month.
  private static func sunday(_ ordinal: Int, month: Int, year: Int) -> Int {
    guard let first = CivilDate(year: year, month: month, day: 1)?.daysSinceEpoch else { return 0 }
    // 1 January 1970 was a Thursday: days ≡ 3 (mod 7) are Sundays.
    let toSunday = ((3 - first) % 7 + 7) % 7
    return first + toSunday + (ordinal - 1) * 7
  }
}
