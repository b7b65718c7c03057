import Market
import Testing

@testable import Trading

@Suite struct `Exit levels follow the grid` {
  /// Ten contracts bought at 48 with an edge of five cents: 54 is the profit, 44 the loss.
  private func holding(bought: Int = 48) throws -> EngineBench {
    let bench = try ProfileBench.make()
    bench.quote(bench.homeWins, bid: bought - 2, ask: bought)
    bench.books(4, homePercent: Double(bought + 7))
    bench.wait(milliseconds: 100)
    bench.fillAll(try #require(bench.placed.first), feeCents: 18)
    bench.outputs.removeAll()
    return bench
  }

  private func grid(_ step: Int) throws -> PriceGrid {
    try PriceGrid(ranges: [
      PriceRange(start: .zero, end: .dollar, step: Price(tenThousandths: step))
    ])
  }

  @Test func `on a coarser grid a profit is rounded up and a loss down`() throws {
    let bench = try holding()
    #expect(bench.holding().levels?.takeProfit == Price(cents: 54))
    bench.send(.gridChanged(bench.homeWins, try grid(500)))
    #expect(bench.holding().levels?.takeProfit == Price(cents: 55))
    #expect(bench.holding().levels?.stopLoss == Price(cents: 40))
    bench.quote(bench.homeWins, bid: 55, ask: 60)
    #expect(bench.placed.map(\.price) == [Price(cents: 55)])
  }

  @Test func `the NO leg's levels follow in its own prices`() throws {
    let bench = try ProfileBench.make()
    bench.quote(bench.homeWins, bid: 52, ask: 54)
    bench.books(4, homePercent: 45)
    bench.wait(milliseconds: 100)
    bench.fillAll(try #require(bench.placed.first), feeCents: 18)
    bench.outputs.removeAll()
    #expect(bench.holding().position.held == .no)
    #expect(bench.holding().levels?.takeProfit == Price(cents: 54))
    bench.send(.gridChanged(bench.homeWins, try grid(400)))
    #expect(bench.holding().levels?.takeProfit == Price(cents: 56))
    #expect(bench.holding().levels?.stopLoss == Price(cents: 44))
    bench.quote(bench.homeWins, bid: 40, ask: 44)
    #expect(bench.placed.map(\.price) == [Price(cents: 44)])
  }

  @Test func `on a finer grid they are as near as they may be`() throws {
    let bench = try holding()
    bench.send(.feesChanged(bench.homeWins, bench.engine.states[0].fees))
    bench.send(.gridChanged(bench.homeWins, try grid(10)))
    let levels = try #require(bench.holding().levels)
    #expect(levels.takeProfit == Price(cents: 54) && levels.stopLoss == Price(cents: 44))
    bench.send(.gridChanged(bench.homeWins, try grid(500)))
    bench.send(.gridChanged(bench.homeWins, .wholeCents))
    #expect(bench.holding().levels == levels)
  }

  @Test func `new fees that would eat the profit take it away, and back`() throws {
    let bench = try holding()
    let fees = try #require(bench.engine.states[0].fees)
    let dear = try FeeSchedule(
      type: .quadratic, multiplier: try #require(FeeMultiplier(tenThousandths: 40_000)),
      regime: FeeRegime(rounding: .legacyCentCeiling))
    bench.send(.feesChanged(bench.homeWins, dear))
    #expect(bench.holding().levels?.takeProfit == nil)
    #expect(bench.holding().levels?.stopLoss == Price(cents: 44))
    bench.send(.feesChanged(bench.homeWins, fees))
    #expect(bench.holding().levels?.takeProfit == Price(cents: 54))
  }

  @Test func `while nobody knows the fees the levels of before stay, on the grid`() throws {
    let bench = try holding()
    bench.send(.feesChanged(bench.homeWins, nil))
    #expect(bench.holding().levels?.takeProfit == Price(cents: 54))
    bench.send(.gridChanged(bench.homeWins, try grid(500)))
    #expect(bench.holding().levels?.takeProfit == Price(cents: 55))
    #expect(bench.holding().levels?.stopLoss == Price(cents: 40))
    bench.quote(bench.homeWins, bid: 40, ask: 45)
    #expect(bench.placed.map(\.price) == [Price(cents: 40)])
  }

  @Test func `every profile that holds something there is followed`() throws {
    let bench = try ProfileBench.make(["STANDARD", "STANDARD"]) {
      $0.profiles[1].profile.name = "SECOND"
      $0.risk.minimumOrderIntervalNanoseconds = 0
    }
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    bench.books(4, homePercent: 55)
    bench.wait(milliseconds: 100)
    for order in bench.placed { bench.fillAll(order) }
    let holders = (1...2).map { ProfileID($0) }
    #expect(holders.allSatisfy { bench.holding($0).levels != nil })
    let coarse = try grid(500)
    bench.send(.gridChanged(bench.homeWins, coarse))
    for holder in holders {
      let levels = try #require(bench.holding(holder).levels)
      #expect(coarse.isOrderable(try #require(levels.takeProfit)))
      #expect(coarse.isOrderable(try #require(levels.stopLoss)))
    }
  }

  @Test(arguments: [10, 20, 100, 400, 500, 1_000])
  func `whatever the grid, every sale's price is one that it can order`(step: Int) throws {
    let bench = try holding()
    let grid = try grid(step)
    bench.send(.gridChanged(bench.homeWins, grid))
    let low = try #require(grid.floor(Price(cents: 44)))
    func quoteLow() {
      bench.send(
        .bookSnapshot(
          bench.homeWins,
          bids: [BookLevel(price: low, quantity: Quantity(contracts: 5))], asks: []))
    }
    quoteLow()
    for _ in 0..<6 {
      let sale = try #require(bench.placed.last)
      #expect(grid.isOrderable(sale.price) && sale.price <= low)
      bench.answer(sale, .canceled, filled: 0, remaining: 0)
      bench.outputs.removeAll()
      bench.wait(milliseconds: 1_000)
    }
  }

  @Test func `levels that were left on another grid are worked out anew`() throws {
    let old = try holding()
    let standing = try #require(old.engine.standing)
    let coarse = try grid(500)
    let configuration = try ProfileBench.configuration()
    let bench = try EngineBench(configuration: configuration) { markets in
      for place in markets.indices { markets[place].volume = 6_000 }
      markets[0].grid = coarse
    }
    bench.send(.carried(standing))
    #expect(bench.holding().position.quantity == Quantity(contracts: 10))
    #expect(bench.holding().levels?.takeProfit == Price(cents: 55))
    #expect(bench.holding().levels?.stopLoss == Price(cents: 40))
  }
}
