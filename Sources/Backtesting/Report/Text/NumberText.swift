// Rounding a Double calls libm on this platform; without this import the module does not link.
internal import Glibc
internal import Market

/// Numbers as a report writes them: fixed decimals, thousands set off by commas.
enum NumberText {
  /// `-1,234.50`; never `-0.00`. A number too large for exact decimals is written as it is.
  static func fixed(_ value: Double, _ decimals: Int) -> String {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (value * scale).rounded()
    guard scaled.magnitude < 9e15 else { return "\(value)" }
    return grouped(FixedPoint.text(Int64(scaled), decimals: decimals))
  }

  /// As ``fixed(_:_:)``, with `+` before what is above zero.
  static func signed(_ value: Double, _ decimals: Int) -> String {
    let text = fixed(value, decimals)
    let isNothing = !text.contains { $0.isNumber && $0 != "0" }
    return value > 0 && !isNothing ? "+" + text : text
  }

  /// Dollars and cents, rounded half away from zero: `-1,234.50`.
  static func dollars(_ money: Money) -> String {
    let (quotient, rest) = money.microDollars.quotientAndRemainder(dividingBy: 10_000)
    let away: Int64 = abs(rest) >= 5_000 ? (rest < 0 ? -1 : 1) : 0
    return grouped(FixedPoint.text(quotient + away, decimals: 2))
  }

  /// As ``dollars(_:)``, with `+` before what is above zero.
  static func signedDollars(_ money: Money) -> String {
    let text = dollars(money)
    return money > .zero && text != "0.00" ? "+" + text : text
  }

  /// A share as `12.5 %`.
  static func percent(_ share: Double, _ decimals: Int = 1) -> String {
    fixed(share * 100, decimals) + " %"
  }

  /// `12,345`.
  static func count(_ value: Int) -> String { grouped("\(value)") }

  /// `1 fill`, `2 fills`.
  static func counted(_ value: Int, _ noun: String) -> String {
    value == 1 ? "1 \(noun)" : "\(count(value)) \(noun)s"
  }

  /// Contracts, without decimals where they are whole.
  static func contracts(_ quantity: Quantity) -> String {
    quantity.hundredths % 100 == 0
      ? grouped("\(quantity.hundredths / 100)") : grouped("\(quantity)")
  }

  /// Sets commas into the digits before the point.
  private static func grouped(_ text: String) -> String {
    let sign = text.hasPrefix("-") ? "-" : ""
    let digits = text.dropFirst(sign.count)
    let whole = digits.prefix { $0 != "." }
    var result = ""
    for (place, digit) in whole.enumerated() {
      if place > 0, (whole.count - place) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return sign + result + digits.dropFirst(whole.count)
  }
}
