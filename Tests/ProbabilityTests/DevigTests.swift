import Market
import Probability
import TestKit
import Testing

@Suite struct DevigTests {
  @Test func `every method gives the reference values to 1e-12`() throws {
    for market in try ReferenceMarkets.load() where market.odds.allSatisfy({ $0 > 1 }) {
      for method in DevigMethod.allCases {
        let expected = try #require(market.hp[method.rawValue], "market \(market.id)")
        let solution = try Devig.solve(market.odds, method: method)
        #expect(abs(solution.bookSum - market.booksum) < 1e-12)
        #expect(solution.probabilities.count == expected.p.count)
        for (found, wanted) in zip(solution.probabilities, expected.p) {
          #expect(abs(found - wanted) < 1e-12, "market \(market.id) \(method): \(found) \(wanted)")
        }
        let parameter = [expected.k, expected.c, expected.d, expected.z, expected.t]
          .compactMap { $0 }.first
        if let parameter, let found = solution.parameter {
          #expect(abs(found - parameter) < 1e-9 * max(1, abs(parameter)), "market \(market.id)")
        }
      }
    }
  }

  @Test func `the logit shift is the odds ratio method`() throws {
    for market in try ReferenceMarkets.load() {
      guard let shift = market.hp["logit_shift"] else { continue }
      let solution = try Devig.solve(market.odds, method: .oddsRatio)
      for (found, wanted) in zip(solution.probabilities, shift.p) {
        #expect(abs(found - wanted) < 1e-12)
      }
    }
  }

  @Test func `the worst case is the lowest of its members`() throws {
    for market in try ReferenceMarkets.load() where market.odds.allSatisfy({ $0 > 1 }) {
      let expected = try #require(market.hp["worst_case"])
      let members = (expected.members ?? []).compactMap(DevigMethod.init(rawValue:))
      #expect(members.count == expected.members?.count)
      let found = try Devig.worstCase(market.odds, methods: members)
      for (value, wanted) in zip(found, expected.p) { #expect(abs(value - wanted) < 1e-12) }
    }
  }

  @Test func `a price of 1 makes the whole market unusable`() throws {
    for market in try ReferenceMarkets.load() where market.odds.contains(1) {
      for method in DevigMethod.allCases {
        #expect(throws: DevigError.self) { try Devig.solve(market.odds, method: method) }
      }
    }
    #expect(
      throws: DevigError.unusablePrice(position: 1, .notAboveOne(1))
    ) { try Devig.solve([2, 1], method: .multiplicative) }
  }

  @Test(arguments: DevigMethod.allCases)
  func `equal prices give equal probabilities`(method: DevigMethod) throws {
    for count in 2...12 {
      let prices = [Double](repeating: Double(count) * 0.95, count: count)
      for p in try Devig.probabilities(prices, method: method) {
        #expect(abs(p - 1 / Double(count)) < 1e-12)
      }
    }
  }

  @Test(arguments: DevigMethod.allCases)
  func `a fair book comes back as it is`(method: DevigMethod) throws {
    #expect(try Devig.probabilities([2, 4, 4], method: method) == [0.5, 0.25, 0.25])
    let pair = try #require(devigTwoWay(first: 4, second: 4.0 / 3, method: method))
    #expect(abs(pair.first - 0.25) < 1e-15)
  }

  @Test(arguments: DevigMethod.allCases)
  func `an underround book is flagged and never traded on`(method: DevigMethod) throws {
    #expect(try Devig.solve([2.2, 2.2], method: method).isUnderround)
    #expect(throws: DevigError.self) { try Devig.probabilities([2.2, 2.2], method: method) }
    #expect(devigTwoWay(first: 2.2, second: 2.2, method: method) == nil)
    #expect(worstCaseTwoWay(2.2, 2.2) == nil)
  }

  @Test func `prices that are none are refused with their place`() {
    for bad in [Double.nan, .infinity, -.infinity, 0, -1.5, 1, 0.5] {
      for method in DevigMethod.allCases {
        #expect(throws: DevigError.self) { try Devig.solve([2, bad, 3], method: method) }
        #expect(devigTwoWay(first: bad, second: 2, method: method) == nil)
        #expect(devigTwoWay(first: 2, second: bad, method: method) == nil)
      }
    }
    #expect(throws: DevigError.tooFewOutcomes(1)) { try Devig.solve([1.9], method: .power) }
    #expect(throws: DevigError.tooFewOutcomes(0)) { try Devig.solve([], method: .power) }
  }

  @Test func `a negative probability is refused where it would be traded on`() throws {
    let prices = [1.05, 15.0, 101.0, 301.0]
    let solution = try Devig.solve(prices, method: .additive)
    #expect(solution.isOutOfRange)
    #expect(throws: DevigError.self) { try Devig.probabilities(prices, method: .additive) }
  }

  @Test(arguments: DevigMethod.allCases)
  func `probabilities add up, keep the order and do not depend on it`(
    method: DevigMethod
  ) throws {
    let seed: UInt64 = 20_251_124
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<300 {
      let count = Int.random(in: 2...8, using: &generator)
      let weights = (0..<count).map { _ in Double.random(in: 0.05...1, using: &generator) }
      let margin = Double.random(in: 1.001...1.2, using: &generator)
      let total = weights.reduce(0, +)
      let implied = weights.map { $0 / total * margin }
      guard implied.allSatisfy({ $0 < 1 }) else { continue }
      let prices = implied.map { 1 / $0 }
      let solution = try Devig.solve(prices, method: method)
      let p = solution.probabilities
      #expect(abs(p.reduce(0, +) - 1) < 1e-12, "seed \(seed)")
      for i in 0..<count {
        for j in 0..<count where implied[i] > implied[j] { #expect(p[i] >= p[j], "seed \(seed)") }
      }
      let reversed = try Devig.solve(prices.reversed(), method: method).probabilities
      for (left, right) in zip(p, reversed.reversed()) {
        #expect(abs(left - right) < 1e-12, "seed \(seed)")
      }
    }
  }

  @Test(arguments: DevigMethod.allCases)
  func `the two-way path agrees with the general one`(method: DevigMethod) throws {
    let seed: UInt64 = 77
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let p = Double.random(in: 0.01...0.99, using: &generator)
      let margin = Double.random(in: 1.0005...1.15, using: &generator)
      guard p * margin < 1, (1 - p) * margin < 1 else { continue }
      let first = 1 / (p * margin)
      let second = 1 / ((1 - p) * margin)
      let general = try Devig.solve([first, second], method: method).probabilities
      guard general.allSatisfy({ $0 > 0 && $0 < 1 }) else { continue }
      let pair = try #require(devigTwoWay(first: first, second: second, method: method))
      #expect(abs(pair.first - general[0]) < 1e-12, "seed \(seed), \(first) \(second)")
      #expect(pair.first + pair.second == 1)
      let swapped = try #require(devigTwoWay(first: second, second: first, method: method))
      #expect(abs(swapped.second - pair.first) < 1e-12)
    }
  }

  @Test(arguments: DevigMethod.allCases)
  func `a longer price of an outcome never makes it likelier`(method: DevigMethod) throws {
    var last = 1.0
    for step in 0..<60 {
      let first = 1.2 + Double(step) * 0.05
      guard let pair = devigTwoWay(first: first, second: 1.05, method: method) else { continue }
      #expect(pair.first <= last)
      last = pair.first
    }
  }

  @Test func `the worst case of two prices is the set's lowest`() throws {
    for (first, second) in [(1.5, 2.6), (1.1, 7.5), (13.0, 1.03), (1.91, 1.91)] {
      let wanted = try Devig.worstCase([first, second])
      let found = try #require(worstCaseTwoWay(first, second))
      #expect(abs(found - wanted[0]) < 1e-12)
      let other = try #require(worstCaseTwoWay(second, first))
      #expect(abs(other - wanted[1]) < 1e-12)
    }
  }

  @Test func `both worst cases at once are each one's own, to the bit`() {
    let seed: UInt64 = 0xDE
    var random = SeededGenerator(seed: seed)
    var (answered, refused) = (0, 0)
    for round in 0..<20_000 {
      var prices = [0, 0].map { _ in 1 / Double.random(in: 0.001...0.999, using: &random) }
      if round % 2 == 0 {
        // A margin as books have it.
        let margin = Double.random(in: -0.01...0.12, using: &random)
        prices[1] = 1 / (1 + margin - 1 / prices[0])
      }
      if round % 97 == 0 { prices[round % 2] = [.nan, .infinity, 1, 0, -2][round % 5] }
      let both = worstCasesTwoWay(prices[0], prices[1])
      let first = worstCaseTwoWay(prices[0], prices[1])
      let second = worstCaseTwoWay(prices[1], prices[0])
      if let first, let second {
        answered += 1
        #expect(both?.first == first && both?.second == second, "seed \(seed), \(prices)")
      } else {
        refused += 1
        #expect(both == nil, "seed \(seed), \(prices)")
      }
    }
    #expect(answered > 5_000 && refused > 1_000)
  }

  @Test func `the two-way path does not allocate`() {
    let methods = DevigMethod.allCases
    var median = MedianBuffer()
    var sum = 0.0
    let made = steadyAllocations {
      for step in 0..<100 {
        let price = 1.3 + Double(step) * 0.004
        median.removeAll()
        for index in 0..<methods.count {
          let pair = devigTwoWay(first: price, second: 2.2, method: methods[index])
          if !median.insert(pair?.first ?? .nan) { sum -= 1 }
        }
        sum += (median.median ?? 0) + (worstCaseTwoWay(price, 2.2) ?? 0)
        sum += worstCasesTwoWay(price, 2.2)?.second ?? 0
      }
    }
    #expect(made == 0)
    #expect(sum > 0)
  }

  @Test func `the default method follows the league`() {
    #expect(DevigMethod.standard(for: .nfl) == .shin)
    #expect(DevigMethod.standard(for: .ncaamb) == .shin)
    #expect(DevigMethod.standard(for: .mlb) == .multiplicative)
    #expect(DevigMethod.standard(for: .nhl) == .multiplicative)
  }
}
