import Testing

@testable import Trading

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

  /// Promises of what is never reached prove nothing: here it is counted that all are put to use.
  @Test(arguments: [false, true])
  func `its limits are reached, and what rests is stopped, often enough`(hasProfiles: Bool) throws {
    var sum = SimulationRecord()
    var renewals = 0
    for seed in UInt64(5_000)..<5_080 {
      var simulation = try EngineSimulation(
        seed: seed, rarity: [0, 6, 12, 25][Int(seed % 4)], hasProfiles: hasProfiles)
      simulation.run(steps: 120)
      if let trouble = simulation.trouble { Issue.record("\(trouble)") }
      sum.add(simulation.record)
      renewals += simulation.exchange.renewals
    }
    for (name, count, least) in sum.floors(hasProfiles: hasProfiles) + [("renewals", renewals, 200)]
    where count < least {
      Issue.record("\(count) \(name), and \(least) are the least")
    }
    var expected: [Gate] = [
      .dailyTrades, .dailyVolume, .gameExposure, .sportConcentration, .shardBalance,
    ]
    if hasProfiles {
      expected += [
        .rateLimit, .minimumInterval, .openOrders, .dailyLoss, .consecutiveLosses, .riskPerTrade,
        .positionSize, .totalExposure,
      ]
    }
    for gate in expected { #expect(sum.reached[gate] ?? 0 > 0, "\(gate.code) in \(sum.reached)") }
    let commands = [
      "flatten", "flattenMarket", "limit", "acceptCash", "acceptPosition", "adopt",
      "distrustJournal",
    ]
    for name in commands { #expect(sum.commands[name] ?? 0 > 0, "\(name) in \(sum.commands)") }
  }
}
