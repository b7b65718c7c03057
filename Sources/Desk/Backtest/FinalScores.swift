internal import KalshiSimulator
internal import Market
public import Sportsbooks
internal import Trading

/// Final scores for the sessions of a journal, which ended before their games did.
public struct FinalScores: Sendable {
  private let scores: [RecordedResult]
  /// What their file could not say, for people.
  public let notes: [String]

  public init(_ scores: [RecordedResult], notes: [String] = []) {
    self.scores = scores
    self.notes = notes
  }

  /// What a contract on YES of each market pays; nil where no score tells.
  ///
  /// The game is found by the market's ticker, what the market claims of it is what the session
  /// knew.
  func payouts(of markets: [TradedMarket]) -> [Price?] {
    let matcher = TeamMatcher(table: .shipped)
    let listings = markets.map {
      MarketListing(ticker: $0.ticker, eventTicker: nil, floorStrike: nil, teamName: nil)
    }
    let resolver = EventResolver(
      catalogue: GameCatalogue(
        listings: listings, matcher: matcher, strikes: .recordedTicker2025), matcher: matcher)
    var payouts: [Price?] = markets.map { _ in nil }
    for score in scores {
      guard let (outcome, game) = GameOutcome.found(score, resolver) else { continue }
      for entry in resolver.catalogue[game].markets {
        guard let claim = markets[entry.listing].claim else { continue }
        payouts[entry.listing] = outcome.result(of: claim, league: score.league).value(of: .yes)
      }
    }
    return payouts
  }
}
