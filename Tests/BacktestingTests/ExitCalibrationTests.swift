import Market
import Probability
import TestKit
import Testing
import Trading

@testable import Backtesting

@Suite struct `A calibration of exits` {
  private static func sample(
    day: Int = 20_000, event: String = "E", edge: Int32 = 150,
    _ liquidity: ExitTable.Liquidity = .normal, bids: [Int], paid: Price = .zero
  ) -> ExitSample {
    ExitSample(
      day: day, event: event, netEdge: edge, liquidity: liquidity, price: Price(cents: 50),
      fee: .zero, bids: bids.map { ExitSample.Bid(price: Price(cents: $0), fee: .zero) },
      paid: paid)
  }

  /// Half of the purchases and a little more rise by ten cents and are worth nothing in the end;
  /// the others fall from the start. Selling ten cents up or two down is best, by far.
  private static func telling(days: Int, perDay: Int, seed: UInt64 = 1) -> [ExitSample] {
    var random = SeededGenerator(seed: seed)
    return (0..<days).flatMap { day in
      (0..<perDay).map { place in
        let rises = Int.random(in: 0..<100, using: &random) < 60
        return sample(
          day: 20_000 + day, event: "E\(day)-\(place)",
          bids: rises ? [49, 52, 53, 54, 55, 56, 58, 60] : [49, 48, 47, 46, 44, 40, 30])
      }
    }
  }

  @Test func `a contract is sold at the first bid so far away, else paid by the result`() {
    let bought = Self.sample(bids: [49, 53, 47, 58], paid: .dollar)
    func cents(_ profit: Int32, _ loss: Int32) -> Money {
      bought.net(of: ExitMoves(takeProfitCents: profit, stopLossCents: loss))
    }
    #expect(cents(3, 2) == Money(cents: 3))
    #expect(cents(4, 2) == Money(cents: -3))
    #expect(cents(4, 4) == Money(cents: 8))
    #expect(cents(15, 12) == Money(cents: 50))
    var paying = bought
    paying.fee = Money(cents: 2)
    paying.bids = paying.bids.map { ExitSample.Bid(price: $0.price, fee: Money(cents: 1)) }
    #expect(paying.net(of: ExitMoves(takeProfitCents: 3, stopLossCents: 2)) == .zero)
    #expect(paying.net(of: ExitMoves(takeProfitCents: 15, stopLossCents: 12)) == Money(cents: 48))
  }

  @Test func `by belief it is sold once a bid leaves more than it is worth, after the fee`() {
    var bought = Self.sample(bids: [55, 57], paid: .dollar)
    #expect(bought.netByBelief == Money(cents: 50), "nobody believes anything")
    bought.bids = bought.bids.map {
      ExitSample.Bid(price: $0.price, fee: Money(cents: 2), belief: 0.54)
    }
    #expect(bought.netByBelief == Money(cents: 5))
    bought.bids[1].belief = 0.55
    #expect(bought.netByBelief == Money(cents: 50) && bought.netHeld == Money(cents: 50))
  }

  @Test func `what holding earns is no merit of a table`() throws {
    let samples = Self.telling(days: 30, perDay: 10).map { sample in
      var sample = sample
      sample.paid = .dollar
      return sample
    }
    let table = try ExitTable.design()
    let calibration = ExitCalibration(samples, table: table, seed: 1)
    let fit = try #require(calibration.cells[1].fit.value)
    #expect(fit.rivals[1].outOfSample.value == 50 && !fit.isBetter)
    #expect(calibration.suggestedRows(over: table) == nil)
  }

  @Test func `enough positions give the exits they were made for, in sample and out of it`() throws
  {
    let samples = Self.telling(days: 30, perDay: 10)
    let calibration = ExitCalibration(samples, table: try ExitTable.design(), seed: 1)
    let cell = try #require(calibration.cells.first { $0.positions > 0 })
    #expect(cell.edgeCents == 1 && cell.liquidity == .normal && cell.positions == 300)
    #expect(cell.events == 300 && cell.days == 30)
    let fit = try #require(cell.fit.value)
    #expect(fit.chosen == ExitMoves(takeProfitCents: 10, stopLossCents: 2))
    #expect(cell.inForce == ExitMoves(takeProfitCents: 3, stopLossCents: 2))
    let wins = samples.count { $0.bids.last?.price == Price(cents: 60) }
    let expected = (Double(wins) * 10 - Double(samples.count - wins) * 2) / Double(samples.count)
    #expect(abs(fit.inSample.value - expected) < 1e-9)
    #expect(fit.tests == 4 || fit.tests == 5)
    #expect(fit.purged == 0 && fit.isBetter)
    #expect(
      fit.rivals.map(\.name)
        == ["the table in force", "holding to the result", "selling by belief"])
    for rival in fit.rivals {
      #expect(rival.gain.value > 3)
      let difference = fit.outOfSample.value - rival.outOfSample.value
      #expect(abs(rival.gain.value - difference) < 1e-9)
    }
    let rows = try #require(calibration.suggestedRows(over: try ExitTable.design()))
    #expect(rows.map(\.takeProfitCents) == [10, 10, 10, 10, 10])
    #expect(rows.map(\.stopLossCents) == [2, 3, 3, 4, 4])
    #expect(throws: Never.self) { try ExitTable(rows: rows) }
  }

  @Test func `too few positions, or days, have no fit and say what is missing`() throws {
    func reason(_ samples: [ExitSample]) throws -> String? {
      let calibration = ExitCalibration(samples, table: try ExitTable.design(), seed: 1)
      #expect(calibration.suggestedRows(over: try ExitTable.design()) == nil)
      return calibration.cells.first { $0.edgeCents == 1 && $0.liquidity == .normal }?.fit.reason
    }
    #expect(
      try reason(Array(Self.telling(days: 30, perDay: 10).prefix(99)))
        == "it needs at least 100 closed positions, got 99")
    #expect(
      try reason(Self.telling(days: 9, perDay: 20))
        == "it needs at least 10 days with closed positions, got 9")
    let few = Self.telling(days: 30, perDay: 10).enumerated().map { place, sample in
      var sample = sample
      sample.event = "E\(place % 9)"
      return sample
    }
    #expect(try reason(few) == "it needs at least 10 events, got 9")
    #expect(try reason([]) == "it needs at least 100 closed positions, got 0")
  }

  @Test func `positions of an event that is tested are not chosen by`() throws {
    let leaking = Self.telling(days: 30, perDay: 10).enumerated().map { place, sample in
      var sample = sample
      sample.event = "E\(place % 20)"
      return sample
    }
    let none = ExitCalibration(leaking, table: try ExitTable.design(), seed: 1)
    #expect(
      none.cells[1].fit.reason == "training loses every position to the events of its test")
    // One game that is played on for as long as the days go on.
    var some = Self.telling(days: 30, perDay: 10)
    for place in some.indices where place.isMultiple(of: 10) { some[place].event = "long" }
    let fit = try #require(
      ExitCalibration(some, table: try ExitTable.design(), seed: 1).cells[1].fit.value)
    #expect(fit.purged > 0)
  }

  @Test func `where chance alone decides, nothing is suggested`() throws {
    var random = SeededGenerator(seed: 7)
    let samples = (0..<300).map { place in
      var (bid, bids) = (50, [Int]())
      for _ in 0..<40 {
        bid += Bool.random(using: &random) ? 1 : -1
        bids.append(bid)
      }
      let isPaid = Int.random(in: 0..<100, using: &random) < bid
      return Self.sample(
        day: 20_000 + place / 10, event: "E\(place)", bids: bids, paid: isPaid ? .dollar : .zero)
    }
    let table = try ExitTable.design()
    let calibration = ExitCalibration(samples, table: table, seed: 1)
    let fit = try #require(calibration.cells[1].fit.value)
    #expect(!fit.isBetter && fit.inSample.value > fit.outOfSample.value - 5)
    #expect(calibration.suggestedRows(over: table) == nil)
  }

  @Test func `positions fall into the band of their edge and the liquidity of their market`() throws
  {
    let samples = [
      Self.sample(edge: 99, bids: []), Self.sample(edge: 100, bids: []),
      Self.sample(edge: 499, .low, bids: []), Self.sample(edge: 2_000, .high, bids: []),
    ]
    let calibration = ExitCalibration(samples, table: try ExitTable.design(), seed: 1)
    #expect(calibration.positions == 3)
    let filled = calibration.cells.filter { $0.positions > 0 }
    #expect(filled.map(\.edgeCents) == [1, 3, 6])
    #expect(filled.map(\.liquidity) == [.normal, .low, .high])
    #expect(filled.map(\.inForce.takeProfit) == [300, 750, 560])
    #expect(calibration.cells.count == 15)
  }

  @Test func `the text fits the terminal and names both sides of each fit`() throws {
    let table = try ExitTable.design()
    let samples = Self.telling(days: 30, perDay: 10)
    let calibration = ExitCalibration(samples, table: table, seed: 1)
    var counted = ExitSamples()
    counted.samples = samples
    counted.bought = 310
    counted.withoutResult = 10
    let page = ExitCalibrationText(
      calibration, samples: counted, title: "Exits of X", assumptions: [.init("A", "b")],
      suggestion: ["exit_rows = [\"1:10:2\"]"]
    ).text
    #expect(page.split(separator: "\n").allSatisfy { $0.count <= 100 })
    let text = page.split { $0 == "\n" || $0 == " " }.joined(separator: " ")
    for words in [
      "This is not evidence of profit.", "10 of 310 purchases have no known result.",
      "in sample", "out of sample", "14 of 15 cells have no position.",
      "exit_rows = [\"1:10:2\"]",
    ] { #expect(text.contains(words), "\(words)") }
  }
}
