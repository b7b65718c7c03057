import Market
import Probability
import Sportsbooks
import TestKit
import Testing
import Trading

/// What the recorded November says before any engine runs: every quote row joined to the
/// bookmakers' lines of its own file date, by the product's own rules.
struct FiguresEvaluation {
  /// Where the recordings come from: both must say the same.
  enum Source: String, CaseIterable {
    /// `data/days` of this project.
    case shipped
    /// The original CSV files, where they are present.
    case shared
  }

  /// Which half point a spread or total named N stands for.
  enum Strike { case above, below }

  /// One leg of one quote row that bookmakers price, in cents as its buyer sees it.
  struct Leg {
    var ticker: String
    var league: League
    var fileDate: CivilDate
    var outcome: Outcome
    var secondsToStart: Double
    var bookmakers: Int
    var fair: Double
    /// Nil where nobody bids for this leg.
    var bid: Price?
    var ask: Price

    var grossCents: Double { 100 * (fair - ask.probability) }
    /// Nil for a quote with one side only.
    var widthCents: Double? { bid.map { 100 * (ask.probability - $0.probability) } }
  }

  /// A winner market's fair value less the middle of its quote, in cents.
  struct Difference {
    var league: League
    var secondsToStart: Double
    var widthCents: Double
    var cents: Double
  }

  private(set) var rows = 0
  private(set) var otherLeagueRows = 0
  private(set) var sweeps = 0
  private(set) var legs: [Leg] = []
  private(set) var differences: [Difference] = []

  private struct GameKey: Hashable {
    let date: CivilDate
    let game: GameID
  }
  private struct Known {
    var line: RecordedLine
    var isReversed: Bool
  }

  /// Nil when the source is not here.
  init?(_ source: Source, method: DevigMethod, strike: Strike = .above) throws {
    guard let day = try Self.november(source) else { return nil }
    otherLeagueRows = day.other
    rows = day.day.quotes.count
    sweeps = day.day.sweeps.count
    var seen: Set<String> = []
    let tickers = day.day.quotes.map(\.ticker).filter { seen.insert($0).inserted }
    let matcher = TeamMatcher(table: .shipped)
    let catalogue = GameCatalogue(
      listings: tickers.map { Self.listing($0, strike) }, matcher: matcher,
      strikes: .recordedTicker2025)
    let resolver = EventResolver(catalogue: catalogue, matcher: matcher)
    var claims: [String: (GameID, Claim)] = [:]
    for game in catalogue.games {
      for entry in game.markets { claims[tickers[entry.listing]] = (game.id, entry.claim) }
    }
    let (lines, starts) = Self.join(day.day.games, resolver)
    for quote in day.day.quotes {
      guard let (game, claim) = claims[quote.ticker] else { continue }
      let key = GameKey(date: quote.fileDate, game: game)
      guard let known = lines[key], let start = starts[key],
        let (fair, count) = Self.fair(known, claim, method)
      else { continue }
      take(quote, claim, fair, count, Double(start - quote.recordedAt) / 1e9)
    }
  }

  private mutating func take(
    _ quote: RecordedQuote, _ claim: Claim, _ fair: Double, _ bookmakers: Int, _ seconds: Double
  ) {
    func add(_ outcome: Outcome, _ fair: Double, bid: Price?, ask: Price?) {
      guard let ask else { return }
      legs.append(
        Leg(
          ticker: quote.ticker, league: quote.league, fileDate: quote.fileDate, outcome: outcome,
          secondsToStart: seconds, bookmakers: bookmakers, fair: fair, bid: bid, ask: ask))
    }
    add(.yes, fair, bid: quote.yesBid, ask: quote.yesAsk)
    add(.no, 1 - fair, bid: quote.yesAsk?.complement, ask: quote.yesBid?.complement)
    if case .winner = claim, let bid = quote.yesBid, let ask = quote.yesAsk {
      differences.append(
        Difference(
          league: quote.league, secondsToStart: seconds,
          widthCents: 100 * (ask.probability - bid.probability),
          cents: 100 * (fair - (bid.probability + ask.probability) / 2)))
    }
  }

  private static func listing(_ ticker: String, _ strike: Strike) -> MarketListing {
    let digits = ticker.reversed().prefix { $0.isNumber }
    guard strike == .below, !ticker.contains("GAME-"), let number = Int(String(digits.reversed()))
    else { return MarketListing(ticker: ticker) }
    return MarketListing(ticker: ticker, floorStrike: HalfPoints(halves: 2 * number - 1))
  }

  private static func join(
    _ games: [RecordedGame], _ resolver: EventResolver
  ) -> ([GameKey: [Known]], [GameKey: Timestamp]) {
    var lines: [GameKey: [Known]] = [:]
    var starts: [GameKey: Timestamp] = [:]
    for game in games {
      let event = BookEvent(
        league: game.league, home: game.home, away: game.away, start: game.start)
      guard case .resolved(let found) = resolver.resolve(event) else { continue }
      let key = GameKey(date: game.fileDate, game: found.game)
      lines[key, default: []] += game.lines.map { Known(line: $0, isReversed: found.isReversed) }
      starts[key] = min(starts[key] ?? game.start, game.start)
    }
    return (lines, starts)
  }

  /// The median over books of one method's probability that the claim comes true.
  private static func fair(
    _ known: [Known], _ claim: Claim, _ method: DevigMethod
  ) -> (Double, Int)? {
    var median = MedianBuffer()
    for book in known {
      let line = book.line.line
      let isFirst: Bool
      switch (line.subject, claim) {
      case (.winner, .winner(let team)): isFirst = (team == .home) != book.isReversed
      case (.spread(let home), .spread(let team, let over)):
        isFirst = (team == .home) != book.isReversed
        guard home == (isFirst ? -over : over) else { continue }
      case (.total(let points), .total(let over)):
        guard points == over else { continue }
        isFirst = true
      default: continue
      }
      guard !line.subject.canPush, BookSum.isBelievable(line.first, line.second),
        let pair = devigTwoWay(first: line.first, second: line.second, method: method)
      else { continue }
      _ = median.insert(isFirst ? pair.first : pair.second)
    }
    return median.median.map { ($0, median.count) }
  }

  private static func november(_ source: Source) throws -> (day: RecordedDay, other: Int)? {
    guard let first = CivilDate(year: 2025, month: 11, day: 7),
      let last = CivilDate(year: 2025, month: 11, day: 30)
    else { return nil }
    let dates = first...last
    switch source {
    case .shipped:
      var quotes: [RecordedQuote] = []
      var games: [RecordedGame] = []
      for name in DayFile.available() {
        guard let path = DayFile.locate(named: name) else { continue }
        let day = try DayFile.read(path: path)
        quotes += day.quotes.filter { dates.contains($0.fileDate) }
        games += day.games
      }
      return (
        RecordedDay(name: "shipped", origin: "", quotes: quotes, games: games, results: []), 0
      )
    case .shared:
      let folder = "data/kalshi/joint_odds/"
      guard
        let quotesPath = Shared.path(folder + "kalshi_sports_quotes_20251026_20251231.csv.gz"),
        let oddsPath = Shared.path(folder + "sportsbook_odds_20251107_20260123.csv.gz")
      else {
        if Shared.isRequired { Issue.record("the original recordings are missing") }
        return nil
      }
      let recorded = try RecordedQuotes(path: quotesPath)
      let odds = try RecordedOdds(path: oddsPath)
      return (
        RecordedDay(
          name: "shared", origin: "",
          quotes: recorded.quotes.filter { dates.contains($0.fileDate) },
          games: odds.games, results: []), recorded.otherLeagueRows
      )
    }
  }
}
