import Foundation
import Market
import TestKit
import Testing

@testable import Trading

@Suite struct `Exits by the table` {
  static func fees(_ rounding: FeeRounding = .marginal) throws -> FeeFormula {
    try FeeSchedule(type: .quadratic, multiplier: .one, rounding: rounding).formula
  }

  static func levels(
    _ leg: Outcome = .yes, cents: Int, fees paid: Int64 = 0, edge: Int64 = 500,
    _ liquidity: ExitTable.Liquidity = .normal, mode: ExitLevels.Mode = .design,
    grid: PriceGrid = .wholeCents, contracts: Int = 25
  ) throws -> ExitLevels {
    let entry = try #require(
      ExitLevels.Entry(
        leg: leg, contracts: Quantity(contracts: contracts),
        cost: Money(cents: cents * contracts), fees: Money(microDollars: paid)))
    let moves = try #require(try ExitTable.design().moves(netEdge: edge, liquidity))
    return ExitLevels(entry, moves: moves, mode: mode, grid: grid, fees: try fees())
  }

  @Test func `the design's example comes out as settled`() throws {
    let levels = try Self.levels(cents: 48, .high)
    #expect(levels.takeProfit == Price(cents: 53))
    #expect(levels.stopLoss == Price(cents: 43))
  }

  @Test func `the row is that of the largest edge not above, and below one cent there is none`()
    throws
  {
    let table = try ExitTable.design()
    func moves(_ edge: Int64) -> [Int64]? {
      table.moves(netEdge: edge, .normal).map { [$0.takeProfit, $0.stopLoss] }
    }
    #expect(moves(99) == nil)
    #expect(moves(-500) == nil)
    #expect(moves(100) == [300, 200])
    #expect(moves(299) == [400, 300])
    #expect(moves(400) == [500, 300])
    #expect(moves(599) == [600, 400])
    #expect(moves(10_000) == [700, 400])
  }

  @Test func `liquidity is by the day's contracts, the limits themselves normal`() throws {
    let table = try ExitTable.design()
    #expect(table.liquidity(contracts: 1_999) == .low)
    #expect(table.liquidity(contracts: 2_000) == .normal)
    #expect(table.liquidity(contracts: 10_000) == .normal)
    #expect(table.liquidity(contracts: 10_001) == .high)
    let quiet = try #require(table.moves(netEdge: 500, .low))
    #expect(quiet.takeProfit == 900 && quiet.stopLoss == 320)
  }

  @Test func `profit rounds up and loss down to the market's own grid`() throws {
    let tenths = try PriceGrid(ranges: [
      PriceRange(start: .zero, end: .dollar, step: Price(tenThousandths: 10))
    ])
    let levels = try Self.levels(cents: 48, .high, grid: tenths)
    #expect(levels.takeProfit == Price(tenThousandths: 5_280))
    #expect(levels.stopLoss == Price(tenThousandths: 4_320))
  }

  @Test func `a NO position is sold by its own bids`() throws {
    let levels = try Self.levels(.no, cents: 48, .high)
    #expect(levels.takeProfit == Price(cents: 53) && levels.stopLoss == Price(cents: 43))
    #expect(levels.trigger(bid: Price(cents: 52)) == nil)
    #expect(levels.trigger(bid: Price(cents: 53)) == .takeProfit)
    #expect(levels.trigger(bid: Price(cents: 43)) == .stopLoss)
    #expect(levels.trigger(bid: Price(cents: 44)) == nil)
  }

  @Test func `counted net, the profit is what is left after both fees`() throws {
    // 25 contracts at 48 cents with a fee of 43.68 cents: 49.7472 cents each, all in.
    let paid: Int64 = 436_800
    let levels = try Self.levels(cents: 48, fees: paid, mode: .net)
    let profit = try #require(levels.takeProfit)
    let allIn = 497_472.0
    func left(_ price: Price) -> Double {
      let dollars = Double(price.tenThousandths) / 10_000
      return (dollars - 0.07 * dollars * (1 - dollars)) * 1e6
    }
    #expect(left(profit) >= allIn + 60_000)
    #expect(left(Price(tenThousandths: Int(profit.tenThousandths) - 100)) < allIn + 60_000)
    let loss = try #require(levels.stopLoss)
    #expect(left(loss) <= allIn - 40_000)
    #expect(left(Price(tenThousandths: Int(loss.tenThousandths) + 100)) > allIn - 40_000)
  }

  @Test func `a profit that the fees would eat is none`() throws {
    // Three cents above 48 leave 49.25 after the exit's fee: less than 48 with 1.75 of fees.
    let levels = try Self.levels(cents: 48, fees: 437_500, edge: 100, .high)
    #expect(levels.takeProfit == nil)
    #expect(levels.stopLoss == Price(cents: 45))
  }

  @Test func `near the ends there may be no level`() throws {
    #expect(try Self.levels(cents: 97).takeProfit == nil)
    #expect(try Self.levels(cents: 2).stopLoss == nil)
  }

  @Test func `levels hold for every leg, cost and grid`() throws {
    for seed in UInt64(1)...1_000 {
      var generator = SeededGenerator(seed: seed)
      let contracts = Int.random(in: 1...200, using: &generator)
      let cost = Money(
        microDollars: Int64.random(in: 1...990_000, using: &generator) * Int64(contracts))
      let entry = try #require(
        ExitLevels.Entry(
          leg: Bool.random(using: &generator) ? .yes : .no,
          contracts: Quantity(contracts: contracts), cost: cost,
          fees: Money(microDollars: Int64.random(in: 0...20_000, using: &generator))))
      let moves = (
        takeProfit: Int64.random(in: 100...1_000, using: &generator),
        stopLoss: Int64.random(in: 100...1_000, using: &generator)
      )
      for mode in ExitLevels.Mode.allCases {
        let levels = ExitLevels(
          entry, moves: moves, mode: mode, grid: .wholeCents, fees: try Self.fees())
        let average = Double(cost.microDollars) / Double(contracts) / 100
        if let profit = levels.takeProfit {
          #expect(PriceGrid.wholeCents.isOrderable(profit), "seed \(seed)")
          #expect(
            Double(profit.tenThousandths) >= average + Double(moves.takeProfit) - 1e-6,
            "seed \(seed)")
        }
        if let loss = levels.stopLoss {
          #expect(PriceGrid.wholeCents.isOrderable(loss), "seed \(seed)")
          if mode == .design {
            #expect(
              Double(loss.tenThousandths) <= average - Double(moves.stopLoss) + 1e-6,
              "seed \(seed)")
          }
        }
        if let profit = levels.takeProfit, let loss = levels.stopLoss {
          #expect(loss < profit, "seed \(seed)")
        }
      }
    }
  }

  @Test func `a table that is none is refused, with its row`() {
    func fault(_ rows: [(Int32, Int32, Int32)]) -> ExitTable.Fault? {
      do throws(ExitTable.Fault) {
        _ = try ExitTable(
          rows: rows.map {
            ExitTable.Row(edgeCents: $0.0, takeProfitCents: $0.1, stopLossCents: $0.2)
          })
        return nil
      } catch {
        return error
      }
    }
    #expect(fault([]) == .empty)
    #expect(fault([(0, 3, 2)]) == .edgesDoNotRise(row: 0))
    #expect(fault([(1, 3, 2), (1, 4, 3)]) == .edgesDoNotRise(row: 1))
    #expect(fault([(1, 3, 2), (2, 2, 3)]) == .movesFall(row: 1))
    #expect(fault([(1, 3, 2), (2, 3, 1)]) == .movesFall(row: 1))
    #expect(fault([(1, 0, 2)]) == .moveOutOfRange(row: 0))
    #expect(fault([(1, 3, 100)]) == .moveOutOfRange(row: 0))
    #expect(fault([(1, 3, 2), (2, 3, 2)]) == nil)
  }

  private struct ExitFile: Decodable {
    struct Row: Decodable {
      var bidCents: Int
      var netTaker: Double
      var netMaker: Double
      var exitIfBeliefBelow: Double
    }
    var holdOrExit: [Row]
  }

  @Test func `what a bid leaves, and from which belief on it is taken, are the references'`()
    throws
  {
    guard let path = Shared.path("refvals/08_optimal_exit.json") else {
      #expect(!Shared.isRequired, "the reference values are missing")
      return
    }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let rows = try decoder.decode(ExitFile.self, from: Data(contentsOf: URL(filePath: path)))
      .holdOrExit
    let fees = try FeeSchedule(
      type: .quadraticWithMakerFees, multiplier: .one, rounding: .marginal
    ).formula
    for row in rows {
      let bid = Price(cents: row.bidCents)
      let taker = Double(BeliefExit.left(bid: bid, fees: fees, liquidity: .taker)) / 1e6
      let maker = Double(BeliefExit.left(bid: bid, fees: fees, liquidity: .maker)) / 1e6
      // The fee is rounded up to a micro-dollar.
      #expect(taker <= row.netTaker + 1e-12 && taker > row.netTaker - 1.000001e-6)
      #expect(maker <= row.netMaker + 1e-12 && maker > row.netMaker - 1.000001e-6)
      let border = row.exitIfBeliefBelow
      #expect(BeliefExit.isDue(bid: bid, belief: border - 2e-6, fees: fees))
      #expect(!BeliefExit.isDue(bid: bid, belief: border + 1e-9, fees: fees))
    }
    #expect(rows.count == 11)
  }

  @Test(arguments: [Double.nan, -0.1, 1.1, .infinity])
  func `a belief that is none sells nothing`(belief: Double) throws {
    #expect(!BeliefExit.isDue(bid: Price(cents: 99), belief: belief, fees: try Self.fees()))
  }
}
