import Market
import Testing

@testable import Trading

@Suite struct `The life of an order` {
  private static let time = Timestamp(seconds: 1_764_000_000)

  private func order(_ contracts: Int = 10) -> ManagedOrder {
    ManagedOrder(
      request: EngineOrder(
        id: ClientOrderID(session: 1, sequence: 1), market: MarketID(0), side: .bid,
        price: Price(cents: 40), quantity: Quantity(contracts: contracts), style: .rest,
        purpose: .entry), sentAt: Self.time)
  }

  private func report(
    _ state: OrderReport.State, filled: Int = 0, remaining: Int = 0
  ) -> OrderReport {
    OrderReport(
      state: state, filled: Quantity(contracts: filled),
      remaining: Quantity(contracts: remaining), price: Price(cents: 40))
  }

  /// Every pair: `=` the same, `>` goes on, `<` late news, `!` cannot be. Rows are from, columns
  /// to, both in the design's order.
  static let table = [
    "=>!!!>>!!",  // PENDING
    "!=>>>>>>>",  // SUBMITTED
    "!<=>>>!>>",  // RESTING
    "!<<=>>!>>",  // PARTIAL_FILL
    "!<<<=!!!<",  // FILLED
    "!<<<!=!<<",  // CANCELED
    "!<!!!!=!<",  // REJECTED
    "!<<<!<!=<",  // EXPIRED
    "!<>>>>>>=",  // UNKNOWN
  ]

  @Test func `every transition is lawful, late, or named as one that cannot be`() throws {
    let marks: [Character: OrderState.Step] = [
      "=": .same, ">": .forward, "<": .late, "!": .illegal,
    ]
    for from in OrderState.allCases {
      for to in OrderState.allCases {
        let row = Array(Self.table[Int(from.rawValue)])
        let mark = try #require(marks[row[Int(to.rawValue)]])
        #expect(from.step(to: to) == mark, "\(from.code) -> \(to.code)")
        // An end is never left.
        if from.isFinal { #expect(from.step(to: to) != .forward) }
      }
    }
    #expect(OrderState.partialFill.code == "PARTIAL_FILL")
  }

  @Test func `it goes from submitted over resting and a part to filled`() {
    var order = order()
    #expect(order.state == .submitted)
    order.reported(report(.resting, remaining: 10), at: Self.time)
    #expect(order.state == .resting)
    order.fill(Quantity(contracts: 4), at: Self.time)
    #expect(order.state == .partialFill)
    order.fill(Quantity(contracts: 6), at: Self.time)
    #expect(order.state == .filled)
    #expect(order.contradiction == nil)
  }

  @Test func `a fill before the answer, and the answer late, contradict nothing`() {
    var order = order()
    order.fill(Quantity(contracts: 10), at: Self.time)
    order.reported(report(.resting, remaining: 10), at: Self.time)
    order.reported(report(.executed, filled: 10), at: Self.time)
    #expect(order.state == .filled)
    #expect(order.contradiction == nil)
  }

  @Test func `fills told after a cancel are counted and contradict nothing`() {
    var order = order()
    order.reported(report(.resting, remaining: 10), at: Self.time)
    order.cancelSent()
    order.reported(report(.canceled, filled: 3), at: Self.time)
    #expect(order.state == .canceled && order.phase == .settling)
    order.fill(Quantity(contracts: 3), at: Self.time)
    #expect(order.state == .canceled && order.phase == .done)
    #expect(order.contradiction == nil)
  }

  @Test func `an order that was refused and fills after all is named`() {
    var order = order()
    order.rejected(at: Self.time)
    #expect(order.state == .rejected)
    order.fill(Quantity(contracts: 1), at: Self.time)
    #expect(order.contradiction == IllegalTransition(from: .rejected, to: .partialFill))
    #expect(order.contradiction?.words == "it was refused, and is PARTIAL_FILL after all")
  }

  @Test func `a refusal of what rests is named, and leaves its fate unknown`() {
    var order = order()
    order.reported(report(.resting, remaining: 10), at: Self.time)
    order.rejected(at: Self.time)
    #expect(order.state == .unknown)
    #expect(order.contradiction == IllegalTransition(from: .resting, to: .rejected))
  }

  @Test func `more contracts than asked for are counted and named`() {
    var order = order()
    order.fill(Quantity(contracts: 10), at: Self.time)
    order.fill(Quantity(contracts: 1), at: Self.time)
    #expect(order.filled == Quantity(contracts: 11))
    #expect(order.contradiction == .overfill)
  }

  @Test func `what cannot be is said once, and the account is read`() throws {
    let bench = try EngineBench()
    bench.open()
    let order = try bench.restEntry()
    bench.outputs.removeAll()
    bench.send(.orderRejected(order.id, reason: "no"))
    let step = IllegalTransition(from: .resting, to: .rejected)
    let notice = EngineNotice.illegalTransition(order.id, order.market, step)
    #expect(bench.notices.filter { $0 == notice }.count == 1)
    #expect(bench.outputs.contains(.reconcile))
    bench.send(.orderRejected(order.id, reason: "no"))
    #expect(bench.notices.filter { $0 == notice }.count == 1)
  }

  @Test func `an order that is over and is said to have ended otherwise is named`() throws {
    let bench = try EngineBench()
    bench.open()
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 66)
    let order = try #require(bench.placed.first)
    bench.answer(order, .canceled, filled: 0, remaining: 0)
    bench.outputs.removeAll()
    bench.answer(order, .resting, filled: 0, remaining: 10)
    #expect(bench.notices.isEmpty, "late news")
    bench.answer(order, .executed, filled: 10, remaining: 0)
    let step = IllegalTransition(from: .canceled, to: .filled)
    #expect(bench.notices == [.illegalTransition(order.id, order.market, step)])
    #expect(bench.outputs.contains(.reconcile))
  }
}

@Suite struct `Orders that expire by themselves` {
  private func resting() throws -> (EngineBench, EngineOrder) {
    var configuration = EngineConfiguration()
    configuration.execution.orderLifetimeNanoseconds = 120_000_000_000
    let bench = try EngineBench(configuration: configuration)
    bench.open()
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 66)
    bench.fillAll(try #require(bench.placed.first))
    let exit = try #require(bench.placed.last)
    #expect(exit.purpose == .exit && exit.style == .rest)
    bench.answer(exit, .resting, filled: 0, remaining: 10)
    bench.outputs.removeAll()
    return (bench, exit)
  }

  private func renewals(_ bench: EngineBench) -> [EngineOutput] {
    bench.outputs.filter { if case .amend = $0 { true } else { false } }
  }

  @Test func `a resting sell is renewed after half of its life, at its price and size`() throws {
    let (bench, exit) = try resting()
    bench.wait(milliseconds: 59_000)
    #expect(renewals(bench).isEmpty)
    let due = try #require(bench.engine.nextDeadline)
    #expect(due <= exit.sent(bench) + 60_000_000_000)
    bench.wait(milliseconds: 1_000)
    let renewal = EngineOutput.amend(
      exit.id, exit.market, exit.side, exit.price, total: exit.quantity)
    #expect(renewals(bench) == [renewal])
    // Not again while it is out, and again a minute after its answer.
    bench.wait(milliseconds: 1_000)
    #expect(renewals(bench).count == 1)
    bench.answer(exit, .resting, filled: 0, remaining: 10)
    bench.wait(milliseconds: 59_000)
    #expect(renewals(bench).count == 1)
    bench.wait(milliseconds: 1_000)
    #expect(renewals(bench).count == 2)
  }

  @Test func `one whose price has left the grid moves onto it, and is not renewed off it`() throws {
    let coarse = try PriceGrid(ranges: [
      PriceRange(start: .zero, end: .dollar, step: Price(cents: 5))
    ])
    let (bench, exit) = try resting()
    #expect(!coarse.isOrderable(exit.price))
    bench.wait(milliseconds: 10_000)
    bench.outputs.removeAll()
    // Nobody speaks any more: the last value known counts.
    bench.send(.gridChanged(bench.homeWins, coarse))
    #expect(bench.amended.isEmpty, "the book is off the grid too, until its snapshot")
    bench.quote(bench.homeWins, bid: 55, ask: 60)
    #expect(bench.amended == [try #require(coarse.ceil(exit.price))])
    bench.outputs.removeAll()
    // While the market pauses it cannot move, and is left to its end.
    let (other, _) = try resting()
    other.send(.marketStatus(other.homeWins, .inactive))
    other.send(.gridChanged(other.homeWins, coarse))
    other.wait(milliseconds: 100_000)
    #expect(renewals(other).isEmpty)
  }

  @Test func `nothing is renewed while orders cannot be sent, or when the session ends`() throws {
    let (bench, _) = try resting()
    bench.send(.link(.exchangeOrders, isUp: false))
    bench.wait(milliseconds: 100_000)
    #expect(renewals(bench).isEmpty)
    let (other, _) = try resting()
    other.send(.command(.shutDown))
    other.outputs.removeAll()
    other.wait(milliseconds: 100_000)
    #expect(renewals(other).isEmpty)
  }

  @Test func `one that has expired is sent again at once, and is no cancel by the exchange`() throws
  {
    let (bench, exit) = try resting()
    bench.send(.link(.exchangeOrders, isUp: false))
    bench.wait(milliseconds: 119_000)
    bench.send(.link(.exchangeOrders, isUp: true))
    bench.outputs.removeAll()
    bench.answer(exit, .canceled, filled: 0, remaining: 0)
    #expect(bench.engine.orders.finished.last?.ending == .expired)
    #expect(bench.engine.orders.finished.last?.state == .expired)
    #expect(bench.notices.allSatisfy { if case .exitCanceled = $0 { false } else { true } })
    #expect(bench.placed.map(\.purpose) == [.exit])
  }

  @Test func `a cancel before its time is the exchange's own`() throws {
    let (bench, exit) = try resting()
    bench.wait(milliseconds: 30_000)
    bench.outputs.removeAll()
    bench.answer(exit, .canceled, filled: 0, remaining: 0)
    #expect(bench.engine.orders.finished.last?.ending == .canceled)
    #expect(bench.notices.contains { if case .exitCanceled = $0 { true } else { false } })
  }
}

extension EngineOrder {
  /// When it was sent.
  fileprivate func sent(_ bench: EngineBench) -> Timestamp {
    bench.engine.orders.working.first { $0.request.id == id }?.sentAt ?? .distantPast
  }
}
