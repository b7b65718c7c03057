import Backtesting
import Market
import Matching
import Sportsbooks
import TestKit
import Testing
import Trading

@testable import Desk

@Suite struct `A backtest of recorded days` {
  private static func tapes(_ folder: TestFolder) throws -> [BacktestTape] {
    TestRecording.write(to: folder)
    return try DayTape.tapes(
      of: try TestRecording.stretch(folder).day, configuration: DeskConfiguration())
  }

  private static func plan(
    _ days: [any BacktestSource], set: [String] = []
  ) throws -> BacktestPlan {
    var plan = try BacktestPlan(
      days: days, base: DeskConfiguration.recordedDays, grid: try ParameterGrid(set),
      options: BacktestOptions(engine: EngineConfiguration()), assumptions: [])
    plan.workers = 2
    return plan
  }

  @Test func `what changes nothing is not swept, and no value twice`() throws {
    let days = try Self.tapes(TestFolder())
    for (set, words) in [
      ("kalshi.api_key=secret,other", "nothing in [kalshi] changes a backtest"),
      ("journal.folder=a", "nothing in [journal] changes a backtest"),
      ("strategy.taker_edge_threshold=3,3.0", "names a value twice"),
    ] {
      let failure = #expect(throws: ProcessFailure.self) { try Self.plan(days, set: [set]) }
      #expect(failure?.description.contains(words) == true, "\(set)")
      #expect(failure?.description.contains("secret") == false)
    }
    var options = BacktestOptions(engine: EngineConfiguration())
    options.latency = LatencyModel.Scaled(.recorded(floor: 1_000_000))
    #expect(throws: ProcessFailure.self) {
      try BacktestPlan(
        days: days, base: DeskConfiguration.recordedDays, grid: try ParameterGrid([]),
        options: options,
        assumptions: [])
    }
  }

  @Test func `the same days with other odds are another sweep`() throws {
    let days = try Self.tapes(TestFolder())
    let plan = try Self.plan(days)
    #expect(try Self.plan(days).fingerprint() == plan.fingerprint())
    var changed = days
    let place = try #require(
      changed[0].entries.firstIndex { if case .line = $0.event { true } else { false } })
    guard case .line(let game, let book, var line) = changed[0].entries[place].event else { return }
    line.homeOrOver += 0.14
    changed[0].entries[place].event = .line(game, book, line)
    #expect(changed[0].eventCount == days[0].eventCount)
    #expect(try Self.plan(changed).fingerprint() != plan.fingerprint())
  }

  @Test func `a game worth a take in both markets is taken, at the price of the quote`() throws {
    let days = try Self.tapes(TestFolder())
    #expect(days.map(\.name) == ["2025-11-24"])
    let result = try Self.plan(days).result(ofTrial: 0)
    let fills = result.fills.filter { $0.purpose == .entry }
    #expect(
      fills.map { result.markets[$0.market].ticker }.sorted() == [
        TestRecording.awayTicker, TestRecording.homeTicker,
      ])
    let home = try #require(
      fills.first { result.markets[$0.market].ticker == TestRecording.homeTicker })
    #expect(home.side == .bid && home.price == Price(cents: 52) && home.liquidity == .taker)
    #expect(home.quantity == Quantity(contracts: 10))
    // 0.07 x 10 x 0.52 x 0.48 = 17.472 cents, rounded up to 18 as in 2025.
    #expect(home.fee == Money(cents: 18))
    // Power devig of 1.55 / 2.60 lies between the two other methods' figures.
    let fair = try #require(home.fair)
    #expect(fair > 0.62 && fair < 0.64)
    #expect(result.markets.allSatisfy { $0.event == "NFL-25NOV24CARSF" })
    #expect(result.days[0].pricedMarkets == 2)
  }

  @Test func `profit is cash and what is held, in every day and over all of them`() throws {
    let days = try DayFile.available().prefix(4).flatMap { name in
      try DayTape.tapes(
        of: try DayFile.read(path: try #require(DayFile.locate(named: name))),
        configuration: DeskConfiguration())
    }
    let result = try Self.plan(days).result(ofTrial: 0)
    #expect(result.days.count == 4)
    for (number, day) in result.days.enumerated() {
      let markets = result.markets.filter { $0.day == number }
      #expect(markets.reduce(Money.zero) { $0 + $1.profit } == day.profit)
      let fills = result.fills.filter { $0.day == number }
      #expect(fills.count == day.fills)
      #expect(fills.reduce(Money.zero) { $0 + $1.fee } == day.fees)
      // Cash by the fills themselves.
      var cash = Money.zero
      for fill in fills {
        let value = fill.price * fill.quantity
        cash += (fill.side == .bid ? -value : value) - fill.fee
      }
      let held = markets.reduce(Money.zero) { sum, market in
        let open = fills.filter { result.markets[$0.market].ticker == market.ticker }
          .reduce(Int64(0)) { $0 + $1.side.sign * $1.quantity.hundredths }
        guard let paid = market.paid else { return sum }
        return sum + paid * Quantity(hundredths: open)
      }
      if markets.allSatisfy({ $0.open.isZero }) { #expect(cash + held == day.profit) }
    }
    let last = try #require(result.equity.last)
    #expect(last.equity == result.startingCash + result.netProfit)
    #expect(result.equity.map(\.time) == result.equity.map(\.time).sorted())
  }

  @Test func `the takers of the independent check are taken on 24 November, and no others`()
    throws
  {
    let path = try #require(DayFile.locate(named: "2025-11-24"))
    let days = try DayTape.tapes(
      of: try DayFile.read(path: path), configuration: DeskConfiguration())
    let result = try Self.plan(days).result(ofTrial: 0)
    #expect(
      result.fills.filter { $0.purpose == .entry }.map { result.markets[$0.market].ticker }.sorted()
        == [
          "KXNCAAMBSPREAD-25NOV24CREIBAY-BAY4", "KXNCAAMBSPREAD-25NOV24HALLNCST-NCST7",
          "KXNCAAMBTOTAL-25NOV24MASSORST-152", "KXNCAAMBTOTAL-25NOV24UABSIU-154",
          "KXNCAAMBTOTAL-25NOV24UTRGVILL-164",
        ])
  }

  @Test func `the same plan gives the same result, however many threads there are`() throws {
    let days = try Self.tapes(TestFolder())
    var one = try Self.plan(days)
    one.workers = 1
    let two = try Self.plan(days)
    #expect(try one.result(ofTrial: 0).fills == two.result(ofTrial: 0).fills)
    #expect(try one.result(ofTrial: 0).equity == two.result(ofTrial: 0).equity)
  }

  @Test func `a sweep plays every combination, and each as it would by itself`() throws {
    let days = try Self.tapes(TestFolder())
    let plan = try Self.plan(
      days,
      set: ["strategy.taker_edge_threshold=5,30", "risk.max_contracts_per_market=3,10"])
    let sweep = try plan.sweep()
    #expect(
      sweep.trials.map(\.values) == [
        ["strategy.taker_edge_threshold=5", "risk.max_contracts_per_market=3"],
        ["strategy.taker_edge_threshold=5", "risk.max_contracts_per_market=10"],
        ["strategy.taker_edge_threshold=30", "risk.max_contracts_per_market=3"],
        ["strategy.taker_edge_threshold=30", "risk.max_contracts_per_market=10"],
      ])
    for (trial, found) in sweep.trials.enumerated() {
      let alone = try plan.result(ofTrial: trial)
      #expect(alone.netProfit == found.netProfit && alone.fees == found.fees)
      #expect(alone.fills.count == found.fills)
    }
    #expect(sweep.trials[0].contracts < sweep.trials[1].contracts)
    #expect(
      sweep.trials[BacktestPlan.best(of: sweep)].netProfit == sweep.trials.map(\.netProfit).max())
    #expect(try plan.result(ofTrial: 2).settings.contains("strategy.taker_edge_threshold = 30"))
  }

  @Test func `every supposition about the venue is told with its own result`() throws {
    let result = try Self.plan(try Self.tapes(TestFolder())).result(ofTrial: 0)
    #expect(
      result.variants.map(\.name) == [
        "as above", "queue: by share", "queue: optimistic", "latency times 2",
      ])
    #expect(result.variants[0].netProfit == result.netProfit)
    #expect(result.assumptions.first?.name == "Engine")
    // What a session has and a backtest has not stands at its head.
    let names = result.assumptions.map(\.name)
    for name in ["Latency", "Queue", "Results", "Account", "Fees", "Capital"] {
      #expect(names.count { $0 == name } == 1, "\(name)")
    }
    #expect(DayTape.assumptions.map(\.name).contains("Markets"))
  }

  @Test func `a day without odds says so and trades nothing`() throws {
    let folder = TestFolder()
    TestRecording.write(to: folder)
    let day = try TestRecording.stretch(folder).day
    let bare = RecordedDay(
      name: day.name, origin: day.origin, quotes: day.quotes, games: [], results: [])
    let days = try DayTape.tapes(of: bare, configuration: DeskConfiguration())
    let result = try Self.plan(days).result(ofTrial: 0)
    #expect(result.fills.isEmpty)
    #expect(result.notes.contains("2025-11-24: no odds, so nothing had a fair value"))
    #expect(result.notes.contains("2025-11-24: 2 of 2 markets have no known result"))
  }

  @Test(arguments: [
    ("strategy.taker_edge_threshold=", "empty value"), ("=3", "is not key=value"),
    ("strategy.taker_edge_threshold", "is not key=value"),
    ("strategy.taker_edge_threshold=3,,4", "empty value"),
    ("strategy.taker_edge_threshold=3,3", "names a value twice"),
    (
      "risk.max_contracts_per_market=" + (1...10_001).map(String.init).joined(separator: ","),
      "more than 10000 combinations"
    ),
  ])
  func `a grid with nothing to try, or too much, is refused`(_ text: String, _ reason: String) {
    #expect { try ParameterGrid([text]) } throws: { "\($0)".contains(reason) }
  }

  @Test func `a parameter that is unknown or out of range is refused before anything runs`() throws
  {
    let days = try Self.tapes(TestFolder())
    for (set, reason) in [
      ("strategy.taker_edge_treshold=3", "did you mean strategy.taker_edge_threshold"),
      ("strategy.taker_edge_threshold=-3", "strategy.taker_edge_threshold"),
      ("strategy.taker_edge_threshold=soon", "--set strategy.taker_edge_threshold=soon"),
      ("strategy.maker_edge_threshold=7", "is above strategy.taker_edge_threshold"),
    ] {
      #expect { try Self.plan(days, set: [set]) } throws: { "\($0)".contains(reason) }
    }
    let lists = try ParameterGrid(["odds_feed.sports=[\"nfl\",\"nba\"],[\"nhl\"]"])
    #expect(lists.trials.count == 2)
  }

  @Test func `words about the venue are read, and others refused`() throws {
    #expect(try VenueOptions.latency("none") == .fixed(order: 0, feed: 0))
    #expect(
      try VenueOptions.latency("fixed:30ms,1.5ms") == .fixed(order: 30_000_000, feed: 1_500_000))
    #expect(try VenueOptions.latency("fixed:2us") == .fixed(order: 2_000, feed: 2_000))
    #expect(try VenueOptions.queue("share:2.5") == .proportional(power: 2.5))
    #expect(try VenueOptions.cash("12.34") == Money(cents: 1_234))
    #expect(try VenueOptions.stressPercent("1.5") == 150)
    for word in ["fixed:", "fixed:50", "fixed:1ms,2ms,3ms", "fixed:-1ms", "fixed:61s", "slow"] {
      #expect(throws: ProcessFailure.self) { try VenueOptions.latency(word) }
    }
    for word in ["share:0", "share:x", "front", "share:65"] {
      #expect(throws: ProcessFailure.self) { try VenueOptions.queue(word) }
    }
    #expect(throws: ProcessFailure.self) { try VenueOptions.cash("0") }
    #expect(throws: ProcessFailure.self) { try VenueOptions.cash("1.234") }
    #expect(throws: ProcessFailure.self) { try VenueOptions.stressPercent("-1") }
  }
}
