import Market
import Testing

@testable import Trading

@Suite struct `The engine's breaker` {
  /// Buys ten at 48, sells them at `bid` for a loss or a profit.
  func round(_ bench: EngineBench, exitCents: Int) throws {
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    bench.books(4, homePercent: 55)
    bench.wait(milliseconds: 200)
    let entry = try #require(bench.placed.last { $0.purpose == .entry })
    bench.fillAll(entry)
    bench.outputs.removeAll()
    bench.quote(bench.homeWins, bid: exitCents, ask: nil)
    let sale = try #require(bench.placed.last { $0.purpose == .exit })
    bench.fillAll(sale)
    bench.wait(milliseconds: 1_000)
  }

  func isTrading(_ bench: EngineBench) -> Bool {
    bench.outputs.removeAll()
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    bench.books(4, homePercent: 55)
    bench.wait(milliseconds: 200)
    return bench.placed.contains { $0.purpose == .entry }
  }

  @Test func `a fill beyond its order's limit counts, and nothing is risked until it is explained`()
    throws
  {
    let bench = try ProfileBench.make()
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    bench.books(4, homePercent: 55)
    bench.wait(milliseconds: 200)
    let order = try #require(bench.placed.last)
    let count = Int(order.quantity.hundredths / 100)
    bench.outputs.removeAll()
    bench.send(
      .fill(
        FillReport(
          trade: ExchangeKey(high: 9, low: 1), order: order.id, market: order.market, side: .bid,
          price: Price(cents: 49), quantity: order.quantity, liquidity: .taker, fee: .zero,
          venueTime: bench.time)))
    #expect(bench.notices.contains(.unexplainedFill(order.market)))
    #expect(bench.outputs.contains(.reconcile))
    #expect(bench.holding().position.costBasis == Money(cents: 49 * count), "what was paid is paid")
    bench.answer(order, .executed, filled: count, remaining: 0)
    bench.quote(bench.homeWins, bid: 40, ask: 42)
    bench.wait(milliseconds: 2_000)
    #expect(!bench.placed.contains { $0.purpose == .entry })
    #expect(bench.stop(bench.homeWins).gate == .reconciliation)
    // One at its limit or better says nothing.
    let other = try ProfileBench.make()
    other.quote(other.homeWins, bid: 46, ask: 48)
    other.books(4, homePercent: 55)
    other.wait(milliseconds: 200)
    other.fillAll(try #require(other.placed.last))
    #expect(!other.notices.contains(.unexplainedFill(other.homeWins)))
  }

  @Test func `what a part of a position was sold for counts for the day's loss at once`() throws {
    let bench = try ProfileBench.make { $0.risk.maximumDailyLoss = Money(cents: 60) }
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    bench.books(4, homePercent: 55)
    bench.wait(milliseconds: 200)
    let entry = try #require(bench.placed.last)
    bench.fillAll(entry, feeCents: 0)
    bench.quote(bench.homeWins, bid: 40, ask: nil)
    let sale = try #require(bench.placed.last)
    let held = bench.holding().position.quantity
    #expect(sale.purpose == .exit && held > Quantity(contracts: 8))
    bench.fill(sale, contracts: 7, feeCents: 0)
    #expect(bench.engine.account.counters.dailyLoss == Money(cents: 56))
    #expect(bench.engine.account.breaker.causes.isEmpty)
    bench.fill(sale, contracts: 1, feeCents: 0)
    #expect(bench.engine.account.counters.dailyLoss == Money(cents: 64))
    #expect(bench.engine.profiles[1].risk.counters.dailyLoss == Money(cents: 64))
    #expect(bench.engine.account.breaker.causes.list == [.dailyLoss])
    // The position is not over: no loss of a run, and not one of the trades that were settled.
    #expect(!bench.holding().position.quantity.isZero)
    #expect(bench.engine.account.counters.consecutiveLosses == 0)
    #expect(bench.engine.account.counters.settledTrades == 0)
  }

  @Test func `three losses in a row open it, and thirty minutes later it tries one contract`()
    throws
  {
    let bench = try ProfileBench.make()
    for _ in 0..<3 { try round(bench, exitCents: 40) }
    #expect(bench.engine.account.breaker.causes.contains(.lossRun))
    #expect(!isTrading(bench))
    #expect(bench.stop(bench.homeWins).gate == .consecutiveLosses)
    bench.wait(milliseconds: 30 * 60_000)
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    bench.books(4, homePercent: 55)
    bench.wait(milliseconds: 200)
    let probe = try #require(bench.placed.last)
    #expect(probe.quantity == Quantity(contracts: 1))
    #expect(bench.signals.last?.binding == .breakerOpen)
  }

  @Test func `a win in between ends the run`() throws {
    let bench = try ProfileBench.make()
    for exit in [40, 40, 60, 40, 40] { try round(bench, exitCents: exit) }
    #expect(bench.engine.account.breaker.causes.isEmpty)
    #expect(isTrading(bench))
  }

  @Test func `three probes that end well close it, and the run is forgotten`() throws {
    let bench = try ProfileBench.make()
    for _ in 0..<3 { try round(bench, exitCents: 40) }
    bench.wait(milliseconds: 30 * 60_000)
    for _ in 0..<3 {
      bench.outputs.removeAll()
      bench.quote(bench.homeWins, bid: 46, ask: 48)
      bench.books(4, homePercent: 55)
      bench.wait(milliseconds: 2_000)
      let probe = try #require(bench.placed.last)
      #expect(probe.quantity == Quantity(contracts: 1))
      bench.answer(probe, .canceled, filled: 0, remaining: 0)
      bench.quote(bench.homeWins, bid: 46, ask: nil)
      bench.wait(milliseconds: 2_000)
    }
    #expect(bench.engine.account.breaker.causes.isEmpty)
    #expect(bench.engine.account.counters.consecutiveLosses == 0)
  }

  @Test func `the day's loss stops new risk until the day is over`() throws {
    let bench = try ProfileBench.make {
      $0.risk.maximumDailyLoss = Money(cents: 100)
      $0.risk.maximumConsecutiveLosses = 100
      $0.profiles[0].limits.maximumConsecutiveLosses = 100
    }
    for _ in 0..<2 { try round(bench, exitCents: 40) }
    #expect(bench.engine.account.breaker.causes.contains(.dailyLoss))
    #expect(!isTrading(bench))
    bench.send(.command(.resume))
    #expect(!isTrading(bench), "no word ends a day")
    let end = try #require(bench.engine.account.counters.dayEnds)
    #expect(bench.engine.breakerDeadline == end)
    bench.time = end
    bench.send(.timer)
    #expect(bench.engine.account.breaker.causes.isEmpty)
  }

  @Test func `five refusals in a minute open it`() throws {
    let bench = try ProfileBench.make()
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    bench.books(4, homePercent: 55)
    for _ in 0..<5 {
      bench.wait(milliseconds: 1_200)
      bench.send(.orderRejected(try #require(bench.placed.last).id, reason: "no"))
    }
    #expect(bench.engine.account.breaker.causes.contains(.rejectRate))
    #expect(bench.notices.contains(.breakerOpened(.rejectRate, nil)))
    bench.outputs.removeAll()
    bench.wait(milliseconds: 5_000)
    #expect(bench.placed.isEmpty)
  }

  @Test func `orders that never left open nothing`() throws {
    let bench = try ProfileBench.make()
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    bench.books(4, homePercent: 55)
    for _ in 0..<8 {
      bench.wait(milliseconds: 1_200)
      let order = try #require(bench.placed.last)
      bench.send(.orderUnsent(order.id, reason: "no connection was free"))
      #expect(bench.engine.orders.finished.last?.ending == .unsent)
      #expect(bench.engine.orders.finished.last?.state == .rejected)
    }
    #expect(bench.placed.count >= 8, "it is tried again after each pause")
    #expect(bench.engine.account.counters.dailyTrades <= 1, "only what is out now counts")
    #expect(bench.engine.account.breaker.causes.isEmpty)
    #expect(
      bench.notices.contains {
        if case .rejected(_, _, let reason) = $0 {
          reason == "not sent: no connection was free"
        } else {
          false
        }
      })
  }

  @Test func `halt names an order whose answer is out`() throws {
    let bench = try EngineBench()
    bench.open()
    bench.quote(bench.homeWins, bid: 50, ask: 60)
    bench.odds(home: 63)
    let order = try #require(bench.placed.first)
    bench.send(.command(.halt))
    #expect(bench.notices.contains(.cannotCancel(order.id, bench.homeWins)))
    #expect(bench.canceled.isEmpty)
    // As soon as it is known to rest it is cancelled.
    bench.answer(order, .resting, filled: 0, remaining: 10)
    #expect(bench.canceled == [order.id])
  }

  @Test func `without a connection for orders a halt names what rests`() throws {
    let bench = try EngineBench()
    bench.open()
    let resting = try bench.restEntry()
    bench.outputs.removeAll()
    bench.send(.link(.exchangeOrders, isUp: false))
    #expect(bench.notices.contains(.cannotCancel(resting.id, bench.homeWins)))
  }

  @Test func `halt cancels what rests and says what it cannot`() throws {
    let bench = try EngineBench()
    bench.open()
    let resting = try bench.restEntry()
    bench.outputs.removeAll()
    bench.send(.cancelRefused(resting.id))
    bench.send(.command(.halt))
    #expect(bench.notices.contains(.cannotCancel(resting.id, bench.homeWins)))
  }

  @Test func `a lower limit stops new risk and sells nothing`() throws {
    let bench = try ProfileBench.make()
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    bench.books(4, homePercent: 55)
    bench.wait(milliseconds: 100)
    bench.fillAll(try #require(bench.placed.first))
    bench.outputs.removeAll()
    bench.send(.command(.limit(.positionContracts, 5, nil)))
    bench.wait(milliseconds: 1_000)
    bench.quote(bench.homeWins, bid: 46, ask: 47)
    bench.wait(milliseconds: 1_000)
    #expect(bench.placed.isEmpty)
    #expect(bench.signals.last?.stop.gate == .positionSize)
    #expect(bench.holding().position.quantity == Quantity(contracts: 10))
  }

  @Test func `nothing new in the exchange's weekly pause`() throws {
    let configuration = try ProfileBench.configuration {
      $0.profiles[0].profile.maximumMinutesToStart = 100_000
    }
    // A game after the next pause.
    let bench = try EngineBench(configuration: configuration) { markets in
      for place in markets.indices {
        markets[place].volume = 6_000
        markets[place].startTime = Timestamp(seconds: 1_765_000_000)
        markets[place].closeTime = Timestamp(seconds: 1_765_100_000)
      }
    }
    bench.open(cash: Money(cents: 200_000))
    let pause = try #require(WeeklyPause.kalshi)
    let begins = pause.nextChange(after: bench.time)
    bench.time = begins + -300_000_000
    bench.quote(bench.homeWins, bid: 46, ask: nil)
    bench.books(4, homePercent: 55)
    bench.wait(milliseconds: 299)
    // The first that comes in it is the change of a book, on the way that only those take.
    bench.time = begins
    bench.engine.processBookDelta(
      bench.homeWins, .ask, Price(cents: 48), change: Quantity(contracts: 100), time: begins,
      venueTime: begins, into: &bench.outputs)
    #expect(bench.placed.isEmpty && !bench.engine.mayEnter)
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    bench.books(4, homePercent: 55)
    bench.wait(milliseconds: 100)
    #expect(bench.placed.isEmpty)
    #expect(!bench.engine.mayEnter)
    // The lines are renewed while it lasts; at its end time alone is enough.
    bench.time = pause.nextChange(after: begins) + -1_000_000_000
    bench.books(4, homePercent: 55)
    bench.wait(milliseconds: 200)
    #expect(bench.placed.isEmpty)
    bench.wait(milliseconds: 800)
    #expect(bench.engine.mayEnter)
    #expect(bench.placed.count == 1)
  }

  @Test func `the fall from the highest equity stops new risk`() throws {
    let bench = try ProfileBench.make()
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    bench.books(4, homePercent: 55)
    bench.wait(milliseconds: 100)
    bench.fillAll(try #require(bench.placed.first))
    bench.quote(bench.homeWins, bid: 46, ask: nil)
    bench.wait(milliseconds: 1_000)
    // Ten that cost 48 and a cent would bring 45 now.
    bench.quote(bench.homeWins, bid: 45, ask: nil)
    bench.wait(milliseconds: 1_000)
    #expect(bench.engine.account.counters.drawdown == Money(cents: 31))
    bench.send(.command(.limit(.drawdown, 30, nil)))
    bench.quote(bench.homeWins, bid: 45, ask: 47)
    bench.wait(milliseconds: 1_000)
    #expect(bench.signals.last?.stop == GateStop(.drawdown, distance: 10_000))
  }

  @Test func `a limit of losses below the run opens it, and cools down`() throws {
    let bench = try ProfileBench.make()
    for _ in 0..<2 { try round(bench, exitCents: 40) }
    #expect(bench.engine.account.breaker.causes.isEmpty)
    bench.send(.command(.limit(.consecutiveLosses, 2, nil)))
    #expect(bench.engine.account.breaker.causes.contains(.lossRun))
    #expect(bench.engine.breakerDeadline != nil)
  }

  @Test func `what the interval held up goes out when it has passed`() throws {
    let bench = try ProfileBench.make(["STANDARD", "ANY_EDGE"])
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    bench.books(4, homePercent: 55)
    while let deadline = bench.engine.nextDeadline, deadline < bench.time + 500_000_000 {
      bench.time = deadline
      bench.send(.timer)
    }
    #expect(bench.placed.map(\.profile) == [ProfileID(1), ProfileID(2)])
  }
}
