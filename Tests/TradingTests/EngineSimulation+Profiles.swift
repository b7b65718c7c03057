import Market
import TestKit

@testable import Trading

// Profiles beside the arbitrage strategy, and what must be true of them.
extension EngineSimulation {
  /// Two profiles that want a little, with limits that are reached.
  static func addProfiles(
    to configuration: inout EngineConfiguration, _ random: inout SeededGenerator
  ) {
    func pick(_ range: ClosedRange<Int64>) -> Int64 { .random(in: range, using: &random) }
    func cents(_ range: ClosedRange<Int64>) -> Money { Money(cents: Int(pick(range))) }
    configuration.strategy.isEnabled = pick(0...2) > 0
    configuration.breaker.rules.cooldownNanoseconds = pick(500...5_000) * 1_000_000
    configuration.risk.maximumRiskPerTrade = cents(100...800)
    configuration.risk.maximumConsecutiveLosses = pick(2...5)
    configuration.risk.maximumDailyLoss = cents(5...400)
    configuration.risk.maximumOrdersPerMinute = pick(3...60)
    configuration.risk.minimumOrderIntervalNanoseconds = pick(0...100) * 1_000_000
    configuration.risk.maximumOpenOrders = pick(2...8)
    for (place, name) in ["ONE", "TWO"].enumerated() {
      var profile = TradingProfile(
        name: name, minimumEdge: Int32(pick(50...300)), minimumBooks: 1, maximumBookSpread: 3_000,
        kellyPercent: Int32(pick(10...100)))
      profile.minimumVolume = 0
      profile.minimumMinutesToStart = 0
      profile.maximumKalshiSpread = 3_000
      var entry = ProfileConfiguration(profile, capital: cents(200...5_000))
      entry.allowsFullKelly = true
      entry.limits.maximumPositionContracts = pick(2...12)
      entry.limits.maximumRiskPerTrade = cents(100...800)
      entry.limits.maximumTotalExposure = cents(300...1_500)
      entry.limits.maximumGameExposure = entry.limits.maximumTotalExposure
      entry.limits.minimumOrderIntervalNanoseconds = pick(0...100) * 1_000_000
      entry.exits.rule = place == 0 ? .table : .belief
      entry.exits.mode = pick(0...1) == 0 ? .design : .net
      entry.exits.maximumHoldNanoseconds = pick(0...3) * 4_000_000_000
      entry.exits.beforeStartNanoseconds = pick(0...1) == 0 ? -1 : 5_000_000_000
      entry.exits.repriceNanoseconds = pick(50...1_000) * 1_000_000
      configuration.profiles.append(entry)
    }
  }

  /// What a profile's entry may not be, by the trades of its orders and what is under way.
  mutating func checkProfileEntry(_ order: EngineOrder) {
    let limits = word.limits(of: order.profile)
    let place = Int(order.profile.index)
    var (exposure, cash) = (Money.zero, books.cashOfProfiles[place])
    for index in markets.indices {
      let cost = open(in: MarketID(index)) { $0.profile == order.profile }.cost
      exposure += Money(microDollars: books.owned[place][index].cost) + cost
      cash = cash - cost
    }
    for fill in exchange.fills where !record.told.contains(fill.trade) {
      guard let bought = fill.order.flatMap({ exchange.placed[$0] }), bought.purpose == .entry,
        bought.profile == order.profile
      else { continue }
      let cost = (fill.side == .bid ? fill.price : fill.price.complement) * fill.quantity
      exposure += cost
      cash = cash - cost - fill.fee
    }
    if exposure > limits.maximumTotalExposure { complain("a profile's exposure: \(exposure)") }
    if cash < .zero { complain("a profile spends what it has not") }
    let price = order.side == .bid ? order.price : order.price.complement
    if exposure + price * Quantity(contracts: 1) > limits.maximumTotalExposure {
      record.reached[.totalExposure, default: 0] += 1
    }
  }

  /// The profiles' ledgers are parts of the account, and none is against another.
  mutating func checkProfiles() {
    guard engine.ledger.starting != nil else { return }
    let cash = engine.profiles.reduce(Money.zero) { $0 + ($1.ledger.cash ?? .zero) }
    if cash != engine.ledger.cash { complain("the profiles' cash is not the account's") }
    guard byHand.isEmpty else { return }
    for index in markets.indices {
      var (sum, hasYes, hasNo) = (Quantity.zero, false, false)
      for place in engine.profiles.indices {
        let held = engine.holdings[MarketID(index), ProfileID(place)].position.quantity
        sum += held
        if held > .zero { hasYes = true }
        if held < .zero { hasNo = true }
      }
      if hasYes, hasNo { complain("market \(index): one profile is against another") }
      if sum != engine.states[index].position.quantity {
        complain("market \(index): the profiles hold \(sum), the account not")
      }
    }
  }

  /// Something waits for good: a breaker that is not closed, or a sale that finds no bid.
  var maySomethingWait: Bool {
    !engine.areBreakersQuiet
      || markets.indices.contains { index in
        engine.profiles.indices.contains {
          let holding = engine.holdings[MarketID(index), ProfileID($0)]
          return !holding.position.quantity.isZero && $0 > 0
        }
      }
  }
}
