public import Kalshi
public import Market
internal import Probability
public import Sportsbooks
public import Trading

/// The markets of one session under dense ids, with everything the engine must know of each.
///
/// Built once from what the exchange lists. Markets that belong to no game of ours are kept: they are
/// seen, blocked by name, and counted in the report.
public struct SessionCatalogue: Sendable {
  /// By ``MarketID``.
  public let markets: [TradedMarket]
  /// By ``MarketID``; the exchange's shard to send orders to, where it says.
  public let exchangeIndexes: [Int64?]
  public let games: GameCatalogue
  public let matcher: TeamMatcher
  public let resolver: EventResolver
  public let tickers: TickerIndex
  /// Markets left out because no order could ever be sent for them, with the reason.
  public let refused: [String]

  /// - Parameters:
  ///   - events: open events with their markets nested.
  ///   - series: the series of these events, for their fees.
  ///   - milestones: for the starts of games.
  ///   - venueTime: picks the fee rounding in force.
  public init(
    events: [KalshiEvent], series: [KalshiSeries], milestones: [KalshiMilestone],
    configuration: DeskConfiguration, aliases: UserAliases, venueTime: Timestamp
  ) throws(TickerIndexError) {
    let starts = Self.starts(of: milestones)
    var listed: [(market: KalshiMarket, event: KalshiEvent)] = []
    var refused: [String] = []
    var seen: Set<String> = []
    for event in events {
      for fault in event.rejectedMarkets { refused.append("\(fault)") }
      for market in event.markets where !market.isCombo {
        guard seen.insert(market.ticker).inserted else { continue }
        listed.append((market, event))
      }
    }
    listed.sort { $0.market.ticker < $1.market.ticker }

    let listings = listed.map {
      MarketListing(
        ticker: $0.market.ticker, eventTicker: $0.market.eventTicker ?? $0.event.ticker,
        floorStrike: $0.market.strike, teamName: $0.market.yesSubtitle)
    }
    matcher = TeamMatcher(
      table: TeamTable.shipped.adding(TeamTable.teams(of: listings)), aliases: aliases)
    games = GameCatalogue(listings: listings, matcher: matcher)
    resolver = EventResolver(catalogue: games, matcher: matcher)

    var places: [Int: (GameID, Claim, League)] = [:]
    for game in games.games {
      for entry in game.markets { places[entry.listing] = (game.id, entry.claim, game.league) }
    }
    var reasons: [Int: String] = [:]
    for listing in games.refused { reasons[listing.listing] = "\(listing.reason)" }

    var markets: [TradedMarket] = []
    var indexes: [Int64?] = []
    for (place, entry) in listed.enumerated() {
      guard let grid = entry.market.grid else {
        refused.append("\(entry.market.ticker): the exchange gives no price_ranges")
        continue
      }
      let found = places[place]
      markets.append(
        Self.market(
          entry.market, entry.event, grid: grid, found: found, reason: reasons[place],
          fees: Self.fees(entry.market, entry.event, series, venueTime),
          start: starts[entry.event.ticker], configuration))
      indexes.append(entry.market.exchangeIndex ?? entry.event.exchangeIndex)
    }
    self.markets = markets
    exchangeIndexes = indexes
    self.refused = refused
    tickers = try TickerIndex(tickers: markets.map(\.ticker))
  }

  private static func market(
    _ market: KalshiMarket, _ event: KalshiEvent, grid: PriceGrid,
    found: (GameID, Claim, League)?, reason: String?, fees: FeeSchedule?, start: Timestamp?,
    _ configuration: DeskConfiguration
  ) -> TradedMarket {
    let league = found?.2
    let isNFL = league == .nfl
    return TradedMarket(
      ticker: market.ticker, game: found?.0, claim: found?.1,
      unmatchedReason: found == nil ? reason ?? "belongs to no game" : nil, league: league,
      devigMethod: league.map { configuration.pricing.method(for: $0) } ?? .multiplicative,
      tieRule: league.map { TieRule.standard(for: $0) } ?? .impossible,
      tieProbability: isNFL ? configuration.pricing.nflTieProbability : 0, grid: grid, fees: fees,
      startTime: start, status: market.status ?? .unknown(""))
  }

  /// Event over series, field by field; nil where anything is missing or unknown.
  private static func fees(
    _ market: KalshiMarket, _ event: KalshiEvent, _ series: [KalshiSeries], _ time: Timestamp
  ) -> FeeSchedule? {
    let ticker = event.seriesTicker ?? String(event.ticker.prefix { $0 != "-" })
    guard let own = series.first(where: { $0.ticker == ticker }) else { return nil }
    let timeline = FeeTimeline(
      series: own.fees, event: event.feeOverride, waivedUntil: market.feeWaiverExpiration)
    return try? timeline.schedule(at: time)
  }

  private static func starts(of milestones: [KalshiMilestone]) -> [String: Timestamp] {
    var starts: [String: Timestamp] = [:]
    for milestone in milestones {
      guard let start = milestone.start else { continue }
      for ticker in milestone.primaryEventTickers + milestone.relatedEventTickers {
        starts[ticker] = starts[ticker].map { min($0, start) } ?? start
      }
    }
    return starts
  }
}
