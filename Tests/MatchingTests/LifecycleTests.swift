import Market
import Matching
import Testing

@Suite struct LifecycleTests {
  private func withPositions() throws -> Venue {
    var venue = Venue.free
    try venue.place(venue.alice, .bid, 60, 10)
    try venue.place(venue.bob, .ask, 60, 10)
    try venue.place(venue.carol, .bid, 20, 5)
    return venue
  }

  @Test(arguments: [(10_000, 100_400, 99_600), (0, 99_400, 100_600), (5_000, 99_900, 100_100)])
  func `a result pays the whole dollar to the two holders`(
    value: Int, aliceCents: Int, bobCents: Int
  ) throws {
    var venue = try withPositions()
    let total = venue.engine.conservedTotal
    venue.engine.settle(venue.market, value: Price(tenThousandths: value), at: venue.now)
    #expect(venue.engine.cash(venue.alice) == Money(cents: aliceCents))
    #expect(venue.engine.cash(venue.bob) == Money(cents: bobCents))
    #expect(venue.engine.conservedTotal == total)
    #expect(venue.bids().isEmpty)
    #expect(venue.engine.reserved(venue.carol) == .zero)
    #expect(venue.engine.phase(venue.market) == .settled)
    venue.engine.settle(venue.market, value: .dollar, at: venue.now)
    #expect(venue.engine.conservedTotal == total)
  }

  @Test func `closing cancels what rests and refuses everything`() throws {
    var venue = try withPositions()
    venue.engine.close(venue.market, at: venue.now)
    #expect(venue.bids().isEmpty)
    #expect(venue.refusal(venue.alice, .bid, 20, 1) == .marketNotActive(.closed))
    #expect(venue.engine.openInterest(venue.market) == Quantity(contracts: 10))
  }

  @Test func `a pause keeps orders but those that asked to go, the end of it cancels all`() throws {
    var venue = Venue.free
    let kept = try venue.place(venue.alice, .bid, 40, 1)
    let gone = try venue.place(venue.alice, .bid, 41, 1) { $0.cancelsOnPause = true }
    venue.engine.pause(venue.market, at: venue.now)
    #expect(venue.engine.order(kept)?.phase == .resting)
    #expect(venue.engine.order(gone)?.lastChange == .halt)
    #expect(venue.refusal(venue.bob, .bid, 40, 1) == .marketNotActive(.paused))
    venue.engine.resume(venue.market, at: venue.now)
    #expect(venue.engine.order(kept)?.lastChange == .halt)
    #expect(venue.refusal(venue.bob, .bid, 40, 1) == nil)
  }

  @Test func `a fee that becomes unknown cancels what rests`() throws {
    var venue = Venue.free
    let order = try venue.place(venue.alice, .bid, 40, 1)
    venue.engine.setFees(venue.market, nil, at: venue.now)
    #expect(venue.engine.order(order)?.lastChange == .halt)
    #expect(venue.refusal(venue.alice, .bid, 40, 1) == .unknownFee)
  }
}
