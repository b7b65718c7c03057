public import Kalshi
public import Market
internal import Probability
public import Sportsbooks
public import Trading

/// The markets of one session under dense ids, with everything the engine must know of each.
///
/// Built once from what the exchange lists. Markets that belong to no game of ours are kept: they
/// are seen, blocked by name, and counted in the report.
public struct SessionCatalogue: Sendable {
  /// By ``/Market/MarketID``.
  public let markets: [TradedMarket]
  /// By ``/Market/MarketID``; the exchange's shard to send orders to, where it says.
  public let exchangeIndexes: [Int64?]
  /// By ``/Market/MarketID``; everything known of its fees, now and later.
  public let fees: [FeeTimeline]
  /// The markets of an event, by its ticker.
  public let eventMarkets: [String: [MarketID]]
  public let games: GameCatalogue
  public let matcher: TeamMatcher
  public let resolver: EventResolver
  public let tickers: TickerIndex
  /// Markets left out because no order could ever be sent for them, with the reason.
  public let refused: [String]

  /// - Parameter venueTime: picks the fee rounding in force.
  public init(
    _ catalogue: Catalogue, configuration: DeskConfiguration, aliases: UserAliases,
    venueTime: Timestamp
  ) throws(TickerIndexError) {
    let (listed, refused) = Self.listed(catalogue)
    let listings = listed.map {
      MarketListing(
        ticker: $0.market.ticker, eventTicker: $0.market.eventTicker ?? $0.entry.event.ticker,
        floorStrike: $0.market.strike,
        // Only a winner market's sub-title is a team's name.
        teamName: $0.entry.series.ticker.hasSuffix("GAME") ? $0.market.yesSubtitle : nil)
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
    for listing in games.refused { reasons[listing.listing] = listing.description }

    var markets: [TradedMarket] = []
    var indexes: [Int64?] = []
    var timelines: [FeeTimeline] = []
    var eventMarkets: [String: [MarketID]] = [:]
    for (place, (market, entry)) in listed.enumerated() {
      guard let grid = market.grid else { continue }
      var fees = entry.fees
      fees.waivedUntil = market.feeWaiverExpiration
      eventMarkets[market.eventTicker ?? entry.event.ticker, default: []].append(
        MarketID(markets.count))
      timelines.append(fees)
      markets.append(
        Self.market(
          market, entry, grid: grid, found: places[place], reason: reasons[place],
          // Where type or multiplier is not known there is no fee, and then nothing is traded.
          fees: try? fees.schedule(at: venueTime), configuration))
      indexes.append(market.exchangeIndex ?? entry.event.exchangeIndex)
    }
    self.markets = markets
    exchangeIndexes = indexes
    self.fees = timelines
    self.eventMarkets = eventMarkets
    self.refused = refused
    tickers = try TickerIndex(tickers: markets.map(\.ticker))
  }

  /// Markets by ticker, each once; those that no order could be sent for are left out.
  private static func listed(
    _ catalogue: Catalogue
  ) -> (markets: [(market: KalshiMarket, entry: Catalogue.Entry)], refused: [String]) {
    var listed: [(market: KalshiMarket, entry: Catalogue.Entry)] = []
    var refused = catalogue.rejected.map { "\($0)" }
    var seen: Set<String> = []
    for entry in catalogue.entries {
      for market in entry.event.markets where !market.isCombo {
        guard seen.insert(market.ticker).inserted else { continue }
        guard market.grid != nil else {
          refused.append("\(market.ticker): the exchange gives no price_ranges")
          continue
        }
        listed.append((market, entry))
      }
    }
    listed.sort { $0.market.ticker < $1.market.ticker }
    return (listed, refused)
  }

  private static func market(
    _ market: KalshiMarket, _ entry: Catalogue.Entry, grid: PriceGrid,
    found: (GameID, Claim, League)?, reason: String?, fees: FeeSchedule?,
    _ configuration: DeskConfiguration
  ) -> TradedMarket {
    let league = found?.2
    return TradedMarket(
      ticker: market.ticker, game: found?.0, claim: found?.1,
      unmatchedReason: found == nil ? reason ?? "belongs to no game" : nil, league: league,
      devigMethod: league.map { configuration.pricing.method(for: $0) } ?? .multiplicative,
      tieRule: league.map { TieRule.standard(for: $0) } ?? .impossible,
      tieProbability: league == .nfl ? configuration.pricing.nflTieProbability : 0, grid: grid,
      fees: fees, startTime: entry.start, closeTime: market.closes,
      status: market.status ?? .unknown(""),
      volume: market.volume24Hours.map { $0.hundredths / 100 },
      shard: (market.exchangeIndex ?? entry.event.exchangeIndex).flatMap { Int32(exactly: $0) },
      expectedExpiration: market.expectedExpiration)
  }
}
