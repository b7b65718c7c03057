import Market
import Matching
import Testing

@Suite struct CollateralTests {
  @Test func `a bid sets price times count aside, an ask the complement`() throws {
    var venue = Venue.free
    try venue.place(venue.alice, .bid, 40, 10)
    #expect(venue.engine.reserved(venue.alice) == Money(cents: 400))
    try venue.place(venue.alice, .ask, 70, 10)
    #expect(venue.engine.reserved(venue.alice) == Money(cents: 700))
  }

  @Test func `an order that cannot be paid with its fee is refused`() throws {
    let venue = Venue(cash: Money(cents: 100))
    #expect(venue.refusal(venue.alice, .bid, 50, 2) == .insufficientBalance)
    #expect(venue.refusal(venue.alice, .bid, 50, 1) == nil)
    let exact = Venue(
      fees: try FeeSchedule(type: .quadratic, multiplier: .zero, rounding: .marginal),
      cash: Money(cents: 100))
    #expect(exact.refusal(exact.alice, .bid, 50, 2) == nil)
    #expect(exact.refusal(exact.alice, .ask, 50, 2) == nil)
    #expect(exact.refusal(exact.alice, .ask, 49, 2) == .insufficientBalance)
  }

  @Test func `holding both legs pays the dollar back at once`() throws {
    // Recorded: a maker with 1000 $ buys 1 YES at 0.48, then 1 NO at 0.48; 1000.04 $ remain.
    var venue = Venue.free
    try venue.place(venue.alice, .bid, 48, 1)
    try venue.place(venue.bob, .ask, 48, 1)
    #expect(venue.engine.cash(venue.alice) == Money(microDollars: 999_520_000))
    try venue.place(venue.alice, .ask, 52, 1)
    try venue.place(venue.bob, .bid, 52, 1)
    #expect(venue.engine.cash(venue.alice) == Money(microDollars: 1_000_040_000))
    let holding = venue.engine.holding(venue.alice, venue.market)
    #expect(holding.position == .zero)
    #expect(holding.book.realised == Money(microDollars: 40_000))
    #expect(holding.traded == Money(microDollars: 960_000))
    #expect(holding.book.costBasis == .zero)
    #expect(venue.engine.openInterest(venue.market) == .zero)
  }

  @Test func `an ask that closes needs no cash`() throws {
    var venue = Venue.free
    try venue.place(venue.alice, .bid, 60, 10)
    try venue.place(venue.bob, .ask, 60, 10)
    try venue.place(venue.alice, .ask, 80, 10)
    #expect(venue.engine.reserved(venue.alice) == .zero)
    try venue.place(venue.alice, .ask, 90, 5)
    #expect(venue.engine.reserved(venue.alice) == Money(cents: 50))
  }

  @Test func `resting sells of a position sold otherwise are cancelled when cash does not cover`()
    throws
  {
    var venue = Venue(
      fees: try FeeSchedule(type: .quadratic, multiplier: .zero, rounding: .marginal),
      cash: Money(cents: 1_000))
    try venue.place(venue.alice, .bid, 90, 10)
    try venue.place(venue.bob, .ask, 90, 10)
    let exit = try venue.place(venue.alice, .ask, 95, 10)
    try venue.place(venue.carol, .bid, 2, 10)
    // Sold at 2 cents the account has 1.20 $; the exit order would now open a NO position.
    let sale = try venue.place(venue.alice, .ask, 2, 10)
    #expect(venue.engine.order(sale)?.phase == .executed)
    #expect(venue.engine.cash(venue.alice) == Money(cents: 120))
    #expect(venue.engine.order(exit)?.phase == .resting)
    #expect(venue.engine.reserved(venue.alice) == Money(cents: 50))
  }

  @Test func `the newest order that needs cash goes first on a shortfall`() throws {
    var venue = Venue(
      fees: try FeeSchedule(type: .quadratic, multiplier: .zero, rounding: .marginal),
      cash: Money(cents: 1_000))
    try venue.place(venue.alice, .bid, 50, 20)
    try venue.place(venue.bob, .ask, 50, 20)
    #expect(venue.engine.available(venue.alice) == .zero)
    let kept = try venue.place(venue.alice, .ask, 60, 10)
    let dropped = try venue.place(venue.alice, .ask, 61, 10)
    try venue.place(venue.carol, .bid, 1, 20)
    #expect(venue.refusal(venue.alice, .ask, 1, 20) == .insufficientBalance)
    venue.engine.deposit(Money(cents: 1_980), to: venue.alice)
    try venue.place(venue.alice, .ask, 1, 20)
    #expect(venue.engine.cash(venue.alice) == Money(cents: 2_000))
    #expect(venue.engine.order(kept)?.phase == .resting)
    venue.engine.deposit(Money(cents: -1_500), to: venue.alice)
    try venue.place(venue.bob, .bid, 60, 1)
    #expect(venue.engine.order(dropped)?.phase == .canceled)
    #expect(venue.engine.order(dropped)?.lastChange == .margin)
    #expect(venue.engine.order(kept)?.phase == .resting)
  }
}
