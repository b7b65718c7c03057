import Probability
import TestKit
import Testing

@Suite struct OptimalBlockLengthTests {
  @Test func `every reference length holds to 1e-6`() throws {
    guard let cases = try BacktestReferences.load()?.bootstrap else { return }
    #expect(!cases.isEmpty)
    for (index, one) in cases.enumerated() {
      let length = try OptimalBlockLength.stationary(one.pnl)
      #expect(isNear(length, one.optBlockStationary, 1e-6), "case \(index)")
    }
  }

  /// What `arch` 8.0.0 gives for series that need many lags, and for the shortest.
  @Test(arguments: [
    (20, 0.0, 4.150779208533798), (20, 0.5, 0.1396771780748148), (20, 0.95, 1.3500806653780708),
    (90, 0, 1.7249881646476162), (90, 0.5, 3.4199770700624907), (90, 0.95, 7.8004007040766234),
    (400, 0, 1.2155543218178566), (400, 0.5, 7.612920773551437), (400, 0.8, 15.646048791054808),
    (2_000, 0, 0.2122553778563039), (2_000, 0.8, 29.880983532895566),
    (2_000, 0.95, 61.59950158429706),
  ])
  func `a dependent series has the length that the peer finds`(
    count: Int, share: Double, wanted: Double
  ) throws {
    var value = 0.0
    let series = (0..<count).map { place in
      value = share * value + Double(place * place * 7_919 % 1_009) / 1_009 - 0.5
      return value
    }
    #expect(isNear(try OptimalBlockLength.stationary(series), wanted, 1e-6))
  }

  @Test func `scale and offset do not matter and dependence does`() throws {
    let seed: UInt64 = 2_004
    var generator = SeededGenerator(seed: seed)
    var lengths: [Double] = []
    for share in [0.0, 0.5, 0.9] {
      var value = 0.0
      let series = (0..<2_000).map { _ in
        value = share * value + Double.random(in: -1...1, using: &generator)
        return value
      }
      let length = try OptimalBlockLength.stationary(series)
      let moved = try OptimalBlockLength.stationary(series.map { 1e6 * $0 + 3e5 })
      #expect(isNear(moved / length, 1, 1e-6), "seed \(seed)")
      lengths.append(length)
    }
    #expect(lengths[0] < lengths[1] && lengths[1] < lengths[2], "\(lengths), seed \(seed)")
  }

  @Test func `the length is never above its bound`() throws {
    // A straight rise hangs together over its whole length.
    let length = try OptimalBlockLength.stationary((0..<100).map { Double($0) })
    #expect(length > 5 && length <= 30)
    #expect(throws: StatisticsError.tooFew(needed: 20, got: 19)) {
      try OptimalBlockLength.stationary((0..<19).map { Double($0) })
    }
    #expect(throws: StatisticsError.noSpread) {
      try OptimalBlockLength.stationary(Array(repeating: 0.1, count: 50))
    }
    // All the spread is in one value: behind it there is none to correlate with.
    var lonely = Array(repeating: 0.0, count: 40)
    lonely[0] = 1
    #expect(try OptimalBlockLength.stationary(lonely).isFinite)
  }
}
