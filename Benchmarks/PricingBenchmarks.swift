internal import Market
internal import Probability
internal import Sportsbooks

/// (e) Margin removal by each method, fees, and finding a market by its ticker.
enum PricingBenchmarks {
  static func run(_ runner: inout Runner, _ frames: Frames) throws {
    devig(&runner, frames)
    try fees(&runner)
    try tickers(&runner, frames)
  }

  private static func devig(_ runner: inout Runner, _ frames: Frames) {
    var prices: [(Double, Double)] = []
    for line in frames.day.games.flatMap(\.lines).map(\.line) {
      if 1 / line.first + 1 / line.second > 1 + 1e-9 { prices.append((line.first, line.second)) }
    }
    for method in DevigMethod.allCases {
      var sum = 0.0
      var count = 0
      prices.withUnsafeBufferPointer { prices in
        runner.measure("devig two-way: \(method.rawValue)", operations: 10_000) { index in
          let (first, second) = prices[index % prices.count]
          guard let pair = devigTwoWay(first: first, second: second, method: method) else { return }
          sum += pair.first + pair.second
          count += 1
        }
      }
      runner.check("\(method.rawValue): sums to one", abs(sum - Double(count)) < 1e-3 && count > 0)
      // The general solver is the second way to the same number.
      let agrees = prices.prefix(200).allSatisfy { first, second in
        guard let pair = devigTwoWay(first: first, second: second, method: method) else {
          return true
        }
        guard let solved = try? Devig.solve([first, second], method: method) else { return false }
        return abs(solved.probabilities[0] - pair.first) < 1e-9
      }
      runner.check("\(method.rawValue): as the general solver", agrees)
    }
  }

  private static func fees(_ runner: inout Runner) throws {
    let schedule = try FeeSchedule(
      type: .quadraticWithMakerFees, multiplier: .one, rounding: .legacyCentCeiling)
    let quantity = Quantity(contracts: 10)
    var sum: Int64 = 0
    runner.measure("taker fee of 10 contracts", operations: 20_000) { index in
      sum &+=
        schedule.fee(
          price: Price(cents: 1 + index % 99), quantity: quantity, liquidity: .taker
        ).microDollars
    }
    // 7 % of p(1 - p) each, up to the whole cent.
    var expected: Int64 = 0
    for index in 0..<20_000 {
      let cents = Int64(1 + index % 99)
      expected += (7 * 10 * cents * (100 - cents) + 9_999) / 10_000 * 10_000
    }
    runner.check("fees", sum == expected * Int64(Runner.batches + 3))
  }

  private static func tickers(_ runner: inout Runner, _ frames: Frames) throws {
    let index = try TickerIndex(tickers: frames.tickers)
    let texts = frames.tickers.map { Bytes($0) }
    var wrong = 0
    texts.withUnsafeBufferPointer { texts in
      runner.measure("market of a ticker, \(texts.count) markets", operations: 20_000) { place in
        let market = index.id(of: texts[place % texts.count].buffer)
        if market != MarketID(place % texts.count) { wrong += 1 }
      }
    }
    runner.check("tickers", wrong == 0)
  }
}
