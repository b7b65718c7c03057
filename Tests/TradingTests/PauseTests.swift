import Market
import Testing
import Trading

@Suite struct `Pauses and limits` {
  func resting() throws -> (EngineBench, EngineOrder) {
    let bench = try EngineBench()
    bench.open()
    let order = try bench.restEntry()
    bench.outputs.removeAll()
    return (bench, order)
  }

  @Test(arguments: Link.allCases)
  func `a dropped connection cancels resting buys and pauses until reconciled`(link: Link) throws {
    let (bench, order) = try resting()
    bench.send(.link(link, isUp: false))
    #expect(bench.canceled == [order.id])
    #expect(!bench.engine.mayEnter)
    bench.answer(order, .canceled, filled: 0, remaining: 0)
    bench.send(.link(link, isUp: true))
    #expect(bench.outputs.contains(.reconcile))
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 70)
    #expect(bench.placed.isEmpty)
    #expect(bench.stop(bench.homeWins).gate == .tradingPaused)
    bench.reconcile()
    #expect(!bench.placed.isEmpty)
  }

  @Test func `sells stay when the odds go away`() throws {
    let bench = try EngineBench()
    bench.open()
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 66)
    bench.fill(bench.placed[0], contracts: 10)
    bench.answer(bench.placed[0], .executed, filled: 10, remaining: 0)
    let exit = try #require(bench.placed.last)
    bench.answer(exit, .resting, filled: 0, remaining: 10)
    bench.outputs.removeAll()
    bench.send(.link(.odds, isUp: false))
    bench.wait(milliseconds: 20_000)
    #expect(bench.canceled.isEmpty)
    #expect(bench.amended.isEmpty)
  }

  @Test func `odds older than five seconds cancel resting buys`() throws {
    var configuration = EngineConfiguration()
    configuration.execution.makerTimeoutNanoseconds = 60_000_000_000
    let bench = try EngineBench(configuration: configuration)
    bench.open()
    let order = try bench.restEntry()
    bench.wait(milliseconds: 5_000)
    #expect(bench.canceled.isEmpty)
    bench.wait(milliseconds: 1)
    #expect(bench.canceled == [order.id])
    #expect(bench.stop(bench.homeWins).gate == .staleOdds)
  }

  @Test func `the start of the game cancels resting buys and blocks`() throws {
    let (bench, order) = try resting()
    bench.time = EngineBench.start
    bench.odds(home: 63)
    #expect(bench.canceled == [order.id])
    bench.quote(bench.awayWins, bid: 10, ask: 12)
    #expect(bench.stop(bench.awayWins).gate == .inPlay)
  }

  @Test func `limits hold when everything in flight fills`() throws {
    let bench = try EngineBench()
    bench.open()
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 66)
    // The order is out and unanswered; a further opportunity must not add to it.
    bench.odds(home: 70)
    #expect(bench.placed.count == 1)
    #expect(bench.engine.committed(in: bench.homeWins) == Quantity(contracts: 10))
    bench.fill(bench.placed[0], contracts: 10)
    bench.answer(bench.placed[0], .executed, filled: 10, remaining: 0)
    bench.odds(home: 72)
    #expect(bench.placed.filter { $0.purpose == .entry }.count == 1)
    #expect(bench.stop(bench.homeWins).gate == .positionSize)
  }

  @Test func `a game has a limit over all its markets`() throws {
    var configuration = EngineConfiguration()
    configuration.risk.maximumEventContracts = 12
    let bench = try EngineBench(configuration: configuration)
    bench.open()
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.quote(bench.awayWins, bid: 33, ask: 35)
    bench.odds(home: 66)
    #expect(bench.placed.map(\.quantity) == [Quantity(contracts: 10)])
    bench.quote(bench.awayWins, bid: 45, ask: 47)
    #expect(bench.placed.map(\.quantity) == [Quantity(contracts: 10), Quantity(contracts: 2)])
  }

  @Test func `the total exposure bounds an order's size`() throws {
    var configuration = EngineConfiguration()
    configuration.risk.maximumTotalExposure = Money(cents: 200)
    let bench = try EngineBench(configuration: configuration)
    bench.open()
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 70)
    // 60c and a taker fee of 2c a contract: three fit into two dollars.
    #expect(bench.placed.map(\.quantity) == [Quantity(contracts: 3)])
    #expect(bench.engine.exposure <= Money(cents: 200))
  }

  @Test func `only so many markets at one time`() throws {
    var configuration = EngineConfiguration()
    configuration.risk.maximumConcurrentMarkets = 1
    let bench = try EngineBench(configuration: configuration)
    bench.open()
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 70)
    bench.quote(MarketID(3), bid: 58, ask: 60)
    bench.send(
      .line(
        GameID(1), bench.book, GameLine(kind: .winner, homeOrOver: 1.4, awayOrUnder: 3.4)))
    #expect(bench.placed.count == 1)
    #expect(bench.stop(MarketID(3)).gate == .concurrentMarkets)
  }

  @Test func `a gap blocks the book until the next snapshot`() throws {
    let bench = try EngineBench()
    bench.open()
    bench.quote(bench.homeWins, bid: 58, ask: 66)
    bench.odds(home: 66)
    bench.send(.bookBlocked(bench.homeWins))
    #expect(bench.stop(bench.homeWins).gate == .bookNotLive)
    bench.send(
      .bookDelta(bench.homeWins, .ask, Price(cents: 60), change: Quantity(contracts: 5)))
    #expect(bench.placed.isEmpty)
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    #expect(bench.placed.count == 1)
  }

  @Test func `a position the exchange has and we do not blocks its market`() throws {
    let bench = try EngineBench()
    bench.open()
    bench.reconcile(
      holdings: [
        AccountState.Holding(
          market: bench.homeWins, quantity: Quantity(contracts: 5), cost: Money(cents: 250))
      ])
    #expect(
      bench.notices.contains(
        .positionDiffers(bench.homeWins, ours: .zero, exchange: Quantity(contracts: 5))))
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 70)
    #expect(bench.placed.isEmpty)
    #expect(bench.stop(bench.homeWins).gate == .reconciliation)
    bench.reconcile()
    #expect(bench.placed.count == 1)
  }

  /// The exchange closed the cheap contracts of a sale that was heard of before one of the
  /// purchases.
  @Test func `of the same contracts the exchange's cost counts`() throws {
    let bench = try EngineBench()
    bench.open()
    let entry = try bench.restEntry()
    bench.fill(entry, contracts: 4)
    let ours = entry.price * Quantity(contracts: 4)
    let exposure = bench.engine.exposure
    let holding = AccountState.Holding(
      market: bench.homeWins, quantity: Quantity(contracts: 4), cost: ours + Money(cents: 7))
    let resting = AccountState.RestingOrder(
      order: entry.id, market: entry.market, side: entry.side, price: entry.price,
      filled: Quantity(contracts: 4), remaining: entry.quantity - Quantity(contracts: 4))
    bench.reconcile(holdings: [holding], resting: [resting])
    #expect(
      bench.engine.states[0].position.costBasis == ours, "the fill may be in the reading or not")
    bench.wait(milliseconds: 10)
    let exit = try #require(bench.placed.last)
    #expect(exit.purpose == .exit)
    bench.answer(exit, .resting, filled: 0, remaining: 4)
    bench.wait(milliseconds: 10)
    let exiting = AccountState.RestingOrder(
      order: exit.id, market: exit.market, side: exit.side, price: exit.price, filled: .zero,
      remaining: exit.quantity)
    bench.reconcile(holdings: [holding], resting: [resting, exiting])
    #expect(bench.engine.states[0].position.costBasis == ours, "once may be a mistake")
    bench.reconcile(holdings: [holding], resting: [resting, exiting])
    #expect(bench.engine.states[0].position.costBasis == ours + Money(cents: 7))
    #expect(bench.engine.exposure == exposure + Money(cents: 7))
    #expect(bench.notices.allSatisfy { if case .positionDiffers = $0 { false } else { true } })
  }

  @Test func `positions of before are taken over at the first reconciliation`() throws {
    let bench = try EngineBench()
    for link in Link.allCases { bench.send(.link(link, isUp: true)) }
    bench.reconcile(
      holdings: [
        AccountState.Holding(
          market: bench.homeWins, quantity: Quantity(contracts: -4), cost: Money(cents: 160))
      ])
    #expect(bench.engine.states[0].position.quantity == Quantity(contracts: -4))
    #expect(bench.engine.exposure == Money(cents: 160))
  }

  @Test func `somebody else's resting order blocks its market`() throws {
    let bench = try EngineBench()
    bench.open()
    bench.reconcile(
      resting: [
        AccountState.RestingOrder(
          order: nil, market: bench.homeWins, side: .bid, price: Price(cents: 10), filled: .zero,
          remaining: Quantity(contracts: 1))
      ])
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 70)
    #expect(bench.stop(bench.homeWins).gate == .foreignOrder)
    #expect(bench.placed.isEmpty)
  }

  @Test func `somebody else's order keeps no sale back, but for what it may sell itself`() throws {
    let bench = try EngineBench()
    bench.open()
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 66)
    let entry = try #require(bench.placed.first)
    bench.wait(milliseconds: 1)
    func foreign(_ side: BookSide, _ cents: Int, _ contracts: Int) -> AccountState.RestingOrder {
      AccountState.RestingOrder(
        order: nil, market: bench.homeWins, side: side, price: Price(cents: cents), filled: .zero,
        remaining: Quantity(contracts: contracts))
    }
    bench.reconcile(resting: [foreign(.bid, 10, 1), foreign(.ask, 90, 3)])
    bench.outputs.removeAll()
    bench.fill(entry, contracts: 10, feeCents: 17)
    bench.answer(entry, .executed, filled: 10, remaining: 0)
    let exit = try #require(bench.placed.last)
    #expect(exit.purpose == .exit && exit.quantity == Quantity(contracts: 7))
  }

  @Test func `an account that cannot be read for long keeps from new risk until it is`() throws {
    var configuration = EngineConfiguration()
    configuration.execution.reconcileIntervalNanoseconds = 60_000_000_000
    let bench = try EngineBench(configuration: configuration)
    bench.open()
    for _ in 0..<30 {
      bench.time = try #require(bench.engine.nextDeadline)
      bench.send(.timer)
    }
    let said = bench.notices.filter { if case .accountUnread = $0 { true } else { false } }
    #expect(said.count == 1 && !bench.engine.mayEnter)
    #expect(bench.outputs.contains(.reconcile), "it is asked for all the while")
    bench.reconcile()
    #expect(bench.engine.mayEnter && bench.notices.contains(.resumed))
  }

  @Test func `an unknown fee refuses to trade`() throws {
    let bench = try EngineBench { $0[0].fees = nil }
    bench.open()
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 70)
    #expect(bench.stop(bench.homeWins).gate == .unknownFee)
    #expect(bench.placed.isEmpty)
  }

  @Test func `a shutdown cancels everything that rests and sends nothing more`() throws {
    let (bench, order) = try resting()
    bench.send(.command(.shutDown))
    #expect(bench.canceled == [order.id])
    bench.outputs.removeAll()
    bench.quote(bench.awayWins, bid: 10, ask: 12)
    #expect(bench.placed.isEmpty)
  }
}
