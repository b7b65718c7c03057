import Market
import Matching
import TestKit
import Testing

/// Random sessions from printed seeds.
@Suite struct MatchingPropertyTests {
  private static let seeds: [UInt64] = Array(1...40)

  private static func request(
    _ random: inout SeededGenerator, accounts: [AccountID], markets: [MarketID]
  ) -> OrderRequest {
    let timeInForce: TimeInForce =
      switch Int.random(in: 0..<10, using: &random) {
      case 0: .fillOrKill
      case 1, 2: .immediateOrCancel
      default: .goodTillCanceled
      }
    return OrderRequest(
      account: accounts.randomElement(using: &random)!,
      market: markets.randomElement(using: &random)!,
      side: Bool.random(using: &random) ? .bid : .ask,
      price: Price(cents: Int.random(in: 40...60, using: &random)),
      quantity: Quantity(hundredths: Int64.random(in: 1...2_000, using: &random)),
      timeInForce: timeInForce,
      selfTradePrevention: Bool.random(using: &random) ? .maker : .takerAtCross,
      isPostOnly: timeInForce == .goodTillCanceled && Int.random(in: 0..<5, using: &random) == 0)
  }

  @Test(arguments: seeds)
  func `the engine trades exactly as a plain search over all orders does`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var engine = MatchingEngine()
    let fees = Venue.fees(.currentMicroDollar(.direct))
    let markets = (0..<2).map { _ in
      engine.addMarket(ListedMarket(grid: .wholeCents, fees: fees))
    }
    let accounts = (0..<3).map { _ in engine.addAccount(cash: Money(cents: 1_000_000_000)) }
    var naive = NaiveMatcher()
    for step in 0..<400 {
      let now = Timestamp(milliseconds: Int64(step))
      try Self.step(&engine, &naive, &random, accounts, markets, now)
      let differing = naive.orders.indices.first { index in
        let state = engine.order(OrderNumber(index))
        return state?.remainingQuantity != naive.orders[index].remaining
          || state?.filledQuantity != naive.orders[index].filled
      }
      #expect(differing == nil, "seed \(seed) step \(step)")
      guard differing == nil else { return }
    }
    let fills = engine.events.compactMap { event -> NaiveMatcher.Fill? in
      guard case .traded(let trade) = event, let taker = trade.taker.order,
        let maker = trade.maker.order
      else { return nil }
      return NaiveMatcher.Fill(
        taker: Int(taker.index), maker: Int(maker.index), price: trade.price,
        quantity: trade.quantity)
    }
    #expect(fills == naive.fills, "seed \(seed)")
    #expect(!fills.isEmpty)
    for market in markets {
      for side in BookSide.allCases {
        let wrong = (1..<100).map { Price(cents: $0) }.filter {
          engine.shown(market, side, $0) != naive.level(market, side, $0)
        }
        #expect(wrong.isEmpty, "seed \(seed)")
      }
    }
  }

  private static func step(
    _ engine: inout MatchingEngine, _ naive: inout NaiveMatcher, _ random: inout SeededGenerator,
    _ accounts: [AccountID], _ markets: [MarketID], _ now: Timestamp
  ) throws {
    let open = naive.orders.indices.filter { naive.orders[$0].isOpen }
    let kind = Int.random(in: 0..<10, using: &random)
    guard kind >= 6, let picked = open.randomElement(using: &random) else {
      let request = request(&random, accounts: accounts, markets: markets)
      let number = try? engine.submit(request, at: now)
      #expect(naive.submit(request) == number.map { Int($0.index) })
      return
    }
    let order = naive.orders[picked]
    let (number, account) = (OrderNumber(picked), order.request.account)
    switch kind {
    case 6:
      _ = try engine.cancel(number, by: account, at: now)
      naive.cancel(picked)
    case 7:
      let left = Quantity(
        hundredths: Int64.random(in: 0...order.remaining.hundredths, using: &random))
      _ = try engine.decrease(number, by: account, to: left, at: now)
      naive.decrease(picked, to: left)
    default:
      let price = Price(cents: Int.random(in: 40...60, using: &random))
      let total = Quantity(hundredths: Int64.random(in: 1...2_500, using: &random))
      var accepted = true
      do { try engine.amend(number, by: account, price: price, total: total, at: now) } catch {
        accepted = false
      }
      #expect(naive.amend(picked, price: price, total: total) == accepted)
    }
  }

  @Test(arguments: seeds)
  func `no cash appears or vanishes, no book stays crossed, no account goes broke`(
    seed: UInt64
  ) throws {
    var random = SeededGenerator(seed: seed &* 977)
    var engine = MatchingEngine()
    let rounding: [FeeRounding] = [
      .legacyCentCeiling, .centicent(.direct), .currentMicroDollar(.direct),
    ]
    let markets = (0..<3).map {
      engine.addMarket(ListedMarket(grid: .wholeCents, fees: Venue.fees(rounding[$0])))
    }
    let accounts = (0..<4).map { _ in engine.addAccount(cash: Money(cents: 3_000)) }
    let total = engine.conservedTotal
    for step in 0..<600 {
      let now = Timestamp(milliseconds: Int64(step))
      let market = markets.randomElement(using: &random)!
      let price = Price(cents: Int.random(in: 35...65, using: &random))
      switch Int.random(in: 0..<20, using: &random) {
      case 0...3:
        let side: BookSide = Bool.random(using: &random) ? .bid : .ask
        let opposite = engine.levels(market, side.opposite)
        let isCrossing = opposite.contains {
          engine.externalQuantity(market, side.opposite, $0.price) > .zero
            && (side == .bid ? $0.price <= price : $0.price >= price)
        }
        if !isCrossing {
          try? engine.setExternalLevel(
            market, side, price: price,
            quantity: Quantity(contracts: Int.random(in: 0...20, using: &random)), at: now)
        }
      case 4:
        engine.cancelAll(of: accounts.randomElement(using: &random)!, at: now)
      case 5 where step > 500:
        let value = Price(cents: [0, 37, 100].randomElement(using: &random)!)
        engine.settle(market, value: value, at: now)
      default:
        _ = try? engine.submit(
          Self.request(&random, accounts: accounts, markets: markets), at: now)
      }
      Self.expectSound(engine, accounts, markets, total, "seed \(seed) step \(step)")
    }
    #expect(engine.tradesExecuted > 20)
  }

  private static func expectSound(
    _ engine: MatchingEngine, _ accounts: [AccountID], _ markets: [MarketID], _ total: Money,
    _ place: Comment
  ) {
    #expect(engine.conservedTotal == total, place)
    for account in accounts {
      #expect(engine.cash(account) > Money(cents: -100), place)
      let reserved = markets.reduce(Money.zero) { $0 + engine.holding(account, $1).reserved }
      #expect(engine.reserved(account) == reserved, place)
      let open = markets.reduce(0) { $0 + engine.openOrders(account, $1).count }
      #expect(engine.openOrderCount(account) == open, place)
    }
    for market in markets {
      if let bid = engine.best(market, .bid), let ask = engine.best(market, .ask) {
        #expect(bid.price < ask.price, place)
      }
      let all = (0..<engine.accountCount).map {
        engine.holding(AccountID($0), market).position
      }
      #expect(all.reduce(.zero, +) == .zero, place)
      let long = all.filter { $0 > .zero }.reduce(.zero, +)
      #expect(engine.openInterest(market) == long, place)
    }
  }

  @Test func `the same calls give the same events`() {
    func run() -> [MatchingEvent] {
      var random = SeededGenerator(seed: 4_711)
      var engine = MatchingEngine()
      let market = engine.addMarket(
        ListedMarket(grid: .wholeCents, fees: Venue.fees(.centicent(.direct))))
      let accounts = (0..<3).map { _ in engine.addAccount(cash: Money(cents: 5_000)) }
      for step in 0..<300 {
        _ = try? engine.submit(
          Self.request(&random, accounts: accounts, markets: [market]),
          at: Timestamp(milliseconds: Int64(step)))
      }
      return engine.events
    }
    #expect(run() == run())
  }

  @Test func `level events add up to the book`() throws {
    var random = SeededGenerator(seed: 99)
    var engine = MatchingEngine()
    let market = engine.addMarket(
      ListedMarket(grid: .wholeCents, fees: Venue.fees(.centicent(.direct))))
    let accounts = (0..<3).map { _ in engine.addAccount(cash: Money(cents: 50_000)) }
    var book: [BookSide: [Price: Quantity]] = [.bid: [:], .ask: [:]]
    for step in 0..<800 {
      let now = Timestamp(milliseconds: Int64(step))
      if step % 5 == 0 {
        let middle = Int.random(in: 42...58, using: &random)
        try engine.replaceExternalLevels(
          market, bids: [level(middle - 1, 9), level(middle - 3, 4)],
          asks: [level(middle + 1, 7)], at: now)
      } else {
        _ = try? engine.submit(
          Self.request(&random, accounts: accounts, markets: [market]), at: now)
      }
      for case .level(_, let side, let price, let delta, let quantity) in engine.events {
        book[side]![price, default: .zero] += delta
        #expect(book[side]![price]! >= .zero, "step \(step)")
        if book[side]![price] == .zero { book[side]![price] = nil }
        _ = quantity
      }
      engine.removeAllEvents()
      for side in BookSide.allCases {
        let shown = Dictionary(
          uniqueKeysWithValues: engine.levels(market, side).map { ($0.price, $0.quantity) })
        #expect(book[side] == shown, "step \(step)")
      }
    }
  }
}
