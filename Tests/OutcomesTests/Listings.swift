import Market
import Outcomes

/// Events for tests.
enum Listings {
  static let date = CivilDate(daysSinceEpoch: 20_600)

  static func outcome(
    _ ticker: String, _ type: String, floor: Double? = nil, cap: Double? = nil, _ title: String,
    rules: String = "If the value is so, then the market resolves to Yes."
  ) -> ListedOutcome {
    ListedOutcome(
      ticker: ticker, strike: Strike(type: type, floor: floor, cap: cap), title: title,
      rules: rules)
  }

  /// The day's highest temperature in six brackets.
  static func temperatures(isExclusive: Bool? = true) -> ListedEvent {
    ListedEvent(
      ticker: "KXHIGHNY-26JUL24", series: "KXHIGHNY", isExclusive: isExclusive,
      outcomes: [
        outcome("T83", "less", cap: 83, "82° or below"),
        outcome("B83.5", "between", floor: 83, cap: 84, "83° to 84°"),
        outcome("B85.5", "between", floor: 85, cap: 86, "85° to 86°"),
        outcome("B87.5", "between", floor: 87, cap: 88, "87° to 88°"),
        outcome("B89.5", "between", floor: 89, cap: 90, "89° to 90°"),
        outcome("T90", "greater", floor: 90, "91° or above"),
      ])
  }

  /// Inflation in tenths, from design: the last title says another value than its strike.
  static func inflation(last title: String) -> ListedEvent {
    ListedEvent(
      ticker: "ACPI-24", series: "ACPI", isExclusive: true,
      outcomes: [
        outcome("C1.0", "less", cap: 1, "0.9% or lower"),
        outcome("B3.5", "between", floor: 1, cap: 6.9, "1.0% and 6.9%"),
        outcome("T7.0", "greater", floor: 7, title),
      ])
  }

  static func ladder(_ floors: [Double]) -> ListedEvent {
    ListedEvent(
      ticker: "KXCPI-26AUG", series: "KXCPI", isExclusive: false,
      outcomes: floors.map {
        outcome(
          "T\($0)", "greater", floor: $0, "Will CPI rise more than \($0)% in August 2026?")
      })
  }

  static func game(_ names: [String], rules: String = Listings.gameRules) -> ListedEvent {
    ListedEvent(
      ticker: "KXMLBGAME-26AUG091340LAAMIA", series: "KXMLBGAME", isExclusive: true,
      outcomes: names.map { outcome($0, "structured", $0, rules: rules) })
  }

  static let gameRules =
    "If LAA wins, then the market resolves to Yes. If the game is postponed for more than two days,"
    + " the market resolves to a fair market price."

  static func allowance(
    outcomes: Int = 2, quote: String = "resolves to a fair market price"
  ) -> VoidAllowance {
    VoidAllowance(
      series: "KXMLBGAME", outcomes: outcomes, quote: quote, chanceMillionths: 12_000,
      loss: Money(cents: 5), read: CivilDate(daysSinceEpoch: 20_500),
      until: CivilDate(daysSinceEpoch: 20_700))
  }
}
