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
    if !engine.states[index].grid.isOrderable(order.price) { complain("entry off the grid") }
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
    var concurrent = 0
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
      if worst > Quantity(contracts: Int(configuration.risk.maximumPositionContracts)) {
        complain("market \(index) over its limit: \(worst)")
      }
      let long = max(.zero, holding.position)
      let short = max(.zero, -holding.position)
      // A settled market refuses what is still on its way.
      if isSettled[index] { continue }
      if exits.asks > long || exits.bids > short {
        complain("market \(index) sells more than it has: \(exits) of \(holding.position)")
      }
    }
    guard byHand.isEmpty else { return }
    if games.contains(where: {
      $0 > Quantity(contracts: Int(configuration.risk.maximumEventContracts))
    }) {
      complain("a game over its limit")
    }
    if concurrent > Int(configuration.risk.maximumConcurrentMarkets) {
      complain("too many markets")
    }
    if exposure > configuration.risk.maximumTotalExposure { complain("exposure \(exposure)") }
    if exchange.core.available(exchange.mine) < .zero { complain("cash below nothing") }
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

  /// No more faults and no more moves: everything is delivered and reconciled, and both sides must
  /// have the same account.
  mutating func calmDown() {
    // A session ends when it ends: with orders on their way, too.
    if seed % 3 == 1 { feed(.command(.shutDown)) }
    exchange.rarity = 0
    for index in markets.indices where !isActive[index] && !isSettled[index] {
      isActive[index] = true
      exchange.core.resume(MarketID(index), at: now)
      exchange.publish(at: now)
      feed(.marketStatus(MarketID(index), .active))
    }
    for link in Link.allCases { setLink(link, isUp: false) }
    advance(to: now + 1_000_000_000)
    for link in Link.allCases { setLink(link, isUp: true) }
    for _ in 0..<200 where trouble == nil { advance(to: now + 500_000_000) }
    // Fills that came while the account was read leave their cost to the next reading.
    setLink(.exchangeStream, isUp: false)
    setLink(.exchangeStream, isUp: true)
    for _ in 0..<40 where trouble == nil { advance(to: now + 500_000_000) }
    guard trouble == nil else { return }
    compareAccounts()
    // A breaker that cools down, and the next reading, are all that may wait for longer.
    let cools = engine.account.breaker.nextChange(after: now)
    let mayWait = hasProfiles && maySomethingWait
    let isReading = hasPayments && engine.nextDeadline == engine.nextReadingAt
    if let next = engine.nextDeadline, byHand.isEmpty, next != cools, !mayWait, !isReading {
      complain("quiet, and still something waits until \(next)")
    }
    if byHand.isEmpty, saysCashDiffers { complain("a difference in cash where there is none") }
    shutDown()
    compareRerun()
  }

  private var saysCashDiffers: Bool {
    outputs.contains {
      switch $0 {
      case .notice(.cashDiffers), .notice(.cashLacks): true
      default: false
      }
    }
  }

  /// The end of every session: whatever rests is cancelled, and nothing is sent any more.
  private mutating func shutDown() {
    guard trouble == nil else { return }
    let before = exchange.placed.count
    feed(.command(.shutDown))
    for _ in 0..<60 where trouble == nil {
      let game = Int(random.next() % UInt64(Self.games))
      quote(game)
      advance(to: now + 200_000_000)
    }
    if exchange.placed.count != before { complain("an order after the shutdown") }
    let left = markets.indices.reduce(0) { sum, index in
      sum
        + exchange.core.openOrders(exchange.mine, MarketID(index)).filter {
          exchange.clients[Int($0.index)] != nil
        }.count
    }
    if left > 0 { complain("\(left) orders rest after the shutdown") }
    checkOrdersAreOver()
  }

  private mutating func compareAccounts() {
    for index in markets.indices {
      let id = MarketID(index)
      let ours = engine.states[index].position.quantity
      let theirs = exchange.core.holding(exchange.mine, id).position
      if ours != theirs { complain("market \(index): we hold \(ours), the exchange \(theirs)") }
      if engine.states[index].differsFromExchange { complain("market \(index) stays blocked") }
      let open = exchange.core.openOrders(exchange.mine, id).filter {
        exchange.clients[Int($0.index)] != nil
      }
      // A profile's sale that finds no bid is tried again and again.
      let working = engine.orders.working.filter {
        $0.request.market == id
          && ($0.request.style == .rest || $0.request.profile == .arbitrage)
      }
      if open.count != working.count {
        complain("market \(index): \(working) here, \(open.count) there, \(engine.states[index])")
      }
      for number in open {
        guard let order = exchange.core.order(number) else { continue }
        let known = working.contains {
          $0.request.id == exchange.clients[Int(number.index)] && $0.isSteady
            && $0.price == order.price && $0.open == order.remainingQuantity
        }
        if !known { complain("market \(index): an order is not as we know it") }
      }
    }
    let resting = exchange.core.reserved(exchange.mine)
    if byHand.isEmpty || resting == .zero,
      engine.ledger.cash != exchange.core.cash(exchange.mine), startsEmpty
    {
      complain(
        "cash \(String(describing: engine.ledger.cash)), exchange \(exchange.core.cash(exchange.mine))"
      )
    }
    compareWithCore()
  }

  /// With an order of somebody's resting at the start its cash was set aside then.
  private var startsEmpty: Bool { !hasHands }

  private mutating func compareRerun() {
    let again = Engine(
      configuration: configuration, markets: markets, games: Self.games, bookmakers: 2,
      session: seed)
    var repeated: ContiguousArray<EngineOutput> = []
    for input in inputs { again.process(input, into: &repeated) }
    if repeated != outputs { complain("the rerun differs") }
  }
}
