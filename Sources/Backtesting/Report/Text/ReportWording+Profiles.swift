internal import Market
internal import Trading

/// Profiles in rows and words, the same in the page and in the terminal.
extension ReportWording {
  /// What each saw and did, and what that came to: two tables, as one does not fit a terminal.
  static let doingColumns = [
    "profile", "#signals", "#blocked", "#entries", "#fills", "#contracts", "#closed", "#open",
  ]
  static let resultColumns = [
    "profile", "#capital $", "#cost $", "#fees $", "#sold $", "#settled $", "#held $", "#net $",
  ]

  static func doing(_ profile: BacktestProfile) -> [String] {
    [
      profile.name, NumberText.count(profile.signals), NumberText.count(profile.blocked),
      NumberText.count(profile.entries), NumberText.count(profile.fills),
      NumberText.contracts(profile.contracts), NumberText.count(profile.closed),
      NumberText.count(profile.open),
    ]
  }

  static func result(_ profile: BacktestProfile) -> [String] {
    [
      profile.name, NumberText.dollars(profile.capital), NumberText.dollars(profile.cost),
      NumberText.dollars(profile.fees), NumberText.signedDollars(profile.sold),
      NumberText.signedDollars(profile.settled), NumberText.signedDollars(profile.marked),
      NumberText.signedDollars(profile.net),
    ]
  }

  /// What the columns count.
  static let profileKey =
    "A signal is an edge that is large enough before the fee; blocked are those that a gate"
    + " stopped, of which too little left after the fee is one."
    + " Sold is what sales brought over the cost of what was sold, settled what results paid over"
    + " it, held what is still held would bring over it; net is all three less the fees."

  /// The first gate that failed, of signals and of judgements, a sentence each. What stops every
  /// profile's judgements alike, before any condition of theirs, is said once.
  static func stops(_ profiles: [BacktestProfile]) -> [String] {
    let judging = profiles.filter { !$0.stops.isEmpty }
    let common = judging.first?.stops.filter { stop in
      judging.allSatisfy { own in
        own.stops.contains { $0.gate == stop.gate && $0.judgements == stop.judgements }
      }
    }
    let shared = Set((common ?? []).filter { $0.signals == 0 }.map(\.gate))
    var lines: [String] = []
    if let common, judging.count > 1, !shared.isEmpty {
      lines.append(
        "Judgements of every profile by the gate that stopped them: "
          + judgements(common.filter { shared.contains($0.gate) }) + ".")
    }
    for profile in profiles {
      let signals = profile.stops.filter { $0.signals > 0 }
        .sorted { ($1.signals, $0.gate) < ($0.signals, $1.gate) }
        .map { "\(NumberText.count($0.signals)) \(GateText.name($0.gate)) (\($0.gate.code))" }
      if !signals.isEmpty {
        lines.append(
          "\(profile.name), signals by the gate that stopped them: "
            + signals.joined(separator: ", ") + ".")
      }
      let own = profile.stops.filter { judging.count == 1 || !shared.contains($0.gate) }
      if own.contains(where: { $0.judgements > 0 }) {
        lines.append("\(profile.name), judgements by it: \(judgements(own)).")
      }
    }
    return lines
  }

  /// The most frequent of them, most frequent first.
  private static func judgements(_ stops: [BacktestProfile.Stops]) -> String {
    stops.filter { $0.judgements > 0 }
      .sorted { ($1.judgements, $0.gate) < ($0.judgements, $1.gate) }.prefix(8)
      .map { "\(NumberText.count($0.judgements)) \(GateText.name($0.gate))" }
      .joined(separator: ", ")
  }

  /// What the strategies come to together, and the account beside it.
  var profileSum: String {
    let net = report.profiles.reduce(Money.zero) { $0 + $1.net }
    return "Together \(NumberText.signedDollars(net)) $; the account"
      + " \(NumberText.signedDollars(report.account.netProfit)) $."
  }

  /// How each came to be by itself.
  static let aloneKey =
    "Each profile on an account of its own with the same capital, the arbitrage strategy off:"
    + " nobody else takes what is offered, and no other's position is in the way."
}
