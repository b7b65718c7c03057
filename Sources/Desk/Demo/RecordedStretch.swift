internal import KalshiSimulator
public import Market
public import Sportsbooks

/// A recorded stretch as the simulator plays it: quotes, starts of games and results, joined by the
/// same rules that match them in trading.
public struct RecordedStretch: Sendable {
  public let day: RecordedDay
  let venue: RecordedVenue
  /// Markets whose result is known.
  public let settledMarkets: Int
  /// The recorded time of the first quote; picks the fee rounding.
  public let begins: Timestamp

  /// - Throws: a sentence, when there is nothing to play.
  public init(_ day: RecordedDay) throws(ProcessFailure) {
    guard let first = day.quotes.first else {
      throw ProcessFailure(.data, "\(day.name): there is no usable quote to play")
    }
    self.day = day
    begins = first.recordedAt
    let quotes = day.quotes.filter(\.isActive)
    let tickers = Self.unique(quotes.map(\.ticker))
    let listings = tickers.map {
      MarketListing(ticker: $0, eventTicker: nil, floorStrike: nil, teamName: nil)
    }
    let matcher = TeamMatcher(table: .shipped)
    let catalogue = GameCatalogue(
      listings: listings, matcher: matcher, strikes: .recordedTicker2025)
    let resolver = EventResolver(catalogue: catalogue, matcher: matcher)
    let results = Self.results(day.results, resolver, tickers)
    settledMarkets = results.count
    venue = RecordedVenue(
      quotes: Self.photographs(quotes), starts: Self.starts(day.games, resolver, tickers),
      results: results)
  }

  /// The quotes, each date's for itself: before the first quote of a date the books of earlier
  /// dates are emptied. What a photograph of last week shows is no offer today, and today's odds
  /// against it would be an edge that never was.
  private static func photographs(
    _ quotes: [Sportsbooks.RecordedQuote]
  ) -> [KalshiSimulator.RecordedQuote] {
    var played: [KalshiSimulator.RecordedQuote] = []
    var shown: [String] = []
    var seen: Set<String> = []
    var date: CivilDate?
    for quote in quotes {
      if let date, quote.fileDate != date {
        let before = quote.recordedAt + -1
        for ticker in shown {
          played.append(
            KalshiSimulator.RecordedQuote(
              time: before, ticker: ticker, title: "", bid: nil, ask: nil))
        }
        shown.removeAll()
        seen.removeAll()
      }
      date = quote.fileDate
      if seen.insert(quote.ticker).inserted { shown.append(quote.ticker) }
      played.append(
        KalshiSimulator.RecordedQuote(
          time: quote.recordedAt, ticker: quote.ticker, title: quote.title, bid: quote.yesBid,
          ask: quote.yesAsk))
    }
    return played
  }

  private static func unique(_ tickers: [String]) -> [String] {
    var seen: Set<String> = []
    return tickers.filter { seen.insert($0).inserted }
  }

  /// When games start, as the bookmakers say, by the simulator's key of a game; the earliest where
  /// they differ.
  private static func starts(
    _ games: [RecordedGame], _ resolver: EventResolver, _ tickers: [String]
  ) -> [String: Timestamp] {
    var starts: [String: Timestamp] = [:]
    for game in games {
      let event = BookEvent(
        league: game.league, home: game.home, away: game.away, start: game.start)
      guard case .resolved(let resolved) = resolver.resolve(event) else { continue }
      for entry in resolver.catalogue[resolved.game].markets {
        guard let key = RecordedVenue.gameKey(ofTicker: tickers[entry.listing]) else { continue }
        starts[key] = min(starts[key] ?? game.start, game.start)
      }
    }
    return starts
  }

  /// What each market paid, from the final scores.
  private static func results(
    _ scores: [RecordedResult], _ resolver: EventResolver, _ tickers: [String]
  ) -> [String: SettlementResult] {
    var results: [String: SettlementResult] = [:]
    for score in scores {
      guard let (outcome, game) = GameOutcome.found(score, resolver) else { continue }
      for entry in resolver.catalogue[game].markets {
        results[tickers[entry.listing]] = outcome.result(of: entry.claim, league: score.league)
      }
    }
    return results
  }
}
