import Testing
import Trading

@Suite struct `The engine on a faulty exchange` {
  @Test(arguments: 0..<20)
  func `every promise holds whatever the network does`(block: Int) throws {
    var entries = 0
    for offset in 0..<12 {
      let seed = UInt64(block * 12 + offset)
      var simulation = try EngineSimulation(seed: seed, rarity: [0, 6, 12, 25][Int(seed % 4)])
      simulation.run(steps: 120)
      if let trouble = simulation.trouble { Issue.record("\(trouble)") }
      entries += simulation.exchange.placed.count
    }
    #expect(entries > 0, "a simulation that never trades proves nothing")
  }

  @Test(arguments: 0..<20)
  func `with profiles beside it every promise holds too`(block: Int) throws {
    var (entries, closed) = (0, 0)
    for offset in 0..<12 {
      let seed = UInt64(1_000 + block * 12 + offset)
      var simulation = try EngineSimulation(
        seed: seed, rarity: [0, 6, 12, 25][Int(seed % 4)], hasProfiles: true)
      simulation.run(steps: 160)
      if let trouble = simulation.trouble { Issue.record("\(trouble)") }
      entries += simulation.exchange.placed.values.count {
        $0.profile != .arbitrage && $0.purpose == .entry
      }
      closed += Int(simulation.engine.profiles.reduce(0) { $0 + $1.risk.counters.settledTrades })
    }
    #expect(entries > 0 && closed > 0, "profiles that never trade prove nothing")
  }
}
