/// Date and time text of RFC 3339, read strictly and written canonically.
///
/// Read: `YYYY-MM-DD`, `T`, `HH:MM:SS`, an optional point with one to nine digits, then `Z` or
/// `±HH:MM`; capital letters only. Refused: leap seconds, 24:00, more than nine digits, instants
/// outside 1678 to 2262, anything before or behind.
public enum RFC3339 {
  /// Reads an instant; nil for anything but the above.
  ///
  /// - Complexity: O(count); does not allocate.
  public static func parse(_ bytes: UnsafeRawBufferPointer) -> Timestamp? {
    guard bytes.count >= 20,
      let civil = civil(
        UnsafeRawBufferPointer(rebasing: bytes[..<19]), separator: UInt8(ascii: "T"))
    else { return nil }
    var index = 19
    var fraction: Int64 = 0
    if bytes[index] == UInt8(ascii: ".") {
      index += 1
      var scale: Int64 = 1_000_000_000
      while index < bytes.count, let digit = digit(bytes[index]) {
        guard scale > 1 else { return nil }
        scale /= 10
        fraction += Int64(digit) * scale
        index += 1
      }
      guard scale < 1_000_000_000 else { return nil }
    }
    guard index < bytes.count,
      let offset = offset(UnsafeRawBufferPointer(rebasing: bytes[index...]))
    else { return nil }
    let day = civil.date.daysSinceEpoch
    let seconds = Int64(day * 86_400 + civil.secondOfDay - offset)
    let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, sumOverflow) = scaled.addingReportingOverflow(fraction)
    return overflow || sumOverflow ? nil : Timestamp(nanoseconds: sum)
  }

  /// Reads an instant; nil for anything but the above.
  public static func parse(_ text: some StringProtocol) -> Timestamp? {
    var copy = String(text)
    return copy.withUTF8 { parse(UnsafeRawBufferPointer($0)) }
  }

  /// The bytes ``write(_:fractionDigits:into:)`` needs at most.
  public static let maximumLength = 30

  /// Writes an instant in UTC, `2026-06-11T06:29:20.866753Z`, and returns how many bytes that took;
  /// nil when the buffer is too small. Digits beyond `fractionDigits` (0…9) are cut off.
  ///
  /// Does not allocate.
  public static func write(
    _ time: Timestamp, fractionDigits: Int, into buffer: UnsafeMutableRawBufferPointer
  ) -> Int? {
    let digits = max(0, min(9, fractionDigits))
    let count = digits == 0 ? 20 : 21 + digits
    guard buffer.count >= count else { return nil }
    let civil = CivilDateTime(time, offsetSeconds: 0)
    func put(_ value: Int, at place: Int, width: Int) {
      var rest = value
      for index in stride(from: place + width - 1, through: place, by: -1) {
        buffer[index] = UInt8(ascii: "0") + UInt8(rest % 10)
        rest /= 10
      }
    }
    put(civil.date.year, at: 0, width: 4)
    put(civil.date.month, at: 5, width: 2)
    put(civil.date.day, at: 8, width: 2)
    put(civil.hour, at: 11, width: 2)
    put(civil.minute, at: 14, width: 2)
    put(civil.second, at: 17, width: 2)
    buffer[4] = UInt8(ascii: "-")
    buffer[7] = UInt8(ascii: "-")
    buffer[10] = UInt8(ascii: "T")
    buffer[13] = UInt8(ascii: ":")
    buffer[16] = UInt8(ascii: ":")
    if digits > 0 {
      buffer[19] = UInt8(ascii: ".")
      var fraction = time.nanosecondOfSecond
      for _ in digits..<9 { fraction /= 10 }
      put(fraction, at: 20, width: digits)
    }
    buffer[count - 1] = UInt8(ascii: "Z")
    return count
  }

  /// Exactly nineteen bytes, `YYYY-MM-DD?HH:MM:SS`.
  static func civil(_ bytes: UnsafeRawBufferPointer, separator: UInt8) -> CivilDateTime? {
    guard bytes.count == 19, let date = date(bytes), bytes[10] == separator,
      bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
      let hour = number(bytes, 11, 2), let minute = number(bytes, 14, 2),
      let second = number(bytes, 17, 2)
    else { return nil }
    return CivilDateTime(date, hour: hour, minute: minute, second: second)
  }

  /// The first ten bytes, `YYYY-MM-DD`.
  static func date(_ bytes: UnsafeRawBufferPointer) -> CivilDate? {
    guard bytes.count >= 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      let year = number(bytes, 0, 4), let month = number(bytes, 5, 2),
      let day = number(bytes, 8, 2)
    else { return nil }
    return CivilDate(year: year, month: month, day: day)
  }

  /// `Z` or `±HH:MM`, all of the bytes, in seconds east.
  private static func offset(_ bytes: UnsafeRawBufferPointer) -> Int? {
    if bytes.count == 1, bytes[0] == UInt8(ascii: "Z") { return 0 }
    guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"), let hours = number(bytes, 1, 2),
      let minutes = number(bytes, 4, 2), hours < 24, minutes < 60
    else { return nil }
    let seconds = hours * 3_600 + minutes * 60
    switch bytes[0] {
    case UInt8(ascii: "+"): return seconds
    case UInt8(ascii: "-"): return -seconds
    default: return nil
    }
  }

  private static func number(
    _ bytes: UnsafeRawBufferPointer, _ start: Int, _ width: Int
  ) -> Int? {
    var value = 0
    for index in start..<start + width {
      guard let digit = digit(bytes[index]) else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  private static func digit(_ byte: UInt8) -> Int? {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") ? Int(byte - UInt8(ascii: "0")) : nil
  }
}

extension Timestamp: CustomStringConvertible {
  /// Reads RFC 3339 text; see ``RFC3339``.
  public init?(rfc3339 text: some StringProtocol) {
    guard let time = RFC3339.parse(text) else { return nil }
    self = time
  }

  /// RFC 3339 in UTC with `fractionDigits` (0…9) digits of a second, the rest cut off.
  public func rfc3339(fractionDigits: Int) -> String {
    String(unsafeUninitializedCapacity: RFC3339.maximumLength) { buffer in
      RFC3339.write(
        self, fractionDigits: fractionDigits, into: UnsafeMutableRawBufferPointer(buffer)) ?? 0
    }
  }

  /// RFC 3339 in UTC to the nanosecond, or to the micro-, millisecond or second where that is
  /// exact.
  public var description: String {
    let fraction = nanosecondOfSecond
    if fraction == 0 { return rfc3339(fractionDigits: 0) }
    if fraction % 1_000_000 == 0 { return rfc3339(fractionDigits: 3) }
    return rfc3339(fractionDigits: fraction % 1_000 == 0 ? 6 : 9)
  }
}
