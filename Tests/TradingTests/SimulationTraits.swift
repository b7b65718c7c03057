import Market
import TestKit

@testable import Trading

/// What one seed's session has beside what all have, by a random sequence of its own: each of them
/// in a part of the seeds.
struct SimulationTraits {
  /// The operator says more than to halt and to resume.
  let hasCommands: Bool
  /// The exchange keeps its cash by two shards, of which one has little.
  let hasShards: Bool
  /// What rests carries an end, after so long; 0 for none.
  let lifetimeNanoseconds: Int64
  /// A fall of the equity stops new risk.
  let hasDrawdown: Bool
  /// One order in so many never leaves; 0 for none.
  let unsentRarity: UInt64
  /// Payments are not listed by the exchange.
  let hasUnlistedPayments: Bool
  /// Of some trades by hand the exchange never tells.
  let hasUntoldTrades: Bool

  init(seed: UInt64) {
    var random = SeededGenerator(seed: seed &* 53 &+ 29)
    func isOne(of count: UInt64) -> Bool { random.next() % count == 0 }
    hasCommands = isOne(of: 2)
    hasShards = isOne(of: 3)
    let lifetimes: [Int64] = [1, 1, 2, 8]
    let lifetime = lifetimes[Int(random.next() % 4)] * 1_000_000_000
    lifetimeNanoseconds = isOne(of: 2) ? lifetime : 0
    hasDrawdown = isOne(of: 3)
    unsentRarity = isOne(of: 3) ? 4 : 0
    hasUnlistedPayments = isOne(of: 3)
    hasUntoldTrades = isOne(of: 2)
  }

  /// Sets what belongs to them.
  func configure(_ configuration: inout EngineConfiguration, seed: UInt64) {
    var random = SeededGenerator(seed: seed &* 59 &+ 31)
    func cents(_ range: ClosedRange<Int>) -> Money {
      Money(cents: Int.random(in: range, using: &random))
    }
    configuration.execution.orderLifetimeNanoseconds = lifetimeNanoseconds
    guard hasDrawdown else { return }
    configuration.risk.maximumDrawdown = cents(20...250)
    for place in configuration.profiles.indices {
      configuration.profiles[place].limits.maximumDrawdown = cents(10...150)
    }
  }

  /// The shard of a market; nil where there are none.
  func shard(of market: Int) -> Int32? { hasShards ? Int32(market % 2) : nil }
}
