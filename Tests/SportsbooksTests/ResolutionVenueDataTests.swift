import FoundationEssentials
import Market
import Testing

@testable import Sportsbooks

/// Builds catalogues from the exchange's recorded REST bodies.
@Suite struct ResolutionVenueDataTests {
  private static let decoder: JSONDecoder = {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return decoder
  }()

  private struct Page: Decodable {
    let events: [Event]
  }
  private struct Event: Decodable {
    let eventTicker: String
    let title: String
    let markets: [Market]
  }
  private struct Market: Decodable {
    let ticker: String
    let yesSubTitle: String
    let floorStrike: Double?
  }
  private struct OldMarket: Decodable {
    let eventTitle: String
    let marketTicker: String
    let gameDate: String
  }

  @Test func `the bodies of 2026 become games with the contracts' own strikes`() throws {
    var markets: [(event: Event, market: Market)] = []
    for file in ["events_sports_nested.json.gz", "events_nfl_preseason.json.gz"] {
      guard let text = try SharedText.read("data/kalshi/rest_2026_dollars/" + file) else { return }
      let body = Data(text.utf8)
      let page = try? Self.decoder.decode(Page.self, from: body)
      let events = try page?.events ?? Self.decoder.decode([Event].self, from: body)
      for event in events { markets += event.markets.map { (event, $0) } }
    }
    let listings = markets.map { event, market in
      let isWinner = event.eventTicker.contains("GAME-")
      return MarketListing(
        ticker: market.ticker, eventTicker: event.eventTicker,
        floorStrike: market.floorStrike.flatMap { HalfPoints(points: $0) },
        teamName: isWinner ? market.yesSubTitle : nil)
    }
    let matcher = TeamMatcher(table: .shipped.adding(TeamTable.teams(of: listings)))
    let catalogue = GameCatalogue(listings: listings, matcher: matcher)
    #expect(catalogue.games.count > 30)
    for refusal in catalogue.refused {
      guard case .ticker(.otherSeries) = refusal.reason else {
        Issue.record("\(listings[refusal.listing].ticker): \(refusal)")
        continue
      }
    }
    for entry in catalogue.games.flatMap(\.markets) {
      let market = markets[entry.listing].market
      switch entry.claim {
      case .winner: #expect(market.floorStrike == nil)
      case .spread(_, let strike):
        #expect(market.yesSubTitle.contains(" wins by over \(strike) "))
      case .total(let strike): #expect(market.yesSubTitle.hasPrefix("Over \(strike) "))
      }
    }
  }

  @Test(arguments: ["nfl", "nba", "nhl", "cfb"])
  func `the markets of 2025 agree with their titles and dates`(sport: String) throws {
    let path = "data/kalshi/rest_2025_cents/\(sport)_markets_kalshi.json"
    guard let text = try SharedText.read(path) else { return }
    let markets = try Self.decoder.decode([OldMarket].self, from: Data(text.utf8))
    let matcher = TeamMatcher()
    let catalogue = GameCatalogue(
      listings: markets.map { MarketListing(ticker: $0.marketTicker) }, matcher: matcher)
    #expect(catalogue.refused.isEmpty, "\(catalogue.refused)")
    for game in catalogue.games {
      for entry in game.markets {
        let market = markets[entry.listing]
        #expect(market.gameDate == "\(game.date)")
        let title = market.eventTitle
        let cut = try #require(title.range(of: " at ") ?? title.range(of: " vs "), "\(title)")
        let (away, home) = (title[..<cut.lowerBound], title[cut.upperBound...])
        let codes = try [away, home].map {
          try matcher.codes(String($0), league: game.league.rawValue).get()
        }
        #expect(codes[0].contains(game.away), "\(title)")
        #expect(codes[1].contains(game.home), "\(title)")
      }
    }
  }
}
