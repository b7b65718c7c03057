import Foundation
import Market
import TestKit
import Testing
import Trading

@Suite struct `What risk counts` {
  static let second: Int64 = 1_000_000_000
  /// Noon in New York on 24 November 2025.
  static let noon = Timestamp(seconds: 1_764_003_600)

  static func view(
    _ counters: RiskCounters, at now: Timestamp, limit: Int64 = 20
  ) -> RiskView {
    var view = RiskView(cash: .zero, bankroll: .zero)
    var counters = counters
    counters.fill(&view, limit: limit, at: now)
    return view
  }

  @Test func `a day is counted until midnight of its zone, and then anew`() {
    var counters = RiskCounters()
    let isFirst = counters.roll(to: Self.noon)
    #expect(!isFirst)
    let midnight = Self.noon + 12 * 3_600 * Self.second
    #expect(counters.dayEnds == midnight)
    counters.admitted(contracts: 10, at: Self.noon)
    counters.booked(Money(cents: -250), at: Self.noon)
    counters.closed(profit: Money(cents: -250))
    let before = Self.view(counters, at: midnight + -1)
    #expect(before.dailyLoss == Money(cents: 250))
    #expect(before.dailyTrades == 1 && before.dailyVolume == 10)
    // Also where nobody has rolled it yet.
    let after = Self.view(counters, at: midnight)
    #expect(after.dailyLoss == .zero && after.dailyTrades == 0 && after.dailyVolume == 0)
    #expect(after.consecutiveLosses == 1)
    let isNew = counters.roll(to: midnight)
    let again = counters.roll(to: midnight + 1)
    #expect(isNew && !again)
    #expect(counters.dayEnds == midnight + 24 * 3_600 * Self.second)
  }

  @Test func `a day's profit is no loss`() {
    var counters = RiskCounters()
    counters.booked(Money(cents: 300), at: Self.noon)
    counters.booked(Money(cents: -100), at: Self.noon)
    #expect(Self.view(counters, at: Self.noon).dailyLoss == .zero)
    counters.booked(Money(cents: -250), at: Self.noon)
    #expect(Self.view(counters, at: Self.noon).dailyLoss == Money(cents: 50))
  }

  @Test func `losses count in a row until one is won, and nothing won or lost is neither`() {
    var counters = RiskCounters()
    for profit in [-1, -1, 0, -1] { counters.closed(profit: Money(cents: profit)) }
    #expect(counters.consecutiveLosses == 3)
    counters.closed(profit: Money(microDollars: 1))
    #expect(counters.consecutiveLosses == 0 && counters.settledTrades == 5)
  }

  @Test func `a minute's admissions run out one by one`() {
    var counters = RiskCounters()
    for place in 0..<20 {
      counters.admitted(contracts: 1, at: Self.noon + Int64(place) * Self.second)
    }
    let now = Self.noon + 20 * Self.second
    let full = Self.view(counters, at: now)
    #expect(full.ordersLastMinute == 20)
    #expect(full.sinceLastOrderNanoseconds == Self.second)
    #expect(full.minuteFreeAfterNanoseconds == 40 * Self.second)
    let room = now + full.minuteFreeAfterNanoseconds
    #expect(Self.view(counters, at: room).ordersLastMinute == 19)
    #expect(Self.view(counters, at: room + -1).ordersLastMinute == 20)
    // With a lower limit more of them must be over.
    #expect(Self.view(counters, at: now, limit: 5).minuteFreeAfterNanoseconds == 55 * Self.second)
  }

  @Test func `more admissions than are remembered are still as many as are remembered`() {
    var counters = RiskCounters()
    for _ in 0..<1_000 { counters.admitted(contracts: 1, at: Self.noon) }
    #expect(
      Self.view(counters, at: Self.noon).ordersLastMinute == Int64(RiskCounters.mostPerMinute))
    #expect(counters.dailyTrades == 1_000)
  }

  @Test func `contracts that came back were not traded`() {
    var counters = RiskCounters()
    counters.admitted(contracts: 10, at: Self.noon)
    counters.returned(contracts: 4, admittedAt: Self.noon, at: Self.noon)
    #expect(counters.dailyVolume == 6)
    counters.returned(contracts: 40, admittedAt: Self.noon, at: Self.noon)
    #expect(counters.dailyVolume == 0)
  }

  @Test func `contracts of yesterday that came back were not traded today`() {
    var counters = RiskCounters()
    counters.admitted(contracts: 10, at: Self.noon)
    let tomorrow = Self.noon + 24 * 3_600 * Self.second
    counters.admitted(contracts: 7, at: tomorrow)
    counters.returned(contracts: 10, admittedAt: Self.noon, at: tomorrow)
    #expect(counters.dailyVolume == 7)
    counters.returned(contracts: 2, admittedAt: tomorrow, at: tomorrow)
    #expect(counters.dailyVolume == 5)
  }

  @Test func `a run of losses is got over by three good trials, not by a day`() {
    var (counters, breaker) = (RiskCounters(), CircuitBreaker())
    let gate = RiskGate(RiskLimits())
    let intent = RiskGate.Intent(unitRisk: Money(cents: 50), contracts: 5)
    func judge(_ now: Timestamp) -> Result<RiskGate.Admission, GateStop> {
      var view = RiskView(cash: Money(cents: 10_000), bankroll: Money(cents: 10_000))
      counters.fill(&view, limit: 20, at: now)
      view.passage = breaker.passage(at: now)
      return gate.judge(intent, view)
    }
    for _ in 0..<3 { counters.closed(profit: Money(cents: -1)) }
    breaker.trip(.lossRun, at: Self.noon)
    #expect(judge(Self.noon) == .failure(GateStop(.consecutiveLosses)))
    var now = Self.noon + 1_800 * Self.second
    for _ in 0..<3 {
      #expect(
        judge(now) == .success(RiskGate.Admission(contracts: 1, binding: .breakerOpen)))
      breaker.probeSent()
      now = now + 60 * Self.second
      breaker.probeEnded(failed: false, at: now)
    }
    #expect(breaker.state(at: now) == .closed)
    counters.forgetLosses()
    #expect(judge(now) == .success(RiskGate.Admission(contracts: 5)))
  }

  @Test func `a drawdown is from the highest equity, until the operator forgets it`() {
    var counters = RiskCounters()
    #expect(counters.drawdown == .zero)
    for cents in [100_000, 120_000, 95_000, 110_000] {
      counters.marked(equity: Money(cents: cents))
    }
    #expect(counters.drawdown == Money(cents: 10_000))
    counters.forgetPeak()
    #expect(counters.drawdown == .zero)
    counters.marked(equity: Money(cents: 105_000))
    #expect(counters.drawdown == Money(cents: 5_000))
  }

  @Test func `all of it is kept over a restart`() throws {
    var counters = RiskCounters(
      RiskCounters.DayBoundary(zone: .utc, secondOfDay: 6 * 3_600))
    counters.admitted(contracts: 7, at: Self.noon)
    counters.booked(Money(cents: -5), at: Self.noon)
    counters.closed(profit: Money(cents: -5))
    counters.marked(equity: Money(cents: 9_995))
    let data = try JSONEncoder().encode(counters)
    let again = try JSONDecoder().decode(RiskCounters.self, from: data)
    #expect(again == counters)
  }

  @Test func `a limit of three losses holds until the run is forgotten`() {
    var counters = RiskCounters()
    for _ in 0..<3 { counters.closed(profit: Money(cents: -1)) }
    var view = RiskView(cash: Money(cents: 1_000), bankroll: Money(cents: 1_000))
    let intent = RiskGate.Intent(unitRisk: Money(cents: 50), contracts: 1)
    counters.fill(&view, limit: 20, at: Self.noon)
    let blocked = RiskGate(RiskLimits()).judge(intent, view)
    #expect(blocked == .failure(GateStop(.consecutiveLosses, distance: 1)))
    counters.forgetLosses()
    counters.fill(&view, limit: 20, at: Self.noon)
    let passed = RiskGate(RiskLimits()).judge(intent, view)
    #expect(passed == .success(RiskGate.Admission(contracts: 1)))
  }
}
