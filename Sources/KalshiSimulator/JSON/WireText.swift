internal import Market

/// The exchange's text forms of times, prices, sizes and ids.
enum WireText {
  /// RFC 3339 in UTC with up to six decimals, trailing zeros left out as Go does.
  static func time(_ time: Timestamp) -> String {
    let micros = time.nanoseconds / 1_000
    var (days, rest) = micros.quotientAndRemainder(dividingBy: 86_400_000_000)
    if rest < 0 {
      rest += 86_400_000_000
      days -= 1
    }
    let seconds = rest / 1_000_000
    let date = CivilDate(daysSinceEpoch: Int(days))
    let clock = [seconds / 3_600, seconds / 60 % 60, seconds % 60]
      .map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    var decimals = FixedPoint.text(rest % 1_000_000, decimals: 6).dropFirst(1)
    while decimals.last == "0" { decimals.removeLast() }
    return "\(date)T\(clock)\(decimals.count > 1 ? decimals : "")Z"
  }

  /// A cash figure with six decimals.
  static func dollars(_ money: Money) -> JSONValue { .string(money.description) }
  static func price(_ price: Price) -> JSONValue { .string(price.description) }
  static func count(_ quantity: Quantity) -> JSONValue { .string(quantity.description) }

  /// A cash figure with four decimals, the rest cut off.
  static func shortDollars(_ money: Money) -> JSONValue {
    .string(FixedPoint.text(floor(money.microDollars, 100), decimals: 4))
  }

  /// Whole cents, the rest cut off.
  static func cents(_ money: Money) -> JSONValue { .integer(floor(money.microDollars, 10_000)) }

  private static func floor(_ value: Int64, _ step: Int64) -> Int64 {
    let quotient = value / step
    return value % step < 0 ? quotient - 1 : quotient
  }

  /// A UUID that is a pure function of its three numbers.
  static func uuid(seed: UInt64, kind: UInt64, number: UInt64) -> String {
    let high = mix(seed &+ kind &* 0x9E37_79B9_7F4A_7C15 &+ number)
    let low = mix(high ^ number &* 0xBF58_476D_1CE4_E5B9)
    let digits = padded(high & ~0xF000 | 0x4000) + padded(low & ~(3 << 62) | (2 << 62))
    var text = ""
    for (place, digit) in digits.enumerated() {
      if [8, 12, 16, 20].contains(place) { text.append("-") }
      text.append(digit)
    }
    return text
  }

  private static func padded(_ value: UInt64) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
  }

  /// SplitMix64's finaliser.
  private static func mix(_ input: UInt64) -> UInt64 {
    var value = input
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
