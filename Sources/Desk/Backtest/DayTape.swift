public import Backtesting
internal import KalshiSimulator
internal import Market
internal import Probability
public import Sportsbooks
internal import Trading

/// A recorded day as a backtest plays it: quotes and odds become the engine's own events, through
/// the same matching of games and checking of lines as in trading.
///
/// What a recording does not say is supposed as the demo does, and said: ``assumptions``.
public struct DayTape {
  /// What every tape made here rests on.
  public static let assumptions: [BacktestResult.Assumption] = [
    .init(
      "Markets",
      "the recording says neither fees nor closes: quadratic with maker fees, multiplier 1, under"
        + " the rules of the date; open until the results are paid"),
    .init(
      "Odds times",
      "the recording has none: each date's odds hold from its first quote until the game starts,"
        + " and the gate for old odds is off"),
    .init(
      "Sizes", "the recording has none: 100 contracts at the best bid and ask of each quote"),
    .init("Days", "each date is for itself: fresh books, odds, cash and positions"),
    .init(
      "Settlement",
      "a day's known results are paid an hour after its last quote; positions without a result"
        + " count at what closing would bring"),
    .init(
      "Strikes", "N + 0.5 for spreads and totals, as in 2025; no trades of others are recorded"),
  ]

  private static let settlementNanoseconds: Int64 = 3_600_000_000_000

  private let stretch: RecordedStretch
  private let desk: OddsDesk
  private let games: GameCatalogue
  private var tickers: [String: MarketID] = [:]
  private var markets: [TradedMarket] = []
  private var names: [String] = []
  private var bookmakers = 0

  /// One tape for each date of a recording, in order. A date without a usable quote has none.
  public static func tapes(
    of day: RecordedDay, configuration: DeskConfiguration
  ) throws(ProcessFailure) -> [BacktestTape] {
    var tapes: [BacktestTape] = []
    for part in dates(of: day) {
      var maker = DayTape(try RecordedStretch(part), configuration)
      tapes.append(maker.tape())
    }
    guard !tapes.isEmpty else {
      throw ProcessFailure(.data, "\(day.name): there is no usable quote to play")
    }
    return tapes
  }

  /// The same with the lines of games that had begun before the first quote, and the books' names
  /// by their ids: for who looks at quotes and trades nothing.
  static func whole(
    of day: RecordedDay, configuration: DeskConfiguration
  ) throws(ProcessFailure) -> [(tape: BacktestTape, books: [String])] {
    var tapes: [(BacktestTape, [String])] = []
    for part in dates(of: day) {
      var maker = DayTape(try RecordedStretch(part), configuration)
      let tape = maker.tape(tellingBegun: true)
      tapes.append((tape, maker.desk.bookmakers))
    }
    return tapes
  }

  /// A recording's dates that have a usable quote, each by itself.
  private static func dates(of day: RecordedDay) -> [RecordedDay] {
    var dates: [CivilDate] = []
    for quote in day.quotes where dates.last != quote.fileDate {
      if !dates.contains(quote.fileDate) { dates.append(quote.fileDate) }
    }
    var parts: [RecordedDay] = []
    for date in dates.sorted() {
      let part = RecordedDay(
        name: "\(date)", origin: day.origin, quotes: day.quotes.filter { $0.fileDate == date },
        games: day.games.filter { $0.fileDate == date }, results: day.results,
        // Once, with the first of its dates.
        notes: parts.isEmpty ? day.notes : [])
      if part.quotes.contains(where: \.isActive) { parts.append(part) }
    }
    return parts
  }

  private init(_ stretch: RecordedStretch, _ configuration: DeskConfiguration) {
    self.stretch = stretch
    var order: [KalshiSimulator.RecordedQuote] = []
    for quote in stretch.venue.quotes where tickers[quote.ticker] == nil {
      tickers[quote.ticker] = MarketID(order.count)
      order.append(quote)
    }
    let listings = order.map {
      MarketListing(ticker: $0.ticker, eventTicker: nil, floorStrike: nil, teamName: nil)
    }
    let matcher = TeamMatcher(table: .shipped)
    games = GameCatalogue(listings: listings, matcher: matcher, strikes: .recordedTicker2025)
    desk = OddsDesk(
      resolver: EventResolver(catalogue: games, matcher: matcher),
      leagues: configuration.odds.leagues, bookmakerLimit: 64,
      bookmakers: configuration.odds.bookmakers,
      // Recorded odds have no times: no age of theirs has a limit.
      books: configuration.books.withoutAges, wallTime: { .distantPast })
    var places: [Int: (GameID, Claim, League)] = [:]
    for game in games.games {
      for entry in game.markets { places[entry.listing] = (game.id, entry.claim, game.league) }
    }
    var reasons: [Int: String] = [:]
    for listing in games.refused { reasons[listing.listing] = listing.description }
    for (place, quote) in order.enumerated() {
      names.append(RecordedVenue.gameKey(ofTicker: quote.ticker) ?? quote.ticker)
      markets.append(
        market(quote, places[place], reason: reasons[place], configuration.pricing))
    }
  }

  private func market(
    _ quote: KalshiSimulator.RecordedQuote, _ found: (GameID, Claim, League)?, reason: String?,
    _ pricing: PricingSettings
  ) -> TradedMarket {
    let league = found?.2
    return TradedMarket(
      ticker: quote.ticker, game: found?.0, claim: found?.1,
      unmatchedReason: found == nil ? reason ?? "belongs to no game" : nil, league: league,
      devigMethod: league.map { pricing.method(for: $0) } ?? .multiplicative,
      tieRule: league.map { TieRule.standard(for: $0) } ?? .impossible,
      tieProbability: league == .nfl ? pricing.nflTieProbability : 0, grid: .wholeCents,
      // All series of the recordings charged so.
      fees: try? FeeSchedule(
        type: .quadraticWithMakerFees, multiplier: .one, regime: FeeRegime.at(stretch.begins)),
      startTime: RecordedVenue.gameKey(ofTicker: quote.ticker).flatMap {
        stretch.venue.starts[$0]
      },
      closeTime: quote.time + 14 * 86_400_000_000_000, status: .active)
  }

  private mutating func tape(tellingBegun: Bool = false) -> BacktestTape {
    let quotes = stretch.venue.quotes
    var entries: ContiguousArray<BacktestTape.Entry> = []
    entries.reserveCapacity(quotes.count * 2)
    // What is said before the first book cannot trade on a part of it.
    for event in said(tellingBegun) { entries.append(.init(quotes[0].time, event)) }
    for quote in quotes {
      guard let id = tickers[quote.ticker] else { continue }
      entries.append(.init(quote.time, snapshot(id, quote)))
    }
    let end = quotes[quotes.count - 1].time + Self.settlementNanoseconds
    for (place, market) in markets.enumerated() {
      guard let result = stretch.venue.results[market.ticker] else { continue }
      entries.append(.init(end, .settled(MarketID(place), value: result.value(of: .yes))))
    }
    return BacktestTape(
      name: stretch.day.name, markets: markets, events: names, games: games.games.count,
      bookmakers: max(1, desk.bookmakers.count), oddsHaveTimes: false, entries: entries,
      notes: notes)
  }

  private var notes: [String] {
    let open = markets.count { stretch.venue.results[$0.ticker] == nil }
    guard open > 0 else { return stretch.day.notes }
    return stretch.day.notes + ["\(open) of \(markets.count) markets have no known result"]
  }

  private func snapshot(_ id: MarketID, _ quote: KalshiSimulator.RecordedQuote) -> EngineEvent {
    // A quote at an end of the dollar stands for no quote.
    func levels(_ price: Price?) -> [BookLevel] {
      guard let price, price > .zero, price < .dollar else { return [] }
      return [BookLevel(price: price, quantity: stretch.venue.size)]
    }
    return .bookSnapshot(id, bids: levels(quote.bid), asks: levels(quote.ask))
  }

  /// What the odds desk makes of the date's games and lines: those of games that start later, or of
  /// all.
  private func said(_ tellingBegun: Bool) -> [EngineEvent] {
    var events: [EngineEvent] = []
    let begins = stretch.begins
    var hasStarted = [Bool](repeating: false, count: games.games.count)
    desk.emit = { event, _ in
      switch event {
      case .gameMatched(let game, let start):
        hasStarted[Int(game.index)] = start.map { $0 <= begins } ?? false
        events.append(event)
      case .line(let game, _, _) where tellingBegun || !hasStarted[Int(game.index)]:
        events.append(event)
      default: break
      }
    }
    RecordedLines.tell(stretch.day.games, to: desk)
    desk.emit = { _, _ in }
    return events
  }
}
