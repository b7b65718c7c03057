internal import Market

extension TeamTable {
  /// The codes and names that winner markets show, for ``adding(_:)``: how a live catalogue teaches
  /// codes that the shipped list lacks. Listings without a team name teach nothing.
  public static func teams(of listings: [MarketListing]) -> [ExchangeTeam] {
    var seen: Set<ExchangeTeam> = []
    return listings.compactMap { listing in
      guard let name = listing.teamName, !name.isEmpty,
        let ticker = try? SportsTicker(market: listing.ticker, eventTicker: listing.eventTicker),
        ticker.kind == .winner, let code = ticker.certainReading?.team
      else { return nil }
      let team = ExchangeTeam(league: ticker.league.rawValue, code: code, displayName: name)
      return seen.insert(team).inserted ? team : nil
    }
  }
}
