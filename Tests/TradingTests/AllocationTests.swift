import Market
import TestKit
import Testing
import Trading

@Suite struct `The hot path does not allocate` {
  private func bench() throws -> EngineBench {
    let bench = try EngineBench()
    bench.open()
    bench.outputs.reserveCapacity(64)
    return bench
  }

  private func input(_ bench: EngineBench, _ event: EngineEvent) -> EngineInput {
    EngineInput(time: bench.time, venueTime: bench.time, event: event)
  }

  private func line(_ game: Int, _ home: Double) -> EngineEvent {
    .line(
      GameID(game), BookmakerID(0),
      GameLine(kind: .winner, homeOrOver: 100 / home, awayOrUnder: 100 / (100 - home)))
  }

  @Test func `a book change that leads to no order`() throws {
    let bench = try bench()
    bench.quote(bench.homeWins, bid: 58, ask: 66)
    bench.odds(home: 62)
    let inputs = [Quantity(contracts: 5), Quantity(contracts: -5)].map {
      input(bench, .bookDelta(bench.homeWins, .bid, Price(cents: 59), change: $0))
    }
    let count = steadyAllocations {
      for place in inputs.indices { bench.engine.process(inputs[place], into: &bench.outputs) }
    }
    #expect(count == 0)
    #expect(bench.placed.isEmpty)
  }

  @Test func `a line that leads to no order`() throws {
    let bench = try bench()
    bench.quote(bench.homeWins, bid: 58, ask: 66)
    let inputs = [input(bench, line(0, 62)), input(bench, line(0, 61))]
    let count = steadyAllocations {
      for place in inputs.indices { bench.engine.process(inputs[place], into: &bench.outputs) }
    }
    #expect(count == 0)
    #expect(bench.placed.isEmpty)
  }

  @Test func `a line and a book change that place an order`() throws {
    let bench = try bench()
    bench.quote(MarketID(0), bid: 58, ask: 60)
    bench.quote(MarketID(3), bid: 58, ask: 60)
    bench.quote(MarketID(1), bid: 20, ask: 50)
    bench.quote(MarketID(4), bid: 20, ask: 50)
    let inputs = [0, 1].flatMap { game in
      [
        input(bench, line(game, 66)),
        input(
          bench,
          .bookDelta(
            MarketID(game * 3 + 1), .ask, Price(cents: 26), change: Quantity(contracts: 10))),
      ]
    }
    var next = 0
    let count = steadyAllocations {
      bench.engine.process(inputs[next], into: &bench.outputs)
      bench.engine.process(inputs[next + 1], into: &bench.outputs)
      next += 2
    }
    // Without optimisation one box per order is made by unspecialised library code.
    #if DEBUG
      #expect(count <= 2)
    #else
      #expect(count == 0)
    #endif
    #expect(bench.placed.count == 4)
  }
}
