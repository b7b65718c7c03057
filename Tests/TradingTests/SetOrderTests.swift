import Market
import Testing

@testable import Trading

/// Sets of several legs on their way: sent together, counted as one.
@Suite struct `A set that goes out` {
  /// Three markets of three games, each offered at 30 cents.
  private func offered(
    _ change: (inout EngineConfiguration) -> Void = { _ in }
  ) throws -> (bench: EngineBench, legs: [SetLeg]) {
    let bench = try ProfileBench.make { configuration in
      configuration.risk.minimumOrderIntervalNanoseconds = 0
      configuration.profiles[0].limits = configuration.risk
      change(&configuration)
    }
    let legs = [0, 3, 6].map { market in
      bench.quote(MarketID(market), bid: 28, ask: 30)
      return SetLeg(
        asking: Engine.Asking(
          profile: ProfileID(1), market: MarketID(market), side: .bid,
          intent: RiskGate.Intent(unitRisk: Money(cents: 32), contracts: 5)),
        price: Price(cents: 30))
    }
    bench.outputs.removeAll()
    return (bench, legs)
  }

  @Test func `leaves whole, and counts as one trade of all its contracts`() throws {
    let (bench, legs) = try offered()
    let admission = try bench.engine.enter(set: legs, &bench.outputs).get()
    #expect(admission.contracts == 5)
    #expect(bench.placed.map(\.market) == legs.map(\.asking.market))
    #expect(bench.placed.allSatisfy { $0.quantity == Quantity(contracts: 5) && $0.style == .take })
    for counters in [bench.engine.account.counters, bench.engine.profiles[1].risk.counters] {
      #expect(counters.dailyTrades == 1 && counters.dailyVolume == 15)
      var (counters, view) = (counters, RiskView(cash: .zero, bankroll: .zero))
      counters.fill(&view, limit: 20, at: bench.time)
      #expect(view.ordersLastMinute == 1)
    }
    // What does not trade comes back; the trade stays one.
    let orders = bench.placed
    bench.fillAll(orders[0])
    bench.answer(orders[1], .canceled, filled: 0, remaining: 0)
    bench.answer(orders[2], .canceled, filled: 0, remaining: 0)
    #expect(bench.engine.account.counters.dailyTrades == 1)
    #expect(bench.engine.account.counters.dailyVolume == 5)
    #expect(bench.engine.openSets.isEmpty)
  }

  @Test func `sends none of its legs where one cannot go out`() throws {
    let changes: [(Gate, (EngineBench) -> Void)] = [
      (.bookNotLive, { $0.send(.bookBlocked(MarketID(6))) }),
      (.notActive, { $0.send(.marketStatus(MarketID(6), .inactive)) }),
      (.manualHalt, { $0.send(.command(.halt)) }),
      (.unknownFee, { $0.send(.feesChanged(MarketID(6), nil)) }),
    ]
    for (gate, change) in changes {
      let (bench, legs) = try offered()
      change(bench)
      bench.outputs.removeAll()
      guard case .failure(let stop) = bench.engine.enter(set: legs, &bench.outputs) else {
        Issue.record("\(gate): it went out")
        continue
      }
      #expect(stop.gate == gate && bench.placed.isEmpty)
      #expect(bench.engine.account.counters.dailyTrades == 0 && bench.engine.openSets.isEmpty)
    }
    let (bench, legs) = try offered()
    let twice = [legs[0], legs[0]]
    #expect(bench.engine.enter(set: twice, &bench.outputs) == .failure(GateStop(.duplicateIntent)))
    // The same again while it is out.
    _ = try bench.engine.enter(set: legs, &bench.outputs).get()
    #expect(bench.engine.enter(set: legs, &bench.outputs) == .failure(GateStop(.duplicateIntent)))
    #expect(bench.placed.count == 3)
  }

  @Test func `is no trade only if none of its legs has left`() throws {
    for left in 0...3 {
      let (bench, legs) = try offered()
      _ = try bench.engine.enter(set: legs, &bench.outputs).get()
      let orders = bench.placed
      // The legs that never left may be the first or the last to be told.
      for (place, order) in orders.enumerated().reversed() {
        if place < left {
          bench.answer(order, .canceled, filled: 0, remaining: 0)
        } else {
          bench.send(.orderUnsent(order.id, reason: "rate budget used up"))
        }
      }
      #expect(bench.engine.account.counters.dailyTrades == (left == 0 ? 0 : 1), "\(left) left")
      #expect(bench.engine.account.counters.dailyVolume == 0)
      #expect(bench.engine.openSets.isEmpty)
    }
  }

  @Test(arguments: [0, 1, 2, 3])
  func `is one probe of a half-open breaker, and fails with any leg`(refused: Int) throws {
    let (bench, legs) = try offered {
      $0.profiles[0].limits.maximumConsecutiveLosses = 100
      $0.risk.maximumConsecutiveLosses = 3
    }
    for _ in 0..<3 { try `The engine's breaker`().round(bench, exitCents: 40) }
    #expect(bench.engine.account.breaker.causes.list == [.lossRun])
    bench.wait(milliseconds: 30 * 60_000)
    #expect(bench.engine.account.breaker.state(at: bench.time) == .halfOpen)
    for leg in legs { bench.quote(leg.asking.market, bid: 28, ask: 30) }
    bench.outputs.removeAll()
    #expect(try bench.engine.enter(set: legs, &bench.outputs).get().contracts == 1)
    let orders = bench.placed
    for (place, order) in orders.enumerated() {
      #expect(bench.engine.account.probe == orders[0].id, "it is out until its last leg is over")
      if place + 1 == refused {
        bench.send(.orderRejected(order.id, reason: "no"))
      } else {
        bench.answer(order, .canceled, filled: 0, remaining: 0)
      }
    }
    #expect(bench.engine.account.probe == nil)
    #expect(bench.engine.account.breaker.goodEnds == (refused == 0 ? 1 : 0))
    #expect(
      bench.engine.account.breaker.state(at: bench.time) == (refused == 0 ? .halfOpen : .open))
  }
}
