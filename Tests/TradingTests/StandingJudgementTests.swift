import Market
import TestKit
import Testing

@testable import Trading

@Suite struct `Judgements that stand` {
  /// The inputs of a whole session on a faulty exchange.
  private static func session(_ seed: UInt64) throws -> EngineSimulation {
    var simulation = try EngineSimulation(seed: seed, rarity: [0, 6, 12, 25][Int(seed % 4)])
    simulation.run(steps: 120)
    return simulation
  }

  private static func engine(_ simulation: EngineSimulation, keeps: Bool) -> Engine {
    let engine = Engine(
      configuration: simulation.configuration, markets: simulation.markets,
      games: EngineSimulation.games, bookmakers: 2, session: simulation.seed)
    engine.keepsJudgements = keeps
    return engine
  }

  @Test(arguments: 1_000..<1_060 as Range<UInt64>)
  func `are what a new judgement would come to, output for output`(seed: UInt64) throws {
    let simulation = try Self.session(seed)
    let (keeping, judging) = (
      Self.engine(simulation, keeps: true), Self.engine(simulation, keeps: false)
    )
    var outputs: (ContiguousArray<EngineOutput>, ContiguousArray<EngineOutput>) = ([], [])
    for (place, input) in simulation.inputs.enumerated() {
      outputs.0.removeAll(keepingCapacity: true)
      outputs.1.removeAll(keepingCapacity: true)
      keeping.process(input, into: &outputs.0)
      judging.process(input, into: &outputs.1)
      // Records too, each time: a stop that a later judgement corrects was wrong all the same.
      let areSame = zip(keeping.states, judging.states).allSatisfy {
        $0.record == $1.record && $0.position == $1.position
      }
      guard outputs.0 == outputs.1, areSame else {
        Issue.record("seed \(seed), input \(place), \(input.event): not the same")
        return
      }
    }
    #expect(keeping.ledger == judging.ledger, "seed \(seed)")
  }

  @Test func `are used: changes below the best prices make no new one`() throws {
    var used = 0
    for seed in 1_000..<1_020 as Range<UInt64> {
      let simulation = try Self.session(seed)
      let engine = Self.engine(simulation, keeps: true)
      var outputs: ContiguousArray<EngineOutput> = []
      for input in simulation.inputs {
        if case .bookDelta(let market, _, _, _) = input.event, engine.stands(Int(market.index)) {
          used += 1
        }
        engine.process(input, into: &outputs)
      }
    }
    #expect(used > 100, "a comparison in which nothing stands proves nothing")
  }
}

@Suite struct `A recorded change of a book` {
  @Test func `reads as the general reader reads it, and nothing else does`() throws {
    var source = EventSource(seed: 77)
    var generator = SeededGenerator(seed: 78)
    let writer = EventWriter()
    var deltas = 0
    for round in 0..<4_000 {
      writer.clear()
      try source.input(round % 3 == 0 ? 1 : round % EventSource.kinds).write(to: writer)
      var bytes = Array(writer.bytes)
      if round % 2 == 0 {
        bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(
          in: 0...255, using: &generator)
      }
      if round % 7 == 0 { bytes.removeLast(Int.random(in: 0...2, using: &generator)) }
      bytes.withUnsafeBytes { bytes in
        let general = try? EngineInput(bytes)
        guard case .bookDelta(let market, let side, let price, let change)? = general?.event else {
          #expect(RecordedDelta(bytes) == nil, "round \(round)")
          return
        }
        deltas += 1
        let delta = RecordedDelta(bytes)
        #expect(delta?.time == general?.time && delta?.venueTime == general?.venueTime)
        #expect(delta?.market == market && delta?.side == side, "round \(round)")
        #expect(delta?.price == price && delta?.change == change, "round \(round)")
      }
    }
    #expect(deltas > 1_000)
  }
}
