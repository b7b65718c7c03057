import Market
import Matching
import TestKit

@testable import Trading

// The end of every session: all comes to rest, and both sides must have the same account.
extension EngineSimulation {
  /// No more faults and no more moves: everything is delivered and reconciled, and both sides must
  /// have the same account.
  mutating func calmDown() {
    // A session ends when it ends: with orders on their way, too.
    if seed % 3 == 1 { feed(.command(.shutDown)) }
    exchange.rarity = 0
    exchange.unsentRarity = 0
    for index in markets.indices where !isActive[index] && !isSettled[index] {
      isActive[index] = true
      exchange.core.resume(MarketID(index), at: now)
      exchange.publish(at: now)
      feed(.marketStatus(MarketID(index), .active))
    }
    // Until it hears of the payout, the engine cannot tell whether it is in the cash.
    for index in markets.indices where isSettled[index] {
      feed(.marketStatus(MarketID(index), .finalized))
    }
    for link in Link.allCases { setLink(link, isUp: false) }
    advance(to: now + 1_000_000_000)
    if exchange.lifetime > 0 { leaveAlone() }
    for link in Link.allCases { setLink(link, isUp: true) }
    for _ in 0..<200 where trouble == nil { advance(to: now + 500_000_000) }
    // Fills that came while the account was read leave their cost to the next reading.
    setLink(.exchangeStream, isUp: false)
    setLink(.exchangeStream, isUp: true)
    for _ in 0..<40 where trouble == nil { advance(to: now + 500_000_000) }
    acceptAll()
    for _ in 0..<40 where trouble == nil && !exchange.isQuiet { advance(to: now + 25_000_000) }
    guard trouble == nil else { return }
    checkFlattened()
    compareAccounts()
    checkDay()
    // A breaker that cools down, and the next reading, are all that may wait for longer.
    let cools = engine.account.breaker.nextChange(after: now)
    // A sale by the operator's word is tried for ever, also where the exchange takes none.
    let mayWait = hasProfiles && maySomethingWait || word.isFlattening || !word.flattened.isEmpty
    let isReading = hasPayments && engine.nextDeadline == engine.nextReadingAt
    // What rests is renewed for ever.
    let isRenewed = exchange.lifetime > 0 && !engine.orders.working.isEmpty
    if let next = engine.nextDeadline, byHand.isEmpty, next != cools, !mayWait, !isReading,
      !isRenewed
    {
      complain(
        "quiet at \(now), and still something waits until \(next): \(engine.pausedMarkets),"
          + " \(engine.nextReadingAt.map { "\($0)" } ?? "no reading"), \(engine.orders.working)")
    }
    if byHand.isEmpty, unlistedPayments == 0, saysCashDiffers {
      complain("a difference in cash where there is none")
    }
    shutDown()
    compareRerun()
  }

  /// The process is gone for longer than what rests may live: nothing of it rests any more.
  private mutating func leaveAlone() {
    advance(to: now + exchange.lifetime + 1_000_000_000)
    for index in markets.indices {
      for number in exchange.core.openOrders(exchange.mine, MarketID(index))
      where exchange.clients[Int(number.index)] != nil {
        complain("\(number) of market \(index) outlives its process")
      }
    }
  }

  /// The operator says that the exchange is right, where somebody has done something by hand or
  /// money has moved without a word: then the two accounts must become one.
  private mutating func acceptAll() {
    guard hasHands || unlistedPayments > 0 else { return }
    for index in markets.indices {
      for number in exchange.core.openOrders(exchange.mine, MarketID(index))
      where exchange.clients[Int(number.index)] == nil {
        _ = try? exchange.core.cancel(number, by: exchange.mine, at: now)
      }
    }
    exchange.publish(at: now)
    // A sale that is under way at each reading puts the comparison off: it is tried for a while.
    for round in 0..<10 where trouble == nil {
      if round > 2, engine.ledger.cash == exchange.core.cash(exchange.mine) { break }
      for market in markets.indices where byHand.contains(MarketID(market)) {
        feed(.command(.acceptPosition(MarketID(market))))
      }
      setLink(.exchangeStream, isUp: false)
      setLink(.exchangeStream, isUp: true)
      for _ in 0..<12 where trouble == nil { advance(to: now + 510_000_000) }
      feed(.command(.acceptCash))
    }
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
    checkExpired()
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
    if engine.ledger.cash != exchange.core.cash(exchange.mine) {
      complain("\(engine.ledger) here, and the exchange's \(exchange.core.cash(exchange.mine))")
    }
    compareWithCore()
  }

  private mutating func compareRerun() {
    let again = Engine(
      configuration: configuration, markets: markets, games: Self.games, bookmakers: 2,
      session: seed)
    var repeated: ContiguousArray<EngineOutput> = []
    for input in inputs { again.process(input, into: &repeated) }
    if repeated != outputs { complain("the rerun differs") }
  }
}
