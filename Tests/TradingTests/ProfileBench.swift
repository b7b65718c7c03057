import Market
import Testing

@testable import Trading

/// An engine in which profiles trade and the arbitrage strategy does not.
enum ProfileBench {
  static let standard = ProfileID(1)

  static func preset(_ name: String) throws -> TradingProfile {
    try #require(TradingProfile.presets.first { $0.name == name })
  }

  /// - Parameter names: of the profiles that run, with 1 000 $ each.
  static func configuration(
    _ names: [String] = ["STANDARD"], capitalCents: Int = 100_000,
    _ change: (inout EngineConfiguration) -> Void = { _ in }
  ) throws -> EngineConfiguration {
    var configuration = EngineConfiguration()
    configuration.strategy.isEnabled = false
    configuration.risk = RiskLimits()
    configuration.profiles = try names.map {
      ProfileConfiguration(try preset($0), capital: Money(cents: capitalCents))
    }
    change(&configuration)
    return configuration
  }

  /// Open, with enough traded everywhere.
  static func make(
    _ names: [String] = ["STANDARD"], capitalCents: Int = 100_000, cash: Int = 200_000,
    _ change: (inout EngineConfiguration) -> Void = { _ in }
  ) throws -> EngineBench {
    let bench = try EngineBench(
      configuration: configuration(names, capitalCents: capitalCents, change)
    ) { markets in
      for place in markets.indices { markets[place].volume = 6_000 }
    }
    bench.open(cash: Money(cents: cash))
    return bench
  }
}

extension EngineBench {
  /// So many books quote the home team's win at a probability, each a little apart.
  func books(_ count: Int, homePercent: Double, apart: Double = 0) {
    for book in 0..<count {
      let percent = homePercent + apart * (Double(book) - Double(count - 1) / 2)
      let line = GameLine(
        kind: .winner, homeOrOver: 100 / percent, awayOrUnder: 100 / (100 - percent))
      send(.line(game, BookmakerID(book), line))
    }
  }

  func holding(_ profile: ProfileID = ProfileBench.standard) -> ProfileHolding {
    engine.holdings[homeWins, profile]
  }

  /// An entry that was placed fills whole and is answered.
  func fillAll(_ order: EngineOrder, feeCents: Int = 1) {
    fill(order, contracts: Int(order.quantity.hundredths / 100), feeCents: feeCents)
    answer(order, .executed, filled: Int(order.quantity.hundredths / 100), remaining: 0)
  }
}

/// Whatever was traded: the profiles' ledgers add up to the account's.
func expectLedgersToAddUp(_ engine: Engine) {
  let cash = engine.profiles.reduce(Money.zero) { $0 + ($1.ledger.cash ?? .zero) }
  #expect(cash == engine.ledger.cash)
  for market in engine.states.indices {
    let held = engine.profiles.indices.reduce(Quantity.zero) {
      $0 + engine.holdings[MarketID(market), ProfileID($1)].position.quantity
    }
    #expect(held == engine.states[market].position.quantity)
  }
}
