import Market
import Testing

@testable import Trading

/// What opens the breaker by itself, and how it tries whether that is over.
@Suite struct `The breaker at the engine` {
  private static let halfHour: Int64 = 30 * 60_000

  /// An edge in a game's first market; another game's are untouched.
  private func edge(_ bench: EngineBench, game: Int) {
    bench.quote(MarketID(game * 3), bid: 46, ask: 48)
    for book in 0..<4 {
      let line = GameLine(kind: .winner, homeOrOver: 100 / 55.0, awayOrUnder: 100 / 45.0)
      bench.send(.line(GameID(game), BookmakerID(book), line))
    }
    bench.wait(milliseconds: 200)
  }

  /// Passes time by the engine's own deadlines.
  private func pass(_ bench: EngineBench, milliseconds: Int64) {
    let end = bench.time + milliseconds * 1_000_000
    while let deadline = bench.engine.nextDeadline, deadline <= end {
      bench.time = max(bench.time, deadline)
      bench.send(.timer)
    }
    bench.time = end
  }

  // MARK: Unknown outcomes

  @Test(arguments: 1...3)
  func `so many orders of unknown fate open it, and it closes when each is known`(limit: Int)
    throws
  {
    let bench = try ProfileBench.make { $0.breaker.unknownOutcomes = Int32(limit) }
    for game in 0..<limit { edge(bench, game: game) }
    let lost = bench.placed
    #expect(lost.count == limit)
    for (place, order) in lost.enumerated() {
      #expect(bench.engine.account.breaker.causes.isEmpty, "after \(place)")
      bench.send(.orderUnknown(order.id))
    }
    #expect(bench.engine.account.breaker.causes.list == [.unknownOutcome])
    #expect(bench.notices.contains(.breakerOpened(.unknownOutcome, nil)))
    // Another market, whose own orders are all known.
    bench.outputs.removeAll()
    bench.quote(bench.awayWins, bid: 36, ask: 38)
    bench.wait(milliseconds: 200)
    #expect(bench.placed.isEmpty)
    #expect(bench.stop(bench.awayWins).gate == .unknownOutcome)
    for (place, order) in lost.enumerated() {
      #expect(!bench.engine.account.breaker.causes.isEmpty, "\(place) of \(limit) are known")
      bench.answer(order, .canceled, filled: 0, remaining: 0)
    }
    #expect(bench.engine.account.breaker.causes.isEmpty)
    #expect(bench.notices.contains(.breakerChanged(.closed, nil)))
    bench.wait(milliseconds: 200)
    #expect(bench.placed.contains { $0.market == bench.awayWins })
  }

  @Test func `an order that is not found three times is known, and it closes`() throws {
    let bench = try ProfileBench.make { $0.breaker.unknownOutcomes = 1 }
    edge(bench, game: 0)
    let lost = try #require(bench.placed.first)
    bench.send(.orderUnknown(lost.id))
    for _ in 0..<3 {
      #expect(bench.engine.account.breaker.causes.list == [.unknownOutcome])
      bench.send(.orderNotFound(lost.id))
    }
    #expect(bench.engine.account.breaker.causes.isEmpty)
  }

  // MARK: Half open

  /// The account's breaker has opened by three losses, and has cooled down. The profile's has not
  /// opened.
  private func halfOpen() throws -> EngineBench {
    let bench = try ProfileBench.make {
      $0.profiles[0].limits.maximumConsecutiveLosses = 100
    }
    for _ in 0..<3 { try `The engine's breaker`().round(bench, exitCents: 40) }
    #expect(bench.engine.account.breaker.causes.list == [.lossRun])
    bench.wait(milliseconds: Self.halfHour)
    #expect(bench.engine.account.breaker.state(at: bench.time) == .halfOpen)
    bench.outputs.removeAll()
    return bench
  }

  /// The one order that goes out.
  private func probe(_ bench: EngineBench) throws -> EngineOrder {
    bench.outputs.removeAll()
    edge(bench, game: 0)
    edge(bench, game: 1)
    bench.wait(milliseconds: 1_000)
    let probe = try #require(bench.placed.first)
    #expect(bench.placed.count == 1, "nothing else until it has ended")
    #expect(probe.quantity == Quantity(contracts: 1))
    #expect(bench.signals.last { $0.market == MarketID(3) }?.stop.gate == .breakerOpen)
    bench.quote(MarketID(3), bid: 46, ask: nil)
    return probe
  }

  /// Open for twice as long as before, counted from `since`, and then half open again.
  private func expectTwiceAsLong(_ bench: EngineBench, since: Timestamp) throws {
    let breaker = bench.engine.account.breaker
    #expect(breaker.state(at: bench.time) == .open)
    let until = try #require(breaker.coolUntil)
    #expect(until - since == 2 * Self.halfHour * 1_000_000)
    #expect(bench.engine.nextDeadline.map { $0 <= until } == true)
    bench.outputs.removeAll()
    bench.time = until + -1_000_000_000
    edge(bench, game: 0)
    #expect(bench.placed.isEmpty)
    #expect(bench.stop(bench.homeWins).gate == .consecutiveLosses)
    bench.time = until
    bench.send(.timer)
    bench.wait(milliseconds: 1_000)
    #expect(bench.placed.map(\.quantity) == [Quantity(contracts: 1)])
  }

  @Test func `a probe that is refused opens it for twice as long`() throws {
    let bench = try halfOpen()
    let probe = try probe(bench)
    bench.send(.orderRejected(probe.id, reason: "no"))
    #expect(bench.notices.contains(.breakerChanged(.open, nil)))
    try expectTwiceAsLong(bench, since: bench.time)
  }

  @Test func `a probe that never left proves nothing, and the next one is the probe`() throws {
    let bench = try halfOpen()
    let probe = try probe(bench)
    bench.send(.orderUnsent(probe.id, reason: "rate budget used up"))
    #expect(bench.engine.account.breaker.state(at: bench.time) == .halfOpen)
    #expect(bench.engine.account.breaker.goodEnds == 0)
    bench.outputs.removeAll()
    edge(bench, game: 2)
    bench.wait(milliseconds: 1_200)
    #expect(bench.placed.map(\.quantity) == [Quantity(contracts: 1)])
  }

  @Test func `a probe that never arrived opens it for twice as long`() throws {
    let bench = try halfOpen()
    let probe = try probe(bench)
    bench.send(.orderUnknown(probe.id))
    for _ in 0..<3 { bench.send(.orderNotFound(probe.id)) }
    try expectTwiceAsLong(bench, since: bench.time)
  }

  @Test func `a probe that loses opens it for twice as long`() throws {
    let bench = try halfOpen()
    bench.fillAll(try probe(bench))
    #expect(bench.engine.account.breaker.goodEnds == 1)
    bench.outputs.removeAll()
    bench.quote(bench.homeWins, bid: 40, ask: nil)
    bench.wait(milliseconds: 100)
    let sale = try #require(bench.placed.first)
    #expect(sale.purpose == .exit)
    bench.fillAll(sale)
    #expect(bench.notices.contains(.breakerOpened(.lossRun, nil)))
    #expect(bench.engine.account.breaker.goodEnds == 0)
    try expectTwiceAsLong(bench, since: bench.time)
  }

  @Test func `three probes that win close it, and orders have their size again`() throws {
    let bench = try halfOpen()
    for number in 1...3 {
      bench.fillAll(try probe(bench))
      #expect(bench.engine.account.breaker.goodEnds == (number < 3 ? Int32(number) : 0))
      #expect(bench.notices.contains(.breakerChanged(.closed, nil)) == (number == 3))
      bench.outputs.removeAll()
      bench.quote(bench.homeWins, bid: 60, ask: nil)
      bench.wait(milliseconds: 100)
      bench.fillAll(try #require(bench.placed.first { $0.market == bench.homeWins }))
      for order in bench.placed where order.market != bench.homeWins {
        bench.answer(order, .canceled, filled: 0, remaining: 0)
      }
      bench.wait(milliseconds: 2_000)
    }
    #expect(bench.engine.account.breaker.causes.isEmpty)
    #expect(bench.engine.account.counters.consecutiveLosses == 0)
    bench.outputs.removeAll()
    edge(bench, game: 0)
    #expect(bench.placed.first?.quantity == Quantity(contracts: 10))
  }

  // MARK: A profile's own

  /// Both profiles lose so often that the first one's limit is reached.
  @Test func `a profile's own stops that profile and no other`() throws {
    let bench = try ProfileBench.make(["STANDARD", "ANY_EDGE"]) {
      $0.risk.maximumConsecutiveLosses = 100
      $0.profiles[0].limits.maximumConsecutiveLosses = 2
      $0.profiles[1].limits.maximumConsecutiveLosses = 100
      for place in 0..<2 { $0.profiles[place].exits.rule = .table }
    }
    let (first, second) = (ProfileID(1), ProfileID(2))
    for _ in 0..<2 {
      bench.outputs.removeAll()
      edge(bench, game: 0)
      pass(bench, milliseconds: 500)
      #expect(bench.placed.map(\.profile) == [first, second])
      let entries = bench.placed
      bench.quote(bench.homeWins, bid: 46, ask: nil)
      for order in entries { bench.fillAll(order) }
      bench.outputs.removeAll()
      bench.quote(bench.homeWins, bid: 40, ask: nil)
      pass(bench, milliseconds: 100)
      let sales = bench.placed
      #expect(sales.count == 2)
      for sale in sales { bench.fillAll(sale) }
      pass(bench, milliseconds: 1_000)
    }
    #expect(bench.engine.account.breaker.state(at: bench.time) == .closed)
    #expect(bench.engine.profiles[1].risk.breaker.causes.list == [.lossRun])
    #expect(bench.engine.profiles[2].risk.breaker.causes.isEmpty)
    #expect(bench.engine.mayEnter)
    bench.outputs.removeAll()
    edge(bench, game: 0)
    pass(bench, milliseconds: 500)
    #expect(bench.placed.map(\.profile) == [second])
    #expect(bench.signals.last { $0.profile == first }?.stop.gate == .consecutiveLosses)
    // Cooled down it tries one contract; the other's size is its own.
    bench.wait(milliseconds: Self.halfHour)
    bench.outputs.removeAll()
    edge(bench, game: 1)
    pass(bench, milliseconds: 500)
    #expect(bench.placed.first { $0.profile == first }?.quantity == Quantity(contracts: 1))
    let other = try #require(bench.placed.first { $0.profile == second })
    #expect(other.quantity > Quantity(contracts: 1))
    let probe = try #require(bench.placed.first { $0.profile == first })
    bench.send(.orderRejected(probe.id, reason: "no"))
    #expect(bench.notices.contains(.breakerChanged(.open, first)))
    #expect(bench.engine.account.breaker.state(at: bench.time) == .closed)
  }
}
