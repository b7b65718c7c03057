internal import Market
internal import Trading

extension ReportBuilder {
  /// What became of each profile, and of the arbitrage strategy beside them; empty without any.
  var profileLines: [RunReport.ProfileLine] {
    guard engine.profiles.count > 1 else { return [] }
    return engine.profiles.map { profile in
      var (profit, fees, open) = (Money.zero, Money.zero, 0)
      for index in engine.states.indices {
        let position = engine.holdings[MarketID(index), profile.id].position
        profit += position.realised
        fees += position.fees
        guard !position.quantity.isZero else { continue }
        open += 1
        profit += value(of: position, MarketID(index)) - position.costBasis
      }
      let stops = Gate.allCases.compactMap { gate in
        let count = profile.stops[Int(gate.rawValue)]
        return gate == .traded || count == 0
          ? nil : RunReport.GateStops(gate: gate, judgements: count)
      }
      return RunReport.ProfileLine(
        name: profile.name, cash: profile.ledger.cash ?? .zero, signals: profile.signals,
        trades: profile.trades, closed: profile.closed, open: open,
        fees: fees, profit: profit - fees,
        stops: stops.sorted { ($1.judgements, $0.gate) < ($0.judgements, $1.gate) })
    }
  }
}

extension RunReportText {
  /// Each profile's results, and what stopped it.
  static func profiles(_ report: RunReport, _ page: inout Page) {
    guard !report.profiles.isEmpty || !report.paperProfiles.isEmpty else { return }
    if !report.profiles.isEmpty {
      page.section("Profiles")
      table(report.profiles, &page)
    }
    if !report.paperProfiles.isEmpty {
      page.section("Profiles on paper")
      page.add("Beside the session, filled in process; in no other figure of this report.")
      table(report.paperProfiles, &page)
    }
    page.add("")
    page.add("`dutchbook signals` on the journal has each edge that a profile saw.")
  }

  private static func table(_ profiles: [RunReport.ProfileLine], _ page: inout Page) {
    page.table(
      ["profile", "cash $", "signals", "entries", "closed", "open", "fees $", "profit $"],
      profiles.map {
        [
          $0.name, dollars($0.cash), "\($0.signals)", "\($0.trades)", "\($0.closed)",
          "\($0.open)", dollars($0.fees), dollars($0.profit),
        ]
      })
    for profile in profiles where !profile.stops.isEmpty {
      page.add("")
      page.add("\(profile.name), judgements by what stopped them:")
      for stop in profile.stops.prefix(8) {
        page.add("  \(stop.judgements)  \(GateText.name(stop.gate)) (\(stop.gate.code))")
      }
    }
  }
}
