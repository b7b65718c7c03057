import Market
import Matching
import Trading

// Cash by two shards, each of which pays for its own markets; the core knows of one sum.
extension FaultyExchange {
  /// Money that was moved off a shard, and of which no reading has told yet.
  struct Move {
    var time: Timestamp
    var shard: Int32
    var amount: Money
  }

  /// Divides what there is: the second shard has little.
  mutating func divide(_ cash: Money, second: Money) {
    shardBases = [cash - second, second]
  }

  func shard(of market: MarketID) -> Int32 { Int32(market.index) % 2 }

  /// What is on a shard, with what orders there have set aside.
  func cash(on shard: Int32) -> Money {
    var cash = shardBases[Int(shard)]
    for market in core.touchedMarkets(mine) where self.shard(of: market) == shard {
      let book = core.holding(mine, market).book
      cash = cash + book.cashFlow - book.fees
    }
    return cash
  }

  /// What is free there.
  func available(on shard: Int32) -> Money {
    var cash = cash(on: shard)
    for market in core.touchedMarkets(mine) where self.shard(of: market) == shard {
      cash = cash - core.holding(mine, market).reserved
    }
    return cash
  }

  var shards: [AccountState.Shard] {
    shardBases.indices.map {
      AccountState.Shard(index: Int32($0), cash: available(on: Int32($0)))
    }
  }

  /// Somebody moves free cash from one shard to the other.
  mutating func move(_ amount: Money, from shard: Int32, at now: Timestamp) {
    guard available(on: shard) > amount else { return }
    shardBases[Int(shard)] = shardBases[Int(shard)] - amount
    shardBases[Int(1 - shard)] += amount
    moves.append(Move(time: now, shard: shard, amount: amount))
  }

  /// Whether the market's shard can pay for an order that opens.
  func canPay(_ order: EngineOrder) -> Bool {
    guard !shardBases.isEmpty, order.purpose == .entry else { return true }
    let price = order.side == .bid ? order.price : order.price.complement
    return available(on: shard(of: order.market)) >= price * order.quantity
  }
}
