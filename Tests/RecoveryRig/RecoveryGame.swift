internal import KalshiSimulator
internal import Market
internal import Sportsbooks

/// A made-up game between real teams, with a market on the home team's win.
struct RecoveryGame {
  var key: String
  var away: String
  var home: String
  var code: String
  var homeCode: String
  var homeCity: String

  var ticker: String { "KXNBAGAME-26DEC12\(code)-\(homeCode)" }

  /// Noon UTC of the day that the tickers name.
  static let noon = Timestamp(seconds: 1_797_076_800)
  /// None begins while a test runs.
  static let start = noon + 43_200_000_000_000

  static let all = [
    RecoveryGame(
      key: "newYork", away: "Boston Celtics", home: "New York Knicks", code: "BOSNYK",
      homeCode: "NYK", homeCity: "New York"),
    RecoveryGame(
      key: "lakers", away: "Denver Nuggets", home: "Los Angeles Lakers", code: "DENLAL",
      homeCode: "LAL", homeCity: "Los Angeles L"),
    RecoveryGame(
      key: "chicago", away: "Miami Heat", home: "Chicago Bulls", code: "MIACHI", homeCode: "CHI",
      homeCity: "Chicago"),
  ]

  static func list(on exchange: inout SimulatedExchange) throws(SimulatorError) {
    try exchange.list(
      SimulatedSeries(ticker: "KXNBAGAME", title: "Games", tags: ["Basketball"]))
    for (place, game) in all.enumerated() {
      let title = "\(game.away) at \(game.home)"
      let event = "KXNBAGAME-26DEC12\(game.code)"
      try exchange.list(
        SimulatedEvent(
          ticker: event, seriesTicker: "KXNBAGAME", title: title, isMutuallyExclusive: true))
      try exchange.list(
        SimulatedMarket(
          ticker: game.ticker, eventTicker: event, title: title, subtitle: game.homeCity,
          strikeType: "structured", floorStrike: nil, open: noon,
          close: start + 14_400_000_000_000),
        at: noon)
      exchange.list(
        SimulatedMilestone(
          id: "00000000-0000-4000-8000-00000000000\(place)", title: title,
          type: "basketball_game", competition: "NBA", start: start, eventTickers: [event]))
    }
    exchange.applyFeeRegime(at: noon)
  }
}
