import Market
import Probability
import TestKit
import Testing
import Trading

@testable import Backtesting

@Suite struct `A calibration of exits` {
  private static func calibration(
    _ samples: [ExitSample], _ change: (inout ExitConfiguration) -> Void = { _ in }
  ) throws -> ExitCalibration {
    var exits = ExitConfiguration()
    change(&exits)
    return try ExitCalibration(samples, exits: exits, seed: 1)
  }

  /// Edges of the rows that are suggested or would be, did they fit into the table.
  private static func fitted(_ calibration: ExitCalibration) throws -> [Int32] {
    let suggestion = ExitSuggestion(calibration, over: try ExitTable.design())
    return suggestion.fitted.map { suggestion.rows[$0].edgeCents }
      + suggestion.misfits.map(\.row.edgeCents)
  }

  @Test func `what holding earns is no merit of a table`() throws {
    var samples = try MadeUpSample.telling(days: 30, perDay: 10)
    for place in samples.indices { samples[place].paid = .dollar }
    let calibration = try Self.calibration(samples)
    let fit = try #require(calibration.cells[1].fit.value)
    #expect(fit.rivals[1].outOfSample.value == 50 && !fit.isBetter)
    #expect(try Self.fitted(calibration).isEmpty)
  }

  @Test func `enough positions give the exits they were made for, in sample and out of it`() throws
  {
    let samples = try MadeUpSample.telling(days: 30, perDay: 10)
    let calibration = try Self.calibration(samples)
    let cell = try #require(calibration.cells.first { $0.positions > 0 })
    #expect(cell.edgeCents == 1 && cell.liquidity == .normal && cell.positions == 300)
    #expect(cell.events == 300 && cell.days == 30)
    let fit = try #require(cell.fit.value)
    #expect(fit.chosen == ExitMoves(takeProfitCents: 10, stopLossCents: 2))
    #expect(cell.inForce == ExitMoves(takeProfitCents: 3, stopLossCents: 2))
    let wins = samples.count { $0.path.extremes.last?.price == Price(cents: 60) }
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
    #expect(try Self.fitted(calibration) == [1])
    #expect(fit.refusedChosen == 0 && fit.refusedInForce == 0)
  }

  @Test func `too few positions, or days, have no fit and say what is missing`() throws {
    func reason(_ samples: [ExitSample]) throws -> String? {
      let calibration = try Self.calibration(samples)
      #expect(try Self.fitted(calibration).isEmpty)
      return calibration.cells.first { $0.edgeCents == 1 && $0.liquidity == .normal }?.fit.reason
    }
    #expect(
      try reason(Array(try MadeUpSample.telling(days: 30, perDay: 10).prefix(99)))
        == "it needs at least 100 closed positions, got 99")
    #expect(
      try reason(try MadeUpSample.telling(days: 9, perDay: 20))
        == "it needs at least 10 days with closed positions, got 9")
    let few = try MadeUpSample.telling(days: 30, perDay: 10).enumerated().map { place, sample in
      var sample = sample
      sample.event = "E\(place % 9)"
      return sample
    }
    #expect(try reason(few) == "it needs at least 10 events, got 9")
    #expect(try reason([]) == "it needs at least 100 closed positions, got 0")
  }

  @Test func `positions of an event that is tested are not chosen by`() throws {
    let leaking = try MadeUpSample.telling(days: 30, perDay: 10).enumerated().map { place, sample in
      var sample = sample
      sample.event = "E\(place % 20)"
      return sample
    }
    let none = try Self.calibration(leaking)
    #expect(none.cells[1].fit.reason?.hasPrefix("training loses every position") == true)
    // One game that is played on for as long as the days go on.
    var some = try MadeUpSample.telling(days: 30, perDay: 10)
    for place in some.indices where place.isMultiple(of: 10) { some[place].event = "long" }
    let fit = try #require(try Self.calibration(some).cells[1].fit.value)
    #expect(fit.purged > 0)
  }

  @Test func `positions whose result comes in a test or later are not chosen by for it`() throws {
    // Of the days 0 to 29, tests of three begin on 16, 19, 22 and 25.
    var samples = try MadeUpSample.telling(days: 30, perDay: 10)
    let none = try #require(try Self.calibration(samples).cells[1].fit.value)
    try #require(none.purged == 0)
    // One of the first day that is decided on the last: open in every test.
    samples[0].closingDay = 20_029
    let one = try #require(try Self.calibration(samples).cells[1].fit.value)
    #expect(one.purged == one.tests && one.tests > 1)
    // Where nothing was decided before a test, nobody could have chosen by it.
    for place in samples.indices { samples[place].closingDay = samples[place].day + 40 }
    let never = try Self.calibration(samples)
    #expect(never.cells[1].fit.reason?.contains("whose result came too late") == true)
  }

  @Test func `late results that would have chosen otherwise do not choose`() throws {
    // Every second purchase says that ten cents up is best, and is decided when all is over; the
    // others say that two are.
    var samples = try MadeUpSample.telling(days: 30, perDay: 10)
    for place in samples.indices {
      if place.isMultiple(of: 2) {
        samples[place].closingDay = 20_100
      } else {
        samples[place].path = try MadeUpSample.sample(bids: [49, 52, 48, 47, 40]).path
      }
    }
    let fit = try #require(try Self.calibration(samples).cells[1].fit.value)
    let two = ExitMoves(takeProfitCents: 2, stopLossCents: 2)
    let tested = samples.filter { (20_016...20_027).contains($0.day) }.map {
      Double($0.net(of: two, mode: .design).microDollars) / 10_000
    }
    let mean = tested.reduce(0, +) / Double(tested.count)
    #expect(abs(fit.outOfSample.value - mean) < 1e-9)
    #expect(fit.chosen.takeProfit == 1_000, "over all days, the other is best")
  }

  @Test func `purchases that the stop would have sold at once count as nothing`() throws {
    // A spread of two cents: neither the table in force, of a stop of two, nor any other of two
    // buys them; the fit has a wider stop.
    var samples = try MadeUpSample.telling(days: 30, perDay: 10)
    for place in samples.indices { samples[place].bid = Price(cents: 48) }
    let fit = try #require(try Self.calibration(samples).cells[1].fit.value)
    #expect(fit.rivals[0].outOfSample.value == 0 && fit.refusedInForce == samples.count)
    #expect(fit.chosen == ExitMoves(takeProfitCents: 10, stopLossCents: 3))
    #expect(fit.refusedChosen == 0)
  }

  @Test func `the profile's mode counts for the table in force and for all that is tried`() throws {
    var samples = try MadeUpSample.telling(days: 30, perDay: 10)
    for place in samples.indices {
      let bids = samples[place].path.extremes.map { Int($0.price.tenThousandths / 100) }
      samples[place] = try MadeUpSample.sample(
        day: samples[place].day, event: samples[place].event, bids: bids, charged: .usual)
    }
    func mean(_ moves: ExitMoves, _ mode: ExitLevels.Mode, from day: Int) -> Double {
      let own = samples.filter { (day...20_027).contains($0.day) || day == 0 }
        .map { Double($0.net(of: moves, mode: mode).microDollars) / 10_000 }
      return own.reduce(0, +) / Double(own.count)
    }
    let inForce = ExitMoves(takeProfitCents: 3, stopLossCents: 2)
    for mode in ExitLevels.Mode.allCases {
      let fit = try #require(try Self.calibration(samples) { $0.mode = mode }.cells[1].fit.value)
      #expect(abs(fit.rivals[0].outOfSample.value - mean(inForce, mode, from: 20_016)) < 1e-9)
      let best = ExitMoves.grid.map { mean($0, mode, from: 0) }.max()
      #expect(abs(fit.inSample.value - (best ?? 0)) < 1e-9)
    }
    #expect(mean(inForce, .net, from: 0) != mean(inForce, .design, from: 0))
  }

  @Test func `who has rules of time is compared with waiting for them as well`() throws {
    var samples = try MadeUpSample.telling(days: 30, perDay: 10)
    for place in samples.indices {
      samples[place].path.end(by: ExitPath.Bid(price: Price(cents: 51), fee: .zero))
    }
    let fit = try #require(
      try Self.calibration(samples) { $0.maximumHoldNanoseconds = 1 }.cells[1].fit.value)
    #expect(fit.rivals.map(\.name).last == "holding until time sells")
    #expect(fit.rivals[3].outOfSample.value == 1)
    #expect(fit.rivals[1].outOfSample.value == -50, "who holds to the result knows no time")
    let other = try #require(
      try Self.calibration(samples) { $0.rule = .belief }.cells[1].fit.value)
    #expect(other.rivals.map(\.name).first == "its table" && other.rivals.count == 3)
  }

  @Test func `where chance alone decides, nothing is suggested`() throws {
    var random = SeededGenerator(seed: 7)
    let samples = try (0..<300).map { place in
      var (bid, bids) = (50, [Int]())
      for _ in 0..<40 {
        bid += Bool.random(using: &random) ? 1 : -1
        bids.append(bid)
      }
      let isPaid = Int.random(in: 0..<100, using: &random) < bid
      return try MadeUpSample.sample(
        day: 20_000 + place / 10, event: "E\(place)", bids: bids, paid: isPaid ? .dollar : .zero)
    }
    let calibration = try Self.calibration(samples)
    let fit = try #require(calibration.cells[1].fit.value)
    #expect(!fit.isBetter && fit.inSample.value > fit.outOfSample.value - 5)
    #expect(try Self.fitted(calibration).isEmpty)
  }

  @Test func `positions fall into the band of their edge and the liquidity of their market`() throws
  {
    let samples = [
      try MadeUpSample.sample(edge: 99, bids: []), try MadeUpSample.sample(edge: 100, bids: []),
      try MadeUpSample.sample(edge: 499, .low, bids: []),
      try MadeUpSample.sample(edge: 2_000, .high, bids: []),
    ]
    let calibration = try Self.calibration(samples)
    #expect(calibration.positions == 3)
    let filled = calibration.cells.filter { $0.positions > 0 }
    #expect(filled.map(\.edgeCents) == [1, 3, 6])
    #expect(filled.map(\.liquidity) == [.normal, .low, .high])
    #expect(filled.map(\.inForce.takeProfit) == [300, 750, 560])
    #expect(calibration.cells.count == 15)
  }

  @Test func `the text fits the terminal and names both sides of each fit`() throws {
    let samples = try MadeUpSample.telling(days: 30, perDay: 10)
    let calibration = try Self.calibration(samples)
    var counted = ExitSamples()
    counted.samples = samples
    counted.bought = 310
    counted.withoutResult = 10
    func text(_ rows: [ExitTable.Row]) throws -> String {
      let page = ExitCalibrationText(
        calibration, samples: counted, title: "Exits of X", assumptions: [.init("A", "b")],
        suggestion: ExitSuggestion(calibration, over: try ExitTable(rows: rows)),
        lines: ["exit_rows = [\"1:10:2\"]"]
      ).text
      #expect(page.split(separator: "\n").allSatisfy { $0.count <= 100 })
      return page.split { $0 == "\n" || $0 == " " }.joined(separator: " ")
    }
    let alone = try text([ExitTable.designRows[0]])
    for words in [
      "This is not evidence of profit.", "10 of 310 purchases have no known result.",
      "in sample", "out of sample", "14 of 15 cells have no position.",
      "better than every other way on later days: from 1 c.", "exit_rows = [\"1:10:2\"]",
      "0 with these moves, 0 with the table's",
    ] { #expect(alone.contains(words), "\(words)") }
    // In the whole table the row has no place: it is named, and no line is printed.
    let whole = try text(ExitTable.designRows)
    for words in [
      "The row from 1 c, +10 c / -2 c, beat every other way and is not suggested",
      "the row from 2 c has +4 c / -3 c.", "Nothing: no row that was fitted has a place",
    ] { #expect(whole.contains(words), "\(words)") }
    #expect(!whole.contains("exit_rows"))
  }
}
