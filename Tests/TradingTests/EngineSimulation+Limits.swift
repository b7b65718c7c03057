import Market
import Matching
import TestKit

@testable import Trading

extension EngineSimulation {
  /// Limits of the account that are reached, of a random sequence of their own.
  static func setLimits(of configuration: inout EngineConfiguration, seed: UInt64) {
    var random = SeededGenerator(seed: seed &* 13 &+ 5)
    func pick(_ range: ClosedRange<Int64>) -> Int64 { .random(in: range, using: &random) }
    configuration.risk.maximumDailyTrades = pick(4...60)
    configuration.risk.maximumDailyVolume = pick(20...250)
    configuration.risk.maximumGameExposure = Money(cents: Int(pick(200...1_400)))
    configuration.execution.exitCrossAfterNanoseconds =
      [0, 300_000_000, 4_000_000_000][Int(pick(0...2))]
    configuration.risk.maximumSportPercent = [1, 40, 100][Int(pick(0...2))]
  }

  /// An entry has left: every limit is counted anew.
  mutating func checkLimits(_ order: EngineOrder) {
    let owners: [ProfileID?] = order.profile == .arbitrage ? [nil] : [nil, order.profile]
    for owner in owners {
      let limits = word.limits(of: owner)
      checkRates(owner, limits)
      checkLosses(owner, limits, order)
      checkRisk(order, limits)
      checkDrawdown(owner, limits)
    }
    guard byHand.isEmpty else { return }
    checkOpen()
    checkVolume()
    checkExposures(order)
    if order.profile != .arbitrage { checkPosition(order) }
  }

  private mutating func checkRates(_ owner: ProfileID?, _ limits: RiskLimits) {
    record.entries[owner, default: []].append(now)
    let times = record.entries[owner] ?? []
    record.trades[owner, default: 0] += 1
    note(.dailyTrades, record.trades[owner] ?? 0, limits.maximumDailyTrades)
    let fresh = times.count { now - $0 < 60_000_000_000 }
    note(.rateLimit, Int64(fresh), limits.maximumOrdersPerMinute)
    guard times.count > 1 else { return }
    let since = now - times[times.count - 2]
    let least = limits.minimumOrderIntervalNanoseconds
    if since < least { complain("entries \(since) ns apart, of \(least)") }
    if since == least, least > 0 { record.reached[.minimumInterval, default: 0] += 1 }
  }

  /// What was used with this entry must not be above its limit.
  private mutating func note(_ gate: Gate, _ used: Int64, _ limit: Int64) {
    if used > limit { complain("\(gate.code): \(used) of \(limit)") }
    if used == limit { record.reached[gate, default: 0] += 1 }
  }

  private mutating func checkLosses(
    _ owner: ProfileID?, _ limits: RiskLimits, _ order: EngineOrder
  ) {
    let loss = Money.zero - gain(of: owner)
    if loss >= limits.maximumDailyLoss { complain("entry after a day's loss of \(loss)") }
    let run = record.lossRun[owner] ?? 0
    guard run >= limits.maximumConsecutiveLosses else { return }
    // Nothing but the one contract that tries whether it is over.
    if order.quantity != Quantity(contracts: 1) {
      complain("\(order.quantity) contracts after \(run) losses in a row")
    }
    record.reached[.consecutiveLosses, default: 0] += 1
  }

  /// Price and fee, each contract's rounded up by itself.
  private mutating func checkRisk(_ order: EngineOrder, _ limits: RiskLimits) {
    let price = order.side == .bid ? order.price : order.price.complement
    let one = Quantity(contracts: 1)
    let unit =
      price * one
      + fees.fee(price: price, quantity: one, liquidity: order.style == .take ? .taker : .maker)
    let contracts = order.quantity.hundredths / 100
    let risk = Money(microDollars: unit.microDollars * contracts)
    if risk > limits.maximumRiskPerTrade { complain("\(risk) at risk in one trade") }
    if risk + unit > limits.maximumRiskPerTrade {
      record.reached[.riskPerTrade, default: 0] += 1
    }
  }

  /// Orders that rest at the exchange, or will when they arrive.
  private mutating func checkOpen() {
    var open = exchange.travelling.count
    for index in markets.indices {
      open += exchange.core.openOrders(exchange.mine, MarketID(index)).count {
        exchange.clients[Int($0.index)] != nil
      }
    }
    note(.openOrders, Int64(open), word.account.maximumOpenOrders)
  }

  /// Contracts that entries have traded, and that they still can.
  private mutating func checkVolume() {
    var volume = Quantity.zero
    for fill in exchange.fills {
      if let id = fill.order, exchange.placed[id]?.purpose == .entry { volume += fill.quantity }
    }
    for index in markets.indices { volume += open(in: MarketID(index)).entries }
    note(.dailyVolume, volume.hundredths / 100, word.account.maximumDailyVolume)
  }

  /// Contracts that a profile has in a market by the exchange's trades, and that it can still buy.
  private mutating func checkPosition(_ order: EngineOrder) {
    var held: Int64 = 0
    for fill in exchange.fills where fill.market == order.market {
      guard let id = fill.order, exchange.placed[id]?.profile == order.profile else { continue }
      held += fill.quantity.hundredths * fill.side.sign
    }
    let open = open(in: order.market) { $0.profile == order.profile }.entries
    let limit = word.limits(of: order.profile).maximumPositionContracts
    note(.positionSize, (abs(held) + open.hundredths) / 100, limit)
  }

  /// What is at risk in the game and in the sport by the exchange's own count of cost.
  private mutating func checkExposures(_ order: EngineOrder) {
    var (game, all, held) = (Money.zero, Money.zero, Money.zero)
    for index in markets.indices {
      let id = MarketID(index)
      let cost = exchange.core.holding(exchange.mine, id).cost
      held += cost
      all += cost + open(in: id).cost
      if markets[index].game == markets[Int(order.market.index)].game {
        game += cost + open(in: id).cost
      }
    }
    let limit = word.account.maximumGameExposure
    if game > limit { complain("\(game) at risk in a game, of \(limit)") }
    // Another one at the same price would have been too much.
    let price = order.side == .bid ? order.price : order.price.complement
    if game + price * Quantity(contracts: 1) > limit {
      record.reached[.gameExposure, default: 0] += 1
    }
    let percent = word.account.maximumSportPercent
    // Money that was taken out is known with the next reading.
    guard percent < 100, !hasPayments else { return }
    // A trade that the engine does not know of yet moves what it has by no more than a dollar a
    // contract.
    var bankroll = exchange.core.cash(exchange.mine) + held
    for fill in exchange.fills where !record.told.contains(fill.trade) {
      bankroll += Price.dollar * fill.quantity
    }
    let most = Money(microDollars: bankroll.microDollars / 100 * percent)
    if all > most { complain("\(all) at risk in a sport, of \(most)") }
    if all + all > most { record.reached[.sportConcentration, default: 0] += 1 }
  }

  /// What has been realised since the beginning, which was today, by the account kept here.
  private func gain(of owner: ProfileID?) -> Money {
    guard let owner else {
      return books.owned.indices.reduce(.zero) { $0 + books.gain(of: ProfileID($1)) }
    }
    return books.gain(of: owner)
  }

  /// The limits of loss have heard of each sale when it happened.
  mutating func checkResults() {
    guard trouble == nil, books.isStarted else { return }
    for place in engine.profiles.indices {
      let owner: ProfileID? = place == 0 ? nil : ProfileID(place)
      let counters = owner == nil ? engine.account.counters : engine.profiles[place].risk.counters
      if counters.dailyProfit != gain(of: owner) {
        complain("a day's result of \(counters.dailyProfit), and by the trades \(gain(of: owner))")
      }
    }
  }

  /// Positions that have come to an end, by the account kept here: the engine must say the same of
  /// each, to the micro-dollar.
  mutating func recordResults(
    _ closed: [SimulationAccount.Closed], _ outputs: ArraySlice<EngineOutput>
  ) {
    let said = outputs.compactMap { output -> SimulationAccount.Closed? in
      guard case .notice(.positionClosed(let market, let profile, let profit)) = output else {
        return nil
      }
      return SimulationAccount.Closed(market: market, profile: profile, profit: profit)
    }
    if said != closed { complain("results \(said), and by the exchange's trades \(closed)") }
    record.results += closed.count
    for position in closed {
      let owners: [ProfileID?] =
        position.profile == .arbitrage ? [nil] : [nil, position.profile]
      for owner in owners {
        if position.profit < .zero { record.lossRun[owner, default: 0] += 1 }
        if position.profit > .zero { record.lossRun[owner] = 0 }
      }
    }
  }
}
