import Market
import TestKit
import Testing

@testable import Trading

/// Intents of several legs: admitted once, and all or none.
@Suite struct `A set of several legs` {
  private struct Leg {
    var market: Int
    var unit: Money
  }

  private func asking(_ leg: Leg, _ contracts: Int64, _ profile: ProfileID) -> Engine.Asking {
    Engine.Asking(
      profile: profile, market: MarketID(leg.market), side: .bid,
      intent: RiskGate.Intent(unitRisk: leg.unit, contracts: contracts))
  }

  /// Limits of a random account, wide or so narrow that they bind.
  private func limits(_ random: inout SeededGenerator) -> RiskLimits {
    var limits = RiskLimits()
    func cents(_ range: ClosedRange<Int>) -> Money {
      Money(cents: Int.random(in: range, using: &random))
    }
    limits.maximumRiskPerTrade = cents(50...3_000)
    limits.maximumTotalExposure = cents(100...5_000)
    limits.maximumGameExposure = cents(60...3_000)
    limits.maximumPositionContracts = .random(in: 1...30, using: &random)
    limits.maximumEventContracts = .random(in: 1...60, using: &random)
    limits.maximumDailyVolume = .random(in: 1...100, using: &random)
    limits.maximumOpenOrders = .random(in: 1...6, using: &random)
    limits.maximumConcurrentMarkets = .random(in: 1...6, using: &random)
    limits.maximumSportPercent = .random(in: 1...100, using: &random)
    return limits
  }

  /// What an empty account would have at risk and on order with so many of each leg, held against
  /// its limits one by one: whether all hold.
  private func holds(
    _ legs: [Leg], _ contracts: Int64, _ limits: RiskLimits, cash: Money
  ) -> Bool {
    var (total, games, events, markets) = (Int64(0), [Int: Int64](), [Int: Int64](), [Int: Int64]())
    for leg in legs {
      let risk = leg.unit.microDollars * contracts
      total += risk
      games[leg.market / 3, default: 0] += risk
      events[leg.market / 3, default: 0] += contracts
      markets[leg.market, default: 0] += contracts
    }
    let sport = cash.microDollars / 100 * limits.maximumSportPercent
    return total <= limits.maximumRiskPerTrade.microDollars
      && total <= limits.maximumTotalExposure.microDollars && total <= cash.microDollars
      && (limits.maximumSportPercent == 100 || total <= sport)
      && games.values.allSatisfy { $0 <= limits.maximumGameExposure.microDollars }
      && events.values.allSatisfy { $0 <= limits.maximumEventContracts }
      && markets.values.allSatisfy { $0 <= limits.maximumPositionContracts }
      && contracts * Int64(legs.count) <= limits.maximumDailyVolume
      && Int64(legs.count) <= limits.maximumOpenOrders
      && Int64(markets.count) <= limits.maximumConcurrentMarkets
  }

  @Test func `gets as many of each leg as every limit bears were all filled, and not one less`()
    throws
  {
    var (admitted, refused, cut) = (0, 0, 0)
    for seed in UInt64(1)...1_500 {
      var random = SeededGenerator(seed: seed)
      var configuration = EngineConfiguration()
      configuration.risk = limits(&random)
      let bench = try EngineBench(configuration: configuration)
      let cash = Money(cents: .random(in: 200...20_000, using: &random))
      bench.open(cash: cash)
      let legs = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        Leg(
          market: .random(in: 0..<9, using: &random),
          unit: Money(cents: .random(in: 1...99, using: &random)))
      }
      let wanted = Int64.random(in: 1...40, using: &random)
      let most = (1...wanted).last { holds(legs, $0, configuration.risk, cash: cash) }
      switch bench.engine.admit(set: legs.map { asking($0, wanted, .arbitrage) }) {
      case .success(let admission):
        admitted += 1
        if admission.contracts < wanted { cut += 1 }
        #expect(admission.contracts == most, "seed \(seed): \(legs)")
        #expect((admission.binding == nil) == (admission.contracts == wanted), "seed \(seed)")
      case .failure(let stop):
        refused += 1
        #expect(most == nil, "seed \(seed): \(stop), \(legs)")
      }
    }
    #expect(admitted > 200 && refused > 200 && cut > 100, "\(admitted) \(refused) \(cut)")
  }

  @Test func `in part filled it stays within every limit, and the next set finds what is left`()
    throws
  {
    var configuration = EngineConfiguration()
    configuration.risk.maximumPositionContracts = 100
    configuration.risk.maximumEventContracts = 100
    configuration.risk.maximumTotalExposure = Money(cents: 1_000)
    configuration.risk.maximumRiskPerTrade = Money(cents: 1_000)
    configuration.risk.minimumOrderIntervalNanoseconds = 0
    let bench = try EngineBench(configuration: configuration)
    bench.open()
    let legs = [0, 3, 6].map { Leg(market: $0, unit: Money(cents: 32)) }
    // Ten and a bit: three times 32 cents.
    func admit() -> Result<RiskGate.Admission, GateStop> {
      bench.engine.admit(set: legs.map { asking($0, 100, .arbitrage) })
    }
    #expect(try admit().get().contracts == 10)
    var outputs: ContiguousArray<EngineOutput> = []
    let orders = legs.map { leg in
      EngineOrder(
        id: bench.engine.makeID(), market: MarketID(leg.market), side: .bid,
        price: Price(cents: 30), quantity: Quantity(contracts: 10), style: .take,
        purpose: .entry)
    }
    for order in orders { bench.engine.send(order, &outputs) }
    // In flight, in part filled, and filled, it takes the same room.
    func isFull() -> Bool { if case .failure = admit() { true } else { false } }
    #expect(isFull())
    bench.fill(orders[0], contracts: 10, feeCents: 0)
    bench.fill(orders[1], contracts: 4, feeCents: 0)
    #expect(isFull())
    bench.answer(orders[0], .executed, filled: 10, remaining: 0)
    bench.answer(orders[1], .canceled, filled: 4, remaining: 0)
    bench.answer(orders[2], .canceled, filled: 0, remaining: 0)
    let left = Money(cents: 1_000) - bench.engine.exposure
    #expect(try admit().get().contracts == left.microDollars / Money(cents: 96).microDollars)
  }

  @Test func `a leg that one ledger would refuse refuses all, whosever it is`() throws {
    let bench = try ProfileBench.make()
    let profile = ProfileID(1)
    let legs = [0, 3].map { Leg(market: $0, unit: Money(cents: 40)) }
    let wanted = legs.map { asking($0, 5, profile) }
    #expect(try bench.engine.admit(set: wanted).get().contracts == 5)
    bench.send(.command(.limit(.openOrders, 1, profile)))
    #expect(bench.engine.admit(set: wanted) == .failure(GateStop(.openOrders, distance: 1)))
    #expect(bench.engine.admit(set: []) == .failure(GateStop(.positionSize, distance: 1)))
    var mixed = wanted
    mixed[1].profile = .arbitrage
    #expect(bench.engine.admit(set: mixed) == .failure(GateStop(.crossProfile)))
    var both = [asking(legs[0], 5, .arbitrage), asking(legs[0], 5, .arbitrage)]
    both[1].side = .ask
    #expect(bench.engine.admit(set: both) == .failure(GateStop(.crossProfile)))
  }
}
