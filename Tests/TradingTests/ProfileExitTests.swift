import Market
import Testing

@testable import Trading

@Suite struct `A profile's exits` {
  /// Ten contracts bought at 48 with an edge of five cents after fees; 6 000 traded in a day.
  func holding(
    _ change: (inout ExitConfiguration) -> Void = { _ in }
  ) throws -> EngineBench {
    let bench = try ProfileBench.make { change(&$0.profiles[0].exits) }
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    bench.books(4, homePercent: 55)
    bench.wait(milliseconds: 100)
    bench.fillAll(try #require(bench.placed.first), feeCents: 18)
    bench.outputs.removeAll()
    return bench
  }

  @Test func `a bid at the profit is sold to, at no less`() throws {
    let bench = try holding()
    // Five cents of edge: six up, four down.
    #expect(bench.holding().levels?.takeProfit == Price(cents: 54))
    #expect(bench.holding().levels?.stopLoss == Price(cents: 44))
    bench.quote(bench.homeWins, bid: 53, ask: 56)
    #expect(bench.placed.isEmpty)
    bench.quote(bench.homeWins, bid: 55, ask: 57)
    let sale = try #require(bench.placed.first)
    #expect(sale.side == .ask && sale.style == .take && sale.purpose == .exit)
    #expect(sale.price == Price(cents: 54) && sale.quantity == Quantity(contracts: 10))
    #expect(
      bench.notices == [
        .exitTriggered(
          .takeProfit, bench.homeWins, ProfileBench.standard, bid: Price(cents: 55))
      ])
    bench.fillAll(sale, feeCents: 18)
    #expect(bench.holding().position.quantity.isZero)
    // 54 less 48, ten times, less both fees: it filled at its own price.
    #expect(bench.engine.account.counters.dailyProfit == Money(cents: 60 - 36))
    expectLedgersToAddUp(bench.engine)
  }

  @Test func `a profit that has gone before it was taken is waited for again`() throws {
    let bench = try holding()
    bench.quote(bench.homeWins, bid: 54, ask: 57)
    let sale = try #require(bench.placed.first)
    bench.answer(sale, .canceled, filled: 0, remaining: 0)
    bench.outputs.removeAll()
    bench.quote(bench.homeWins, bid: 50, ask: 52)
    for _ in 0..<10 { bench.wait(milliseconds: 1_000) }
    #expect(bench.placed.isEmpty)
    #expect(bench.holding().trigger == nil)
  }

  @Test func `a loss is sold at the bid, a tick lower each time, then at any price`() throws {
    let bench = try holding()
    bench.quote(bench.homeWins, bid: 44, ask: 46)
    var asked: [Price] = []
    for _ in 0..<5 {
      let sale = try #require(bench.placed.last)
      asked.append(sale.price)
      bench.answer(sale, .canceled, filled: 0, remaining: 0)
      bench.outputs.removeAll()
      bench.wait(milliseconds: 1_000)
    }
    #expect(asked.map(\.tenThousandths) == [4_400, 4_300, 4_200, 100, 100])
  }

  @Test func `a loss once due is sold though the bid comes back`() throws {
    let bench = try holding()
    bench.quote(bench.homeWins, bid: 44, ask: 46)
    let sale = try #require(bench.placed.last)
    bench.fill(sale, contracts: 4)
    bench.answer(sale, .canceled, filled: 4, remaining: 0)
    bench.outputs.removeAll()
    bench.quote(bench.homeWins, bid: 47, ask: 49)
    bench.wait(milliseconds: 1_000)
    #expect(bench.placed.map(\.quantity) == [Quantity(contracts: 6)])
  }

  @Test func `time ends a position by its age, and before the game`() throws {
    let old = try holding { $0.maximumHoldNanoseconds = 60_000_000_000 }
    old.quote(old.homeWins, bid: 46, ask: nil)
    old.wait(milliseconds: 59_000)
    #expect(old.placed.isEmpty)
    let end = try #require(old.engine.exitDeadline)
    #expect(end == old.holding().openedAt + 60_000_000_000)
    old.time = end
    old.send(.timer)
    #expect(old.placed.count == 1)
    let early = try holding { $0.beforeStartNanoseconds = 300_000_000_000 }
    early.quote(early.homeWins, bid: 46, ask: nil)
    #expect(early.engine.exitDeadline == EngineBench.start + -300_000_000_000)
    early.time = EngineBench.start + -300_000_000_001
    early.send(.timer)
    #expect(early.placed.isEmpty)
    early.wait(milliseconds: 1)
    #expect(early.placed.count == 1)
  }

  /// Ten contracts from elsewhere that were handed to a profile which sells five minutes before.
  private func adopted(start: Timestamp?, expiration: Timestamp?) throws -> EngineBench {
    let configuration = try ProfileBench.configuration {
      $0.profiles[0].exits.beforeStartNanoseconds = 300_000_000_000
      $0.profiles[0].exits.rule = .hold
    }
    let bench = try EngineBench(configuration: configuration) { markets in
      markets[0].startTime = start
      markets[0].expectedExpiration = expiration
    }
    for link in Link.allCases { bench.send(.link(link, isUp: true)) }
    bench.reconcile(
      cash: Money(cents: 200_000),
      holdings: [
        AccountState.Holding(
          market: bench.homeWins, quantity: Quantity(contracts: 10), cost: Money(cents: 480))
      ])
    bench.quote(bench.homeWins, bid: 46, ask: nil)
    bench.send(.command(.adopt(bench.homeWins, ProfileBench.standard)))
    return bench
  }

  @Test func `where no start is known it is sold before the expected expiration`() throws {
    let expiration = EngineBench.start + 3_600_000_000_000
    for (start, end) in [(nil, expiration), (EngineBench.start, EngineBench.start)] {
      let bench = try adopted(start: start, expiration: expiration)
      #expect(!bench.notices.contains(.noExitTime(bench.homeWins, ProfileBench.standard)))
      #expect(bench.engine.exitDeadline == end + -300_000_000_000)
      bench.time = end + -300_000_000_001
      bench.send(.timer)
      #expect(bench.placed.isEmpty)
      bench.wait(milliseconds: 1)
      #expect(bench.placed.map(\.purpose) == [.exit])
    }
  }

  @Test func `where neither is known nothing is sold by time, which is said once`() throws {
    let bench = try adopted(start: nil, expiration: nil)
    let notice = EngineNotice.noExitTime(bench.homeWins, ProfileBench.standard)
    bench.time = EngineBench.close + -1
    for _ in 0..<5 { bench.quote(bench.homeWins, bid: 46, ask: nil) }
    #expect(bench.notices.filter { $0 == notice }.count == 1)
    #expect(bench.placed.isEmpty && bench.engine.exitDeadline == nil)
    // A start that becomes known counts at once.
    bench.send(.gameMatched(bench.game, start: bench.time + 60_000_000_000))
    #expect(bench.placed.map(\.purpose) == [.exit])
  }

  @Test func `by belief it is sold where the bid pays more than it is worth`() throws {
    let bench = try holding { $0.rule = .belief }
    bench.quote(bench.homeWins, bid: 40, ask: 42)
    #expect(bench.placed.filter { $0.purpose == .exit }.isEmpty, "a loss alone is no reason")
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    #expect(bench.placed.filter { $0.purpose == .exit }.count == 1)
  }

  @Test func `who follows a position sees what its sale would see`() throws {
    let bench = try holding()
    func view(_ leg: Outcome) -> SaleView { bench.engine.saleView(bench.homeWins, leg) }
    #expect(view(.yes).bid == Price(cents: 46) && view(.no).bid == Price(cents: 52))
    #expect(view(.yes).isTaken && view(.yes).start == EngineBench.start && view(.yes).fees != nil)
    #expect(!view(.yes).isBeliefDue, "55 are believed in")
    #expect(view(.no).isBeliefDue, "45 are believed in, and 52 are bid")
    bench.quote(bench.homeWins, bid: 46, ask: nil)
    #expect(view(.yes).bid == Price(cents: 46) && view(.no).bid == nil)
    bench.send(.marketStatus(bench.homeWins, .inactive))
    #expect(view(.yes).bid == Price(cents: 46) && !view(.yes).isTaken)
  }

  @Test func `flatten sells all and lets nothing new in, until resume`() throws {
    let bench = try holding()
    bench.send(.command(.flatten))
    let sale = try #require(bench.placed.first)
    #expect(sale.purpose == .exit && sale.price == Price(cents: 46))
    bench.fillAll(sale)
    bench.outputs.removeAll()
    bench.wait(milliseconds: 5_000)
    bench.books(4, homePercent: 60)
    bench.wait(milliseconds: 100)
    #expect(bench.placed.isEmpty)
    bench.send(.command(.resume))
    bench.wait(milliseconds: 100)
    #expect(bench.placed.count == 1)
  }

  @Test func `a halt during a partly filled exit lets the exit go on`() throws {
    let bench = try holding()
    bench.quote(bench.homeWins, bid: 44, ask: 46)
    let sale = try #require(bench.placed.last)
    bench.fill(sale, contracts: 3)
    bench.send(.command(.halt))
    #expect(bench.canceled.isEmpty, "a halt cancels no sale")
    bench.answer(sale, .canceled, filled: 3, remaining: 0)
    bench.outputs.removeAll()
    bench.wait(milliseconds: 1_000)
    #expect(bench.placed.map(\.quantity) == [Quantity(contracts: 7)])
    #expect(bench.placed.allSatisfy { $0.purpose == .exit })
  }

  @Test func `the rest of a position is sold at the levels of the whole`() throws {
    let bench = try holding()
    bench.quote(bench.homeWins, bid: 54, ask: nil)
    let sale = try #require(bench.placed.first)
    bench.fill(sale, contracts: 8, feeCents: 14)
    bench.answer(sale, .canceled, filled: 8, remaining: 0)
    #expect(bench.holding().levels?.takeProfit == Price(cents: 54))
    #expect(bench.holding().levels?.stopLoss == Price(cents: 44))
  }

  @Test func `resume ends a sale that flatten began`() throws {
    let bench = try holding()
    bench.quote(bench.homeWins, bid: 46, ask: nil)
    bench.send(.command(.flatten))
    bench.answer(try #require(bench.placed.last), .canceled, filled: 0, remaining: 0)
    bench.send(.command(.resume))
    bench.outputs.removeAll()
    for _ in 0..<5 { bench.wait(milliseconds: 1_000) }
    #expect(bench.placed.isEmpty)
    #expect(bench.holding().trigger == nil)
  }
}
