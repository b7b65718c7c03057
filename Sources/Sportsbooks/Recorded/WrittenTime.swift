public import Market

/// Instants as feeds and recordings write them.
public enum WrittenTime {
  /// RFC 3339 with `Z` or a numeric offset and any number of decimals:
  /// `2025-11-08T02:53:50.739696Z`. Nil for anything else. Does not allocate.
  public static func rfc3339(_ bytes: UnsafeRawBufferPointer) -> Timestamp? {
    guard bytes.count >= 20, let seconds = dateAndTime(bytes),
      bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t")
        || bytes[10] == UInt8(ascii: " ")
    else { return nil }
    var index = 19
    var nanoseconds: Int64 = 0
    if bytes[index] == UInt8(ascii: ".") {
      index += 1
      let first = index
      var unit: Int64 = 100_000_000
      while index < bytes.count, let digit = digit(bytes[index]) {
        nanoseconds += Int64(digit) * unit
        unit /= 10
        index += 1
      }
      guard index > first else { return nil }
    }
    guard index < bytes.count else { return nil }
    var offset = 0
    switch bytes[index] {
    case UInt8(ascii: "Z"), UInt8(ascii: "z"):
      guard index + 1 == bytes.count else { return nil }
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      guard index + 6 == bytes.count, bytes[index + 3] == UInt8(ascii: ":"),
        let hours = pair(bytes, index + 1), let minutes = pair(bytes, index + 4),
        hours < 24, minutes < 60
      else { return nil }
      offset = (hours * 60 + minutes) * 60 * (bytes[index] == UInt8(ascii: "-") ? -1 : 1)
    default: return nil
    }
    return Timestamp(nanoseconds: Int64(seconds - offset) * 1_000_000_000 + nanoseconds)
  }

  /// An RFC 3339 time in text; nil for any other.
  public static func rfc3339(_ text: String) -> Timestamp? {
    var copy = text
    return copy.withUTF8 { rfc3339(UnsafeRawBufferPointer($0)) }
  }

  /// `2025-11-07 16:05:00 CST`, or `CDT`: US Central time as the recorded odds write it.
  public static func usCentral(_ text: String) -> Timestamp? {
    let bytes = Array(text.utf8)
    guard bytes.count == 23, bytes[10] == UInt8(ascii: " "), bytes[19] == UInt8(ascii: " "),
      let seconds = bytes.withUnsafeBytes({ dateAndTime($0) })
    else { return nil }
    switch text.suffix(3) {
    case "CST": return Timestamp(seconds: Int64(seconds + 6 * 3_600))
    case "CDT": return Timestamp(seconds: Int64(seconds + 5 * 3_600))
    default: return nil
    }
  }

  /// `2025-11-24`.
  public static func date(_ text: String) -> CivilDate? {
    let bytes = Array(text.utf8)
    guard bytes.count == 10 else { return nil }
    return bytes.withUnsafeBytes { civilDate($0) }
  }

  /// RFC 3339 in UTC with milliseconds: `2025-11-08T02:53:50.739Z`.
  public static func text(_ time: Timestamp) -> String {
    let milliseconds = time.milliseconds
    let day = Int((milliseconds - floorModulo(milliseconds, 86_400_000)) / 86_400_000)
    let rest = Int(floorModulo(milliseconds, 86_400_000))
    func padded(_ value: Int, _ width: Int) -> String {
      let text = String(value)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    return "\(CivilDate(daysSinceEpoch: day))T\(padded(rest / 3_600_000, 2)):"
      + "\(padded(rest / 60_000 % 60, 2)):\(padded(rest / 1_000 % 60, 2))."
      + "\(padded(rest % 1_000, 3))Z"
  }

  /// Seconds since the epoch of `YYYY-MM-DD?HH:MM:SS`, as if it were UTC.
  private static func dateAndTime(_ bytes: UnsafeRawBufferPointer) -> Int? {
    guard bytes.count >= 19, let date = civilDate(bytes),
      bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
      let hours = pair(bytes, 11), let minutes = pair(bytes, 14), let seconds = pair(bytes, 17),
      hours < 24, minutes < 60, seconds <= 60
    else { return nil }
    return date.daysSinceEpoch * 86_400 + hours * 3_600 + minutes * 60 + seconds
  }

  private static func civilDate(_ bytes: UnsafeRawBufferPointer) -> CivilDate? {
    guard bytes.count >= 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      let century = pair(bytes, 0), let year = pair(bytes, 2),
      let month = pair(bytes, 5), let day = pair(bytes, 8), century >= 17, century <= 21
    else { return nil }
    return CivilDate(year: century * 100 + year, month: month, day: day)
  }

  private static func pair(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Int? {
    guard let tens = digit(bytes[index]), let ones = digit(bytes[index + 1]) else { return nil }
    return tens * 10 + ones
  }

  private static func digit(_ byte: UInt8) -> Int? {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") ? Int(byte) - 48 : nil
  }

  private static func floorModulo(_ value: Int64, _ modulus: Int64) -> Int64 {
    let rest = value % modulus
    return rest < 0 ? rest + modulus : rest
  }
}
