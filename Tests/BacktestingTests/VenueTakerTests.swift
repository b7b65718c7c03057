import Market
import Matching
import Testing
import Trading

@testable import Backtesting

@Suite struct `Takers of a backtest` {
  @Test func `an order meets the book that is there when it arrives, not when it was decided`() {
    var rig = VenueRig(latency: .fixed(order: 30_000_000, feed: 20_000_000))
    rig.snapshot(bids: [(40, 10)], asks: [(45, 10), (46, 20)])
    let order = rig.place(.bid, 46, 15, .take)
    rig.wait(milliseconds: 49)
    #expect(rig.news.isEmpty)
    rig.change(.ask, 45, by: -8)
    rig.wait(milliseconds: 1)
    #expect(rig.traded == [[45, 2], [46, 13]])
    #expect(rig.states(order) == [.executed])
  }

  @Test func `what is left of an immediate order is cancelled`() {
    var rig = VenueRig()
    rig.snapshot(bids: [], asks: [(45, 4)])
    let order = rig.place(.bid, 46, 10, .take)
    #expect(rig.traded == [[45, 4]])
    #expect(rig.states(order) == [.canceled])
    #expect(rig.venue.position(rig.id).quantity == Quantity(contracts: 4))
  }

  @Test func `what was taken stays taken until the level empties or a whole book comes`() {
    var rig = VenueRig()
    rig.snapshot(bids: [], asks: [(45, 10)])
    rig.place(.bid, 45, 10, .take)
    rig.place(.bid, 45, 5, .take)
    #expect(rig.traded == [[45, 10]])
    rig.change(.ask, 45, by: 3)
    rig.place(.bid, 45, 5, .take)
    #expect(rig.traded == [[45, 10], [45, 3]])
    rig.change(.ask, 45, by: -13)
    rig.change(.ask, 45, by: 2)
    rig.place(.bid, 45, 5, .take)
    #expect(rig.traded == [[45, 10], [45, 3], [45, 2]])
    rig.snapshot(bids: [], asks: [(45, 1)])
    rig.place(.bid, 45, 5, .take)
    #expect(rig.traded.last == [45, 1])
  }

  @Test func `cash pays price and fee, an ask pays one dollar less the price`() {
    var rig = VenueRig()
    rig.snapshot(bids: [(40, 10)], asks: [(45, 10)])
    rig.place(.bid, 45, 10, .take)
    // 0.07 x 10 x 0.45 x 0.55 = 17.325 cents, rounded up to 18.
    #expect(rig.fills[0].fee == Money(cents: 18))
    #expect(rig.venue.cash == Money(cents: 100_000 - 450 - 18))
    var short = VenueRig()
    short.snapshot(bids: [(40, 10)], asks: [(45, 10)])
    short.place(.ask, 40, 10, .take)
    // 16.8 cents, rounded up to 17; the NO leg costs 60 cents a contract.
    #expect(short.venue.cash == Money(cents: 100_000 - 600 - 17))
    // Buying back makes pairs, which pay a dollar each.
    short.place(.bid, 45, 10, .take)
    #expect(short.venue.cash == Money(cents: 100_000 - 600 - 17 + 1_000 - 450 - 18))
    #expect(short.venue.position(short.id).quantity == .zero)
  }

  @Test func `an unknown or crossed book fills nothing`() {
    var rig = VenueRig()
    let early = rig.place(.bid, 45, 10, .take)
    #expect(rig.states(early) == [.canceled])
    rig.snapshot(bids: [(46, 5)], asks: [(45, 10)])
    let crossed = rig.place(.bid, 45, 10, .take)
    #expect(rig.states(crossed) == [.canceled])
    #expect(rig.fills.isEmpty)
  }

  @Test func `an order of our own on the other side ends it, behind what others have there`() {
    var rig = VenueRig()
    rig.snapshot(bids: [(40, 10)], asks: [(45, 4), (46, 10)])
    rig.place(.ask, 45, 5, .rest)
    let order = rig.place(.bid, 46, 10, .take)
    #expect(rig.traded == [[45, 4]])
    #expect(rig.states(order) == [.canceled])
  }

  @Test func `what the exchange would refuse is refused with its reason`() {
    let cases = [
      (VenueRig(fees: nil), 10, "unknown fee"),
      (VenueRig(cash: Money(cents: 100)), 10, "insufficient_balance"),
      (VenueRig(), 0, "invalid_quantity"),
    ]
    for (fresh, contracts, reason) in cases {
      var rig = fresh
      rig.snapshot(bids: [(40, 10)], asks: [(45, 100)])
      let order = rig.place(.bid, 45, contracts, .take)
      #expect(rig.rejections(order) == [reason])
      #expect(rig.fills.isEmpty)
    }
  }

  @Test func `a market that is paused, closed or settled takes no order`() {
    var paused = VenueRig()
    paused.snapshot(bids: [], asks: [(45, 10)])
    paused.observe(.marketStatus(paused.id, .inactive))
    let pausedOrder = paused.place(.bid, 45, 1, .take)
    #expect(paused.rejections(pausedOrder) == ["market_inactive"])
    paused.observe(.marketStatus(paused.id, .active))
    paused.place(.bid, 45, 1, .take)
    #expect(paused.traded == [[45, 1]])
    var closed = VenueRig()
    closed.snapshot(bids: [], asks: [(45, 10)])
    closed.now = VenueRig.close
    closed.venue.clock = VenueRig.close
    let closedOrder = closed.place(.bid, 45, 1, .take)
    #expect(closed.rejections(closedOrder) == ["market_inactive"])
    var settled = VenueRig()
    settled.snapshot(bids: [], asks: [(45, 10)])
    settled.observe(.settled(settled.id, value: .dollar))
    let settledOrder = settled.place(.bid, 45, 1, .take)
    #expect(settled.rejections(settledOrder) == ["market_inactive"])
  }

  @Test func `drawn latencies repeat with their seed and stay in order`() {
    func arrivals(_ seed: UInt64) -> [Timestamp] {
      var rig = VenueRig(latency: .sampled(roundTrips: [2_000_000, 80_000_000], seed: seed))
      rig.snapshot(bids: [], asks: [(45, 100)])
      var orders: [ClientOrderID] = []
      for _ in 0..<20 { orders.append(rig.place(.bid, 45, 1, .take)) }
      rig.wait(milliseconds: 1_000)
      #expect(rig.fills.map(\.order) == orders)
      return rig.fills.map(\.venueTime)
    }
    #expect(arrivals(1) == arrivals(1))
    #expect(arrivals(1) != arrivals(2))
  }

  @Test func `half a round trip and a measured way of the news decide which book is met`() {
    var rig = VenueRig(
      latency: .sampled(roundTrips: [12_000_000], feeds: [9_000_000], seed: 1))
    rig.snapshot(bids: [], asks: [(45, 100)])
    rig.place(.bid, 45, 1, .take)
    rig.wait(milliseconds: 14)
    #expect(rig.fills.isEmpty)
    rig.wait(milliseconds: 1)
    #expect(rig.fills.map(\.venueTime) == [VenueRig.start + 15_000_000])
  }

  @Test func `recorded delays count both ways, at least the floor`() {
    var rig = VenueRig(latency: .recorded(floor: 1_000_000))
    rig.snapshot(bids: [], asks: [(45, 100)])
    rig.venue.noteDelay(nanoseconds: 7_000_000)
    rig.place(.bid, 45, 1, .take)
    rig.wait(milliseconds: 100)
    #expect(rig.fills[0].venueTime == VenueRig.start + 14_000_000)
    rig.venue.noteDelay(nanoseconds: -3_000_000)
    rig.place(.bid, 45, 1, .take)
    rig.wait(milliseconds: 100)
    #expect(rig.fills[1].venueTime == VenueRig.start + 102_000_000)
  }
}
