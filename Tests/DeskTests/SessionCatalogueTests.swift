import Market
import Sportsbooks
import Testing
import Trading

@testable import Desk
@testable import Kalshi

@Suite struct `What a session knows of its markets` {
  @Test func `a market of no game says why in words`() throws {
    let body = """
      {"event_ticker":"KXNFLGAME-25NOV24CARSF","series_ticker":"KXNFLGAME","markets":[
      {"ticker":"KXNFLGAME-25NOV24CARSF-DAL","status":"active",
      "price_ranges":[{"start":"0.0000","end":"1.0000","step":"0.0100"}]},
      {"ticker":"KXNFLGAME-25NOV24CARSF-SF","status":"active",
      "close_time":"2025-12-09T01:15:00Z","expected_expiration_time":"2025-11-25T04:15:00Z",
      "price_ranges":[{"start":"0.0000","end":"1.0000","step":"0.0100"}]}]}
      """
    let terms = FeeTerms(type: .quadratic, multiplier: .one)
    let entry = Catalogue.Entry(
      event: try KalshiJSON.decode(KalshiEvent.self, from: Array(body.utf8)),
      series: KalshiSeries(ticker: "KXNFLGAME", fees: terms), fees: FeeTimeline(series: terms),
      start: nil)
    let known = try SessionCatalogue(
      Catalogue(entries: [entry], rejected: []), configuration: DeskConfiguration(),
      aliases: .none, venueTime: Timestamp(seconds: 1_764_000_000))
    #expect(
      known.markets.map(\.unmatchedReason) == ["DAL is neither of the game's teams", nil])
    // 25 November 2025, 04:15 UTC: the expected expiration, not the close.
    #expect(
      known.markets.map(\.expectedExpiration) == [nil, Timestamp(seconds: 1_764_044_100)])
  }
}
