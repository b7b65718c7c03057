import Market
import Testing
import Trading

@testable import Backtesting

@Suite struct `A purchase and the ways to sell it` {
  private static func moves(_ profit: Int32, _ loss: Int32) -> ExitMoves {
    ExitMoves(takeProfitCents: profit, stopLossCents: loss)
  }

  @Test func `it is sold at the first bid at a level, else paid by the result`() throws {
    let bought = try MadeUpSample.sample(bids: [49, 53, 47, 58], paid: .dollar)
    func net(_ profit: Int32, _ loss: Int32) -> Money {
      bought.net(of: Self.moves(profit, loss), mode: .design)
    }
    #expect(net(3, 2) == Money(cents: 3))
    #expect(net(4, 2) == Money(cents: -3))
    #expect(net(4, 4) == Money(cents: 8))
    #expect(net(15, 12) == Money(cents: 50))
    #expect(bought.netHeld == Money(cents: 50))
  }

  @Test func `both fees are taken off, a contract's part of what all are charged`() throws {
    // Fees of ten contracts: 17.5 cents at 50, 17.05 at 57.
    let bought = try MadeUpSample.sample(
      contracts: 10, bids: [49, 57], paid: .dollar, charged: .usual)
    let net = bought.net(of: Self.moves(6, 4), mode: .design)
    #expect(net == Money(microDollars: 70_000 - 17_500 - 17_157))
    #expect(bought.netHeld == Money(microDollars: 500_000 - 17_500))
  }

  @Test func `a profit that does not pay the fees is not taken, as in trading`() throws {
    // Three cents above 50 leave less than 51.75 after 1.74 of fee.
    let bought = try MadeUpSample.sample(bids: [49, 53, 47], charged: .usual)
    let three = bought.net(of: Self.moves(3, 2), mode: .design)
    #expect(three < Money(cents: -5), "sold at 47, by the stop")
    let four = bought.net(of: Self.moves(4, 2), mode: .design)
    #expect(four == three)
    let paying = try MadeUpSample.sample(bids: [49, 54, 47], charged: .usual)
    #expect(paying.net(of: Self.moves(4, 2), mode: .design) > .zero)
  }

  @Test func `in mode net a move counts from the cost with its fee, by what a bid leaves`() throws {
    let bought = try MadeUpSample.sample(bids: [49, 54, 57, 58, 44], charged: .usual)
    let design = bought.net(of: Self.moves(6, 8), mode: .design)
    let net = bought.net(of: Self.moves(6, 8), mode: .net)
    #expect(design < Money(cents: 6) && design > Money(cents: 3), "sold at 57")
    #expect(net < Money(cents: -8), "59.5 is never bid: sold at 44")
    let reached = try MadeUpSample.sample(bids: [49, 60], charged: .usual)
    #expect(reached.net(of: Self.moves(6, 8), mode: .net) >= Money(cents: 6))
  }

  @Test func `what the stop would sell at once is not bought, and is worth nothing`() throws {
    var bought = try MadeUpSample.sample(bids: [46, 60], paid: .dollar)
    bought.bid = Price(cents: 47)
    #expect(bought.net(of: Self.moves(6, 3), mode: .design) == .zero)
    #expect(!bought.isBought(Self.moves(6, 3), mode: .design))
    #expect(bought.net(of: Self.moves(6, 4), mode: .design) == Money(cents: -4))
    // With both fees six and a half cents are lost at once.
    var charged = try MadeUpSample.sample(bids: [60], charged: .usual)
    charged.bid = Price(cents: 47)
    #expect(!charged.isBought(Self.moves(10, 6), mode: .net))
    #expect(charged.isBought(Self.moves(10, 8), mode: .net))
    #expect(charged.isBought(Self.moves(10, 6), mode: .design))
    #expect(bought.netHeld == Money(cents: 50), "who holds has no stop")
  }

  @Test func `time sells what no level has sold, whatever the moves`() throws {
    var bought = try MadeUpSample.sample(bids: [49, 53], paid: .dollar)
    bought.path.end(by: ExitPath.Bid(price: Price(cents: 52), fee: .zero))
    bought.path.take(ExitPath.Bid(price: Price(cents: 60), fee: .zero))
    #expect(bought.net(of: Self.moves(3, 2), mode: .design) == Money(cents: 3))
    #expect(bought.net(of: Self.moves(5, 4), mode: .design) == Money(cents: 2))
    #expect(bought.netByTime == Money(cents: 2) && bought.netByBelief == Money(cents: 2))
    #expect(bought.netHeld == Money(cents: 50))
  }

  @Test func `by belief it is sold at the first bid that left more than it was worth`() throws {
    var bought = try MadeUpSample.sample(bids: [49], paid: .dollar)
    #expect(bought.netByBelief == Money(cents: 50), "nobody believed less")
    bought.path.take(
      ExitPath.Bid(price: Price(cents: 57), fee: Money(cents: 2)), isBeliefDue: true)
    bought.path.take(ExitPath.Bid(price: Price(cents: 70), fee: .zero), isBeliefDue: true)
    #expect(bought.netByBelief == Money(cents: 5))
  }

  @Test func `it is open from its purchase to its result, both days included`() throws {
    var bought = try MadeUpSample.sample(day: 100, bids: [])
    bought.closingDay = 103
    #expect(!bought.isOpen(on: 90...99) && bought.isOpen(on: 90...100))
    #expect(bought.isOpen(on: 101...102) && bought.isOpen(on: 103...110))
    #expect(!bought.isOpen(on: 104...110))
  }
}
