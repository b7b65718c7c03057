import Market
import Matching
import TestKit

@testable import Trading

extension EngineSimulation {
  /// What must be true whenever an entry leaves.
  mutating func checkEntry(_ order: EngineOrder) {
    let index = Int(order.market.index)
    let game = Int(markets[index].game?.index ?? 0)
    if !engine.books[order.market].isTradable { complain("entry on a book that is not live") }
    let freshest = lineTimes[game].max() ?? .distantPast
    let mostAge =
      order.profile == .arbitrage
      ? configuration.execution.staleOddsNanoseconds : configuration.consensus.lateAgeNanoseconds
    if now - freshest > mostAge {
      complain("entry on stale odds")
    }
    if now >= start { complain("entry in play") }
    if now >= closes[index] { complain("entry after the close") }
    if let stop = word.stop(in: order.market) { complain("entry \(stop)") }
    checkBreakers(order)
    if !isActive[index] || isSettled[index] { complain("entry in a paused market") }
    if !hasFees[index] { complain("entry at an unknown fee") }
    if isUp.contains(false) { complain("entry with a connection down") }
    let working = engine.orders.working.filter {
      $0.request.market == order.market && $0.request.purpose == .entry
        && $0.request.profile == order.profile
    }
    if order.profile != .arbitrage { checkProfileEntry(order) }
    if working.count > 1 { complain("two entries in one market") }
  }

  /// Limits and exits by the exchange's own count, with everything on its way carried out.
  mutating func checkPromises() {
    if let fault = exchange.fault { complain(fault) }
    if hasProfiles { checkProfiles() }
    var exposure = Money.zero
    var concurrent: Int64 = 0
    let risk = word.account
    var games = Array(repeating: Quantity.zero, count: Self.games)
    for index in markets.indices {
      let id = MarketID(index)
      let holding = exchange.core.holding(exchange.mine, id)
      let (entries, exits, cost) = open(in: id)
      let worst = holding.position.magnitude + entries
      exposure += holding.cost + cost
      if !worst.isZero { concurrent += 1 }
      if let game = markets[index].game { games[Int(game.index)] += worst }
      guard !byHand.contains(id) else { continue }
      bound(index, .positionContracts, worst.hundredths, risk.maximumPositionContracts * 100)
      let long = max(.zero, holding.position)
      let short = max(.zero, -holding.position)
      // A settled market refuses what is still on its way.
      if isSettled[index] { continue }
      if exits.asks > long || exits.bids > short {
        complain("market \(index) sells more than it has: \(exits) of \(holding.position)")
      }
    }
    checkEnds()
    guard byHand.isEmpty else { return }
    for game in games.indices {
      bound(game, .eventContracts, games[game].hundredths, risk.maximumEventContracts * 100)
    }
    bound(0, .concurrentMarkets, concurrent, risk.maximumConcurrentMarkets)
    bound(0, .totalExposure, exposure.microDollars, risk.maximumTotalExposure.microDollars)
    if exchange.core.available(exchange.mine) < .zero { complain("cash below nothing") }
  }

  /// What is used of a limit is below it, or, where the limit was lowered, does not grow.
  private mutating func bound(_ place: Int, _ key: RiskLimits.Key, _ value: Int64, _ limit: Int64) {
    let slot = Int(key.rawValue) * 64 + place
    if value > limit, value > record.used[slot] ?? 0 {
      complain("\(key) of \(place): \(value), of \(limit)")
    }
    record.used[slot] = value
  }

  func open(
    in id: MarketID, where counts: (EngineOrder) -> Bool = { _ in true }
  ) -> (entries: Quantity, exits: (bids: Quantity, asks: Quantity), cost: Money) {
    var entries = Quantity.zero
    var exits = (bids: Quantity.zero, asks: Quantity.zero)
    var cost = Money.zero
    func add(_ order: EngineOrder, _ price: Price, _ quantity: Quantity) {
      if order.purpose == .entry {
        entries += quantity
        cost += (order.side == .bid ? price : price.complement) * quantity
      } else if order.side == .bid {
        exits.bids += quantity
      } else {
        exits.asks += quantity
      }
    }
    for number in exchange.core.openOrders(exchange.mine, id) {
      guard let client = exchange.clients[Int(number.index)],
        let request = exchange.placed[client], counts(request),
        let order = exchange.core.order(number)
      else { continue }
      add(request, order.price, order.remainingQuantity)
    }
    for order in exchange.travelling.values where order.market == id && counts(order) {
      add(order, order.price, order.quantity)
    }
    return (entries, exits, cost)
  }
}
