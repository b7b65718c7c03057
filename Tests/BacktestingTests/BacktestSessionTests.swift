import Market
import Matching
import Probability
import Testing
import Trading

@testable import Backtesting

/// The driver of a backtest: the order in which things happen, and what is kept of them.
@Suite struct `A session of a backtest` {
  private static let begins = Timestamp(seconds: 1_764_000_000)
  private static let starts = Timestamp(seconds: 1_764_010_000)
  private static let home = MarketID(0)

  private static func market(_ fees: FeeSchedule?) -> TradedMarket {
    TradedMarket(
      ticker: "KXNBAGAME-25NOV24ABC-A", game: GameID(0), claim: .winner(.home), league: .nba,
      devigMethod: .multiplicative, tieRule: .impossible, tieProbability: 0, grid: .wholeCents,
      fees: fees, startTime: starts, closeTime: Timestamp(seconds: 1_764_100_000),
      status: .active)
  }

  private static func second(_ count: Int64) -> Timestamp { begins + count * 1_000_000_000 }

  private static func quote(_ bid: Int, _ ask: Int, size: Int = 100) -> EngineEvent {
    .bookSnapshot(
      home, bids: [BookLevel(price: Price(cents: bid), quantity: Quantity(contracts: size))],
      asks: [BookLevel(price: Price(cents: ask), quantity: Quantity(contracts: size))])
  }

  /// A line that says so much of the home team, without a margin.
  private static func line(_ probability: Double) -> EngineEvent {
    .line(
      GameID(0), BookmakerID(0),
      GameLine(kind: .winner, homeOrOver: 1 / probability, awayOrUnder: 1 / (1 - probability)))
  }

  private static func tape(
    _ entries: [(Int64, EngineEvent)], fees: FeeSchedule? = VenueRig.wholeCentFees
  ) -> BacktestTape {
    var list: ContiguousArray<BacktestTape.Entry> = [
      .init(begins, .gameMatched(GameID(0), start: starts))
    ]
    for (time, event) in entries { list.append(.init(second(time), event)) }
    return BacktestTape(
      name: "made up", markets: [market(fees)], events: ["ABC"], games: 1, bookmakers: 1,
      oddsHaveTimes: true, entries: list)
  }

  private static func play(
    _ tape: BacktestTape, _ change: (inout BacktestOptions) -> Void = { _ in }
  ) throws -> BacktestResult {
    var options = BacktestOptions(engine: EngineConfiguration())
    change(&options)
    return try BacktestRun.play(tape, options)
  }

  @Test func `a quote below fair value is taken after the delay, and marked out later`() throws {
    let result = try Self.play(
      Self.tape([
        (1, Self.line(0.6)), (2, Self.quote(48, 50)), (3, Self.line(0.62)), (12, Self.line(0.65)),
        (62, Self.line(0.7)), (62, Self.quote(60, 64)), (303, .bookBlocked(Self.home)),
      ]))
    let fill = try #require(result.fills.first)
    #expect(fill.time == Self.second(2) + 100_000_000)
    #expect(fill.price == Price(cents: 50) && fill.quantity == Quantity(contracts: 10))
    #expect(fill.purpose == .entry && fill.liquidity == .taker && fill.event(result) == "ABC")
    #expect(abs(try #require(fill.fair) - 0.6) < 1e-9)
    // A second later the line has moved; after ten it has gone stale at 8 s and come again at 12 s;
    // after a minute the book counts where no line is fresh; five minutes are after the last event.
    let marks = fill.markouts
    #expect(abs(try #require(marks[0]) - 0.62) < 1e-9)
    #expect(abs(try #require(marks[1]) - 0.65) < 1e-9)
    #expect(abs(try #require(marks[2]) - 0.7) < 1e-9)
    #expect(marks[3] != nil)
    #expect(abs(fill.edgeCents(at: 0.62) - 12) < 1e-9)
  }

  @Test func `what the recording no longer shows is no mark-out`() throws {
    let result = try Self.play(
      Self.tape([(1, Self.line(0.6)), (2, Self.quote(48, 50)), (4, Self.quote(48, 52))]))
    let fill = try #require(result.fills.first)
    #expect(fill.markouts[0] != nil)
    #expect(fill.markouts[1...].allSatisfy { $0 == nil })
  }

  /// The value that led to a trade is no judge of it: on days whose odds have no times there is no
  /// other.
  @Test func `without a line after the fill there is no closing value, and the book marks out`()
    throws
  {
    let result = try Self.play(
      Self.tape([
        (1, Self.line(0.6)), (2, Self.quote(48, 50)), (4, Self.quote(44, 48)),
        (70, Self.quote(40, 44)), (303, .bookBlocked(Self.home)),
      ])
    ) { $0.engine.execution.staleOddsNanoseconds = 1_000_000_000_000_000 }
    let fill = try #require(result.fills.first)
    #expect(abs(try #require(fill.fair) - 0.6) < 1e-9)
    #expect(fill.closingFair == nil)
    #expect(fill.markouts[1] == 0.46 && fill.markouts[2] == 0.46)
  }

  @Test func `a digest tells one price, one time and one line from another`() {
    let entries: [(Int64, EngineEvent)] = [
      (1, Self.line(0.6)), (2, Self.quote(48, 50)), (3, Self.line(0.62)),
    ]
    let same = Self.tape(entries).digest()
    #expect(Self.tape(entries).digest() == same)
    for (place, other) in [
      (0, (1, Self.line(0.61))), (1, (2, Self.quote(48, 51))), (2, (4, Self.line(0.62))),
    ] as [(Int, (Int64, EngineEvent))] {
      var changed = entries
      changed[place] = other
      #expect(Self.tape(changed).digest() != same)
    }
  }

  @Test func `the closing value is the last before the game, whatever is said in play`() throws {
    let late = (Self.starts - Self.begins) / 1_000_000_000
    let result = try Self.play(
      Self.tape([
        (1, Self.line(0.6)), (2, Self.quote(48, 50)), (3, Self.line(0.61)),
        (4, Self.quote(55, 57)), (late + 1, Self.line(0.9)), (late + 2, Self.quote(88, 92)),
        (late + 3, .settled(Self.home, value: .dollar)),
      ]))
    let fill = try #require(result.fills.first)
    #expect(abs(try #require(fill.closingFair) - 0.61) < 1e-9)
    #expect(fill.paid == .dollar)
    #expect(result.forecasts.count == 1)
    #expect(abs(result.forecasts[0].fair - 0.61) < 1e-9)
    #expect(result.forecasts[0].mid == 0.56 && result.forecasts[0].paid == 1)
    // Ten contracts at 50 cents paid a dollar; the resting sell at fair value was cancelled.
    let entries = result.fills.filter { $0.purpose == .entry }
    #expect(entries.count == 1)
    #expect(result.markets[0].paid == .dollar && result.markets[0].open.isZero)
    #expect(result.netProfit == result.markets[0].profit)
    #expect(result.equity.last?.equity == result.startingCash + result.netProfit)
  }

  private static func step(_ gate: String, _ markets: Int) -> BacktestResult.FunnelStep {
    BacktestResult.FunnelStep(gate: gate, markets: markets)
  }

  @Test func `an order that found nothing is told apart from one that was filled`() throws {
    // An order is three seconds on its way; a second after it was sent the offer is gone.
    let entries: [(Int64, EngineEvent)] = [
      (1, Self.line(0.6)), (2, Self.quote(48, 50)), (3, Self.quote(44, 70)),
    ]
    let missed = try Self.play(Self.tape(entries)) { $0.latency.percent = 3_000 }
    #expect(missed.days[0].orders > 0 && missed.fills.isEmpty)
    #expect(missed.funnel == [Self.step("ordered, nothing filled", 1)])
    #expect(missed.markets[0].gate == "ordered, nothing filled")
    let filled = try Self.play(Self.tape(entries))
    #expect(filled.funnel == [Self.step("filled", 1)])
    let neither = try Self.play(Self.tape([(1, Self.line(0.5)), (2, Self.quote(48, 52))]))
    var all = neither
    for day in [filled, missed, filled] { all.append(day) }
    #expect(all.funnel.map(\.markets) == [1, 1, 2])
    #expect(all.funnel.map(\.gate).suffix(2) == ["ordered, nothing filled", "filled"])
    #expect(all.funnel.reduce(0) { $0 + $1.markets } == all.markets.count)
    #expect(all.funnel.last?.markets == all.markets.count { $0.fills > 0 })
    let text = BacktestReportText(BacktestReport(all, seed: 1)).text
    #expect(text.contains("\n  ordered, nothing filled") && !text.contains("\n  traded"))
  }

  @Test func `funnels are joined in the order of the gates, strange names last`() {
    let joined = BacktestResult.FunnelStep.joined(
      [Self.step("filled", 1), Self.step("elsewhere", 2)],
      [Self.step("edge too small", 3), Self.step("filled", 4)])
    #expect(joined.map(\.gate) == ["edge too small", "filled", "elsewhere"])
    #expect(joined.map(\.markets) == [3, 5, 2])
  }

  @Test func `an open position counts at what closing would bring`() throws {
    let result = try Self.play(
      Self.tape([(1, Self.line(0.6)), (2, Self.quote(48, 50)), (4, Self.quote(44, 52))]))
    // Bought at 50 for 18 cents of fees, worth 44.
    #expect(result.netProfit == Money(cents: -60 - 18))
    #expect(result.markets[0].open == Quantity(contracts: 10))
    #expect(result.notes.contains { $0.contains("1 positions without a result") })
  }

  @Test func `a new rule of rounding counts from its day`() throws {
    let turn = FeeRegime.centicentStart
    let fees = try FeeSchedule(
      type: .quadratic, multiplier: .one, regime: FeeRegime.at(turn + -1))
    var entries: ContiguousArray<BacktestTape.Entry> = []
    var market = Self.market(fees)
    market.startTime = turn + 100_000_000_000_000
    market.closeTime = turn + 200_000_000_000_000
    var other = market
    other.claim = .winner(.away)
    let away = EngineEvent.bookSnapshot(
      MarketID(1), bids: [BookLevel(price: Price(cents: 28), quantity: Quantity(contracts: 3))],
      asks: [BookLevel(price: Price(cents: 30), quantity: Quantity(contracts: 3))])
    for (seconds, event) in [
      (Int64(-20), EngineEvent.gameMatched(GameID(0), start: nil)), (-19, Self.line(0.6)),
      (-18, Self.quote(48, 50, size: 3)), (20, Self.line(0.6)), (21, away),
    ] { entries.append(.init(turn + seconds * 1_000_000_000, event)) }
    let tape = BacktestTape(
      name: "made up", markets: [market, other], events: ["ABC", "ABC"], games: 1, bookmakers: 1,
      oddsHaveTimes: true, entries: entries)
    let takes = try Self.play(tape).fills.filter { $0.liquidity == .taker }
    try #require(takes.count == 2)
    // 0.07 x 3 x 0.25 = 5.25 cents: 6 in whole cents; 0.07 x 3 x 0.21 = 4.41, exact then.
    #expect(takes[0].fee == Money(cents: 6))
    #expect(takes[1].fee == Money(microDollars: 44_100))
  }

  @Test func `detail left out changes no figure`() throws {
    let tape = Self.tape([
      (1, Self.line(0.6)), (2, Self.quote(48, 50)), (3, Self.line(0.55)), (9, Self.quote(58, 60)),
    ])
    let whole = try Self.play(tape)
    let sums = try Self.play(tape) { $0.keepsDetail = false }
    #expect(whole.days == sums.days)
    #expect(sums.fills.allSatisfy { $0.markouts.allSatisfy { $0 == nil } })
    #expect(whole.equity.count > sums.equity.count)
  }

  @Test func `an empty tape gives an empty day`() throws {
    let result = try Self.play(
      BacktestTape(
        name: "empty", markets: [Self.market(nil)], events: ["ABC"], games: 1, bookmakers: 1,
        oddsHaveTimes: true, entries: []))
    #expect(result.fills.isEmpty && result.netProfit == .zero)
  }

  @Test func `days joined go on from the equity of the one before`() throws {
    let tape = Self.tape([(1, Self.line(0.6)), (2, Self.quote(48, 50)), (4, Self.quote(44, 52))])
    let one = try Self.play(tape)
    var both = BacktestResult()
    both.append(one)
    both.append(one)
    #expect(both.netProfit == one.netProfit + one.netProfit)
    #expect(both.startingCash == one.startingCash)
    #expect(both.equity.last?.equity == both.startingCash + both.netProfit)
    #expect(both.fills.map(\.day) == one.fills.map(\.day) + one.fills.map { $0.day + 1 })
    #expect(both.fills.last?.market == one.fills.last.map { $0.market + one.markets.count })
    #expect(both.funnel.map(\.markets) == one.funnel.map { $0.markets * 2 })
  }
}

extension BacktestFill {
  /// The unit of resampling it belongs to.
  fileprivate func event(_ result: BacktestResult) -> String { result.markets[market].event }
}
