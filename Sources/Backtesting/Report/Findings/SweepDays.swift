internal import Market

/// The days of a sweep that count, and where they lie in the calendar.
///
/// A journal's sessions are stretches of a day: those of one date are one day here, as statistics
/// of days, and a purge between them, know no smaller ones.
struct SweepDays {
  /// Places in ``SweepResult/days`` of what something was priced on, by day.
  let places: [[Int]]
  /// Their calendar days, rising; where the names and the result say none, one after the other.
  let numbers: [Int]
  /// True when ``numbers`` come from dates.
  let areDated: Bool

  var count: Int { places.count }

  init(_ sweep: SweepResult, result: BacktestResult) {
    var known: [String: BacktestResult.Day] = [:]
    for day in result.days where known[day.name] == nil { known[day.name] = day }
    let counted = sweep.days.indices.filter { known[sweep.days[$0]]?.pricedMarkets != 0 }
    let dates = counted.map { known[sweep.days[$0]]?.date ?? Self.date(sweep.days[$0]) }
    let rising = dates.compactMap { $0 }
    areDated = rising.count == counted.count && zip(rising, rising.dropFirst()).allSatisfy(<=)
    guard areDated else {
      (places, numbers) = (counted.map { [$0] }, Array(counted.indices))
      return
    }
    var (places, numbers): ([[Int]], [Int]) = ([], [])
    for (place, date) in zip(counted, rising) {
      if numbers.last == date {
        places[places.count - 1].append(place)
      } else {
        places.append([place])
        numbers.append(date)
      }
    }
    (self.places, self.numbers) = (places, numbers)
  }

  /// A trial's profit of each day.
  func profits(of trial: SweepResult.Trial) -> [Money] {
    places.map { day in
      day.reduce(.zero) { $0 + (trial.profits.indices.contains($1) ? trial.profits[$1] : .zero) }
    }
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

extension BacktestResult.Day {
  /// The calendar day that it begins on, UTC, counted from 1970.
  var date: Int { Int((Double(begins.seconds) / 86_400).rounded(.down)) }
}
