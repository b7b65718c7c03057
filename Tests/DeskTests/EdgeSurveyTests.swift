import Backtesting
import Market
import Probability
import Sportsbooks
import TestKit
import Testing
import Trading

@testable import Desk

@Suite struct `A survey of recorded edges` {
  private static let date = CivilDate(year: 2025, month: 11, day: 24)
  private static let noon = Timestamp(seconds: 1_764_000_000)

  private static func quote(_ ticker: String, _ bid: Int?, _ ask: Int?, at minute: Int64)
    throws -> RecordedQuote
  {
    RecordedQuote(
      recordedAt: noon + minute * 60_000_000_000, fileDate: try #require(date), ticker: ticker,
      title: "Carolina at San Francisco Winner?", league: .nfl, status: "active",
      yesBid: bid.map { Price(cents: $0) }, yesAsk: ask.map { Price(cents: $0) })
  }

  /// Carolina at San Francisco in two hours; each book says so much of the home team.
  private static func day(
    _ books: [Double], startsIn minutes: Int64 = 120, _ quotes: [RecordedQuote]
  ) throws -> RecordedDay {
    let lines = try books.enumerated().map { place, home in
      RecordedLine(
        bookmaker: "Book \(place)",
        line: try #require(OddsLine(.winner, first: 1 / home, second: 1 / (1 - home))))
    }
    return RecordedDay(
      name: "made up", origin: "made up", quotes: quotes,
      games: [
        RecordedGame(
          fileDate: try #require(date), league: .nfl, key: "1", home: "San Francisco 49ers",
          away: "Carolina Panthers", start: noon + minutes * 60_000_000_000, lines: lines)
      ], results: [])
  }

  private static func edges(_ day: RecordedDay) throws -> [RecordedEdge] {
    try EdgeSurvey.edges(of: day, atLeast: 300, configuration: DeskConfiguration()).edges
  }

  private static let home = "KXNFLGAME-25NOV24CARSF-SF"
  private static let away = "KXNFLGAME-25NOV24CARSF-CAR"

  @Test func `each explanation comes up where its rule says so`() throws {
    func explanation(
      _ books: [Double], startsIn minutes: Int64 = 120, bid: Int? = 54, ask: Int = 55,
      other: (Int, Int)? = nil
    ) throws -> RecordedEdge.Explanation? {
      var quotes = [try Self.quote(Self.home, bid, ask, at: 0)]
      if let other { quotes.append(try Self.quote(Self.away, other.0, other.1, at: 1)) }
      return try Self.edges(Self.day(books, startsIn: minutes, quotes))
        .first { $0.ticker == Self.home }?.explanation
    }
    #expect(try explanation([0.6, 0.61]) == .unexplained)
    #expect(try explanation([0.6, 0.61], startsIn: -1) == .inPlay)
    #expect(try explanation([0.6]) == .oneBook)
    #expect(try explanation([0.6, 0.62, 0.61, 0.55]) == .booksDisagree)
    #expect(try explanation([0.6, 0.61], bid: nil) == .noMarket)
    #expect(try explanation([0.6, 0.61], bid: 45) == .noMarket)
    #expect(try explanation([0.6, 0.61], other: (44, 46)) == .wholeGame)
    #expect(try explanation([0.6, 0.61], other: (39, 40)) == .quoteAlone)
    #expect(try explanation([0.57, 0.575]) == nil, "two cents are no edge of three")
  }

  @Test func `an edge has the quote, the books, the fee and what came of it`() throws {
    let edge = try #require(
      try Self.edges(
        Self.day(
          [0.6, 0.62],
          [
            try Self.quote(Self.home, 54, 55, at: 0), try Self.quote(Self.home, 58, 59, at: 30),
          ])
      ).first)
    #expect(edge.date == "2025-11-24" && edge.leg == .yes && edge.ask == Price(cents: 55))
    #expect(edge.books.map(\.name) == ["Book 0", "Book 1"] && edge.booksLeft == 2)
    #expect(edge.grossEdge > 550 && edge.grossEdge < 650)
    // 0.07 x 0.55 x 0.45 x 100 = 1.7325 $, in whole cents 1.74 for a hundred.
    #expect(edge.grossEdge - edge.netEdge == 174)
    #expect(edge.nextEdge == edge.grossEdge - 400 && edge.minutesToStart == 120)
    let text = RecordedEdges.one(edge).text
    for words in ["YES at 55 c, bid 54 c", "Book 1 6", "unexplained; no known result"] {
      #expect(text.contains(words), "\(words)")
    }
  }

  @Test func `NO is named with its own prices`() throws {
    let edge = try #require(
      try Self.edges(Self.day([0.4, 0.41], [try Self.quote(Self.home, 50, 51, at: 0)])).first)
    #expect(edge.leg == .no && edge.ask == Price(cents: 50) && edge.bid == Price(cents: 49))
    #expect(edge.consensus > 0.59)
  }

  /// What a profile signals on a recorded day, the survey has with the same figures.
  @Test func `every signal of three cents on 24 November is in the survey`() throws {
    let path = try #require(DayFile.locate(named: "2025-11-24"))
    let day = try DayFile.read(path: path)
    var configuration = DeskConfiguration.recordedDays
    configuration.engine.strategy.isEnabled = false
    configuration = try ProfileChoice(
      names: "ANY_EDGE", minimumVolume: 0, cash: Money(cents: 100_000)
    ).applied(to: configuration)
    let found = try EdgeSurvey.edges(of: day, atLeast: 300, configuration: configuration)
    var count = 0
    for tape in try DayTape.tapes(of: day, configuration: configuration) {
      var engine = configuration.engine
      engine.consensus.rule.maximumAgeNanoseconds = .max / 4
      engine.consensus.lateAgeNanoseconds = .max / 4
      let session = BacktestSession(
        markets: tape.markets, events: tape.events, games: tape.games,
        bookmakers: tape.bookmakers, options: BacktestOptions(engine: engine))
      session.begin(at: tape.entries[0].time)
      for entry in tape.entries {
        session.take(entry.event, at: entry.time)
        for signal in session.engine.signals {
          let edge = max(signal.yesEdge ?? .min, signal.noEdge ?? .min)
          guard edge >= 300 else { continue }
          count += 1
          let ticker = tape.markets[Int(signal.market.index)].ticker
          let own = found.edges.filter {
            $0.ticker == ticker && $0.leg == signal.leg && $0.ask == signal.ask
          }
          #expect(own.contains { $0.grossEdge == edge && $0.booksLeft == signal.books })
        }
      }
    }
    #expect(count > 3)
    #expect(found.quotes > found.quotesBeforeStart && found.quotesBeforeStart > 100)
  }

  @Test func `the recordings themselves give the edges of the shipped day`() throws {
    let folder = "data/kalshi/joint_odds/"
    guard let quotes = Shared.path(folder + "kalshi_sports_quotes_20251026_20251231.csv.gz"),
      let odds = Shared.path(folder + "sportsbook_odds_20251107_20260123.csv.gz")
    else {
      #expect(!Shared.isRequired, "the recordings are missing")
      return
    }
    let (read, lines) = (try RecordedQuotes(path: quotes), try RecordedOdds(path: odds))
    let day = RecordedDay(
      name: "recorded", origin: "recorded", quotes: read.quotes.filter { $0.fileDate == Self.date },
      games: lines.games.filter { $0.fileDate == Self.date }, results: [])
    let path = try #require(DayFile.locate(named: "2025-11-24"))
    func facts(_ day: RecordedDay) throws -> [String] {
      try Self.edges(day).map { "\($0.time) \($0.ticker) \($0.grossEdge) \($0.explanation)" }
        .sorted()
    }
    let (recorded, shipped) = (try facts(day), try facts(try DayFile.read(path: path)))
    #expect(recorded == shipped && !recorded.isEmpty)
  }

  @Test func `what is no number of cents is refused in a sentence`() throws {
    #expect(try EdgeSurvey.least("2.5") == 250)
    for text in ["0", "100", "-1", "three", "1.234", ""] {
      #expect { try EdgeSurvey.least(text) } throws: {
        "\($0)".contains("is not a number of cents above 0 and below 100")
      }
    }
  }
}

extension RecordedEdges {
  /// A list of one.
  fileprivate static func one(_ edge: RecordedEdge) -> RecordedEdges {
    var edges = RecordedEdges(least: 300)
    edges.edges = [edge]
    return edges
  }
}
