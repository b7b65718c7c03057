import Market
import TestKit
import Testing

@testable import Trading

@Suite struct `The risk gate` {
  /// One contract at 48 cents with its fee of 1.75 cents.
  static let unit = Money(microDollars: 497_500)

  static func view() -> RiskView {
    RiskView(cash: Money(cents: 100_000), bankroll: Money(cents: 100_000))
  }

  static func judge(
    _ contracts: Int64 = 5, _ change: (inout RiskView) -> Void = { _ in }
  ) -> Result<RiskGate.Admission, GateStop> {
    var view = view()
    change(&view)
    return RiskGate(RiskLimits()).judge(
      RiskGate.Intent(unitRisk: unit, contracts: contracts), view)
  }

  static func admitted(
    _ contracts: Int64, _ binding: Gate? = nil
  ) -> Result<RiskGate.Admission, GateStop> {
    .success(RiskGate.Admission(contracts: contracts, binding: binding))
  }

  static func blocked(
    _ reason: Gate, _ distance: Int64 = 0
  ) -> Result<RiskGate.Admission, GateStop> {
    .failure(GateStop(reason, distance: distance))
  }

  @Test func `what no limit stops passes whole`() {
    #expect(Self.judge() == Self.admitted(5))
  }

  @Test func `the design's example of 25 contracts is cut to 10 by the risk of a trade`() {
    #expect(Self.judge(25) == Self.admitted(10, .riskPerTrade))
  }

  @Test func `each limit of size cuts, and is named`() {
    #expect(Self.judge { $0.marketContracts = 97 } == Self.admitted(3, .positionSize))
    #expect(
      Self.judge { $0.eventContracts = 4_996 } == Self.admitted(4, .eventConcentration))
    #expect(Self.judge { $0.dailyVolume = 49_998 } == Self.admitted(2, .dailyVolume))
    #expect(
      Self.judge { $0.gameExposure = Money(cents: 4_900) }
        == Self.admitted(2, .gameExposure))
    #expect(
      Self.judge { $0.sportExposure = Money(cents: 29_800) }
        == Self.admitted(4, .sportConcentration))
    #expect(
      Self.judge { $0.totalExposure = Money(cents: 49_950) }
        == Self.admitted(1, .totalExposure))
    #expect(
      Self.judge { $0.cash = Money(cents: 100) }
        == Self.admitted(2, .insufficientBalance))
    #expect(
      Self.judge { $0.shardCash = Money(cents: 60) } == Self.admitted(1, .shardBalance))
  }

  @Test func `a limit with no room for one contract blocks, and says what is missing`() {
    #expect(Self.judge { $0.marketContracts = 100 } == Self.blocked(.positionSize, 1))
    #expect(Self.judge { $0.marketContracts = 120 } == Self.blocked(.positionSize, 21))
    #expect(
      Self.judge { $0.cash = Money(cents: 49) }
        == Self.blocked(.insufficientBalance, 7_500))
    #expect(
      Self.judge { $0.gameExposure = Money(cents: 5_100) }
        == Self.blocked(.gameExposure, 1_497_500))
    // A negative bankroll is no room in any sport.
    #expect(
      Self.judge { $0.bankroll = Money(cents: -100) }
        == Self.blocked(.sportConcentration, 797_500))
  }

  @Test func `counts and rates block at their limits and not below`() {
    #expect(Self.judge { $0.openOrders = 9 } == Self.admitted(5))
    #expect(Self.judge { $0.openOrders = 10 } == Self.blocked(.openOrders, 1))
    #expect(Self.judge { $0.dailyTrades = 499 } == Self.admitted(5))
    #expect(Self.judge { $0.dailyTrades = 500 } == Self.blocked(.dailyTrades, 1))
    #expect(Self.judge { $0.consecutiveLosses = 2 } == Self.admitted(5))
    #expect(
      Self.judge { $0.consecutiveLosses = 3 } == Self.blocked(.consecutiveLosses, 1))
    #expect(
      Self.judge { view in
        view.ordersLastMinute = 20
        view.minuteFreeAfterNanoseconds = 7
      } == Self.blocked(.rateLimit, 7))
    #expect(
      Self.judge { $0.sinceLastOrderNanoseconds = 99_999_999 }
        == Self.blocked(.minimumInterval, 1))
    #expect(Self.judge { $0.sinceLastOrderNanoseconds = 100_000_000 } == Self.admitted(5))
    #expect(Self.judge { $0.activeMarkets = 20 } == Self.blocked(.concurrentMarkets, 1))
    #expect(
      Self.judge { view in
        view.activeMarkets = 20
        view.isMarketActive = true
      } == Self.admitted(5))
  }

  @Test func `a day's loss and a drawdown block at their limits`() {
    #expect(Self.judge { $0.dailyLoss = Money(cents: 9_999) } == Self.admitted(5))
    #expect(
      Self.judge { $0.dailyLoss = Money(cents: 10_001) }
        == Self.blocked(.dailyLoss, 10_000))
    #expect(Self.judge { $0.drawdown = Money(cents: 20_000) } == Self.blocked(.drawdown))
  }

  @Test func `the state of the house comes before every limit`() {
    #expect(
      Self.judge { $0.passage = .blocked(.init(.manual)) } == Self.blocked(.manualHalt))
    for (cause, gate) in [
      (BreakerCause.lossRun, Gate.consecutiveLosses), (.dailyLoss, .dailyLoss),
      (.rejectRate, .breakerOpen), (.clockSkew, .breakerOpen), (.staleFeed, .staleFeed),
      (.unknownOutcome, .unknownOutcome), (.reconciliation, .reconciliation),
    ] {
      #expect(Self.judge { $0.passage = .blocked(.init(cause)) } == Self.blocked(gate))
    }
    #expect(Self.judge { $0.passage = .probeIsOut } == Self.blocked(.breakerOpen))
    #expect(Self.judge { $0.passage = .probe } == Self.admitted(1, .breakerOpen))
    #expect(Self.judge { $0.isCrossProfile = true } == Self.blocked(.crossProfile))
  }

  @Test func `nothing, and less than nothing, is no intent`() {
    #expect(Self.judge(0) == Self.blocked(.positionSize, 1))
    #expect(Self.judge(-5) == Self.blocked(.positionSize, 1))
    let free = RiskGate.Intent(unitRisk: .zero, contracts: 1)
    #expect(RiskGate(RiskLimits()).judge(free, Self.view()) == Self.blocked(.positionSize, 1))
  }

  @Test func `whatever is held, what passes stays within every limit`() {
    for seed in UInt64(1)...2_000 {
      var generator = SeededGenerator(seed: seed)
      func amount(_ cents: Int64) -> Money {
        Money(microDollars: Int64.random(in: -1_000...cents * 10_000, using: &generator))
      }
      var view = RiskView(cash: amount(60_000), bankroll: amount(120_000))
      view.marketContracts = Int64.random(in: 0...110, using: &generator)
      view.eventContracts = Int64.random(in: 4_800...5_010, using: &generator)
      view.gameExposure = amount(5_100)
      view.sportExposure = amount(30_000)
      view.totalExposure = amount(51_000)
      view.dailyVolume = Int64.random(in: 49_800...50_010, using: &generator)
      if Bool.random(using: &generator) { view.shardCash = amount(60_000) }
      let unit = Money(microDollars: Int64.random(in: 10_000...1_000_000, using: &generator))
      let asked = Int64.random(in: 1...200, using: &generator)
      let limits = RiskLimits()
      guard
        case .success(let admission) = RiskGate(limits).judge(
          RiskGate.Intent(unitRisk: unit, contracts: asked), view)
      else { continue }
      let (count, risk) = (
        admission.contracts, Money(microDollars: unit.microDollars * admission.contracts)
      )
      #expect(count >= 1 && count <= asked, "seed \(seed)")
      #expect((admission.binding == nil) == (count == asked), "seed \(seed)")
      #expect(view.marketContracts + count <= limits.maximumPositionContracts, "seed \(seed)")
      #expect(view.eventContracts + count <= limits.maximumEventContracts, "seed \(seed)")
      #expect(view.dailyVolume + count <= limits.maximumDailyVolume, "seed \(seed)")
      #expect(risk <= limits.maximumRiskPerTrade, "seed \(seed)")
      #expect(view.gameExposure + risk <= limits.maximumGameExposure, "seed \(seed)")
      #expect(view.totalExposure + risk <= limits.maximumTotalExposure, "seed \(seed)")
      #expect(risk <= view.cash && risk <= view.shardCash ?? risk, "seed \(seed)")
    }
  }

  @Test func `every reason has a code of its own, as the design writes it`() {
    let codes = Set(Gate.allCases.map(\.code))
    let written = [
      "MANUAL_HALT", "BREAKER_OPEN", "POSITION_SIZE", "RISK_PER_TRADE", "DAILY_LOSS",
      "DAILY_TRADES", "DAILY_VOLUME", "CONSECUTIVE_LOSSES", "RATE_LIMIT", "EVENT_CONCENTRATION",
      "SPORT_CONCENTRATION", "INSUFFICIENT_BALANCE",
      // What was asked for besides.
      "OPEN_ORDERS", "MIN_INTERVAL", "GAME_EXPOSURE", "TOTAL_EXPOSURE", "CONCURRENT_MARKETS",
      "DRAWDOWN", "SHARD_BALANCE", "DUPLICATE_INTENT", "UNKNOWN_OUTCOME", "STALE_FEED",
      "RECONCILIATION", "CROSS_PROFILE",
    ]
    #expect(codes.isSuperset(of: written), "\(Set(written).subtracting(codes))")
    #expect(codes.count == Gate.allCases.count)
  }

  @Test func `limits that contradict each other are refused in a sentence`() {
    #expect(RiskLimits().contradiction == nil)
    func fault(_ change: (inout RiskLimits) -> Void) -> String? {
      var limits = RiskLimits()
      change(&limits)
      return limits.contradiction
    }
    #expect(fault { $0.maximumPositionContracts = 0 }?.contains("to stop trading, halt") == true)
    #expect(fault { $0.maximumDailyLoss = .zero } != nil)
    #expect(fault { $0.maximumOrdersPerMinute = 257 }?.contains("at most 256") == true)
    #expect(fault { $0.maximumSportPercent = 101 } != nil)
    #expect(fault { $0.minimumOrderIntervalNanoseconds = -1 } != nil)
    #expect(fault { $0.maximumGameExposure = Money(cents: 60_000) } != nil)
  }

  @Test func `what is judged at once is what is judged limit by limit`() {
    for seed in UInt64(1)...3_000 {
      var random = SeededGenerator(seed: seed)
      func cents(_ range: ClosedRange<Int>) -> Money {
        Money(cents: Int.random(in: range, using: &random))
      }
      func count(_ range: ClosedRange<Int64>) -> Int64 { .random(in: range, using: &random) }
      func rarely() -> Bool { Int.random(in: 0..<30, using: &random) == 0 }
      var view = RiskView(cash: cents(0...100_000), bankroll: cents(0...100_000))
      view.shardCash = rarely() ? cents(0...1_000) : nil
      view.marketContracts = count(80...101)
      view.eventContracts = count(4_900...5_001)
      view.gameExposure = cents(0...5_100)
      view.sportExposure = cents(0...10_000)
      view.totalExposure = cents(0...50_100)
      (view.activeMarkets, view.isMarketActive) = (count(0...20), rarely())
      (view.openOrders, view.ordersLastMinute) = (count(0...10), count(0...20))
      (view.dailyLoss, view.drawdown) = (cents(0...10_010), cents(0...20_010))
      (view.dailyTrades, view.dailyVolume) = (count(400...500), count(49_900...50_001))
      view.consecutiveLosses = count(0...3)
      view.sinceLastOrderNanoseconds = rarely() ? nil : count(90_000_000...900_000_000)
      view.passage = rarely() ? .probe : rarely() ? .probeIsOut : .free
      view.isCrossProfile = rarely()
      let intent = RiskGate.Intent(
        unitRisk: Money(microDollars: count(0...990_000)), contracts: count(0...30))
      let gate = RiskGate(RiskLimits())
      #expect(
        gate.judge(intent, view) == gate.judgeOneByOne(intent, view), "seed \(seed): \(view)")
    }
  }
}
