import Probability
import TestKit
import Testing

@Suite struct WalkForwardTests {
  @Test func `rolling windows follow each other behind the gap`() throws {
    let plan = try WalkForward(trainingDays: 4, testDays: 3, purgeDays: 1, embargoDays: 1)
    let splits = try plan.splits(of: Array(100..<114))
    #expect(splits.map(\.training) == [0..<4, 3..<7])
    #expect(splits.map(\.test) == [6..<9, 9..<12])
  }

  @Test func `expanding windows keep the beginning`() throws {
    let plan = try WalkForward(
      trainingDays: 4, testDays: 3, purgeDays: 1, embargoDays: 1, window: .expanding)
    let splits = try plan.splits(of: Array(0..<14))
    #expect(splits.map(\.training) == [0..<4, 0..<7])
  }

  @Test func `a hole in the calendar counts towards the gap`() throws {
    let plan = try WalkForward(trainingDays: 2, testDays: 1, purgeDays: 3)
    // Day 9 is more than three days after day 2, though it is the next in the list.
    let splits = try plan.splits(of: [1, 2, 9])
    #expect(splits.map(\.training) == [0..<2])
    #expect(splits.map(\.test) == [2..<3])
  }

  @Test func `training always ends a whole gap before its test`() throws {
    let seed: UInt64 = 84
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<300 {
      let plan = try WalkForward(
        trainingDays: Int.random(in: 1...9, using: &generator),
        testDays: Int.random(in: 1...4, using: &generator),
        purgeDays: Int.random(in: 0...3, using: &generator),
        embargoDays: Int.random(in: 0...3, using: &generator),
        window: Bool.random(using: &generator) ? .rolling : .expanding)
      var day = 0
      let days = (0..<plan.fewestDays + Int.random(in: 0...20, using: &generator)).map { _ in
        day += Int.random(in: 1...3, using: &generator)
        return day
      }
      let splits = try plan.splits(of: days)
      let gap = plan.purgeDays + plan.embargoDays
      var tested = 0
      for split in splits {
        #expect(split.test.count == plan.testDays, "seed \(seed)")
        #expect(split.test.upperBound <= days.count, "seed \(seed)")
        #expect(split.test.lowerBound >= tested, "seed \(seed)")
        tested = split.test.upperBound
        let last = split.training.upperBound - 1
        #expect(days[split.test.lowerBound] - days[last] > gap, "seed \(seed)")
        // The next day would already be in the gap.
        #expect(days[split.test.lowerBound] - days[last + 1] <= gap, "seed \(seed)")
        switch plan.window {
        case .rolling: #expect(split.training.count == plan.trainingDays, "seed \(seed)")
        case .expanding:
          #expect(split.training.lowerBound == 0, "seed \(seed)")
          #expect(split.training.count >= plan.trainingDays, "seed \(seed)")
        }
      }
      #expect(days.count - tested < plan.testDays, "seed \(seed)")
    }
  }

  @Test func `too few days and days out of order are refused`() throws {
    let plan = try WalkForward(trainingDays: 5, testDays: 2, purgeDays: 1, embargoDays: 2)
    #expect(plan.fewestDays == 10)
    #expect(throws: StatisticsError.tooFew(needed: 10, got: 9)) {
      try plan.splits(of: Array(0..<9))
    }
    #expect(throws: StatisticsError.tooFew(needed: 10, got: 0)) { try plan.splits(of: []) }
    #expect(throws: StatisticsError.unorderedDays(index: 2)) { try plan.splits(of: [1, 3, 3]) }
    #expect(try plan.splits(of: Array(0..<10)).count == 1)
    #expect(throws: StatisticsError.tooFew(needed: 1, got: 0)) {
      try WalkForward(trainingDays: 0, testDays: 2)
    }
    #expect(throws: StatisticsError.outOfRange(-1)) {
      try WalkForward(trainingDays: 1, testDays: 1, embargoDays: -1)
    }
    #expect(throws: StatisticsError.tooMany(allowed: 100_000, got: .max)) {
      try WalkForward(trainingDays: 1, testDays: .max)
    }
  }
}
