internal import KalshiSimulator
internal import Market
internal import Sportsbooks

/// A market of the drill, as its steps name it.
enum DrillMarket: String, CaseIterable, Sendable {
  case winnerNewYork = "KXNBAGAME-26DEC12BOSNYK-NYK"
  case totalNewYork = "KXNBATOTAL-26DEC12BOSNYK-220"
  case spreadLakers = "KXNBASPREAD-26DEC12DENLAL-LAL5"
  case totalLakers = "KXNBATOTAL-26DEC12DENLAL-225"
  case winnerChicago = "KXNBAGAME-26DEC12MIACHI-CHI"
  case totalChicago = "KXNBATOTAL-26DEC12MIACHI-215"

  var ticker: String { rawValue }

  var game: DrillGame {
    switch self {
    case .winnerNewYork, .totalNewYork: .newYork
    case .spreadLakers, .totalLakers: .lakers
    case .winnerChicago, .totalChicago: .chicago
    }
  }

  /// The bookmaker's line that says exactly what the contract claims.
  var subject: LineSubject {
    switch self {
    case .winnerNewYork, .winnerChicago: .winner
    case .totalNewYork: .total(HalfPoints(halves: 441))
    case .spreadLakers: .spread(home: HalfPoints(halves: -11))
    case .totalLakers: .total(HalfPoints(halves: 451))
    case .totalChicago: .total(HalfPoints(halves: 431))
    }
  }

  /// What the exchange shows; it says itself that it is made up.
  var title: String {
    let names = "Drill, made up: \(game.away.city) at \(game.home.city)"
    switch self {
    case .winnerNewYork, .winnerChicago: return names + " Winner?"
    case .spreadLakers: return names + ": \(game.home.city) wins by over 5.5 Points?"
    case .totalNewYork, .totalLakers, .totalChicago: return names + ": Total Points?"
    }
  }
}

/// A made-up game between real teams.
enum DrillGame: String, CaseIterable, Sendable {
  case newYork
  case lakers
  case chicago

  typealias Team = (city: String, name: String)

  var away: Team {
    switch self {
    case .newYork: ("Boston", "Boston Celtics")
    case .lakers: ("Denver", "Denver Nuggets")
    case .chicago: ("Miami", "Miami Heat")
    }
  }

  var home: Team {
    switch self {
    case .newYork: ("New York", "New York Knicks")
    case .lakers: ("Los Angeles L", "Los Angeles Lakers")
    case .chicago: ("Chicago", "Chicago Bulls")
    }
  }
}

/// The made-up day of the drill: three games on a date of their own, so that nothing of it can be
/// taken for the recording.
enum DrillCatalogue {
  static let bookmaker = "Drill Book"
  /// Odds that give both sides the same chance.
  static let even = (first: 1.91, second: 1.91)
  /// The drill's clock stands here, on 12 December 2026, noon UTC.
  static let now = Timestamp(seconds: 1_797_076_800)
  /// Twelve hours later, in the evening of the same day in the east.
  static let start = now + 43_200_000_000_000

  /// The stretch the servers are loaded with: every market quiet, every line even.
  static func stretch() throws(ProcessFailure) -> RecordedStretch {
    guard let date = CivilDate(year: 2026, month: 12, day: 12) else {
      throw ProcessFailure(.configuration, "the drill's date does not exist")
    }
    let quotes = DrillMarket.allCases.map { market in
      Sportsbooks.RecordedQuote(
        recordedAt: now, fileDate: date, ticker: market.ticker, title: market.title, league: .nba,
        status: "active", yesBid: Price(cents: 40), yesAsk: Price(cents: 60))
    }
    let games = DrillGame.allCases.map { game in
      RecordedGame(
        fileDate: date, league: .nba, key: game.rawValue, home: game.home.name,
        away: game.away.name, start: start,
        lines: lines(of: game, [:]).map { RecordedLine(bookmaker: bookmaker, line: $0) })
    }
    return try RecordedStretch(
      RecordedDay(
        name: "drill", origin: "made up", quotes: quotes, games: games, results: []))
  }

  /// All lines of a game: even but for those given.
  static func lines(
    of game: DrillGame, _ odds: [DrillMarket: (first: Double, second: Double)]
  ) -> [OddsLine] {
    DrillMarket.allCases.filter { $0.game == game }.compactMap { market in
      let pair = odds[market] ?? even
      return OddsLine(market.subject, first: pair.first, second: pair.second)
    }
  }
}
