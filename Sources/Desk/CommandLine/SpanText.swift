/// A span of time as people write it: `90s`, `30m`, `1h`, `7d`.
public enum SpanText {
  /// In nanoseconds; nil for what is no span, or is longer than ten years.
  public static func nanoseconds(_ text: String) -> Int64? {
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
    guard let last = text.last, let unit = units[last], text.utf8.count <= 10,
      let count = Int64(text.dropLast()), count > 0, count <= 315_360_000 / unit
    else { return nil }
    return count * unit * 1_000_000_000
  }
}
