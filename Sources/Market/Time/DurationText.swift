/// Durations as a report prints them.
public enum DurationText {
  /// Three significant figures below a minute, `850 ns`, `12.3 µs`, `4.56 ms`, `7.00 s`; whole
  /// seconds above, `2 min 03 s`, `5 h 07 min`, `3 d 04 h`. Rounded to nearest, halves up.
  public static func short(nanoseconds: Int64) -> String {
    let sign = nanoseconds < 0 ? "-" : ""
    let size = nanoseconds.magnitude
    if size < 1_000 { return "\(sign)\(size) ns" }
    let units: [(nanoseconds: UInt64, name: String)] = [
      (1_000, "µs"), (1_000_000, "ms"), (1_000_000_000, "s"),
    ]
    for unit in units {
      let limit = unit.name == "s" ? unit.nanoseconds * 60 : unit.nanoseconds * 1_000
      if let text = figures(size, unit: unit.nanoseconds, below: limit) {
        return "\(sign)\(text) \(unit.name)"
      }
    }
    let seconds = size / 1_000_000_000 + (size % 1_000_000_000 >= 500_000_000 ? 1 : 0)
    func two(_ value: UInt64) -> String { value < 10 ? "0\(value)" : "\(value)" }
    if seconds < 3_600 { return "\(sign)\(seconds / 60) min \(two(seconds % 60)) s" }
    let minutes = seconds / 60
    if minutes < 1_440 { return "\(sign)\(minutes / 60) h \(two(minutes % 60)) min" }
    return "\(sign)\(minutes / 1_440) d \(two(minutes / 60 % 24)) h"
  }

  /// `size` in `unit` with three significant figures; nil when that rounds up to `limit` or above.
  private static func figures(_ size: UInt64, unit: UInt64, below limit: UInt64) -> String? {
    for decimals in [2, 1, 0] {
      let scale: UInt64 = decimals == 2 ? 100 : decimals == 1 ? 10 : 1
      let grain = unit / scale
      let rounded = size / grain + (size % grain * 2 >= grain ? 1 : 0)
      guard rounded < 1_000 || decimals == 0 else { continue }
      guard rounded * grain < limit else { return nil }
      return FixedPoint.text(Int64(rounded), decimals: decimals)
    }
    return nil
  }
}
