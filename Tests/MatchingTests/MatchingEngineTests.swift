import Market
import Matching
import Testing

@Suite struct MatchingEngineTests {
  @Test func `a bid above the best ask trades at the ask`() throws {
    var venue = Venue()
    try venue.place(venue.bob, .ask, 52, 3)
    let bid = try venue.place(venue.alice, .bid, 99, 1) { $0.timeInForce = .immediateOrCancel }
    let trade = try #require(venue.trades.first)
    #expect(trade.price == Price(cents: 52))
    #expect(trade.taker.fee == Money(microDollars: 17_500))
    #expect(trade.maker.fee == Money(microDollars: 4_400))
    #expect(trade.taker.position == Quantity(contracts: 1))
    #expect(trade.maker.position == Quantity(contracts: -1))
    #expect(venue.engine.order(bid)?.phase == .executed)
    #expect(venue.asks() == [level(52, 2)])
    #expect(venue.engine.cash(venue.alice) == Money(microDollars: 1_000_000_000 - 537_500))
  }

  @Test func `one level fills in the order of arrival`() throws {
    var venue = Venue.free
    let first = try venue.place(venue.bob, .ask, 50, 2)
    let second = try venue.place(venue.carol, .ask, 50, 2)
    try venue.place(venue.alice, .bid, 50, 3)
    #expect(venue.trades.map(\.maker.order) == [first, second])
    #expect(venue.engine.order(first)?.phase == .executed)
    #expect(venue.engine.order(second)?.remainingQuantity == Quantity(contracts: 1))
  }

  @Test func `better prices fill before earlier ones`() throws {
    var venue = Venue.free
    try venue.place(venue.bob, .bid, 40, 2)
    try venue.place(venue.carol, .bid, 41, 2)
    try venue.place(venue.alice, .ask, 30, 3)
    #expect(venue.trades.map(\.price) == [Price(cents: 41), Price(cents: 40)])
    #expect(venue.bids() == [level(40, 1)])
  }

  @Test func `immediate or cancel leaves nothing in the book`() throws {
    var venue = Venue.free
    try venue.place(venue.bob, .ask, 50, 2)
    let order = try venue.place(venue.alice, .bid, 50, 5) { $0.timeInForce = .immediateOrCancel }
    let state = try #require(venue.engine.order(order))
    #expect(state.filledQuantity == Quantity(contracts: 2))
    #expect(state.phase == .canceled)
    #expect(state.lastChange == .immediateOrCancel)
    #expect(venue.bids().isEmpty)
    #expect(venue.engine.reserved(venue.alice) == .zero)
  }

  @Test func `fill or kill takes all or nothing`() throws {
    var venue = Venue.free
    try venue.place(venue.bob, .ask, 50, 2)
    try venue.place(venue.carol, .ask, 51, 2)
    let killed = try venue.place(venue.alice, .bid, 51, 5) { $0.timeInForce = .fillOrKill }
    #expect(venue.engine.order(killed)?.lastChange == .fillOrKill)
    #expect(venue.trades.isEmpty)
    let filled = try venue.place(venue.alice, .bid, 51, 4) { $0.timeInForce = .fillOrKill }
    #expect(venue.engine.order(filled)?.phase == .executed)
    #expect(venue.asks().isEmpty)
  }

  @Test func `fill or kill does not count what self-trade prevention keeps from it`() throws {
    var venue = Venue.free
    try venue.place(venue.alice, .ask, 50, 2)
    try venue.place(venue.bob, .ask, 51, 2)
    let stopped = try venue.place(venue.alice, .bid, 51, 2) { $0.timeInForce = .fillOrKill }
    #expect(venue.engine.order(stopped)?.lastChange == .fillOrKill)
    let passing = try venue.place(venue.alice, .bid, 51, 2) {
      $0.timeInForce = .fillOrKill
      $0.selfTradePrevention = .maker
    }
    #expect(venue.engine.order(passing)?.phase == .executed)
    #expect(venue.asks().isEmpty)
  }

  @Test func `a post-only order that would trade is refused`() throws {
    var venue = Venue.free
    try venue.place(venue.bob, .ask, 50, 2)
    #expect(venue.refusal(venue.alice, .bid, 50, 1) { $0.isPostOnly = true } == .postOnlyCross)
    #expect(venue.refusal(venue.alice, .bid, 49, 1) { $0.isPostOnly = true } == nil)
    #expect(
      venue.refusal(venue.alice, .bid, 49, 1) {
        $0.isPostOnly = true
        $0.timeInForce = .immediateOrCancel
      } == .postOnlyCannotRest)
  }

  @Test func `taker at cross stops the arriving order and keeps the resting one`() throws {
    var venue = Venue.free
    let resting = try venue.place(venue.alice, .bid, 48, 1)
    let arriving = try venue.place(venue.alice, .ask, 48, 1)
    #expect(venue.engine.order(resting)?.phase == .resting)
    #expect(venue.engine.order(arriving)?.lastChange == .selfTrade)
    #expect(venue.engine.order(arriving)?.remainingQuantity == .zero)
    #expect(venue.trades.isEmpty)
  }

  @Test func `maker cancels the resting order and goes on`() throws {
    var venue = Venue.free
    let resting = try venue.place(venue.alice, .bid, 48, 1)
    try venue.place(venue.bob, .bid, 47, 1)
    let arriving = try venue.place(venue.alice, .ask, 47, 1) { $0.selfTradePrevention = .maker }
    #expect(venue.engine.order(resting)?.lastChange == .selfTrade)
    #expect(venue.engine.order(arriving)?.phase == .executed)
    #expect(venue.trades.map(\.price) == [Price(cents: 47)])
  }

  @Test func `reduce-only never opens and never turns a position`() throws {
    var venue = Venue.free
    try venue.place(venue.bob, .bid, 50, 10)
    func reducing(_ request: inout OrderRequest) {
      request.isReduceOnly = true
      request.timeInForce = .immediateOrCancel
    }
    let nothing = try venue.place(venue.alice, .ask, 50, 5, reducing)
    #expect(venue.engine.order(nothing)?.lastChange == .reduceOnly)
    #expect(venue.engine.order(nothing)?.filledQuantity == .zero)
    try venue.place(venue.carol, .ask, 60, 2)
    try venue.place(venue.alice, .bid, 60, 2)
    try venue.place(venue.alice, .ask, 50, 5, reducing)
    #expect(venue.engine.holding(venue.alice, venue.market).position == .zero)
    #expect(
      venue.refusal(venue.alice, .ask, 50, 5) { $0.isReduceOnly = true }
        == .reduceOnlyNeedsImmediateOrCancel)
  }

  @Test func `an order lapses at its expiration`() throws {
    var venue = Venue.free
    let lapse = venue.now + 5_000_000_000
    let order = try venue.place(venue.alice, .bid, 40, 1) { $0.expiration = lapse }
    #expect(venue.engine.nextExpiration == lapse)
    venue.engine.expire(at: lapse + -1)
    #expect(venue.engine.order(order)?.phase == .resting)
    venue.engine.expire(at: lapse)
    #expect(venue.engine.order(order)?.lastChange == .expiry)
    #expect(venue.bids().isEmpty)
    #expect(
      venue.refusal(venue.alice, .bid, 40, 1) { $0.expiration = venue.now } == .invalidExpiration)
  }

  @Test(arguments: [(0, 1), (100, 1)])
  func `prices at the ends of the dollar are refused`(cents: Int, contracts: Int) {
    let venue = Venue.free
    #expect(venue.refusal(venue.alice, .bid, cents, contracts) == .invalidPrice)
  }

  @Test func `off-grid prices and empty sizes are refused`() {
    let venue = Venue.free
    #expect(
      venue.refusal(venue.alice, .bid, 50, 1) { $0.price = Price(tenThousandths: 5_150) }
        == .invalidPrice)
    #expect(venue.refusal(venue.alice, .bid, 50, 0) == .invalidQuantity)
    #expect(venue.refusal(venue.alice, .bid, 50, -1) == .invalidQuantity)
    #expect(venue.refusal(AccountID.outside, .bid, 50, 1) == .unknownAccount)
    #expect(venue.refusal(AccountID(77), .bid, 50, 1) == .unknownAccount)
    #expect(venue.refusal(venue.alice, .bid, 50, 1) { $0.market = MarketID(9) } == .unknownMarket)
    #expect(Venue(fees: nil).refusal(venue.alice, .bid, 50, 1) == .unknownFee)
  }

  @Test func `cancelling twice says unknown order, for any account but the owner too`() throws {
    var venue = Venue.free
    let order = try venue.place(venue.alice, .bid, 40, 3)
    let (engine, now) = (venue.engine, venue.now)
    #expect(throws: Rejection.unknownOrder) {
      var copy = engine
      _ = try copy.cancel(order, by: venue.bob, at: now)
    }
    let removed = try venue.engine.cancel(order, by: venue.alice, at: venue.now)
    #expect(removed == Quantity(contracts: 3))
    let after = venue.engine
    #expect(throws: Rejection.unknownOrder) {
      var copy = after
      _ = try copy.cancel(order, by: venue.alice, at: now)
    }
  }

  @Test func `a smaller amendment keeps the place in the queue, a larger one loses it`() throws {
    var venue = Venue.free
    let first = try venue.place(venue.alice, .bid, 40, 5)
    let second = try venue.place(venue.bob, .bid, 40, 5)
    let cents = Price(cents: 40)
    try venue.engine.amend(
      first, by: venue.alice, price: cents, total: Quantity(contracts: 3), at: venue.now)
    #expect(venue.engine.queuePosition(first) == .zero)
    #expect(venue.engine.queuePosition(second) == Quantity(contracts: 3))
    try venue.engine.amend(
      first, by: venue.alice, price: cents, total: Quantity(contracts: 6), at: venue.now)
    #expect(venue.engine.queuePosition(first) == Quantity(contracts: 5))
    #expect(venue.bids() == [level(40, 11)])
  }

  @Test func `an amendment counts what is filled and may trade`() throws {
    var venue = Venue.free
    let order = try venue.place(venue.alice, .bid, 40, 5)
    try venue.place(venue.bob, .ask, 40, 2)
    try venue.place(venue.carol, .ask, 45, 2)
    try venue.engine.amend(
      order, by: venue.alice, price: Price(cents: 45), total: Quantity(contracts: 6),
      at: venue.now)
    let state = try #require(venue.engine.order(order))
    #expect(state.filledQuantity == Quantity(contracts: 4))
    #expect(state.remainingQuantity == Quantity(contracts: 2))
    #expect(venue.bids() == [level(45, 2)])
    let (engine, now) = (venue.engine, venue.now)
    #expect(throws: Rejection.invalidQuantity) {
      var copy = engine
      try copy.amend(
        order, by: venue.alice, price: Price(cents: 45), total: Quantity(contracts: 4), at: now)
    }
  }

  @Test func `a decrease keeps the place and to nothing cancels`() throws {
    var venue = Venue.free
    let order = try venue.place(venue.alice, .bid, 40, 5)
    try venue.place(venue.bob, .bid, 40, 5)
    let left = try venue.engine.decrease(
      order, by: venue.alice, to: Quantity(contracts: 2), at: venue.now)
    #expect(left == Quantity(contracts: 2))
    #expect(venue.engine.queuePosition(order) == .zero)
    _ = try venue.engine.decrease(order, by: venue.alice, to: .zero, at: venue.now)
    #expect(venue.engine.order(order)?.phase == .canceled)
    #expect(venue.engine.openOrderCount(venue.alice) == 0)
  }

  @Test func `cancel all takes one account's orders and no other's`() throws {
    var venue = Venue.free
    try venue.place(venue.alice, .bid, 40, 5)
    try venue.place(venue.alice, .ask, 60, 5)
    try venue.place(venue.bob, .bid, 41, 5)
    let count = venue.engine.cancelAll(of: venue.alice, at: venue.now)
    #expect(count == 2)
    #expect(venue.bids() == [level(41, 5)])
    #expect(venue.engine.available(venue.alice) == venue.engine.cash(venue.alice))
  }

  @Test func `a full engine and a full account refuse`() throws {
    var venue = Venue.free
    venue.engine = MatchingEngine(limits: .init(orders: 2, openOrdersPerAccount: 1))
    _ = venue.engine.addMarket(
      ListedMarket(
        grid: .wholeCents,
        fees: try FeeSchedule(type: .quadratic, multiplier: .one, rounding: .marginal)))
    for _ in 0..<3 { _ = venue.engine.addAccount(cash: Money(cents: 10_000)) }
    try venue.place(venue.alice, .bid, 40, 1)
    #expect(venue.refusal(venue.alice, .bid, 41, 1) == .tooManyOpenOrders)
    try venue.place(venue.bob, .bid, 40, 1)
    #expect(venue.refusal(venue.carol, .bid, 40, 1) == .engineFull)
  }
}
