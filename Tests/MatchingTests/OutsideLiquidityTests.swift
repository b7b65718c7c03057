import Market
import Matching
import Testing

@Suite struct OutsideLiquidityTests {
  private func set(
    _ venue: inout Venue, _ side: BookSide, _ cents: Int, _ contracts: Int
  ) throws {
    try venue.engine.setExternalLevel(
      venue.market, side, price: Price(cents: cents), quantity: Quantity(contracts: contracts),
      at: venue.now)
  }

  @Test func `an order takes outside size and it stays taken`() throws {
    var venue = Venue.free
    try set(&venue, .ask, 50, 100)
    try venue.place(venue.alice, .bid, 50, 30)
    #expect(venue.asks() == [level(50, 70)])
    try set(&venue, .ask, 50, 100)
    #expect(venue.asks() == [level(50, 70)])
    try set(&venue, .ask, 50, 90)
    #expect(venue.asks() == [level(50, 90)])
  }

  @Test func `a refreshed book forgets what was taken`() throws {
    var venue = Venue.free
    try set(&venue, .ask, 50, 100)
    try venue.place(venue.alice, .bid, 50, 100)
    #expect(venue.asks().isEmpty)
    try venue.engine.replaceExternalLevels(
      venue.market, bids: [level(48, 100)], asks: [level(50, 100)], at: venue.now)
    #expect(venue.asks() == [level(50, 100)])
    #expect(venue.bids() == [level(48, 100)])
    try venue.engine.replaceExternalLevels(
      venue.market, bids: [level(47, 5)], asks: [], at: venue.now)
    #expect(venue.asks().isEmpty)
    #expect(venue.bids() == [level(47, 5)])
  }

  @Test func `a resting order fills as maker when the outside reaches its price`() throws {
    var venue = Venue()
    let order = try venue.place(venue.alice, .bid, 50, 30)
    try set(&venue, .ask, 51, 100)
    #expect(venue.trades.isEmpty)
    try set(&venue, .ask, 50, 20)
    #expect(venue.engine.order(order)?.filledQuantity == Quantity(contracts: 20))
    #expect(venue.engine.order(order)?.makerQuantity == Quantity(contracts: 20))
    #expect(venue.asks() == [level(51, 100)])
    try set(&venue, .ask, 48, 100)
    let state = try #require(venue.engine.order(order))
    #expect(state.phase == .executed)
    #expect(venue.trades.map(\.price) == [Price(cents: 50), Price(cents: 50)])
    #expect(venue.asks() == [level(48, 90), level(51, 100)])
    #expect(venue.engine.holding(.outside, venue.market).position == Quantity(contracts: -30))
    #expect(venue.trades.allSatisfy { $0.taker.fee == .zero && $0.taker.account == .outside })
  }

  @Test func `outside size is ahead of our orders at its price`() throws {
    var venue = Venue.free
    let order = try venue.place(venue.alice, .bid, 50, 10)
    try set(&venue, .bid, 50, 40)
    #expect(venue.engine.queuePosition(order) == Quantity(contracts: 40))
    try venue.place(venue.bob, .ask, 50, 45)
    #expect(venue.engine.order(order)?.filledQuantity == Quantity(contracts: 5))
  }

  @Test func `deltas add up and less than nothing is refused`() throws {
    var venue = Venue.free
    let cents = Price(cents: 44)
    try venue.engine.changeExternalLevel(
      venue.market, .bid, price: cents, delta: Quantity(contracts: 7), at: venue.now)
    try venue.engine.changeExternalLevel(
      venue.market, .bid, price: cents, delta: Quantity(contracts: -2), at: venue.now)
    #expect(venue.bids() == [level(44, 5)])
    let engine = venue.engine
    #expect(throws: Rejection.invalidQuantity) {
      var copy = engine
      try copy.changeExternalLevel(
        venue.market, .bid, price: cents, delta: Quantity(contracts: -6), at: venue.now)
    }
  }

  @Test func `a delta adds new size and brings back nothing that was taken`() throws {
    var venue = Venue.free
    let cents = Price(cents: 50)
    func change(_ contracts: Int) throws {
      try venue.engine.changeExternalLevel(
        venue.market, .ask, price: cents, delta: Quantity(contracts: contracts), at: venue.now)
    }
    try change(10)
    try venue.place(venue.alice, .bid, 50, 6, { $0.timeInForce = .immediateOrCancel })
    #expect(venue.asks() == [level(50, 4)])
    try change(3)
    #expect(venue.asks() == [level(50, 7)])
    try change(-8)
    #expect(venue.asks().isEmpty, "five are left outside, and we have taken six")
    try change(-5)
    try change(2)
    #expect(venue.asks() == [level(50, 2)], "an empty level is forgotten")
  }

  @Test func `outside levels may cross each other and trade with nobody`() throws {
    var venue = Venue.free
    try set(&venue, .bid, 55, 10)
    try set(&venue, .ask, 50, 10)
    #expect(venue.trades.isEmpty)
  }

  @Test func `a halt keeps outside quotes from filling orders until it ends`() throws {
    var venue = Venue.free
    let order = try venue.place(venue.alice, .bid, 50, 10)
    venue.engine.haltTrading(at: venue.now)
    try set(&venue, .ask, 49, 4)
    #expect(venue.trades.isEmpty)
    #expect(venue.refusal(venue.alice, .bid, 10, 1) == .tradingHalted)
    venue.engine.resumeTrading(at: venue.now)
    #expect(venue.engine.order(order)?.filledQuantity == Quantity(contracts: 4))
  }
}
