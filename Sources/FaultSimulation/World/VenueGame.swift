package import KalshiSimulator
package import Market

/// A made-up game between real teams, with a winner market and a total market. The recovery tests
/// play the same ones.
package struct VenueGame: Sendable {
  package var key: String
  package var away: String
  package var home: String
  /// As the exchange abbreviates both teams and the home team.
  var code: String
  var homeCode: String
  var homeCity: String
  /// The total's line is this and a half.
  var points: Int
  package var start: Timestamp

  /// Ticker of the market on the home team's win.
  package var winner: String { "KXNBAGAME-26DEC12\(code)-\(homeCode)" }
  /// Tickers of the winner and the total market.
  var tickers: [String] { [winner, "KXNBATOTAL-26DEC12\(code)-\(points)"] }

  /// Noon UTC of the day that the tickers name.
  package static let noon = Timestamp(seconds: 1_797_076_800)

  package static func all(starts: [Timestamp]) -> [VenueGame] {
    [
      VenueGame(
        key: "newYork", away: "Boston Celtics", home: "New York Knicks", code: "BOSNYK",
        homeCode: "NYK", homeCity: "New York", points: 220, start: starts[0]),
      VenueGame(
        key: "lakers", away: "Denver Nuggets", home: "Los Angeles Lakers", code: "DENLAL",
        homeCode: "LAL", homeCity: "Los Angeles L", points: 225, start: starts[1]),
      VenueGame(
        key: "chicago", away: "Miami Heat", home: "Chicago Bulls", code: "MIACHI",
        homeCode: "CHI", homeCity: "Chicago", points: 215, start: starts[2]),
    ]
  }

  /// Lists the games' series, events, markets and milestones.
  ///
  /// - Parameter hasTotals: beside the winner markets.
  package static func list(
    _ games: [VenueGame], hasTotals: Bool = true, on exchange: inout SimulatedExchange,
    at now: Timestamp
  ) throws(SimulatorError) {
    let kinds = hasTotals ? 2 : 1
    for series in ["KXNBAGAME", "KXNBATOTAL"].prefix(kinds) {
      try exchange.list(SimulatedSeries(ticker: series, title: series, tags: ["Basketball"]))
    }
    for (place, game) in games.enumerated() {
      let titles = ["\(game.away) at \(game.home)", "\(game.away) at \(game.home): Total Points"]
      var events: [String] = []
      for (kind, ticker) in game.tickers.prefix(kinds).enumerated() {
        let series = kind == 0 ? "KXNBAGAME" : "KXNBATOTAL"
        let event = "\(series)-26DEC12\(game.code)"
        events.append(event)
        try exchange.list(
          SimulatedEvent(
            ticker: event, seriesTicker: series, title: titles[kind],
            isMutuallyExclusive: kind == 0))
        try exchange.list(
          SimulatedMarket(
            ticker: ticker, eventTicker: event, title: titles[kind],
            subtitle: kind == 0 ? game.homeCity : "Over \(game.points).5 points scored",
            strikeType: kind == 0 ? "structured" : "greater",
            floorStrike: kind == 0 ? nil : HalfPoints(halves: 2 * game.points + 1),
            open: now, close: game.start + 14_400_000_000_000), at: now)
      }
      exchange.list(
        SimulatedMilestone(
          id: "00000000-0000-4000-8000-00000000000\(place)", title: titles[0],
          type: "basketball_game", competition: "NBA", start: game.start, eventTickers: events))
    }
    exchange.applyFeeRegime(at: now)
  }
}
