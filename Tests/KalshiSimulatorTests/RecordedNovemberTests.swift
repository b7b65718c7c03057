import KalshiSimulator
import Market
import Matching
import TestKit
import Testing

/// Every recorded quote there is, played through the exchange.
@Suite struct RecordedNovemberTests {
  private static let file = "data/kalshi/joint_odds/kalshi_sports_quotes_20251026_20251231.csv.gz"

  private static func rows() throws -> [[Substring]] {
    guard let path = Shared.path(file) else {
      if Shared.isRequired { Issue.record("\(file) is missing") }
      return []
    }
    let child = try ChildProcess(["gzip", "-dc", path])
    #expect(child.wait(seconds: 60) == 0)
    return child.output.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
  }

  /// Microseconds are dropped: the rows are in order already.
  private static func time(_ text: Substring) -> Timestamp? {
    let parts = text.prefix(19).split { !$0.isNumber }.compactMap { Int($0) }
    guard parts.count == 6,
      let date = CivilDate(year: parts[0], month: parts[1], day: parts[2])
    else { return nil }
    let seconds = date.daysSinceEpoch * 86_400 + parts[3] * 3_600 + parts[4] * 60 + parts[5]
    return Timestamp(seconds: Int64(seconds))
  }

  @Test func `the recorded quotes replay whole and leave the last quote standing`() throws {
    let rows = try Self.rows()
    guard let header = rows.first else { return }
    func column(_ name: String) throws -> Int {
      try #require(header.firstIndex { $0 == name }, "no column \(name)")
    }
    let (time, ticker, title) = (
      try column("timestamp"), try column("ticker"), try column("title")
    )
    let (bid, ask) = (try column("yes_bid"), try column("yes_ask"))
    let quotes = rows.dropFirst().compactMap { row -> RecordedQuote? in
      guard row.count == header.count, let stamp = Self.time(row[time]) else { return nil }
      return RecordedQuote(
        time: stamp, ticker: String(row[ticker]), title: String(row[title]),
        bid: Price(dollars: row[bid]), ask: Price(dollars: row[ask]))
    }
    #expect(quotes.count > 14_000)
    let venue = RecordedVenue(quotes: quotes)
    var exchange = SimulatedExchange()
    let now = Timestamp(seconds: 1_795_000_000)
    let refused = try venue.list(on: &exchange, at: now)
    for word in ["GAME-", "SPREAD-", "TOTAL-"] {
      #expect(!refused.contains { $0.contains(word) }, "\(refused)")
    }
    var replay = VenueReplay(venue: venue, budgetNanoseconds: 40_000_000_000)
    #expect(replay.clock.durationNanoseconds <= 40_000_000_000)
    replay.advance(elapsedNanoseconds: .max, exchange: &exchange, at: now)
    #expect(replay.isExhausted)
    _ = exchange.takeMessages()
    var last: [String: RecordedQuote] = [:]
    for quote in venue.quotes { last[quote.ticker] = quote }
    let wrong = exchange.tickers.filter { ticker in
      guard let market = exchange.market(ticker), let quote = last[ticker] else { return true }
      func orderable(_ price: Price?) -> Price? {
        price.flatMap { $0 > .zero && $0 < .dollar ? $0 : nil }
      }
      return exchange.engine.best(market, .bid)?.price != orderable(quote.bid)
        || exchange.engine.best(market, .ask)?.price != orderable(quote.ask)
    }
    #expect(wrong.isEmpty)
    #expect(exchange.tickers.count > 1_000)
  }
}
