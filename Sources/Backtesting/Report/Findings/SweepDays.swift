internal import Market

/// The days of a sweep that count, and where they lie in the calendar.
struct SweepDays {
  /// Places in ``SweepResult/days`` of the days that something was priced on.
  let places: [Int]
  /// Their calendar days, rising; where the names and the result say none, one after the other.
  let numbers: [Int]
  /// True when ``numbers`` come from dates.
  let areDated: Bool

  init(_ sweep: SweepResult, result: BacktestResult) {
    var known: [String: BacktestResult.Day] = [:]
    for day in result.days where known[day.name] == nil { known[day.name] = day }
    places = sweep.days.indices.filter { known[sweep.days[$0]]?.pricedMarkets != 0 }
    let dates = places.map { place -> Int? in
      let name = sweep.days[place]
      if let day = known[name] { return Int((Double(day.begins.seconds) / 86_400).rounded(.down)) }
      return Self.date(name)
    }
    let rising = dates.compactMap { $0 }
    areDated = rising.count == places.count && zip(rising, rising.dropFirst()).allSatisfy(<)
    numbers = areDated ? rising : Array(places.indices)
  }

  func profits(of trial: SweepResult.Trial) -> [Money] {
    places.compactMap { trial.profits.indices.contains($0) ? trial.profits[$0] : nil }
  }

  /// The calendar day of a name that begins like `2025-11-24`.
  private static func date(_ name: String) -> Int? {
    let parts = name.prefix(10).split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, let year = Int(parts[0]), let month = Int(parts[1]),
      let day = Int(parts[2])
    else { return nil }
    return CivilDate(year: year, month: month, day: day)?.daysSinceEpoch
  }
}
