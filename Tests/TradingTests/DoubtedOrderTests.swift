import Market
import Testing

@testable import Trading

@Suite struct `Orders that lived and are said not to exist` {
  private static let now = Timestamp(seconds: 1_764_000_000)
  typealias News = @Sendable (inout ManagedOrder) -> Void

  private static let denials: [(String, News)] = [
    ("rejected", { $0.rejected(at: now) }),
    ("unsent", { $0.unsent(at: now) }),
  ]

  @Test(arguments: denials.indices)
  func `a part that filled before it was denied leaves its fate unknown`(row: Int) {
    let (name, deny) = Self.denials[row]
    var order = ManagedOrderTests.order(.sent)
    order.fill(Quantity(contracts: 3), at: Self.now)
    deny(&order)
    #expect(order.state == .unknown && order.needsSearch, "\(name)")
    #expect(order.open == Quantity(contracts: 7), "what may still trade is counted")
    #expect(order.contradiction == IllegalTransition(from: .partialFill, to: .rejected))
    deny(&order)
    #expect(order.state == .unknown, "no more of the same ends it")
    order.reported(ManagedOrderTests.report(.canceled, 3, 0), at: Self.now)
    #expect(order.state == .canceled && order.isDone)
  }

  @Test(arguments: denials.indices)
  func `what rests and is denied is of unknown fate until the exchange shows it`(row: Int) {
    let (name, deny) = Self.denials[row]
    var order = ManagedOrderTests.order(.resting)
    deny(&order)
    #expect(order.state == .unknown && order.needsSearch, "\(name)")
    #expect(order.contradiction == IllegalTransition(from: .resting, to: .rejected))
    order.reported(ManagedOrderTests.report(.resting, 0, 10), at: Self.now)
    #expect(order.state == .resting)
  }

  @Test func `an order whose filling was told and not seen is no refused one`() {
    var order = ManagedOrderTests.order(.sent)
    order.answerLost(at: Self.now)
    order.reported(ManagedOrderTests.report(.resting, 2, 8), at: Self.now)
    order.vanished()
    order.rejected(at: Self.now)
    #expect(order.state == .unknown)
    #expect(order.contradiction == IllegalTransition(from: .partialFill, to: .rejected))
  }

  @Test(arguments: [true, false])
  func `no number of searches ends what has rested or filled`(hasFilled: Bool) {
    var order = ManagedOrderTests.order(hasFilled ? .sent : .resting)
    if hasFilled {
      order.fill(Quantity(contracts: 3), at: Self.now)
      order.answerLost(at: Self.now)
    } else {
      order.vanished()
    }
    for _ in 0..<2 { order.notFound(limit: 3, at: Self.now) }
    #expect(order.contradiction == nil, "a list may lag")
    for _ in 0..<10 { order.notFound(limit: 3, at: Self.now) }
    #expect(order.state == .unknown && order.needsSearch)
    let from: OrderState = hasFilled ? .partialFill : .resting
    #expect(order.contradiction == IllegalTransition(from: from, to: .rejected))
    order.fill(Quantity(contracts: hasFilled ? 7 : 10), at: Self.now)
    #expect(order.state == .filled && order.isDone, "the fills are evidence")
  }

  @Test func `a refusal after a fill is said, searched for, and the account is read`() throws {
    let bench = try EngineBench()
    bench.open()
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 66)
    let order = try #require(bench.placed.first)
    bench.fill(order, contracts: 4)
    bench.outputs.removeAll()
    bench.send(.orderRejected(order.id, reason: "no"))
    let step = IllegalTransition(from: .partialFill, to: .rejected)
    #expect(bench.notices.contains(.illegalTransition(order.id, order.market, step)))
    #expect(bench.outputs.contains(.reconcile))
    #expect(bench.outputs.contains(.findOrder(order.id, order.market)))
    bench.wait(milliseconds: 1_500)
    bench.odds(home: 66)
    #expect(bench.stop(bench.homeWins).gate == .unknownOutcome)
    #expect(!bench.notices.contains(.rejected(order.id, order.market, reason: "no")))
    bench.answer(order, .canceled, filled: 4, remaining: 0)
    #expect(bench.engine.order(order.id)?.state == .canceled)
    #expect(bench.engine.states[0].position.quantity == Quantity(contracts: 4))
  }

  @Test func `what rested and vanished is never said not to have arrived`() throws {
    let bench = try EngineBench()
    bench.open()
    let order = try bench.restEntry()
    bench.wait(milliseconds: 1)
    bench.reconcile()
    for _ in 0..<6 {
      bench.wait(milliseconds: 1_000)
      bench.send(.orderNotFound(order.id))
    }
    #expect(!bench.notices.contains(.neverArrived(order.id, order.market)))
    let step = IllegalTransition(from: .resting, to: .rejected)
    #expect(bench.notices.contains(.illegalTransition(order.id, order.market, step)))
    #expect(bench.engine.order(order.id)?.state == .unknown)
  }

  @Test func `a sale that is said not to have left, and has sold, was a try`() throws {
    let bench = try ProfileBench.make()
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    bench.books(4, homePercent: 55)
    bench.wait(milliseconds: 100)
    bench.fillAll(try #require(bench.placed.first), feeCents: 18)
    bench.quote(bench.homeWins, bid: 44, ask: 46)
    let sale = try #require(bench.placed.last)
    bench.fill(sale, contracts: 2)
    bench.send(.orderUnsent(sale.id, reason: "no connection was free"))
    #expect(bench.holding().tries == 1)
    #expect(bench.engine.order(sale.id)?.state == .unknown)
  }
}

typealias ManagedOrderTests = `Managed orders`
