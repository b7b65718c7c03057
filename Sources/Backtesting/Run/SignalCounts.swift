internal import Market
internal import Trading

/// What each profile said while a backtest ran, counted.
struct SignalCounts {
  /// By ``ProfileID`` and gate.
  private var counts: ContiguousArray<ContiguousArray<Int>> = []

  /// The last that traded, by profile and market.
  private var traded: [Place: Signal] = [:]

  private struct Place: Hashable {
    var profile: ProfileID
    var market: MarketID
  }

  /// Counts what an engine said of its last input.
  mutating func note(_ signals: ContiguousArray<Signal>) {
    for signal in signals {
      let place = Int(signal.profile.index)
      while counts.count <= place {
        counts.append(ContiguousArray(repeating: 0, count: Gate.allCases.count))
      }
      counts[place][Int(signal.stop.gate.rawValue)] += 1
      if signal.stop.gate == .traded {
        traded[Place(profile: signal.profile, market: signal.market)] = signal
      }
    }
  }

  /// A profile's last signal that traded in a market; nil where none did.
  func traded(_ profile: ProfileID, _ market: MarketID) -> Signal? {
    traded[Place(profile: profile, market: market)]
  }

  /// Signals of a profile that came to a gate.
  func count(_ profile: ProfileID, _ gate: Gate) -> Int {
    let place = Int(profile.index)
    return place < counts.count ? counts[place][Int(gate.rawValue)] : 0
  }
}
