import Market
import Matching
import TestKit
import Trading

// What the exchange may do to a market without being asked.
extension EngineSimulation {
  /// The market's prices move to tenths of a cent, or back. Going back, levels that do not fit are
  /// left, and block the book.
  mutating func changeGrid(_ market: MarketID) {
    let index = Int(market.index)
    disturbedAt = now
    isFine[index].toggle()
    let grid = isFine[index] ? fineGrid : PriceGrid.wholeCents
    exchange.core.setGrid(market, grid)
    feed(.gridChanged(market, grid))
  }

  /// The exchange cancels whatever of ours rests in a market.
  mutating func cancelUnasked(_ market: MarketID) {
    for number in exchange.core.openOrders(exchange.mine, market) {
      _ = try? exchange.core.cancel(number, by: exchange.mine, at: now)
    }
    exchange.publish(at: now)
  }

  /// The market closes now: the exchange cancels what rests in it.
  mutating func moveClose(_ market: MarketID) {
    let index = Int(market.index)
    guard !isSettled[index], now < closes[index] else { return }
    disturbedAt = now
    closes[index] = now
    exchange.core.close(market, at: now)
    exchange.publish(at: now)
    feed(.closeChanged(market, now))
  }

  mutating func settle(_ market: MarketID) {
    guard !isSettled[Int(market.index)] else { return }
    disturbedAt = now
    isSettled[Int(market.index)] = true
    let value = random.next() % 2 == 0 ? Price.dollar : .zero
    exchange.core.settle(market, value: value, at: now)
    exchange.publish(at: now)
    // The result is told at once; fills of before may still be on their way.
    feed(.settled(market, value: value))
    if random.next() % 2 == 0 { feed(.marketStatus(market, .finalized)) }
  }

  /// The others' book around a moving middle, now and then through our resting orders.
  mutating func moveBook(_ id: MarketID) {
    let game = Int(markets[Int(id.index)].game?.index ?? 0)
    let home = markets[Int(id.index)].claim == .winner(.home)
    let fair = home ? fairCents[game] : 100 - fairCents[game]
    let middle = Int(fair) + Int(random.next() % 17) - 8
    let width = 1 + Int(random.next() % 5)
    func levels(_ cents: [Int]) -> [BookLevel] {
      cents.filter { $0 > 0 && $0 < 100 }.map {
        BookLevel(
          price: Price(cents: $0), quantity: Quantity(contracts: 1 + ($0 * 7 + middle) % 12))
      }
    }
    _ = try? exchange.core.replaceExternalLevels(
      id, bids: levels([middle - width, middle - width - 2]),
      asks: levels([middle + width, middle + width + 3]), at: now)
    exchange.publish(at: now)
  }

  mutating func quote(_ game: Int) {
    guard isUp[Int(Link.odds.rawValue)] else { return }
    let moved = fairCents[game] + Double(random.next() % 9) - 4
    fairCents[game] = min(80, max(20, moved))
    let book = Int(random.next() % 2)
    let margin = 1 + Double(random.next() % 5) / 100
    lineTimes[game][book] = now
    feed(
      .line(
        GameID(game), BookmakerID(book),
        GameLine(
          kind: .winner, homeOrOver: 100 / fairCents[game] / margin,
          awayOrUnder: 100 / (100 - fairCents[game]) / margin)))
  }

  mutating func tradeByHand() {
    let id = MarketID(Int(random.next() % UInt64(markets.count)))
    byHand.insert(id)
    var request = OrderRequest(
      account: exchange.mine, market: id, side: random.next() % 2 == 0 ? .bid : .ask,
      price: Price(cents: 30 + Int(random.next() % 40)), quantity: Quantity(contracts: 3))
    submitByHand(&request)
  }

  /// Somebody sells a part of what is held, whoever has bought it.
  mutating func sellByHand() {
    let held = markets.indices.filter {
      !exchange.core.holding(exchange.mine, MarketID($0)).position.isZero && !isSettled[$0]
    }
    guard !held.isEmpty else { return }
    let id = MarketID(held[Int(commands.next() % UInt64(held.count))])
    let position = exchange.core.holding(exchange.mine, id).position
    byHand.insert(id)
    var request = OrderRequest(
      account: exchange.mine, market: id, side: position > .zero ? .ask : .bid,
      price: Price(cents: position > .zero ? 1 : 99),
      quantity: min(position.magnitude, Quantity(contracts: 2)), timeInForce: .immediateOrCancel)
    submitByHand(&request)
  }

  /// Of some of these orders the exchange never tells: only its positions and its cash show them.
  private mutating func submitByHand(_ request: inout OrderRequest) {
    if traits.hasUntoldTrades, commands.next() % 2 == 0 {
      request.timeInForce = .immediateOrCancel
      exchange.isSilent = true
    }
    _ = try? exchange.core.submit(request, at: now)
    exchange.publish(at: now)
    exchange.isSilent = false
  }

  /// A deposit, or a withdrawal of what is free.
  mutating func pay() {
    let cents = Int(payments.next() % 600) - 300
    let amount = Money(cents: cents)
    guard cents != 0, exchange.core.available(exchange.mine) + amount > .zero else { return }
    if traits.hasShards, exchange.available(on: 0) + amount < .zero { return }
    exchange.core.deposit(amount, to: exchange.mine)
    if traits.hasShards { exchange.shardBases[0] += amount }
    guard !traits.hasUnlistedPayments else {
      unlistedPayments += 1
      return
    }
    exchange.transfers.append(
      AccountState.Transfer(
        id: ExchangeKey(high: 77, low: UInt64(exchange.transfers.count)), amount: amount,
        fee: .zero, at: Timestamp(seconds: now.seconds)))
  }
}
