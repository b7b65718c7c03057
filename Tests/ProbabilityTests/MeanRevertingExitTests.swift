import Probability
import Testing

/// The cases of `refvals/08_optimal_exit.json` that are about mean reversion.
private struct ExitReferences: Decodable {
  struct Stopped: Decodable {
    let stop: Double
    let takeProfit: Double
  }
  struct Process: Decodable {
    let mu: Double
    let theta: Double
    let sigma: Double
    let r: Double
    let cost: Double
    let stationarySd: Double
    let takeProfit: Double
    let withStop: [Stopped]
    let chainCheck: Double
    let grid: Double
  }
  let ou: [Process]
}

@Suite struct `Selling a price that reverts to its mean` {
  private static func exit(rate: Double = 0.5, cost: Double = 0.0173) throws -> MeanRevertingExit {
    try #require(
      MeanRevertingExit(mean: 0.45, reversion: 30, volatility: 0.5, rate: rate, cost: cost))
  }

  @Test func `the price to sell at is the references', with a stop and without`() throws {
    guard let file: ExitReferences = try loadReference("08_optimal_exit.json") else { return }
    for row in file.ou {
      let exit = try #require(
        MeanRevertingExit(
          mean: row.theta, reversion: row.mu, volatility: row.sigma, rate: row.r, cost: row.cost))
      #expect(abs(exit.stationaryDeviation - row.stationarySd) < 1e-12)
      let price = try #require(exit.takeProfit)
      #expect(abs(price - row.takeProfit) < 1e-7)
      // An independent policy on a grid came to the same, to a step.
      #expect(abs(price - row.chainCheck) <= row.grid)
      for stopped in row.withStop {
        let stopPrice = try #require(exit.takeProfit(stop: stopped.stop))
        #expect(abs(stopPrice - stopped.takeProfit) < 1e-7, "\(row.mu) \(stopped.stop)")
      }
    }
    #expect(file.ou.count == 6)
  }

  @Test func `dearer cash sells sooner, and so does a stop`() throws {
    var last = Double.infinity
    for rate in [0.1, 0.5, 1, 2, 5, 10] {
      let exit = try Self.exit(rate: rate)
      let price = try #require(exit.takeProfit)
      #expect(price < last)
      if rate >= 5 { #expect(price < exit.mean) }
      let stopped = try #require(exit.takeProfit(stop: 0.3))
      #expect(stopped < price)
      last = price
    }
  }

  @Test func `what cannot be has no price`() throws {
    #expect(MeanRevertingExit(mean: 0.5, reversion: 0, volatility: 1, rate: 1, cost: 0) == nil)
    #expect(MeanRevertingExit(mean: 0.5, reversion: 1, volatility: 1, rate: 0, cost: 0) == nil)
    #expect(MeanRevertingExit(mean: .nan, reversion: 1, volatility: 1, rate: 1, cost: 0) == nil)
    let exit = try Self.exit()
    #expect(exit.takeProfit(stop: 0.9) == nil && exit.takeProfit(stop: .nan) == nil)
  }
}
