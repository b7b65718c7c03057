import Market
import Testing

@testable import Trading

/// Limits as an engine meets them: what it counts is what it holds and has sent itself.
@Suite struct `A gate at the engine` {
  /// Whose limit it is.
  enum Owner: CaseIterable {
    case account
    case profile
  }

  /// Limits that the first order uses up.
  enum Limit: CaseIterable {
    case dailyTrades
    case dailyVolume
    case rateLimit
    case minimumInterval
    case openOrders
    case eventConcentration
    case gameExposure
    case totalExposure
    case sportConcentration
    case concurrentMarkets

    var gate: Gate {
      switch self {
      case .dailyTrades: .dailyTrades
      case .dailyVolume: .dailyVolume
      case .rateLimit: .rateLimit
      case .minimumInterval: .minimumInterval
      case .openOrders: .openOrders
      case .eventConcentration: .eventConcentration
      case .gameExposure: .gameExposure
      case .totalExposure: .totalExposure
      case .sportConcentration: .sportConcentration
      case .concurrentMarkets: .concurrentMarkets
      }
    }

    /// Ten contracts that cost 48 cents each and a fee leave room for none that costs 38.
    func set(_ limits: inout RiskLimits) {
      switch self {
      case .dailyTrades: limits.maximumDailyTrades = 1
      case .dailyVolume: limits.maximumDailyVolume = 10
      case .rateLimit: limits.maximumOrdersPerMinute = 1
      case .minimumInterval: limits.minimumOrderIntervalNanoseconds = 10_000_000_000
      case .openOrders: limits.maximumOpenOrders = 1
      case .eventConcentration: limits.maximumEventContracts = 10
      case .gameExposure: limits.maximumGameExposure = Money(cents: 510)
      case .totalExposure: limits.maximumTotalExposure = Money(cents: 510)
      case .sportConcentration: limits.maximumSportPercent = 1
      case .concurrentMarkets: limits.maximumConcurrentMarkets = 1
      }
    }
  }

  /// A profile that is bound by nothing but limits, and has 500 $ of an account's 500 $.
  private func bench(
    _ change: (inout EngineConfiguration) -> Void = { _ in }
  ) throws -> EngineBench {
    try ProfileBench.make(capitalCents: 50_000, cash: 50_000) {
      $0.profiles[0].profile.kellyPercent = 100
      $0.profiles[0].allowsFullKelly = true
      change(&$0)
    }
  }

  /// The home team's win is sold for 48, and for all books it is worth 55.
  private func firstEdge(_ bench: EngineBench) {
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    bench.books(4, homePercent: 55)
    bench.wait(milliseconds: 200)
  }

  /// So is the away team's for 38, where it is worth 45.
  private func secondEdge(_ bench: EngineBench) {
    bench.quote(bench.awayWins, bid: 36, ask: 38)
    bench.wait(milliseconds: 200)
  }

  /// What was last said of a market.
  private func signal(_ bench: EngineBench, _ market: MarketID) throws -> Signal {
    try #require(bench.signals.last { $0.market == market })
  }

  @Test func `two edges of one game are two orders while no limit binds`() throws {
    let bench = try bench()
    firstEdge(bench)
    secondEdge(bench)
    #expect(bench.placed.map(\.market) == [bench.homeWins, bench.awayWins])
    #expect(bench.placed.first?.quantity == Quantity(contracts: 10))
    #expect(try signal(bench, bench.awayWins).stop.gate == .traded)
  }

  @Test(arguments: Limit.allCases, Owner.allCases)
  func `stops the second order once the first has used its limit up`(
    limit: Limit, owner: Owner
  ) throws {
    let bench = try bench {
      switch owner {
      case .account: limit.set(&$0.risk)
      case .profile: limit.set(&$0.profiles[0].limits)
      }
    }
    firstEdge(bench)
    let first = try #require(bench.placed.first)
    #expect(first.market == bench.homeWins)
    bench.outputs.removeAll()
    secondEdge(bench)
    let stop = try signal(bench, bench.awayWins).stop
    #expect(stop.gate == limit.gate)
    #expect(stop.distance > 0)
    #expect(bench.placed.isEmpty)
  }

  /// What is held counts as what is on order does.
  @Test(
    arguments: [
      Limit.dailyTrades, .dailyVolume, .rateLimit, .eventConcentration, .gameExposure,
      .totalExposure, .sportConcentration, .concurrentMarkets,
    ], Owner.allCases)
  func `stops the second order though the first is filled`(limit: Limit, owner: Owner) throws {
    let bench = try bench {
      $0.profiles[0].exits.rule = .hold
      switch owner {
      case .account: limit.set(&$0.risk)
      case .profile: limit.set(&$0.profiles[0].limits)
      }
    }
    firstEdge(bench)
    let first = try #require(bench.placed.first)
    bench.quote(bench.homeWins, bid: 46, ask: nil)
    bench.fillAll(first, feeCents: 18)
    bench.outputs.removeAll()
    bench.quote(bench.awayWins, bid: 26, ask: 28)
    bench.wait(milliseconds: 200)
    let signal = try signal(bench, bench.awayWins)
    if limit == .gameExposure || limit == .totalExposure {
      // Ten that cost 48 leave 30 cents: one at 28 with its fee of 2.
      #expect(signal.binding == limit.gate)
      #expect(bench.placed.map(\.quantity) == [Quantity(contracts: 1)])
    } else {
      #expect(signal.stop.gate == limit.gate)
      #expect(bench.placed.isEmpty)
    }
  }

  @Test func `a single order is cut to what a percentage of the bankroll leaves`() throws {
    for owner in Owner.allCases {
      let bench = try bench {
        $0.risk.maximumRiskPerTrade = Money(cents: 5_000)
        $0.profiles[0].limits.maximumRiskPerTrade = Money(cents: 5_000)
        switch owner {
        case .account: $0.risk.maximumSportPercent = 2
        case .profile: $0.profiles[0].limits.maximumSportPercent = 2
        }
      }
      firstEdge(bench)
      // 1 000 cents at 48 and a fee of 2 each.
      #expect(bench.placed.map(\.quantity) == [Quantity(contracts: 20)], "\(owner)")
      #expect(bench.signals.last?.binding == .sportConcentration, "\(owner)")
    }
  }

  @Test func `the same is not bought twice while the first order is out`() throws {
    let bench = try bench()
    firstEdge(bench)
    #expect(bench.placed.count == 1)
    bench.quote(bench.homeWins, bid: 46, ask: 47)
    bench.wait(milliseconds: 200)
    #expect(bench.signals.last?.stop.gate == .duplicateIntent)
    #expect(bench.placed.count == 1)
  }

  @Test(arguments: [(100, 4_700, 100), (4_900, 9_500, 100), (100, 4_800, 0), (4_800, 9_500, 0)])
  func `a price outside the profile's is not paid`(
    lowest: Int32, highest: Int32, distance: Int64
  ) throws {
    let bench = try bench {
      $0.profiles[0].profile.minimumPrice = lowest
      $0.profiles[0].profile.maximumPrice = highest
    }
    firstEdge(bench)
    guard distance > 0 else {
      #expect(bench.placed.count == 1, "the bound itself is inside")
      return
    }
    #expect(bench.signals.last?.stop == GateStop(.priceBounds, distance: distance))
    #expect(bench.placed.isEmpty)
  }

  /// Two books that are apart, a price at the edge, more than a day before a game that few trade.
  @Test func `a signal that nothing speaks for is not traded`() throws {
    for (bid, ask, percent, isTraded) in [(6, 8, 16.0, false), (10, 12, 20.0, true)] {
      let configuration = try ProfileBench.configuration {
        $0.profiles[0].profile.minimumBooks = 1
        $0.profiles[0].profile.maximumBookSpread = 1_000
        $0.profiles[0].exits.rule = .hold
      }
      let bench = try EngineBench(configuration: configuration) { markets in
        for place in markets.indices {
          markets[place].volume = 4_000
          markets[place].startTime = EngineBench.start + 86_400_000_000_000
          markets[place].closeTime = EngineBench.start + 90_000_000_000_000
        }
      }
      bench.open(cash: Money(cents: 200_000))
      bench.quote(bench.homeWins, bid: bid, ask: ask)
      bench.books(2, homePercent: percent, apart: 3)
      bench.wait(milliseconds: 200)
      let signal = try #require(bench.signals.last)
      #expect(bench.placed.isEmpty != isTraded)
      guard !isTraded else { continue }
      #expect(signal.stop == GateStop(.confidence, distance: 5))
      #expect(signal.confidence.score == 25)
    }
  }
}
