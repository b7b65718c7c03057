import Market
import Probability
import Testing
import Trading

@testable import Backtesting

/// Profiles in a backtest: what each saw and did, and that all of it is the account's.
@Suite struct `Profiles in a backtest` {
  private static let begins = Timestamp(seconds: 1_764_000_000)
  private static let starts = Timestamp(seconds: 1_764_010_000)

  private static func markets(volume: Int64?) -> [TradedMarket] {
    ["A", "B"].enumerated().map { place, name in
      TradedMarket(
        ticker: "KXNBAGAME-25NOV24ABC-\(name)", game: GameID(place), claim: .winner(.home),
        league: .nba, devigMethod: .multiplicative, tieRule: .impossible, tieProbability: 0,
        grid: .wholeCents, fees: VenueRig.wholeCentFees, startTime: starts,
        closeTime: Timestamp(seconds: 1_764_100_000), status: .active, volume: volume)
    }
  }

  private static func quote(_ market: Int, _ bid: Int, _ ask: Int) -> EngineEvent {
    let size = Quantity(contracts: 100)
    return .bookSnapshot(
      MarketID(market), bids: [BookLevel(price: Price(cents: bid), quantity: size)],
      asks: [BookLevel(price: Price(cents: ask), quantity: size)])
  }

  /// Four books that agree.
  private static func lines(_ game: Int, _ probability: Double) -> [EngineEvent] {
    (0..<4).map {
      .line(
        GameID(game), BookmakerID($0),
        GameLine(kind: .winner, homeOrOver: 1 / probability, awayOrUnder: 1 / (1 - probability)))
    }
  }

  /// The first game's market is worth a purchase and rises to be sold; the second's is worth one
  /// to the bold alone, and pays a dollar.
  private static func tape(volume: Int64?, oddsHaveTimes: Bool = true) -> BacktestTape {
    var entries: ContiguousArray<BacktestTape.Entry> = [
      .init(begins, .gameMatched(GameID(0), start: starts)),
      .init(begins, .gameMatched(GameID(1), start: starts)),
    ]
    func add(_ seconds: Int64, _ events: [EngineEvent]) {
      for event in events { entries.append(.init(begins + seconds * 1_000_000_000, event)) }
    }
    add(1, lines(0, 0.6) + lines(1, 0.55))
    add(200, lines(0, 0.6) + lines(1, 0.55))
    add(201, [quote(0, 48, 50), quote(1, 49, 50)])
    add(230, [quote(0, 59, 61)])
    add(9_000, [.settled(MarketID(1), value: .dollar), quote(0, 58, 60)])
    return BacktestTape(
      name: "made up", markets: markets(volume: volume), events: ["A", "B"], games: 2,
      bookmakers: 4, oddsHaveTimes: oddsHaveTimes, entries: entries)
  }

  private static func options(_ names: [String]) throws -> BacktestOptions {
    var engine = EngineConfiguration()
    engine.risk = RiskLimits()
    engine.profiles = try names.map { name in
      ProfileConfiguration(
        try #require(TradingProfile.presets.first { $0.name == name }),
        capital: Money(cents: 20_000))
    }
    return BacktestOptions(engine: engine)
  }

  @Test func `what the strategies came to is what the account came to, to the micro-dollar`() throws
  {
    let options = try Self.options(["STANDARD", "ANY_EDGE"])
    let result = try BacktestRun.play(Self.tape(volume: 6_000), options)
    #expect(result.profiles[0].entries > 0 && result.profiles.contains { $0.entries > 0 })
    #expect(result.profiles.map(\.name) == ["ARBITRAGE", "STANDARD", "ANY_EDGE"])
    #expect(result.profiles.reduce(Money.zero) { $0 + $1.net } == result.netProfit)
    #expect(result.profiles.reduce(Money.zero) { $0 + $1.fees } == result.fees)
    #expect(result.profiles.reduce(0) { $0 + $1.fills } == result.fills.count)
    #expect(BacktestReport(result, seed: 1).coverage.profileDifference == .zero)
    #expect(result.profiles.allSatisfy { $0.capital > .zero })
  }

  @Test func `what was sold is told apart from what a result paid`() throws {
    var options = try Self.options(["STANDARD", "ANY_EDGE"])
    options.engine.strategy.isEnabled = false
    let result = try BacktestRun.play(Self.tape(volume: 6_000), options)
    let (standard, bold) = (result.profiles[1], result.profiles[2])
    // The careful one has the first market only; the bold one both.
    #expect(standard.entries > 0 && standard.closed == 1 && standard.open == 0)
    #expect(standard.sold > .zero && standard.settled == .zero && standard.marked == .zero)
    #expect(bold.closed == 2 && bold.sold > .zero && bold.settled > .zero)
    #expect(result.profiles[0].fills == 0)
    #expect(standard.net + bold.net == result.netProfit)
  }

  @Test func `the fills of each give the cash that the engine's own ledger has`() throws {
    let options = try Self.options(["STANDARD", "ANY_EDGE", "SCALP"])
    let tape = Self.tape(volume: 6_000)
    let session = BacktestSession(
      markets: tape.markets, events: tape.events, games: tape.games, bookmakers: tape.bookmakers,
      options: options)
    tape.play(into: session)
    session.end()
    let result = session.record.result(named: "made up", notes: [])
    for (state, found) in zip(session.engine.profiles, result.profiles) {
      let cash = try #require(state.ledger.cash)
      let open = session.engine.states.indices.reduce(Money.zero) { sum, index in
        sum + session.engine.holdings[MarketID(index), state.id].position.costBasis
      }
      #expect(cash + open == found.capital + found.sold + found.settled - found.fees)
    }
    let cash = session.engine.profiles.reduce(Money.zero) { $0 + ($1.ledger.cash ?? .zero) }
    #expect(cash == session.venue.cash)
  }

  @Test func `where nobody says what was traded, volume stops each edge that the fee leaves`()
    throws
  {
    var options = try Self.options(["STANDARD"])
    options.engine.strategy.isEnabled = false
    let asking = try BacktestRun.play(Self.tape(volume: nil), options).profiles[1]
    #expect(asking.entries == 0 && asking.signals > 0 && asking.blocked == asking.signals)
    #expect(asking.stops.filter { $0.signals > 0 }.map(\.gate) == [.netEdge, .volume])
    options.engine.profiles[0].profile.minimumVolume = 0
    let content = try BacktestRun.play(Self.tape(volume: nil), options).profiles[1]
    #expect(content.entries > 0)
    #expect(content.signals == content.blocked + content.entries)
  }

  @Test func `lines without times are not too old for a consensus`() throws {
    var options = try Self.options(["STANDARD"])
    options.engine.strategy.isEnabled = false
    // The lines are said again at 200 s in the other tests; here an hour has passed.
    var tape = Self.tape(volume: 6_000, oddsHaveTimes: false)
    for place in tape.entries.indices.reversed() {
      let time = tape.entries[place].time
      if time == Self.begins + 200_000_000_000 { tape.entries.remove(at: place) }
    }
    #expect(try BacktestRun.play(tape, options).profiles[1].entries > 0)
    tape.oddsHaveTimes = true
    let aged = try BacktestRun.play(tape, options).profiles[1]
    #expect(aged.entries == 0)
    #expect(aged.stops.allSatisfy { $0.signals == 0 || $0.gate == .staleOdds })
    #expect(aged.stops.contains { $0.gate == .staleOdds && $0.judgements > 0 })
  }

  @Test func `what stops every profile alike is said once`() throws {
    var options = try Self.options(["STANDARD", "ANY_EDGE"])
    options.engine.strategy.isEnabled = false
    let result = try BacktestRun.play(Self.tape(volume: nil), options)
    let lines = ReportWording.stops(result.profiles)
    #expect(lines.count { $0.hasPrefix("Judgements of every profile") } == 1)
    #expect(
      lines.contains {
        $0.hasPrefix("STANDARD, signals by") && $0.contains("too little traded (VOLUME)")
      })
    #expect(!lines.dropFirst().contains { $0.contains("no trustworthy order book") })
    let alone = ReportWording.stops([result.profiles[1]])
    #expect(alone.contains { $0.contains("judgements by it") && $0.contains("order book") })
  }

  @Test func `without a profile there is nothing to tell by profile`() throws {
    let result = try BacktestRun.play(
      Self.tape(volume: 6_000), BacktestOptions(engine: EngineConfiguration()))
    #expect(result.profiles.isEmpty)
    let report = BacktestReport(result, seed: 1)
    #expect(!BacktestReportText(report).text.contains("Profiles\n"))
    #expect(!BacktestReportPage(report).html.contains("id=\"profiles\""))
  }

  @Test func `two days are added strategy by strategy, each gate once`() throws {
    let options = try Self.options(["STANDARD", "ANY_EDGE"])
    let day = try BacktestRun.play(Self.tape(volume: 6_000), options)
    var both = BacktestResult()
    both.append(day)
    both.append(day)
    #expect(both.profiles.map(\.name) == day.profiles.map(\.name))
    for (one, two) in zip(day.profiles, both.profiles) {
      #expect(two.net == one.net + one.net && two.signals == 2 * one.signals)
      #expect(two.capital == one.capital && two.entries == 2 * one.entries)
      #expect(two.stops.map(\.gate) == one.stops.map(\.gate))
      #expect(two.stops.map(\.judgements) == one.stops.map { 2 * $0.judgements })
    }
    #expect(both.profiles.reduce(Money.zero) { $0 + $1.net } == both.netProfit)
  }

  @Test func `books that do not add up are said so in capitals`() throws {
    var result = try BacktestRun.play(Self.tape(volume: 6_000), Self.options(["STANDARD"]))
    result.profiles[1].sold += Money(microDollars: 1)
    let report = BacktestReport(result, seed: 1)
    #expect(report.coverage.profileDifference == Money(microDollars: 1))
    #expect(
      BacktestReportText(report).text.contains("THE BOOKS DO NOT ADD UP: the strategies' results"))
  }

  @Test func `the terminal and the page have the same tables, within their width`() throws {
    var result = try BacktestRun.play(
      Self.tape(volume: 6_000), Self.options(["STANDARD", "VERY_AGGRESSIVE"]))
    result.alone = Array(result.profiles.dropFirst())
    let report = BacktestReport(result, seed: 1)
    let (text, page) = (BacktestReportText(report).text, BacktestReportPage(report).html)
    for words in ["VERY_AGGRESSIVE", "Each profile alone", "Together", "signals"] {
      #expect(text.contains(words) && page.contains(words), "\(words)")
    }
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 && !$0.contains("VERY_AG…") })
    #expect(XMLChecker(page).error == nil)
  }
}
