import Foundation
import Market
import TestKit
import Testing

@Suite struct `Time zones by rule` {
  static let named = TimeZoneRule.named.map(\.name)

  static func zone(_ name: String) throws -> TimeZoneRule {
    try #require(TimeZoneRule(name: name))
  }

  @Test(arguments: named)
  func `offsets and dates are those of the system's own zones`(name: String) throws {
    let rule = try Self.zone(name)
    let judge = try #require(TimeZone(identifier: name == "UTC" ? "GMT" : name))
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = judge
    let seed: UInt64 = 11
    var generator = SeededGenerator(seed: seed)
    // 2008 to 2037, and each side of every change in between.
    var times = (0..<3_000).map { _ in
      Int64.random(in: 1_199_145_600...2_145_916_800, using: &generator)
    }
    var at = Date(timeIntervalSince1970: 1_199_145_600)
    while let change = judge.nextDaylightSavingTimeTransition(after: at),
      change.timeIntervalSince1970 < 2_145_916_800
    {
      let seconds = Int64(change.timeIntervalSince1970)
      times += [seconds - 1, seconds, seconds + 1]
      at = change
    }
    for seconds in times {
      let date = Date(timeIntervalSince1970: Double(seconds))
      let time = Timestamp(seconds: seconds)
      #expect(rule.offsetSeconds(at: time) == judge.secondsFromGMT(for: date), "\(seconds)")
      let parts = calendar.dateComponents(
        [.year, .month, .day, .weekday, .hour, .minute, .second], from: date)
      let civil = rule.civil(at: time)
      #expect(
        civil.date
          == CivilDate(year: parts.year ?? 0, month: parts.month ?? 0, day: parts.day ?? 0))
      #expect(civil.date.weekday.rawValue == (parts.weekday ?? 0) - 1)
      #expect(
        civil.secondOfDay
          == (parts.hour ?? 0) * 3_600 + (parts.minute ?? 0) * 60 + (parts.second ?? 0))
    }
  }

  @Test(arguments: named, [0, 9_000, 18_000, 86_399])
  func `a day's second comes once a day, also over changes of the clock`(
    name: String, second: Int
  ) throws {
    let rule = try Self.zone(name)
    var time = Timestamp(seconds: 1_735_689_600)
    var dates: [CivilDate] = []
    for _ in 0..<730 {
      let next = rule.next(secondOfDay: second, after: time)
      #expect(next > time)
      #expect(rule.latest(secondOfDay: second, at: next) == next)
      let before = rule.latest(secondOfDay: second, at: next + -1)
      #expect(before < next && rule.next(secondOfDay: second, after: before) == next)
      // What the clock skips comes an hour later by it.
      let shown = rule.civil(at: next).secondOfDay
      #expect(shown == second || shown == second + 3_600)
      dates.append(rule.civil(at: next).date)
      time = next
    }
    for (one, other) in zip(dates, dates.dropFirst()) {
      #expect(other.daysSinceEpoch == one.daysSinceEpoch + 1)
    }
  }

  @Test func `of a second that comes twice the first counts, and only that`() throws {
    // 2 November 2025: 1:30 in New York is 5:30 and 6:30 UTC.
    let first = Timestamp(seconds: 1_762_061_400)
    let rule = TimeZoneRule.eastern
    let day = try #require(CivilDate(year: 2025, month: 11, day: 2))
    #expect(rule.instant(day, secondOfDay: 5_400) == first)
    let next = rule.next(secondOfDay: 5_400, after: first)
    #expect(next == Timestamp(seconds: 1_762_061_400 + 25 * 3_600))
  }

  @Test func `offsets are read, and what is none is refused`() {
    #expect(TimeZoneRule(name: "+02:00")?.standardOffsetSeconds == 7_200)
    #expect(TimeZoneRule(name: "-05:30")?.standardOffsetSeconds == -19_800)
    for name in ["", "+2:00", "+02:60", "+15:00", "02:00", "+02.00", "Mars/Olympus", "+a2:00"] {
      #expect(TimeZoneRule(name: name) == nil, "\(name)")
    }
  }

  @Test func `the exchange pauses on Thursdays from three to five in New York`() throws {
    let pause = try #require(WeeklyPause.kalshi)
    // 20 November 2025 was a Thursday; New York was five hours behind.
    let three = Timestamp(seconds: 1_763_625_600)
    #expect(pause.contains(three) && !pause.contains(three + -1))
    #expect(pause.contains(three + (7_200_000_000_000 - 1)))
    #expect(!pause.contains(three + 7_200_000_000_000))
    #expect(!pause.contains(three + 86_400_000_000_000))
    #expect(pause.nextChange(after: three + -1) == three)
    #expect(pause.nextChange(after: three) == three + 7_200_000_000_000)
    let week = three + 7 * 86_400_000_000_000
    #expect(pause.nextChange(after: three + 7_200_000_000_000) == week)
  }

  @Test func `a pause that is none is refused`() {
    let zone = TimeZoneRule.eastern
    #expect(WeeklyPause(weekday: .thursday, begins: 5, ends: 5, zone: zone) == nil)
    #expect(WeeklyPause(weekday: .thursday, begins: -1, ends: 5, zone: zone) == nil)
    #expect(WeeklyPause(weekday: .thursday, begins: 0, ends: 86_401, zone: zone) == nil)
  }

  @Test func `a pause to midnight ends there`() throws {
    let pause = try #require(
      WeeklyPause(weekday: .saturday, begins: 79_200, ends: 86_400, zone: .utc))
    // 22 November 2025 was a Saturday.
    let ten = Timestamp(seconds: 1_763_848_800)
    #expect(pause.contains(ten))
    #expect(pause.nextChange(after: ten) == ten + 7_200_000_000_000)
    #expect(!pause.contains(ten + 7_200_000_000_000))
  }
}
