import Market
import Testing

@testable import Trading

/// Every field of the exchange's record is held against ours: both columns are shown, the market is
/// blocked, and heals where the record explains it.
@Suite struct `Reconciliation field by field` {
  let cash = Money(cents: 100_000 - 600 - 17)

  /// Ten contracts were bought at 60 with 17 cents of fee, and nothing rests.
  private func bench() throws -> (bench: EngineBench, entry: EngineOrder) {
    let bench = try EngineBench()
    bench.open()
    bench.wait(milliseconds: 1)
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 66)
    let entry = try #require(bench.placed.first)
    bench.fill(entry, contracts: 10, feeCents: 17)
    bench.answer(entry, .executed, filled: 10, remaining: 0)
    let exit = try #require(bench.placed.last)
    bench.answer(exit, .canceled, filled: 0, remaining: 0)
    bench.wait(milliseconds: 1)
    bench.outputs.removeAll()
    return (bench, entry)
  }

  private func holding(
    _ bench: EngineBench, costCents: Int = 600, feeCents: Int? = nil
  ) -> AccountState.Holding {
    AccountState.Holding(
      market: bench.homeWins, quantity: Quantity(contracts: 10), cost: Money(cents: costCents),
      fees: feeCents.map { Money(cents: $0) })
  }

  private func read(_ bench: EngineBench, _ holding: AccountState.Holding) {
    bench.wait(milliseconds: 1)
    bench.outputs.removeAll()
    bench.reconcile(cash: cash, holdings: [holding])
  }

  private func said(_ bench: EngineBench) -> [RecordDifference] {
    bench.notices.compactMap {
      if case .recordDiffers(let difference) = $0 { difference } else { nil }
    }
  }

  private func isBlocked(_ bench: EngineBench) -> Bool {
    bench.engine.states[Int(bench.homeWins.index)].differsFromExchange
  }

  @Test func `another cost of the same contracts blocks until a second reading says so too`() throws
  {
    let (bench, _) = try bench()
    read(bench, holding(bench))
    #expect(said(bench).isEmpty && !isBlocked(bench))
    read(bench, holding(bench, costCents: 605))
    #expect(
      said(bench) == [
        RecordDifference(
          market: bench.homeWins, field: .positionCost, ours: 6_000_000, exchange: 6_050_000)
      ])
    #expect(isBlocked(bench))
    #expect(bench.engine.nextDeadline != nil, "it is looked at again")
    read(bench, holding(bench, costCents: 605))
    #expect(said(bench).isEmpty && !isBlocked(bench))
    let position = bench.engine.states[Int(bench.homeWins.index)].position
    #expect(position.costBasis == Money(cents: 605))
  }

  @Test func `a cost that differs another way each time stays blocked`() throws {
    let (bench, _) = try bench()
    for cents in [605, 610, 607] {
      read(bench, holding(bench, costCents: cents))
      #expect(said(bench).count == 1 && isBlocked(bench))
    }
    read(bench, holding(bench))
    #expect(!isBlocked(bench))
  }

  @Test func `what averaging rounds is taken over without a word`() throws {
    let (bench, _) = try bench()
    var holding = holding(bench)
    holding.cost = holding.cost + Money(microDollars: 10)
    read(bench, holding)
    #expect(said(bench).isEmpty && !isBlocked(bench))
    holding.cost = holding.cost + Money(microDollars: 11)
    read(bench, holding)
    #expect(said(bench).count == 1 && isBlocked(bench))
  }

  @Test func `fees that the exchange counts otherwise since they were first told are shown`() throws
  {
    let (bench, _) = try bench()
    // What was charged before this session is nothing of ours.
    read(bench, holding(bench, feeCents: 117))
    #expect(said(bench).isEmpty)
    read(bench, holding(bench, feeCents: 119))
    #expect(
      said(bench) == [
        RecordDifference(
          market: bench.homeWins, field: .positionFees, ours: 1_170_000, exchange: 1_190_000)
      ])
    #expect(isBlocked(bench))
    read(bench, holding(bench, feeCents: 119))
    #expect(said(bench).isEmpty && !isBlocked(bench))
  }

  @Test func `a fill that is told again with another fee is booked at it, once`() throws {
    let (bench, entry) = try bench()
    func again(feeCents: Int, price: Price? = nil) {
      bench.outputs.removeAll()
      bench.send(
        .fill(
          FillReport(
            trade: ExchangeKey(high: 1, low: 1), order: entry.id, market: entry.market,
            side: entry.side, price: price ?? entry.price, quantity: Quantity(contracts: 10),
            liquidity: .taker, fee: Money(cents: feeCents), venueTime: bench.time)))
    }
    again(feeCents: 17)
    #expect(bench.outputs.isEmpty, "the same is no news")
    again(feeCents: 19)
    #expect(
      said(bench) == [
        RecordDifference(
          market: bench.homeWins, field: .fillFee, ours: 170_000, exchange: 190_000)
      ])
    #expect(bench.outputs.contains(.reconcile) && isBlocked(bench))
    #expect(bench.engine.ledger.cash == cash - Money(cents: 2))
    #expect(bench.engine.profiles[0].ledger.cash == cash - Money(cents: 2))
    again(feeCents: 19)
    #expect(said(bench).isEmpty && bench.engine.ledger.cash == cash - Money(cents: 2))
    again(feeCents: 19, price: Price(cents: 59))
    #expect(said(bench).map(\.field) == [.fillPrice])
    #expect(bench.engine.ledger.cash == cash - Money(cents: 2), "the account tells")
  }

  @Test(arguments: [RecordDifference.Field.orderSide, .orderPrice, .orderSize])
  func `an order that rests otherwise than we know is cancelled, and blocks until it is gone`(
    field: RecordDifference.Field
  ) throws {
    var configuration = EngineConfiguration()
    configuration.execution.makerTimeoutNanoseconds = 60_000_000_000
    let bench = try EngineBench(configuration: configuration)
    bench.open()
    bench.wait(milliseconds: 1)
    let order = try bench.restEntry()
    func listed() -> AccountState.RestingOrder {
      AccountState.RestingOrder(
        order: order.id, market: order.market, side: order.side, price: order.price,
        filled: .zero, remaining: order.quantity)
    }
    bench.wait(milliseconds: 1_500)
    bench.outputs.removeAll()
    bench.reconcile(resting: [listed()])
    #expect(said(bench).isEmpty && !isBlocked(bench))
    var other = listed()
    switch field {
    case .orderSide: other.side = .ask
    case .orderPrice: other.price = Price(cents: 40)
    default: other.remaining = Quantity(contracts: 12)
    }
    bench.outputs.removeAll()
    bench.reconcile(resting: [other])
    #expect(said(bench).map(\.field) == [field])
    #expect(bench.canceled == [order.id] && isBlocked(bench), "\(bench.outputs)")
    bench.answer(order, .canceled, filled: 0, remaining: 0)
    bench.wait(milliseconds: 1)
    bench.reconcile()
    #expect(!isBlocked(bench))
  }

  @Test(arguments: [AccountState.End.never, .at(Timestamp(seconds: 4_000_000_000)), .untold])
  func `an order that would outlive us is cancelled`(end: AccountState.End) throws {
    var configuration = EngineConfiguration()
    configuration.execution.makerTimeoutNanoseconds = 60_000_000_000
    configuration.execution.orderLifetimeNanoseconds = 120_000_000_000
    let bench = try EngineBench(configuration: configuration)
    bench.open()
    bench.wait(milliseconds: 1)
    let order = try bench.restEntry()
    func listed(_ end: AccountState.End) -> AccountState.RestingOrder {
      AccountState.RestingOrder(
        order: order.id, market: order.market, side: order.side, price: order.price,
        filled: .zero, remaining: order.quantity, end: end)
    }
    bench.wait(milliseconds: 1_500)
    bench.outputs.removeAll()
    bench.reconcile(resting: [listed(.at(bench.time + 120_000_000_000))])
    #expect(said(bench).isEmpty && !isBlocked(bench))
    bench.reconcile(resting: [listed(end)])
    guard end != .untold else {
      #expect(said(bench).isEmpty && bench.canceled.isEmpty)
      return
    }
    let latest = bench.time.seconds + 240
    let difference = try #require(said(bench).first)
    #expect(difference.field == .orderEnd && abs(difference.ours - latest) <= 3)
    #expect(bench.canceled == [order.id] && isBlocked(bench), "\(bench.outputs)")
  }

  @Test func `a listing that is behind our last change is no difference`() throws {
    let bench = try EngineBench()
    bench.open()
    bench.wait(milliseconds: 1)
    let order = try bench.restEntry()
    bench.wait(milliseconds: 500)
    bench.outputs.removeAll()
    bench.reconcile(resting: [
      AccountState.RestingOrder(
        order: order.id, market: order.market, side: order.side, price: Price(cents: 40),
        filled: .zero, remaining: order.quantity)
    ])
    #expect(said(bench).isEmpty && bench.canceled.isEmpty)
  }

  @Test func `what is held in markets that are not followed counts in the total exposure`() throws {
    var configuration = EngineConfiguration()
    configuration.risk.maximumTotalExposure = Money(cents: 2_000)
    let bench = try EngineBench(configuration: configuration)
    bench.open()
    bench.wait(milliseconds: 1)
    bench.reconcile(elsewhere: Money(cents: 1_800))
    bench.quote(bench.homeWins, bid: 50, ask: 55)
    bench.odds(home: 63)
    // 57.8 cents each at the worst, fee included: three of them are less than two dollars.
    #expect(bench.placed.map(\.quantity) == [Quantity(contracts: 3)])
    #expect(bench.engine.tally(bench.homeWins, of: nil).elsewhere == Money(cents: 1_800))
    #expect(bench.engine.tally(bench.homeWins, of: .arbitrage).elsewhere == .zero)
  }
}
