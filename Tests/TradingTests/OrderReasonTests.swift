import Market
import Testing

@testable import Trading

@Suite struct `Why an order is off the book` {
  private func resting() throws -> (EngineBench, EngineOrder) {
    var configuration = EngineConfiguration()
    configuration.execution.orderLifetimeNanoseconds = 120_000_000_000
    let bench = try EngineBench(configuration: configuration)
    bench.open()
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 66)
    bench.fillAll(try #require(bench.placed.first))
    let exit = try #require(bench.placed.last)
    bench.answer(exit, .resting, filled: 0, remaining: 10)
    bench.outputs.removeAll()
    return (bench, exit)
  }

  private func cancel(_ bench: EngineBench, _ order: EngineOrder, _ reason: OrderReport.Reason?) {
    bench.send(
      .orderState(
        order.id,
        OrderReport(
          state: .canceled, filled: .zero, remaining: .zero, price: order.price, reason: reason)))
  }

  private func isExitCanceled(_ notice: EngineNotice) -> Bool {
    if case .exitCanceled = notice { true } else { false }
  }

  @Test func `the exchange's word that it expired decides, whatever our clock says`() throws {
    let (bench, exit) = try resting()
    bench.wait(milliseconds: 30_000)
    bench.outputs.removeAll()
    cancel(bench, exit, .expiry)
    #expect(bench.engine.order(exit.id)?.state == .expired)
    #expect(!bench.notices.contains(where: isExitCanceled))
    #expect(bench.placed.map(\.purpose) == [.exit], "it is sent again at once")
  }

  @Test(arguments: OrderReport.Reason.allCases.filter { $0 != .expiry })
  func `any other reason is a cancel by the exchange, though its time was over`(
    reason: OrderReport.Reason
  ) throws {
    let (bench, exit) = try resting()
    bench.send(.link(.exchangeOrders, isUp: false))
    bench.wait(milliseconds: 119_000)
    bench.send(.link(.exchangeOrders, isUp: true))
    bench.outputs.removeAll()
    cancel(bench, exit, reason)
    #expect(bench.engine.order(exit.id)?.state == .canceled)
    #expect(bench.notices.contains(where: isExitCanceled))
  }

  @Test func `a reason that is told after an end without one still counts`() throws {
    let (bench, exit) = try resting()
    bench.wait(milliseconds: 30_000)
    cancel(bench, exit, nil)
    #expect(bench.engine.order(exit.id)?.state == .canceled)
    cancel(bench, exit, .expiry)
    #expect(bench.engine.order(exit.id)?.state == .expired)
    cancel(bench, exit, nil)
    #expect(bench.engine.order(exit.id)?.state == .expired)
    #expect(bench.engine.order(exit.id)?.contradiction == nil)
  }

  @Test func `an expiry is one though a cancel of ours was out`() {
    var order = ManagedOrderTests.order(.resting)
    order.cancelSent()
    order.reported(
      OrderReport(state: .canceled, filled: .zero, remaining: .zero, price: nil, reason: .expiry),
      at: ManagedOrderTests.now)
    #expect(order.state == .expired)
  }

  @Test func `an order is pending from its decision until the driver has handed it on`() throws {
    let bench = try EngineBench()
    bench.open()
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 66)
    let order = try #require(bench.placed.first)
    func state() throws -> OrderState {
      bench.engine.state(of: try #require(bench.engine.order(order.id)))
    }
    #expect(try state() == .pending)
    bench.engine.noteCarriedOut()
    #expect(try state() == .submitted)
    bench.fill(order, contracts: 4)
    #expect(try state() == .partialFill)
    bench.answer(order, .executed, filled: 10, remaining: 0)
    #expect(try state() == .filled)
  }

  @Test func `one that the driver cannot hand on goes from pending to refused`() throws {
    let bench = try EngineBench()
    bench.open()
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 66)
    let order = try #require(bench.placed.first)
    bench.send(.orderUnsent(order.id, reason: "the journal cannot be written"))
    let ended = try #require(bench.engine.order(order.id))
    #expect(bench.engine.state(of: ended) == .rejected && ended.ending == .unsent)
    #expect(OrderState.pending.step(to: .rejected) == .forward)
  }
}
