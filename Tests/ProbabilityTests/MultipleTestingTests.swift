import Probability
import TestKit
import Testing

@Suite struct MultipleTestingTests {
  @Test func `every reference list holds`() throws {
    guard let cases = try BacktestReferences.load()?.fdr else { return }
    #expect(!cases.isEmpty)
    for (index, one) in cases.enumerated() {
      let discovery = try MultipleTesting.benjaminiHochberg.adjusted(one.p)
      let holm = try MultipleTesting.holm.adjusted(one.p)
      #expect(discovery.count == one.p.count)
      for place in one.p.indices {
        #expect(isNear(discovery[place], one.bhAdjusted[place], 1e-12), "case \(index)")
        #expect(isNear(holm[place], one.holmAdjusted[place], 1e-12), "case \(index)")
        #expect((discovery[place] <= 0.05) == one.bhReject[place], "case \(index)")
      }
    }
  }

  @Test func `adjusted values keep order and never fall below their own`() throws {
    let seed: UInt64 = 1_995
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      let count = Int.random(in: 1...40, using: &generator)
      // Ties on purpose.
      let values = (0..<count).map { _ in Double(Int.random(in: 0...20, using: &generator)) / 20 }
      let discovery = try MultipleTesting.benjaminiHochberg.adjusted(values)
      let holm = try MultipleTesting.holm.adjusted(values)
      for left in values.indices {
        #expect(discovery[left] >= values[left] && holm[left] <= 1, "seed \(seed)")
        #expect(holm[left] >= discovery[left] - 1e-12, "seed \(seed)")
        for right in values.indices where values[left] <= values[right] {
          #expect(discovery[left] <= discovery[right], "seed \(seed)")
          #expect(holm[left] <= holm[right], "seed \(seed)")
        }
      }
      // The order of the tests does not matter.
      let places = Array(values.indices).shuffled(using: &generator)
      let moved = try MultipleTesting.benjaminiHochberg.adjusted(places.map { values[$0] })
      #expect(moved == places.map { discovery[$0] }, "seed \(seed)")
    }
  }

  @Test func `without any effect a discovery is as rare as the level says`() throws {
    let seed: UInt64 = 1_979
    var generator = SeededGenerator(seed: seed)
    for method in MultipleTesting.allCases {
      var found = 0
      for _ in 0..<2_000 {
        let values = (0..<20).map { _ in Double.random(in: 0...1, using: &generator) }
        if try method.adjusted(values).contains(where: { $0 <= 0.05 }) { found += 1 }
      }
      // 5 % of 2,000 is 100, with a standard deviation of 10.
      #expect((60...140).contains(found), "\(method): \(found), seed \(seed)")
    }
  }

  @Test func `no tests give no values and a value that is none is refused`() throws {
    for method in MultipleTesting.allCases {
      #expect(try method.adjusted([]).isEmpty)
      #expect(try method.adjusted([0.03]) == [0.03])
      #expect(throws: StatisticsError.notAProbability(1.5)) { try method.adjusted([0.1, 1.5]) }
      #expect(throws: StatisticsError.self) { try method.adjusted([.nan]) }
    }
  }
}
