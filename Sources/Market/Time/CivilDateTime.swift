/// A date and a time of day as a wall clock shows them, without saying where the wall is.
public struct CivilDateTime: Hashable, Comparable, Sendable {
  public let date: CivilDate
  /// 0…86 399.
  public let secondOfDay: Int

  /// Nil when there is no such time of day; a leap second is none.
  public init?(_ date: CivilDate, hour: Int, minute: Int, second: Int = 0) {
    guard (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second) else {
      return nil
    }
    self.date = date
    secondOfDay = hour * 3_600 + minute * 60 + second
  }

  /// The wall-clock time of an instant at a fixed distance from UTC; fractions fall away.
  public init(_ time: Timestamp, offsetSeconds: Int) {
    let local = Int(time.seconds) + offsetSeconds
    let day = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
    date = CivilDate(daysSinceEpoch: day)
    secondOfDay = local - day * 86_400
  }

  public var hour: Int { secondOfDay / 3_600 }
  public var minute: Int { secondOfDay / 60 % 60 }
  public var second: Int { secondOfDay % 60 }

  /// The instant at a fixed distance from UTC; saturates outside the range of `Timestamp`.
  public func timestamp(offsetSeconds: Int) -> Timestamp {
    Timestamp(seconds: Int64(date.daysSinceEpoch * 86_400 + secondOfDay - offsetSeconds))
  }

  public static func < (left: CivilDateTime, right: CivilDateTime) -> Bool {
    (left.date, left.secondOfDay) < (right.date, right.secondOfDay)
  }
}

extension CivilDateTime: CustomStringConvertible {
  /// `2025-11-24 11:00:00`.
  public var description: String {
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
    return "\(date) \(two(hour)):\(two(minute)):\(two(second))"
  }
}

extension CivilDateTime {
  /// Reads `2025-11-24 11:00:00 CST`: a wall-clock time and the zone's abbreviation.
  ///
  /// The abbreviation fixes the distance from UTC by itself (EST −5, EDT −4, CST −6, CDT −5, UTC
  /// 0), so that no time is ambiguous, and a wrong one is taken at its word. Nil for anything else.
  public static func timestamp(zoned text: some StringProtocol) -> Timestamp? {
    let bytes = Array(text.utf8)
    guard bytes.count == 23, bytes[19] == UInt8(ascii: " ") else { return nil }
    let offset: Int
    switch bytes[20...] {
    case [69, 83, 84]: offset = -5 * 3_600  // EST
    case [69, 68, 84]: offset = -4 * 3_600  // EDT
    case [67, 83, 84]: offset = -6 * 3_600  // CST
    case [67, 68, 84]: offset = -5 * 3_600  // CDT
    case [85, 84, 67]: offset = 0  // UTC
    default: return nil
    }
    return bytes.withUnsafeBytes {
      let fields = UnsafeRawBufferPointer(rebasing: $0[..<19])
      return RFC3339.civil(fields, separator: UInt8(ascii: " "))?.timestamp(offsetSeconds: offset)
    }
  }
}
