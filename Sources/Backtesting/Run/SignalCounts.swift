internal import Trading

/// What each profile said while a backtest ran, counted.
struct SignalCounts {
  /// By ``ProfileID`` and gate.
  private var counts: ContiguousArray<ContiguousArray<Int>> = []

  /// Counts what an engine said of its last input.
  mutating func note(_ signals: ContiguousArray<Signal>) {
    for signal in signals {
      let place = Int(signal.profile.index)
      while counts.count <= place {
        counts.append(ContiguousArray(repeating: 0, count: Gate.allCases.count))
      }
      counts[place][Int(signal.stop.gate.rawValue)] += 1
    }
  }

  /// Signals of a profile that came to a gate.
  func count(_ profile: ProfileID, _ gate: Gate) -> Int {
    let place = Int(profile.index)
    return place < counts.count ? counts[place][Int(gate.rawValue)] : 0
  }
}
