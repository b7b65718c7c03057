internal import Glibc
internal import Market

/// A scale with ticks at round places.
struct Axis: Hashable, Sendable {
  /// One tick.
  struct Tick: Hashable, Sendable {
    let value: Double
    let label: String
  }

  let scale: LinearScale
  let ticks: [Tick]

  init(scale: LinearScale, ticks: [Tick]) {
    self.scale = scale
    self.ticks = ticks
  }

  /// An axis of numbers whose ends are ticks: 1, 2 or 5 times a power of ten apart.
  ///
  /// - Parameters:
  ///   - values: what must lie on it, finite; an empty list is taken as 0 to 1.
  ///   - count: about so many steps.
  ///   - percent: true for shares that are labelled in per cent.
  init(values: [Double], start: Double, end: Double, count: Int, percent: Bool = false) {
    var low = values.min() ?? 0
    var high = values.max() ?? 1
    if low == high {
      let reach = max(low.magnitude * 0.1, 1e-9)
      (low, high) = low == 0 ? (0, 1) : (low - reach, high + reach)
    }
    let step = Self.step((high - low) / Double(max(count, 1)))
    let first = (low / step + 1e-9).rounded(.down)
    let last = (high / step - 1e-9).rounded(.up)
    let unit = percent ? step * 100 : step
    let decimals = max(0, -Int((log10(unit) + 1e-9).rounded(.down)))
    scale = LinearScale(domain: first * step...last * step, start: start, end: end)
    ticks = stride(from: first, through: last, by: 1).map { place in
      let value = place * step
      let text = NumberText.fixed(percent ? value * 100 : value, min(decimals, 9))
      return Tick(value: value, label: text.hasPrefix("-") ? "\u{2212}" + text.dropFirst() : text)
    }
  }

  /// The smallest of 1, 2 and 5 times a power of ten that is at least `size`, a positive number.
  static func step(_ size: Double) -> Double {
    let power = pow(10, log10(size).rounded(.down))
    for factor in [1.0, 2, 5] where factor * power >= size * (1 - 1e-9) { return factor * power }
    return 10 * power
  }

  /// Steps of time, seconds, at which ticks may stand.
  private static let timeSteps: [Int64] = [
    1, 5, 15, 30, 60, 300, 900, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400, 172_800, 259_200,
    604_800,
    1_209_600,
  ]
  /// Steps of whole months, where those of days are too many.
  private static let monthSteps = [1, 3, 12, 60, 240, 1_200]

  /// An axis of time with ticks at full seconds, minutes, hours or days of UTC.
  ///
  /// Values are seconds since 1970. The ends are those of the data; `count` is the most steps.
  init(times: [Timestamp], start: Double, end: Double, count: Int) {
    let first = times.min() ?? Timestamp(seconds: 0)
    let last = times.max() ?? Timestamp(seconds: 86_400)
    scale = LinearScale(
      domain: Self.seconds(first)...max(Self.seconds(first), Self.seconds(last)), start: start,
      end: end)
    let reach = max(last.seconds - first.seconds, 1)
    ticks =
      if let step = Self.timeSteps.first(where: { reach / $0 <= count }) {
        Self.ticks(from: first, to: last, step: step)
      } else {
        Self.months(from: first, to: last, count: count)
      }
  }

  private static func ticks(from first: Timestamp, to last: Timestamp, step: Int64) -> [Tick] {
    var ticks: [Tick] = []
    var second = first.seconds - first.seconds % step
    if second < first.seconds { second += step }
    while second <= last.seconds, ticks.count < 64 {
      let time = Timestamp(seconds: second)
      let isDay = step >= 86_400 || second % 86_400 == 0
      let label =
        isDay
        ? MomentText.dayAndMonth(time)
        : step < 60 ? MomentText.second(time) : MomentText.clock(time)
      ticks.append(Tick(value: Double(second), label: label))
      second += step
    }
    return ticks
  }

  /// The first days of months, so many apart that there are at most `count` steps.
  private static func months(from first: Timestamp, to last: Timestamp, count: Int) -> [Tick] {
    func month(_ time: Timestamp) -> Int {
      let date = CivilDate(daysSinceEpoch: MomentText.day(time))
      return date.year * 12 + date.month - 1
    }
    let (from, to) = (month(first), month(last))
    let step = monthSteps.first { (to - from) / $0 <= count } ?? max(1, to - from)
    return stride(from: from + (step - from % step) % step, through: to, by: step).compactMap {
      guard let date = CivilDate(year: $0 / 12, month: $0 % 12 + 1, day: 1) else { return nil }
      let time = Timestamp(seconds: Int64(date.daysSinceEpoch) * 86_400)
      return time < first
        ? nil
        : Tick(
          value: Double(time.seconds), label: MomentText.monthAndYear(time))
    }
  }

  /// Seconds since 1970, the values of an axis of time.
  static func seconds(_ time: Timestamp) -> Double { Double(time.nanoseconds) / 1e9 }
}
