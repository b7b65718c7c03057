import Market
import Probability
import TestKit
import Testing

@Suite struct BootstrapTests {
  private static let replicates = 20_000

  /// Three standard errors of the difference between an end of the reference (5,000 resamples) and
  /// ours, for a statistic with standard deviation `spread`.
  ///
  /// The quantile at share α has variance α(1 − α)/(B f²), f the normal density there. BCa adds
  /// twice the error of the bias, which comes from the share of resamples below the estimate.
  private func tolerance(spread: Double, corrected: Bool) -> Double {
    let density = StandardNormal.density(StandardNormal.inverseCDF(0.025))
    var variance = 0.025 * 0.975 / (density * density)
    if corrected {
      let middle = StandardNormal.density(0)
      variance += 4 * 0.25 / (middle * middle) - 2 * 0.025 / (density * middle)
    }
    return 3 * spread * (variance * (1 / 5_000.0 + 1 / Double(Self.replicates))).squareRoot()
  }

  private func expect(
    _ interval: ConfidenceInterval, _ wanted: [Double], within tolerance: Double, _ name: String
  ) {
    #expect(isNear(interval.lower, wanted[0], tolerance), "\(name): \(interval), \(wanted)")
    #expect(isNear(interval.upper, wanted[1], tolerance), "\(name): \(interval), \(wanted)")
  }

  @Test(arguments: 0..<7)
  func `every reference interval holds within three errors`(index: Int) throws {
    guard let cases = try BacktestReferences.load()?.bootstrap, index < cases.count else { return }
    let one = cases[index]
    let units = one.pnl.map { ClusterTotals(numerator: $0) }
    let drawn = try ClusterBootstrap(units).distribution(replicates: Self.replicates, seed: 1)
    #expect(isNear(drawn.estimate, one.mean, 1e-14))
    #expect(isNear(try drawn.standardError() / one.se, 1, 0.03))
    let narrow = tolerance(spread: one.se, corrected: false)
    expect(try drawn.percentile(), one.iidPercentile, within: narrow, "percentile")
    expect(
      try drawn.bca(), one.iidBca, within: tolerance(spread: one.se, corrected: true), "BCa")

    let blocks = try StationaryBootstrap(units)
    #expect(isNear(blocks.meanBlockLength, max(1, one.optBlockStationary), 1e-6))
    let series = try blocks.distribution(replicates: Self.replicates, seed: 2)
    let spread = try series.standardError()
    expect(
      try series.percentile(), one.stationaryPercentile,
      within: tolerance(spread: spread, corrected: false), "stationary")
  }

  @Test func `no reference series is left out`() throws {
    guard let cases = try BacktestReferences.load()?.bootstrap else { return }
    #expect(cases.count == 7)
  }

  @Test func `the same seed gives the same resamples and another gives others`() throws {
    let units = (0..<50).map { ClusterTotals(numerator: Double($0 * $0 % 17), denominator: 2) }
    let first = try ClusterBootstrap(units).distribution(replicates: 500, seed: 9)
    let again = try ClusterBootstrap(units).distribution(replicates: 500, seed: 9)
    let other = try ClusterBootstrap(units).distribution(replicates: 500, seed: 10)
    #expect(first.replicates == again.replicates)
    #expect(first.replicates != other.replicates)
    let blocks = try StationaryBootstrap(units, meanBlockLength: 4)
    let series = try blocks.distribution(replicates: 500, seed: 9)
    #expect(series.replicates == (try blocks.distribution(replicates: 500, seed: 9)).replicates)
    #expect(series.replicates != first.replicates)
    #expect(series.replicates == series.replicates.sorted())
  }

  /// Skewed profits and sizes that go with them, as days of few and of many bets give.
  private func days(_ count: Int, using generator: inout SeededGenerator) -> [ClusterTotals] {
    (0..<count).map { _ in
      let contracts = 1 + Int.random(in: 0..<20, using: &generator)
      let won = Double.random(in: 0..<1, using: &generator) < 0.3
      return ClusterTotals(
        numerator: Double(contracts) * (won ? 0.8 : -0.2), denominator: Double(contracts))
    }
  }

  @Test func `intervals of a ratio hold the truth about as often as they say`() throws {
    let seed: UInt64 = 1_994
    var generator = SeededGenerator(seed: seed)
    var percentile = 0
    var corrected = 0
    // A day wins 0.8 a contract with chance 0.3 and loses 0.2 otherwise: 0.1 on average.
    for trial in 0..<200 {
      let drawn = try ClusterBootstrap(days(60, using: &generator))
        .distribution(replicates: 600, seed: UInt64(trial))
      if try drawn.percentile().contains(0.1) { percentile += 1 }
      if try drawn.bca().contains(0.1) { corrected += 1 }
    }
    // 190 are meant; the standard deviation is 3, and small samples cover a little less.
    #expect((176...199).contains(percentile), "\(percentile), seed \(seed)")
    #expect((176...199).contains(corrected), "\(corrected), seed \(seed)")
  }

  @Test func `BCa moves both ends towards the long tail`() throws {
    // Cubes have their long tail on the right; mirrored, on the left.
    let units = (1...30).map { ClusterTotals(numerator: Double($0 * $0 * $0)) }
    let right = try ClusterBootstrap(units).distribution(replicates: 4_000, seed: 5)
    #expect(try right.bca().lower > right.percentile().lower)
    #expect(try right.bca().upper > right.percentile().upper)
    let mirrored = units.map { ClusterTotals(numerator: -$0.numerator) }
    let left = try ClusterBootstrap(mirrored).distribution(replicates: 4_000, seed: 5)
    #expect(isNear(try left.bca().lower, -(try right.bca().upper), 1e-6))
    #expect(isNear(try left.bca().upper, -(try right.bca().lower), 1e-6))
  }

  @Test func `drawing clusters whole finds the error that drawing fills misses`() throws {
    let seed: UInt64 = 7
    var generator = SeededGenerator(seed: seed)
    var fills: [(event: Int, profit: Double)] = []
    for event in 0..<100 {
      let profit = Bool.random(using: &generator) ? 0.5 : -0.5
      for _ in 0..<10 { fills.append((event, profit)) }
    }
    let clusters = ClusterTotals.grouped(fills.reversed(), by: \.event) {
      ClusterTotals(numerator: $0.profit)
    }
    #expect(clusters.count == 100 && clusters.allSatisfy { $0.denominator == 10 })
    let whole = try ClusterBootstrap(clusters).distribution(replicates: 2_000, seed: 1)
    let apart = try ClusterBootstrap(fills.map { ClusterTotals(numerator: $0.profit) })
      .distribution(replicates: 2_000, seed: 1)
    #expect(isNear(whole.estimate, apart.estimate, 1e-12))
    // Ten equal fills an event: the error is √10 times as large, here within some 5 %.
    let factor = try whole.standardError() / apart.standardError()
    #expect(isNear(factor, 10.squareRoot(), 0.2), "\(factor), seed \(seed)")
  }

  @Test func `blocks find the error that independent draws miss`() throws {
    let seed: UInt64 = 11
    var generator = SeededGenerator(seed: seed)
    var value = 0.0
    let series = (0..<1_000).map { _ in
      value = 0.7 * value + Double.random(in: -1...1, using: &generator)
      return ClusterTotals(numerator: value)
    }
    let blocks = try StationaryBootstrap(series)
    #expect(blocks.meanBlockLength > 5, "seed \(seed)")
    let dependent = try blocks.distribution(replicates: 1_000, seed: 1).standardError()
    let independent = try StationaryBootstrap(series, meanBlockLength: 1)
      .distribution(replicates: 1_000, seed: 1).standardError()
    // The mean of such a series has √((1 + 0.7)/(1 − 0.7)) = 2.38 times the error.
    #expect((1.8...2.8).contains(dependent / independent), "seed \(seed)")
  }

  @Test func `a total is the ratio's numerator`() throws {
    let units = (0..<40).map { ClusterTotals(numerator: Double($0 % 7) - 2) }
    let total = try ClusterBootstrap(units).distribution(of: .total, replicates: 1_000, seed: 3)
    let mean = try ClusterBootstrap(units).distribution(of: .ratio, replicates: 1_000, seed: 3)
    #expect(isNear(total.estimate, mean.estimate * 40, 1e-12))
    #expect(isNear(try total.bca().lower, try mean.bca().lower * 40, 1e-9))
    #expect(isNear(try total.percentile().upper, try mean.percentile().upper * 40, 1e-9))
  }

  @Test func `money and contracts become dollars and contracts`() {
    let perContract = ClusterTotals(
      profit: Money(microDollars: -1_250_000), quantity: Quantity(hundredths: 250))
    #expect(perContract == ClusterTotals(numerator: -1.25, denominator: 2.5))
    let perDollar = ClusterTotals(profit: Money(cents: 50), capital: Money(cents: 1_000))
    #expect(perDollar == ClusterTotals(numerator: 0.5, denominator: 10))
  }

  @Test func `what cannot be resampled says why`() throws {
    let good = (0..<30).map { ClusterTotals(numerator: Double($0)) }
    #expect(throws: StatisticsError.tooFew(needed: 10, got: 9)) {
      try ClusterBootstrap(Array(good.prefix(9)))
    }
    #expect(throws: StatisticsError.tooFew(needed: 20, got: 19)) {
      try StationaryBootstrap(Array(good.prefix(19)))
    }
    #expect(throws: StatisticsError.noSpread) {
      try ClusterBootstrap(Array(repeating: ClusterTotals(numerator: 1), count: 30))
    }
    #expect(throws: StatisticsError.notFinite(index: 30)) {
      try ClusterBootstrap(good + [ClusterTotals(numerator: .nan)])
    }
    #expect(throws: StatisticsError.undefinedRatio) {
      try ClusterBootstrap(good + [ClusterTotals(numerator: 1, denominator: -1)])
    }
    #expect(throws: StatisticsError.outOfRange(0.5)) {
      try StationaryBootstrap(good, meanBlockLength: 0.5)
    }
    #expect(throws: StatisticsError.outOfRange(31)) {
      try StationaryBootstrap(good, meanBlockLength: 31)
    }
    let bootstrap = try ClusterBootstrap(good)
    #expect(throws: StatisticsError.tooFew(needed: 1, got: 0)) {
      try bootstrap.distribution(replicates: 0, seed: 1)
    }
    #expect(throws: StatisticsError.tooMany(allowed: 1_000_000, got: 1_000_001)) {
      try bootstrap.distribution(replicates: 1_000_001, seed: 1)
    }
    let few = try bootstrap.distribution(replicates: 399, seed: 1)
    #expect(throws: StatisticsError.tooFew(needed: 400, got: 399)) { try few.percentile() }
    #expect(throws: StatisticsError.tooFew(needed: 400, got: 399)) { try few.bca() }
    #expect(throws: StatisticsError.notAProbability(1)) { try few.percentile(level: 1) }
    _ = try bootstrap.distribution(replicates: 400, seed: 1).percentile()
  }

  @Test func `numbers too large or too small to divide are refused`() throws {
    let huge = (0..<20).map { ClusterTotals(numerator: $0 == 0 ? 1e308 : 1) }
    #expect(throws: StatisticsError.outOfRange(1e308)) { try ClusterBootstrap(huge) }
    let least = Double.leastNonzeroMagnitude
    let tiny = (0..<20).map { ClusterTotals(numerator: Double($0), denominator: least) }
    #expect(throws: StatisticsError.undefinedRatio) {
      try ClusterBootstrap(tiny).distribution(of: .ratio, replicates: 400, seed: 1)
    }
  }

  @Test func `a ratio that is the same everywhere has no interval`() throws {
    let units = (1...30).map { ClusterTotals(numerator: 0.1 * Double($0), denominator: Double($0)) }
    #expect(throws: StatisticsError.noSpread) {
      try ClusterBootstrap(units).distribution(of: .ratio, replicates: 400, seed: 1)
    }
    #expect(throws: StatisticsError.noSpread) { try StationaryBootstrap(units) }
    let total = try ClusterBootstrap(units).distribution(of: .total, replicates: 400, seed: 1)
    #expect(try total.percentile().width > 0)
  }

  @Test func `a ratio whose resamples may have no denominator is refused`() throws {
    var units = (0..<10).map { ClusterTotals(numerator: Double($0), denominator: 0) }
    units[0] = ClusterTotals(numerator: 5, denominator: 1)
    let bootstrap = try ClusterBootstrap(units)
    #expect(throws: StatisticsError.undefinedRatio) {
      try bootstrap.distribution(of: .ratio, replicates: 400, seed: 1)
    }
  }
}
