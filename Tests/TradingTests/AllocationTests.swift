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

  /// Without optimisation a judgement with an edge makes boxes: for what the walks of sizing keep
  /// between levels.
  #if DEBUG
    private static let boxes = 4
  #else
    private static let boxes = 0
  #endif

  /// A market in which a profile sees an edge as soon as somebody offers at 48.
  private func profileBench(_ change: (inout EngineConfiguration) -> Void) throws -> EngineBench {
    let bench = try ProfileBench.make { configuration in
      configuration.execution.retryPauseNanoseconds = 0
      configuration.risk = .designFour
      configuration.profiles[0].limits = .designFour
      change(&configuration)
    }
    bench.outputs.reserveCapacity(64)
    bench.quote(bench.homeWins, bid: 46, ask: 56)
    bench.books(4, homePercent: 55)
    return bench
  }

  /// An offer comes, so long after the last that the market is judged again, and goes.
  private func offers(_ bench: EngineBench) -> [EngineInput] {
    [10, -10, 10, -10].map { contracts in
      bench.time = bench.time + 100_000_000
      return input(
        bench,
        .bookDelta(
          bench.homeWins, .ask, Price(cents: 48), change: Quantity(contracts: contracts)))
    }
  }

  @Test func `a book change of which a profile makes a signal and no order`() throws {
    let bench = try profileBench { $0.profiles[0].limits.maximumTotalExposure = Money(cents: 1) }
    let inputs = offers(bench)
    var next = 0
    let count = steadyAllocations {
      for place in next..<next + 2 { bench.engine.process(inputs[place], into: &bench.outputs) }
      next += 2
    }
    #expect(count <= Self.boxes)
    #expect(bench.engine.profiles[1].signals == 2)
    #expect(bench.engine.profiles[1].stops[Int(Gate.totalExposure.rawValue)] == 2)
    #expect(bench.placed.isEmpty)
  }

  @Test func `a book change of which a profile makes a signal and an order`() throws {
    let bench = try profileBench { _ in }
    let inputs = offers(bench)
    func answer() {
      for order in bench.placed { bench.answer(order, .canceled, filled: 0, remaining: 0) }
      bench.outputs.removeAll(keepingCapacity: true)
    }
    bench.time = inputs[0].time
    bench.engine.process(inputs[0], into: &bench.outputs)
    #expect(bench.placed.count == 1)
    answer()
    bench.engine.process(inputs[1], into: &bench.outputs)
    bench.time = inputs[2].time
    let count = allocations { bench.engine.process(inputs[2], into: &bench.outputs) }
    #expect(count <= Self.boxes)
    #expect(bench.placed.count == 1)
    #expect(bench.engine.profiles[1].signals == 2)
  }

  @Test func `a line that is pooled with others and judged`() throws {
    let bench = try profileBench { _ in }
    let inputs = (0..<4).map { place in
      bench.time = bench.time + 100_000_000
      return input(bench, line(0, place % 2 == 0 ? 55.2 : 55))
    }
    var next = 0
    let count = steadyAllocations {
      for place in next..<next + 2 { bench.engine.process(inputs[place], into: &bench.outputs) }
      next += 2
    }
    #expect(count == 0)
    #expect(bench.engine.profiles[1].stops[Int(Gate.netEdge.rawValue)] >= 4)
  }
}
