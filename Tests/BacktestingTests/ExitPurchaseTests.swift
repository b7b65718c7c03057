import Market
import Probability
import TestKit
import Testing
import Trading

@testable import Backtesting

/// Purchases as a backtest gathers them, held against what the engine itself does with them.
@Suite struct `Purchases that are followed` {
  private static let begins = Timestamp(seconds: 1_764_000_000)
  private static let second: Int64 = 1_000_000_000

  /// A game of its own with one market, in which only the first quote is early enough to buy by.
  struct Play {
    var entries: ContiguousArray<BacktestTape.Entry> = []
    var startsAfterSeconds: Int64 = 10_000
    var closesAfterSeconds: Int64 = 90_000

    mutating func add(_ seconds: Int64, _ events: EngineEvent...) {
      for event in events {
        entries.append(.init(begins + seconds * second, event))
      }
    }

    /// Bids and asks of YES in cents; a bid of 0 is none.
    mutating func quote(_ seconds: Int64, _ bid: Int, _ ask: Int) {
      func levels(_ cents: Int) -> [BookLevel] {
        (1...99).contains(cents)
          ? [BookLevel(price: Price(cents: cents), quantity: Quantity(contracts: 1_000))] : []
      }
      add(seconds, .bookSnapshot(MarketID(0), bids: levels(bid), asks: levels(ask)))
    }

    /// Four books that agree on YES.
    mutating func lines(_ seconds: Int64, _ probability: Double) {
      for book in 0..<4 {
        let line = GameLine(
          kind: .winner, homeOrOver: 1 / probability, awayOrUnder: 1 / (1 - probability))
        add(seconds, .line(GameID(0), BookmakerID(book), line))
      }
    }

    var tape: BacktestTape {
      let start = begins + startsAfterSeconds * second
      let market = TradedMarket(
        ticker: "KXNBAGAME-25NOV24ABC-A", game: GameID(0), claim: .winner(.home), league: .nba,
        devigMethod: .multiplicative, tieRule: .impossible, tieProbability: 0, grid: .wholeCents,
        fees: VenueRig.wholeCentFees, startTime: start,
        closeTime: begins + closesAfterSeconds * second, status: .active, volume: 6_000)
      return BacktestTape(
        name: "made up", markets: [market], events: ["A"], games: 1, bookmakers: 4,
        oddsHaveTimes: false,
        entries: [.init(begins, .gameMatched(GameID(0), start: start))] + entries)
    }
  }

  private static func options(_ exits: ExitConfiguration) throws -> BacktestOptions {
    var engine = EngineConfiguration()
    engine.risk = RiskLimits()
    engine.strategy.isEnabled = false
    var profile = ProfileConfiguration(
      try #require(TradingProfile.presets.first { $0.name == "ANY_EDGE" }),
      capital: Money(cents: 20_000))
    profile.profile.maximumKalshiSpread = 2_000
    // One purchase, and none after the first minutes.
    profile.profile.minimumMinutesToStart = 163
    profile.limits = .unlimited
    profile.limits.maximumDailyTrades = 1
    profile.exits = exits
    engine.profiles = [profile]
    var options = BacktestOptions(engine: engine)
    options.latency.model = .none
    return options
  }

  /// The only purchase of a play, followed as a calibration does.
  private static func sample(_ play: Play, _ exits: ExitConfiguration) throws -> ExitSamples {
    var holding = exits
    holding.rule = .hold
    holding.maximumHoldNanoseconds = 0
    holding.beforeStartNanoseconds = -1
    return try BacktestRun.purchases(of: play.tape, try options(holding), exits: exits)
  }

  /// What the first position of an engine that sells by `exits` came to; nil where it bought none.
  private static func traded(
    _ play: Play, _ exits: ExitConfiguration
  ) throws -> (net: Money, quantity: Quantity)? {
    let result = try BacktestRun.play(play.tape, try options(exits))
    var (position, bought) = (Position(), Quantity.zero)
    for fill in result.fills {
      try position.apply(
        side: fill.side, price: fill.price, quantity: fill.quantity, fee: fill.fee)
      if fill.purpose == .entry { bought += fill.quantity }
      if position.quantity.isZero { break }
    }
    guard bought > .zero else { return nil }
    let held = position.held == .no ? -1 : 1
    let paid = held > 0 ? result.fills[0].paid : result.fills[0].paid?.complement
    let payout = (paid ?? .zero) * position.quantity.magnitude
    return (position.realised + payout - position.costBasis - position.fees, bought)
  }

  /// A market that is worth a purchase of one of its legs, and where it goes then.
  private static func wandering(_ random: inout SeededGenerator) -> Play {
    var play = Play()
    let isYes = Bool.random(using: &random)
    func quote(_ seconds: Int64, _ bid: Int, _ ask: Int) {
      if isYes {
        play.quote(seconds, bid, ask)
      } else {
        play.quote(seconds, 100 - ask, bid == 0 ? 0 : 100 - bid)
      }
    }
    play.lines(1, isYes ? 0.58 : 0.42)
    var bid = Int.random(in: 45...49, using: &random)
    quote(2, bid, 50)
    var time: Int64 = 300
    for _ in 0..<Int.random(in: 1...60, using: &random) {
      time += Int64.random(in: 10...600, using: &random)
      bid = min(90, max(5, bid + Int.random(in: -3...3, using: &random)))
      if Int.random(in: 0..<8, using: &random) == 0 {
        quote(time, 0, bid + 3)
      } else {
        quote(time, bid, bid + 2)
      }
      switch Int.random(in: 0..<10, using: &random) {
      case 0: play.add(time, .marketStatus(MarketID(0), .inactive))
      case 1, 2: play.add(time, .marketStatus(MarketID(0), .active))
      default: break
      }
      if Int.random(in: 0..<6, using: &random) == 0 {
        let belief = Double.random(in: 0.4...0.6, using: &random)
        play.lines(time, isYes ? belief : 1 - belief)
      }
    }
    play.add(60_000, .settled(MarketID(0), value: Bool.random(using: &random) ? .dollar : .zero))
    return play
  }

  @Test(arguments: [ExitConfiguration.Rule.table, .belief, .hold])
  func `each comes to what the engine makes of it, by table, belief and time`(
    rule: ExitConfiguration.Rule
  ) throws {
    var (refused, timed, sold, stuck) = (0, 0, 0, 0)
    for seed in UInt64(1)...150 {
      var random = SeededGenerator(seed: seed)
      var exits = ExitConfiguration()
      exits.rule = rule
      exits.mode = Bool.random(using: &random) ? .net : .design
      let moves = ExitMoves(
        takeProfitCents: Int32.random(in: 2...8, using: &random),
        stopLossCents: Int32.random(in: 2...8, using: &random))
      exits.rows = [
        .init(
          edgeCents: 1, takeProfitCents: moves.takeProfit / 100,
          stopLossCents: moves.stopLoss / 100)
      ]
      if Bool.random(using: &random) {
        exits.maximumHoldNanoseconds = Int64.random(in: 100...9_000, using: &random) * Self.second
      }
      if Bool.random(using: &random) {
        exits.beforeStartNanoseconds = Int64.random(in: 0...6_000, using: &random) * Self.second
      }
      let play = Self.wandering(&random)
      let sample = try #require(try Self.sample(play, exits).samples.first, "seed \(seed)")
      let own =
        switch rule {
        case .table: sample.net(of: moves, mode: exits.mode)
        case .belief: sample.netByBelief
        case .hold: sample.netByTime
        }
      if sample.path.timeSale != nil { timed += 1 }
      if sample.path.extremes.contains(where: \.isStopOnly) { stuck += 1 }
      guard let traded = try Self.traded(play, exits) else {
        refused += 1
        #expect(own == .zero && rule == .table, "seed \(seed)")
        continue
      }
      if own != sample.netHeld { sold += 1 }
      // Of each contract a rounding up, once for what it cost and once for its sale.
      let contracts = traded.quantity.hundredths / 100
      let apart = traded.net.microDollars - own.microDollars * contracts
      #expect((0...2 * contracts).contains(apart), "seed \(seed): \(traded.net) against \(own)")
    }
    #expect(timed > 30 && sold > 30 && stuck > 30, "\(timed), \(sold), \(stuck)")
    #expect(rule == .table ? refused > 10 : refused == 0)
  }

  @Test func `a bid that stood for one quote of ten thousand is not lost`() throws {
    var play = Play()
    play.lines(1, 0.58)
    play.quote(2, 49, 50)
    for second in 0..<10_000 {
      play.quote(300 + Int64(second), second == 6_001 ? 57 : 48 + second % 2, 60)
    }
    play.add(60_000, .settled(MarketID(0), value: .zero))
    let sample = try #require(try Self.sample(play, ExitConfiguration()).samples.first)
    #expect(sample.path.extremes.map(\.price) == [49, 48, 57].map { Price(cents: $0) })
    #expect(sample.net(of: ExitMoves(takeProfitCents: 6, stopLossCents: 4), mode: .design) > .zero)
  }

  @Test func `a result counts from the day it was told, but not before its game`() throws {
    var play = Play()
    play.lines(1, 0.58)
    play.quote(2, 49, 50)
    // Bought on 24 November, 11:00 in New York; told at 3:40 on the next day.
    play.add(60_000, .settled(MarketID(0), value: .dollar))
    let told = try #require(try Self.sample(play, ExitConfiguration()).samples.first)
    #expect(CivilDate(daysSinceEpoch: told.day) == CivilDate(year: 2025, month: 11, day: 24))
    #expect(told.closingDay == told.day + 1)
    // A recording that knows the result of a game of 26 November beforehand.
    play.startsAfterSeconds = 40 * 3_600
    play.closesAfterSeconds = 90 * 3_600
    let early = try #require(try Self.sample(play, ExitConfiguration()).samples.first)
    #expect(early.day == told.day && early.closingDay == early.day + 2)
  }

  @Test func `an order that fills at several prices is one purchase at its average`() throws {
    var play = Play()
    play.lines(1, 0.58)
    let few = Quantity(contracts: 5)
    play.add(
      2,
      .bookSnapshot(
        MarketID(0), bids: [BookLevel(price: Price(cents: 49), quantity: few)],
        asks: [50, 51].map { BookLevel(price: Price(cents: $0), quantity: few) }))
    play.add(60_000, .settled(MarketID(0), value: .dollar))
    let found = try Self.sample(play, ExitConfiguration())
    let sample = try #require(found.samples.first)
    #expect(found.bought == 1 && sample.quantity > few)
    let second = sample.quantity - few
    #expect(sample.cost == Price(cents: 50) * few + Price(cents: 51) * second)
  }

  @Test func `what cannot be judged is counted by what it lacks`() throws {
    var play = Play()
    play.lines(1, 0.58)
    play.quote(2, 49, 50)
    let open = try Self.sample(play, ExitConfiguration())
    #expect(open.bought == 1 && open.withoutResult == 1 && open.samples.isEmpty)
    play.add(60_000, .settled(MarketID(0), value: .dollar))
    var exits = ExitConfiguration()
    exits.rows = [.init(edgeCents: 30, takeProfitCents: 3, stopLossCents: 2)]
    let small = try Self.sample(play, exits)
    #expect(
      small.withoutRow == 1 && small.gaps == ["1 of 1 purchases have an edge below the first row."])
    exits.rows = []
    #expect(throws: ExitTable.Fault.self) { try Self.sample(play, exits) }
  }
}
