import Market
import TestKit
import Testing

@Suite struct RFC3339Tests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", Int64(0)),
    ("2026-06-11T06:29:20.866753Z", 1_781_159_360_866_753_000),
    ("2026-06-11T06:29:20.8Z", 1_781_159_360_800_000_000),
    ("2026-06-11T06:29:20.123456789Z", 1_781_159_360_123_456_789),
    ("2025-11-24T11:00:00-06:00", 1_764_003_600_000_000_000),
    ("2025-11-24T22:30:00+05:30", 1_764_003_600_000_000_000),
    ("2024-02-29T00:00:00Z", 1_709_164_800_000_000_000),
    ("1969-12-31T23:59:59.999999999Z", -1),
  ])
  func `instants in every accepted form`(text: String, nanoseconds: Int64) {
    #expect(Timestamp(rfc3339: text) == Timestamp(nanoseconds: nanoseconds))
  }

  @Test(arguments: [
    "", "2026-06-11", "2026-06-11T06:29:20", "2026-06-11T06:29:20.Z", "2026-06-11t06:29:20Z",
    "2026-06-11 06:29:20Z", "2026-06-11T06:29:20z", "2026-06-11T24:00:00Z",
    "2026-06-11T06:60:00Z", "2026-06-30T23:59:60Z", "2025-02-29T00:00:00Z",
    "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-06-11T06:29:20.1234567890Z",
    "2026-06-11T06:29:20+24:00", "2026-06-11T06:29:20+05:60", "2026-06-11T06:29:20+0530",
    "2026-06-11T06:29:20ZZ", " 2026-06-11T06:29:20Z", "2026-6-11T06:29:20Z",
    "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "2026-06-11T06:29:2\u{661}Z",
    "2026-06-11T06:29:20-", "2026-06-11T06:29:20.5",
  ])
  func `anything else is refused`(text: String) {
    #expect(Timestamp(rfc3339: text) == nil)
  }

  @Test func `writing and reading are inverse, and no cut text is an instant`() throws {
    let seed: UInt64 = 3339
    var random = SeededGenerator(seed: seed)
    for _ in 0..<2_000 {
      let time = Timestamp(nanoseconds: Int64.random(in: .min ... .max, using: &random))
      let text = time.rfc3339(fractionDigits: 9)
      #expect(Timestamp(rfc3339: text) == time, "seed \(seed) \(text)")
      #expect(Timestamp(rfc3339: time.description) == time, "seed \(seed)")
    }
    let text = "2026-06-11T06:29:20.866753-04:00"
    for count in 0..<text.utf8.count {
      #expect(Timestamp(rfc3339: String(text.prefix(count))) == nil)
    }
    #expect(Timestamp(nanoseconds: .max).description == "2262-04-11T23:47:16.854775807Z")
    #expect(Timestamp(nanoseconds: .min).description == "1677-09-21T00:12:43.145224192Z")
    #expect(Timestamp(milliseconds: 1_781_159_360_866).description == "2026-06-11T06:29:20.866Z")
    #expect(Timestamp(seconds: 0).description == "1970-01-01T00:00:00Z")
    #expect(
      Timestamp(nanoseconds: 1_999_999_999).rfc3339(fractionDigits: 3) == "1970-01-01T00:00:01.999Z"
    )
  }

  @Test func `reading and writing allocate nothing`() throws {
    let text = Array("2026-06-11T06:29:20.866753Z".utf8)
    var room = [UInt8](repeating: 0, count: RFC3339.maximumLength)
    var sum: Int64 = 0
    let count = steadyAllocations {
      for _ in 0..<1_000 {
        let time = text.withUnsafeBytes { RFC3339.parse($0) }
        sum &+= time?.nanoseconds ?? 0
        let length = room.withUnsafeMutableBytes {
          RFC3339.write(time ?? .distantPast, fractionDigits: 6, into: $0)
        }
        sum &+= Int64(length ?? 0)
      }
    }
    #expect(count == 0)
    #expect(sum != 0)
    #expect(room.prefix(27) == text[...])
    let short = room.withUnsafeMutableBytes {
      RFC3339.write(
        Timestamp(seconds: 0), fractionDigits: 6,
        into: UnsafeMutableRawBufferPointer(rebasing: $0[..<26]))
    }
    #expect(short == nil)
  }

  @Test func `numbers from a wire saturate in place of trapping`() {
    #expect(Timestamp(milliseconds: .max) == .distantFuture)
    #expect(Timestamp(seconds: .min) == .distantPast)
    #expect(Timestamp.distantPast.milliseconds == -9_223_372_036_855)
    #expect(Timestamp.distantPast.seconds == -9_223_372_037)
    #expect(Timestamp(nanoseconds: -1).milliseconds == -1)
    #expect(Timestamp(nanoseconds: 1_999_999).milliseconds == 1)
    #expect(Timestamp.distantPast + (-1) == .distantPast)
    #expect(Timestamp.distantFuture - .distantPast == .max)
  }
}

@Suite struct USTimeZoneTests {
  /// First instants of daylight saving and of standard time, from the zone tables of IANA.
  static let changes: [(USTimeZone, on: Int64, off: Int64)] = [
    (.eastern, 1_173_596_400, 1_194_156_000), (.eastern, 1_615_705_200, 1_636_264_800),
    (.eastern, 1_741_503_600, 1_762_063_200), (.eastern, 1_772_953_200, 1_793_512_800),
    (.eastern, 1_899_356_400, 1_919_916_000), (.central, 1_173_600_000, 1_194_159_600),
    (.central, 1_615_708_800, 1_636_268_400), (.central, 1_741_507_200, 1_762_066_800),
    (.central, 1_772_956_800, 1_793_516_400), (.central, 1_899_360_000, 1_919_919_600),
  ]

  @Test(arguments: changes)
  func `clocks change at the second`(zone: USTimeZone, on: Int64, off: Int64) {
    for (seconds, isDaylight) in [(on - 1, false), (on, true), (off - 1, true), (off, false)] {
      #expect(zone.isDaylight(at: Timestamp(seconds: seconds)) == isDaylight)
    }
  }

  @Test(arguments: USTimeZone.allCases)
  func `wall clock and instant are inverse over years of hours`(zone: USTimeZone) {
    let start: Int64 = 1_735_689_600
    for hour in 0..<(3 * 366 * 24) {
      let time = Timestamp(seconds: start + Int64(hour) * 3_600 + 1_234)
      let civil = zone.civil(at: time)
      let (first, second) = (
        zone.timestamp(of: civil), zone.timestamp(of: civil, repeated: .second)
      )
      #expect(first == time || second == time, "\(civil)")
      if first != second {
        #expect(civil.hour == 1 && civil.date.month == 11 && civil.date.weekday == .sunday)
      }
    }
  }

  @Test func `the skipped hour is no time and the repeated one is two`() throws {
    let march = try #require(CivilDate(year: 2026, month: 3, day: 8))
    let november = try #require(CivilDate(year: 2026, month: 11, day: 1))
    let skipped = try #require(CivilDateTime(march, hour: 2, minute: 30))
    let repeated = try #require(CivilDateTime(november, hour: 1, minute: 30))
    #expect(USTimeZone.eastern.timestamp(of: skipped) == nil)
    let first = try #require(USTimeZone.eastern.timestamp(of: repeated))
    let second = try #require(USTimeZone.eastern.timestamp(of: repeated, repeated: .second))
    #expect(second - first == 3_600_000_000_000)
    #expect(first == Timestamp(rfc3339: "2026-11-01T01:30:00-04:00"))
  }

  @Test func `a game's date is the Eastern one`() throws {
    let late = try #require(Timestamp(rfc3339: "2026-08-14T02:00:00Z"))
    #expect(CivilDate(easternAt: late) == CivilDate(year: 2026, month: 8, day: 13))
    let winter = try #require(Timestamp(rfc3339: "2025-11-25T04:59:59Z"))
    #expect(CivilDate(easternAt: winter) == CivilDate(text: "2025-11-24"))
  }

  @Test(arguments: [
    ("2025-11-24 11:00:00 CST", "2025-11-24T17:00:00Z"),
    ("2025-07-04 11:00:00 CDT", "2025-07-04T16:00:00Z"),
    ("2025-11-24 11:00:00 EST", "2025-11-24T16:00:00Z"),
    ("2025-07-04 11:00:00 EDT", "2025-07-04T15:00:00Z"),
    ("2025-07-04 11:00:00 UTC", "2025-07-04T11:00:00Z"),
  ])
  func `a wall-clock time with its zone's abbreviation`(text: String, expected: String) {
    #expect(CivilDateTime.timestamp(zoned: text) == Timestamp(rfc3339: expected))
  }

  @Test(arguments: [
    "2025-11-24 11:00:00", "2025-11-24 11:00:00 PST", "2025-11-24T11:00:00 CST",
    "2025-11-24 11:00:00 CST ", "2025-11-31 11:00:00 CST", "2025-11-24 11:61:00 CST", "",
  ])
  func `other wall-clock texts are refused`(text: String) {
    #expect(CivilDateTime.timestamp(zoned: text) == nil)
  }

  @Test func `dates know their weekday and their neighbours`() throws {
    let date = try #require(CivilDate(text: "2025-11-24"))
    #expect(date.weekday == .monday)
    #expect(date.adding(days: 7).description == "2025-12-01")
    #expect(CivilDate(daysSinceEpoch: -1).weekday == .wednesday)
    #expect(CivilDate(text: "2025-02-29") == nil && CivilDate(text: "2025-1-01") == nil)
  }
}

@Suite struct DurationTextTests {
  @Test(arguments: [
    (Int64(0), "0 ns"), (999, "999 ns"), (1_000, "1.00 µs"), (12_345, "12.3 µs"),
    (999_499, "999 µs"), (999_500, "1.00 ms"), (1_234_567, "1.23 ms"), (9_995_000, "10.0 ms"),
    (456_000_000, "456 ms"), (7_000_000_000, "7.00 s"), (59_940_000_000, "59.9 s"),
    (59_960_000_000, "1 min 00 s"), (123_000_000_000, "2 min 03 s"),
    (3_599_600_000_000, "1 h 00 min"), (18_420_000_000_000, "5 h 07 min"),
    (273_600_000_000_000, "3 d 04 h"), (-12_345, "-12.3 µs"), (.min, "-106751 d 23 h"),
  ])
  func `durations read as a person writes them`(nanoseconds: Int64, text: String) {
    #expect(DurationText.short(nanoseconds: nanoseconds) == text)
  }
}
