public import Market

/// How finely what a series measures is published: what lies between two strikes is a value only
/// where something is published there. From a table with dates; a series that is not in it has no
/// step, and nothing of it is proved by its strikes.
public struct ValueStep: Hashable, Sendable {
  /// The series, or where it ends in `*` the beginning of its name.
  public var series: String
  public var step: StrikeNumber
  /// In force from this date on, until a later row of the same series.
  public var since: CivilDate
  /// Where it is written.
  public var source: String

  public init(series: String, step: StrikeNumber, since: CivilDate, source: String) {
    self.series = series
    self.step = step
    self.since = since
    self.source = source
  }

  func covers(_ name: String) -> Bool {
    series.last == "*" ? name.hasPrefix(series.dropLast()) : name == series
  }

  /// The step of a series on a date: of the most particular row, the latest. Nil where none is.
  static func step(
    of series: String, on date: CivilDate, in table: [ValueStep]
  ) -> StrikeNumber? {
    table.filter { $0.covers(series) && $0.since <= date }
      .max { ($0.series.count, $0.since) < ($1.series.count, $1.since) }?.step
  }

  /// What this release knows, each read in the rules of the series.
  public static let shipped: [ValueStep] = {
    func row(_ series: String, _ millionths: Int64, _ source: String) -> ValueStep? {
      CivilDate(year: 2024, month: 1, day: 1).map {
        ValueStep(
          series: series, step: StrikeNumber(millionths: millionths), since: $0, source: source)
      }
    }
    let cli = "NWS Climatological Report (Daily): whole degrees Fahrenheit"
    let bls = "BLS news release: one decimal"
    return [
      row("KXHIGH*", 1_000_000, cli), row("HIGH*", 1_000_000, cli), row("KXLOW*", 1_000_000, cli),
      row("KXCPI", 100_000, bls), row("KXCPICORE", 100_000, bls), row("KXCPIYOY", 100_000, bls),
      row("KXCPICOREYOY", 100_000, bls), row("ACPI", 100_000, bls), row("ACPICORE", 100_000, bls),
      row("KXGDP", 100_000, "BEA release: one decimal"),
      row("KXPAYROLLS", 1_000_000_000, "BLS news release: thousands of jobs"),
      row("KXU3", 100_000, bls),
    ].compactMap { $0 }
  }()
}
