import Market
import Testing
import Trading

@Suite struct `A resting sale that nobody takes` {
  /// Ten contracts bought at 60c, worth 66c and offered at that; crosses after ten seconds, for two
  /// cents less than the fair value.
  private func offering(afterSeconds: Int64 = 10) throws -> (EngineBench, EngineOrder) {
    var configuration = EngineConfiguration()
    configuration.execution.exitCrossAfterNanoseconds = afterSeconds * 1_000_000_000
    let bench = try EngineBench(configuration: configuration)
    bench.open()
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 66)
    let entry = try #require(bench.placed.first)
    bench.fill(entry, contracts: 10)
    bench.answer(entry, .executed, filled: 10, remaining: 0)
    let exit = try #require(bench.placed.last)
    #expect(exit.purpose == .exit && exit.style == .rest)
    #expect(exit.price == Price(cents: 66))
    bench.answer(exit, .resting, filled: 0, remaining: 10)
    bench.outputs.removeAll()
    return (bench, exit)
  }

  @Test func `goes on resting until its time is over, whatever is bid`() throws {
    let (bench, _) = try offering()
    bench.wait(milliseconds: 9_999)
    bench.quote(bench.homeWins, bid: 65, ask: 67)
    #expect(bench.canceled.isEmpty)
    #expect(bench.engine.nextDeadline == bench.time + 1_000_000)
  }

  @Test func `then makes way for one that takes the bid, and says so`() throws {
    let (bench, exit) = try offering()
    bench.quote(bench.homeWins, bid: 64, ask: 67)
    bench.wait(milliseconds: 10_000)
    #expect(bench.canceled == [exit.id])
    #expect(bench.placed.isEmpty, "both together would sell more than is held")
    bench.answer(exit, .canceled, filled: 0, remaining: 0)
    let sale = try #require(bench.placed.last)
    #expect(sale.style == .take && sale.side == .ask && sale.price == Price(cents: 64))
    #expect(sale.quantity == Quantity(contracts: 10) && sale.purpose == .exit)
    #expect(
      bench.notices.contains(
        .exitTriggered(.time, bench.homeWins, .arbitrage, bid: Price(cents: 64))))
    bench.fill(sale, contracts: 10)
    bench.answer(sale, .executed, filled: 10, remaining: 0)
    #expect(bench.engine.states[0].position.quantity.isZero)
  }

  @Test func `never for less than it may give up`() throws {
    let (bench, exit) = try offering()
    bench.quote(bench.homeWins, bid: 63, ask: 67)
    bench.wait(milliseconds: 60_000)
    #expect(bench.canceled.isEmpty && bench.placed.isEmpty)
    #expect(bench.engine.nextDeadline == nil, "only a better bid changes that")
    bench.send(.bookDelta(bench.homeWins, .bid, Price(cents: 64), change: Quantity(contracts: 1)))
    #expect(bench.canceled == [exit.id])
  }

  @Test func `what is left asks again for the bid of then, and rests where too little is bid`()
    throws
  {
    let (bench, exit) = try offering()
    bench.quote(bench.homeWins, bid: 65, ask: 67)
    bench.wait(milliseconds: 10_000)
    bench.answer(exit, .canceled, filled: 0, remaining: 0)
    let first = try #require(bench.placed.last)
    bench.quote(bench.homeWins, bid: 64, ask: 67)
    bench.fill(first, contracts: 4)
    bench.outputs.removeAll()
    bench.answer(first, .canceled, filled: 4, remaining: 0)
    #expect(bench.placed.isEmpty, "a pause lies between two tries")
    bench.wait(milliseconds: 1_000)
    let second = try #require(bench.placed.last)
    #expect(second.price == Price(cents: 64) && second.quantity == Quantity(contracts: 6))
    bench.quote(bench.homeWins, bid: 60, ask: 67)
    bench.answer(second, .canceled, filled: 0, remaining: 0)
    bench.wait(milliseconds: 1_000)
    let last = try #require(bench.placed.last)
    #expect(last.style == .rest && last.price == Price(cents: 66))
    #expect(last.quantity == Quantity(contracts: 6))
  }

  @Test func `stays where no sale may leave`() throws {
    for stop in 0..<3 {
      let (bench, _) = try offering()
      bench.wait(milliseconds: 10_000)
      switch stop {
      case 0: bench.send(.marketStatus(bench.homeWins, .inactive))
      case 1: bench.send(.feesChanged(bench.homeWins, nil))
      default: bench.send(.link(.exchangeOrders, isUp: false))
      }
      bench.outputs.removeAll()
      bench.quote(bench.homeWins, bid: 65, ask: 67)
      #expect(bench.canceled.isEmpty && bench.placed.isEmpty, "\(stop)")
    }
  }

  @Test func `a bid that comes and goes costs the place in the queue once in ten seconds`() throws {
    let (bench, exit) = try offering()
    bench.wait(milliseconds: 10_000)
    bench.quote(bench.homeWins, bid: 64, ask: 67)
    #expect(bench.canceled == [exit.id])
    bench.quote(bench.homeWins, bid: 60, ask: 67)
    bench.answer(exit, .canceled, filled: 0, remaining: 0)
    let second = try #require(bench.placed.last)
    #expect(second.style == .rest)
    bench.answer(second, .resting, filled: 0, remaining: 10)
    bench.wait(milliseconds: 5_000)
    bench.quote(bench.homeWins, bid: 64, ask: 67)
    #expect(bench.canceled == [exit.id], "five seconds are too soon")
    #expect(bench.engine.nextDeadline == bench.time + 5_000_000_000)
    bench.wait(milliseconds: 5_000)
    #expect(bench.canceled == [exit.id, second.id])
  }

  @Test func `the operator's word begins at the bid, however often it has crossed`() throws {
    let (bench, exit) = try offering()
    bench.quote(bench.homeWins, bid: 65, ask: 67)
    bench.wait(milliseconds: 10_000)
    bench.answer(exit, .canceled, filled: 0, remaining: 0)
    for _ in 0..<4 {
      let sale = try #require(bench.placed.last)
      bench.fill(sale, contracts: 1)
      bench.answer(sale, .canceled, filled: 1, remaining: 0)
      bench.wait(milliseconds: 1_000)
    }
    bench.answer(try #require(bench.placed.last), .canceled, filled: 0, remaining: 0)
    bench.send(.command(.flatten))
    bench.wait(milliseconds: 1_000)
    #expect(bench.placed.last?.price == Price(cents: 65))
  }

  @Test func `without fresh odds the last fair value counts`() throws {
    let (bench, exit) = try offering()
    bench.wait(milliseconds: 20_000)
    #expect(bench.engine.states[0].freshYes == nil)
    bench.quote(bench.homeWins, bid: 64, ask: 67)
    #expect(bench.canceled == [exit.id])
  }

  @Test func `nothing crosses where it is switched off`() throws {
    let (bench, _) = try offering(afterSeconds: 0)
    bench.quote(bench.homeWins, bid: 65, ask: 67)
    bench.wait(milliseconds: 86_400_000 / 24)
    #expect(bench.canceled.isEmpty && bench.placed.isEmpty)
    #expect(bench.engine.nextDeadline == nil)
  }
}
