import Market
import Matching
import TestKit

@testable import Trading

// Promises that belong to what some exchanges do: cash by shards, ends of resting orders, orders
// that never leave; and prices on the grid.
extension EngineSimulation {
  /// The prices of a market as the exchange takes them now.
  func grid(of market: MarketID) -> PriceGrid {
    isFine[Int(market.index)] ? fineGrid : .wholeCents
  }

  /// Whatever is sent has a price that the exchange takes.
  mutating func checkPrice(_ output: EngineOutput) {
    switch output {
    case .place(let order):
      record.prices += 1
      if !grid(of: order.market).isOrderable(order.price) {
        complain("\(order.purpose) of \(order.profile) off the grid, at \(order.price)")
      }
    case .amend(let id, let market, _, let price, _):
      record.prices += 1
      if !grid(of: market).isOrderable(price) { complain("\(id) moves off the grid, to \(price)") }
    default: break
    }
  }

  /// What an entry costs is there on its market's shard, with all entries that are under way, but
  /// for what somebody has moved away without a word yet.
  mutating func checkShard(_ order: EngineOrder) {
    guard !exchange.shardBases.isEmpty else { return }
    let shard = exchange.shard(of: order.market)
    var there = exchange.cash(on: shard)
    for move in exchange.moves where move.shard == shard { there += move.amount }
    var cost = Money.zero
    for index in markets.indices where exchange.shard(of: MarketID(index)) == shard {
      cost += open(in: MarketID(index)).cost
    }
    if cost > there { complain("\(cost) to be paid on shard \(shard), of \(there)") }
    let price = order.side == .bid ? order.price : order.price.complement
    let one = Quantity(contracts: 1)
    let unit = price * one + fees.fee(price: price, quantity: one, liquidity: .taker)
    // Not one contract more.
    if cost + unit + unit > there { record.reached[.shardBalance, default: 0] += 1 }
  }

  /// Some money is moved from one shard to the other.
  mutating func moveBetweenShards() {
    guard !exchange.shardBases.isEmpty else { return }
    let amount = Money(cents: 20 + Int(commands.next() % 300))
    exchange.move(amount, from: Int32(commands.next() % 2), at: now)
  }

  /// Whatever rests carries an end that is not too far away.
  mutating func checkEnds() {
    guard exchange.lifetime > 0 else { return }
    let last = now + exchange.lifetime + 1_000_000_000
    for index in markets.indices {
      for number in exchange.core.openOrders(exchange.mine, MarketID(index)) {
        guard exchange.clients[Int(number.index)] != nil else { continue }
        guard let end = exchange.core.order(number)?.expiration, end <= last else {
          complain("\(number) rests without an end")
          continue
        }
      }
    }
  }

  /// The ends of orders have come. Where nothing stood in the way of a renewal, none has ended.
  mutating func expireOrders() {
    let open = markets.indices.flatMap { exchange.core.openOrders(exchange.mine, MarketID($0)) }
    exchange.core.expire(at: now)
    for number in open {
      guard let order = exchange.core.order(number), order.lastChange == .expiry,
        exchange.clients[Int(number.index)] != nil
      else { continue }
      record.expiries += 1
      let isUndisturbed =
        exchange.rarity == 0 && disturbedAt + exchange.lifetime + 1_000_000_000 < now
        && grid(of: order.market).isOrderable(order.price)
      if isUndisturbed, !word.isShutDown { complain("\(order) has ended, and nobody renewed it") }
    }
    exchange.publish(at: now)
  }

  /// What the exchange ended for its time has ended so here, unless it was to be cancelled.
  mutating func checkExpired() {
    for order in engine.orders.finished {
      guard let number = exchange.number(of: order.request.id),
        let theirs = exchange.core.order(number), theirs.lastChange == .expiry,
        !exchange.cancelsAsked.contains(order.request.id)
      else { continue }
      record.expired += 1
      if order.state != .expired { complain("\(order.request.id) ended as \(order.state)") }
    }
  }

  /// An order never left: it was no trade, and no refusal; only the rates keep it.
  mutating func noteUnsent(_ event: EngineEvent) {
    guard case .orderUnsent(let id, _) = event, let order = exchange.placed[id] else { return }
    record.unsent += 1
    guard order.purpose == .entry else { return }
    let owners: [ProfileID?] = order.profile == .arbitrage ? [nil] : [nil, order.profile]
    for owner in owners { record.trades[owner, default: 0] -= 1 }
  }

  /// When all orders are over, trades and contracts of the day are those that the exchange knows,
  /// and those that were lost on their way.
  mutating func checkDay() {
    for place in engine.profiles.indices {
      let owner = place == 0 ? nil : ProfileID(place)
      let counters = (place == 0 ? engine.account : engine.profiles[place].risk).counters
      let trades = record.trades[owner] ?? 0
      if counters.dailyTrades != trades {
        complain("\(counters.dailyTrades) trades of \(place), and by what was sent \(trades)")
      }
      var volume: Int64 = 0
      for fill in exchange.fills {
        guard let order = fill.order.flatMap({ exchange.placed[$0] }), order.purpose == .entry,
          owner == nil || order.profile == owner
        else { continue }
        volume += fill.quantity.hundredths / 100
      }
      if counters.dailyVolume != volume {
        complain("\(counters.dailyVolume) contracts of \(place), and by the exchange's \(volume)")
      }
    }
  }
}
