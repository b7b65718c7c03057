import Market
import Testing

@testable import Sportsbooks

@Suite struct `The age of a line` {
  private static let arrival = Timestamp(seconds: 1_764_003_969)

  private static func age(sentAt: Timestamp?, recordedAt: Timestamp? = nil) -> Int64 {
    OddsFeedUpdate(
      event: OddsEventID(0), bookmaker: BookmakerID(0), kind: .winner,
      lines: UnsafeBufferPointer(start: nil, count: 0), sentAt: sentAt, recordedAt: recordedAt
    ).age(at: arrival)
  }

  @Test func `begins when the feed has sent it`() {
    #expect(Self.age(sentAt: Self.arrival + -90_000_000_001) == 90_000_000_001)
    #expect(Self.age(sentAt: Self.arrival) == 0)
  }

  @Test(arguments: [Self.arrival + 1, Self.arrival + 3_600_000_000_000, .distantFuture])
  func `begins at its arrival where the feed names a time to come`(sentAt: Timestamp) {
    #expect(Self.age(sentAt: sentAt) == 0)
  }

  @Test func `begins at its arrival where the feed names no time`() {
    #expect(Self.age(sentAt: nil) == 0)
  }

  @Test func `is as absurd as the time that is told, and overflows nothing`() {
    #expect(Self.age(sentAt: Timestamp(seconds: 0)) == Self.arrival.nanoseconds)
    #expect(Self.age(sentAt: .distantPast) == .max)
  }

  @Test func `has nothing to do with the clock of a recorded day`() {
    #expect(Self.age(sentAt: nil, recordedAt: .distantPast) == 0)
    #expect(Self.age(sentAt: Self.arrival, recordedAt: Timestamp(seconds: 0)) == 0)
  }

  private static func decoded(_ fields: String) throws -> OddsMessage? {
    var decoder = OddsFrameDecoder()
    var text = """
      {"type":"updated",\(fields)"id":"1","bookie":"Pinnacle","markets":[{"name":"ML",\
      "updatedAt":"2024-01-15T10:30:00Z","odds":[{"home":"1.85","away":"2.10"}]}]}
      """
    return try text.withUTF8 { bytes in
      var offset = 0
      return try decoder.next(in: UnsafeRawBufferPointer(bytes), from: &offset)
    }
  }

  /// The message itself stands: only its time is not known.
  @Test(arguments: [
    "", "null,", "\"\",", "\"yesterday\",", "1764003969,", "\"1764003969\",", "{},", "[1],",
    "true,",
    "\"9999-12-31T23:59:59Z\",", "\"0000-00-00T00:00:00Z\",", "\"2025-11-24T25:00:00Z\",",
    "\"2025-11-24T17:06:09\",", "\"-292277022399-01-01T00:00:00Z\",",
  ])
  func `is not told by a time that cannot be read, nor by that of the last move`(
    time: String
  ) throws {
    let message = try #require(try Self.decoded(time.isEmpty ? "" : "\"timestamp\":" + time))
    #expect(message.sentAt == nil)
    #expect(message.kind == .lines && message.groupCount == 1)
  }

  @Test(arguments: [
    ("\"2025-11-24T17:06:09Z\",", 0), ("\"2025-11-24T18:06:08.5+01:00\",", 500_000_000),
    ("\"2025-11-24T17:04:09Z\",", 120_000_000_000),
  ])
  func `is told by the time of the message`(time: String, age: Int64) throws {
    let message = try #require(try Self.decoded("\"timestamp\":" + time))
    #expect(Self.age(sentAt: message.sentAt) == age)
  }

  @Test(arguments: ["9223372036854775807", "-999999999999999999", "-9223372036854775808"])
  func `is not hurt by a recorded time that no clock can show`(number: String) throws {
    let message = try #require(try Self.decoded("\"recorded_ts_ms\":\(number),"))
    #expect(message.recordedAt == nil)
  }
}
