import Probability
import Testing

@Suite struct MomentsTests {
  @Test func `the moments of a known series`() throws {
    let moments = try Moments(of: [1, 2, 3, 4, 10])
    #expect(moments.count == 5)
    #expect(isNear(moments.mean, 4, 1e-15))
    #expect(isNear(moments.standardDeviation, 12.5.squareRoot(), 1e-14))
    // Third and fourth central moments 36 and 278.8 over powers of the variance 10.
    #expect(isNear(moments.skewness, 36 / (10 * 10.squareRoot()), 1e-14))
    #expect(isNear(moments.rawKurtosis, 2.788, 1e-14))
    #expect(isNear(moments.sharpe, 4 / 12.5.squareRoot(), 1e-14))
    #expect(isNear(moments.standardError, 2.5.squareRoot(), 1e-14))
  }

  @Test func `neither huge nor tiny values lose the shape`() throws {
    let shape = try Moments(of: [1, 2, 3, 4, 10])
    for scale in [1e300, 1e-300] {
      let scaled = try Moments(of: [1, 2, 3, 4, 10].map { $0 * scale })
      #expect(isNear(scaled.skewness, shape.skewness, 1e-12))
      #expect(isNear(scaled.rawKurtosis, shape.rawKurtosis, 1e-12))
      #expect(isNear(scaled.mean / scale, shape.mean, 1e-12))
    }
  }

  @Test func `mean and error of every reference series hold`() throws {
    guard let cases = try BacktestReferences.load()?.bootstrap else { return }
    for (index, one) in cases.enumerated() {
      let moments = try Moments(of: one.pnl)
      #expect(isNear(moments.mean, one.mean, 1e-14), "case \(index)")
      #expect(isNear(moments.standardError, one.se, 1e-14), "case \(index)")
    }
  }

  @Test func `a series that has no moments says why`() {
    #expect(throws: StatisticsError.tooFew(needed: 2, got: 1)) { try Moments(of: [1]) }
    #expect(throws: StatisticsError.noSpread) { try Moments(of: [0.1, 0.1, 0.1]) }
    let huge = Double.greatestFiniteMagnitude
    #expect(throws: StatisticsError.outOfRange(huge)) { try Moments(of: [huge, -huge]) }
    #expect(throws: StatisticsError.notFinite(index: 1)) { try Moments(of: [1, .infinity, .nan]) }
  }
}
