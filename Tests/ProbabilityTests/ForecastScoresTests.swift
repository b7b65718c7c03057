import FoundationEssentials
import Probability
import TestKit
import Testing

/// The calibration cases of `refvals/05_ensemble_calibration.json`.
private struct CalibrationReferences: Decodable {
  struct Murphy: Decodable {
    let reliability: Double
    let resolution: Double
    let uncertainty: Double
  }
  struct Case: Decodable {
    let p: [Double]
    let y: [Int]
    let brier: Double
    let logLoss: Double
    let ece10EqualWidth: Double
    let mce10: Double
    let ece10EqualMass: Double
    let murphy: Murphy
    /// Place, count, mean forecast, frequency.
    let bins: [[Double]]

    var forecasts: [Forecast] {
      zip(p, y).map { Forecast(probability: $0, happened: $1 == 1) }
    }
  }
  let calibration: [Case]

  static func load() throws -> [Case] {
    try loadReference("05_ensemble_calibration.json", as: CalibrationReferences.self)?.calibration
      ?? []
  }
}

@Suite struct ForecastScoresTests {
  @Test func `every reference score holds to 1e-12`() throws {
    for (index, one) in try CalibrationReferences.load().enumerated() {
      let scores = try ForecastScores(one.forecasts)
      #expect(scores.count == one.p.count)
      #expect(isNear(scores.brier, one.brier, 1e-12), "case \(index)")
      #expect(isNear(scores.logLoss, one.logLoss, 1e-12), "case \(index)")
      #expect(scores.clampedCount == 0, "case \(index)")
    }
  }

  @Test func `probabilities at the ends are clamped and counted`() throws {
    let scores = try ForecastScores([
      Forecast(probability: 0, happened: true), Forecast(probability: 1, happened: true),
      Forecast(probability: 0.5, happened: false), Forecast(probability: 1e-6, happened: false),
    ])
    #expect(scores.clampedCount == 2)
    // −ln 10⁻⁶, −ln(1 − 10⁻⁶), ln 2 and −ln(1 − 10⁻⁶).
    let sum = 13.815510557964274 + 2 * 1.0000005000003333e-06 + 0.6931471805599453
    #expect(isNear(scores.logLoss, sum / 4, 1e-12))
    #expect(isNear(scores.brier, (1 + 0 + 0.25 + 1e-12) / 4, 1e-15))
  }

  @Test func `the true probability scores best on average`() throws {
    let seed: UInt64 = 1_950
    var generator = SeededGenerator(seed: seed)
    let outcomes = (0..<20_000).map { _ in Double.random(in: 0..<1, using: &generator) < 0.3 }
    func scores(_ probability: Double) throws -> ForecastScores {
      try ForecastScores(outcomes.map { Forecast(probability: probability, happened: $0) })
    }
    let best = try scores(0.3)
    for other in [0.0, 0.2, 0.4, 0.5, 1.0] {
      #expect(try scores(other).brier > best.brier, "seed \(seed)")
      #expect(try scores(other).logLoss > best.logLoss, "seed \(seed)")
    }
  }

  @Test func `nothing to score and nothing that is a probability`() {
    #expect(throws: StatisticsError.tooFew(needed: 1, got: 0)) { try ForecastScores([]) }
    for bad in [-0.1, 1.1, .nan] {
      #expect(throws: StatisticsError.self) {
        try ForecastScores([Forecast(probability: bad, happened: true)])
      }
    }
  }
}

@Suite struct CalibrationTests {
  @Test func `every reference split and bin holds to 1e-12`() throws {
    for (index, one) in try CalibrationReferences.load().enumerated() {
      let width = try Calibration(one.forecasts, binning: .equalWidth(10))
      #expect(isNear(width.reliability, one.murphy.reliability, 1e-12), "case \(index)")
      #expect(isNear(width.resolution, one.murphy.resolution, 1e-12), "case \(index)")
      #expect(isNear(width.uncertainty, one.murphy.uncertainty, 1e-12), "case \(index)")
      #expect(isNear(width.expectedError, one.ece10EqualWidth, 1e-12), "case \(index)")
      #expect(isNear(width.maximumError, one.mce10, 1e-12), "case \(index)")
      #expect(width.bins.count == one.bins.count, "case \(index)")
      for (bin, wanted) in zip(width.bins, one.bins) {
        #expect(Double(bin.index) == wanted[0] && Double(bin.count) == wanted[1], "case \(index)")
        #expect(isNear(bin.meanForecast, wanted[2], 1e-12), "case \(index)")
        #expect(isNear(bin.frequency, wanted[3], 1e-12), "case \(index)")
        #expect(bin.interval.contains(bin.frequency), "case \(index)")
      }
      let mass = try Calibration(one.forecasts)
      #expect(isNear(mass.expectedError, one.ece10EqualMass, 1e-12), "case \(index)")
    }
  }

  @Test func `the split adds up to the Brier score where each bin holds one probability`() throws {
    let seed: UInt64 = 1_973
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<50 {
      let forecasts = (0..<500).map { _ in
        let probability = Double(Int.random(in: 0...9, using: &generator)) / 10 + 0.05
        let happened = Double.random(in: 0..<1, using: &generator) < probability * probability
        return Forecast(probability: probability, happened: happened)
      }
      let split = try Calibration(forecasts, binning: .equalWidth(10))
      let brier = try ForecastScores(forecasts).brier
      #expect(
        isNear(split.reliability - split.resolution + split.uncertainty, brier, 1e-12),
        "seed \(seed)")
    }
  }

  @Test func `an edge belongs to the bin below it`() throws {
    let edges = (0...10).map { Forecast(probability: Double($0) / 10, happened: $0 % 2 == 0) }
    let calibration = try Calibration(edges, binning: .equalWidth(10))
    #expect(calibration.bins.map(\.count) == [2, 1, 1, 1, 1, 1, 1, 1, 1, 1])
    #expect(calibration.bins.map(\.index) == Array(0..<10))
  }

  @Test func `bins of equal count differ by one at most`() throws {
    let forecasts = (0..<23).map { Forecast(probability: Double(22 - $0) / 23, happened: $0 < 9) }
    let bins = try Calibration(forecasts, binning: .equalCount(5)).bins
    #expect(bins.map(\.count) == [5, 5, 5, 4, 4])
    let means = bins.map(\.meanForecast)
    #expect(means == means.sorted())
    #expect(bins.first?.happenedCount == 0 && bins.last?.happenedCount == 4)
  }

  @Test func `a bin says when its forecasts are off`() throws {
    let good = (0..<100).map { Forecast(probability: 0.3, happened: $0 < 30) }
    let bad = (0..<100).map { Forecast(probability: 0.3, happened: $0 < 50) }
    #expect(try Calibration(good, binning: .equalWidth(1)).bins.map(\.isCalibrated) == [true])
    #expect(try Calibration(bad, binning: .equalWidth(1)).bins.map(\.isCalibrated) == [false])
  }

  @Test func `too few forecasts and impossible bins are refused`() {
    let one = [Forecast(probability: 0.3, happened: true)]
    #expect(throws: StatisticsError.tooFew(needed: 10, got: 1)) { try Calibration(one) }
    #expect(throws: StatisticsError.tooFew(needed: 1, got: 0)) {
      try Calibration(one, binning: .equalWidth(0))
    }
    #expect(throws: StatisticsError.tooMany(allowed: 1_000, got: 1_001)) {
      try Calibration(one, binning: .equalWidth(1_001))
    }
    #expect(throws: StatisticsError.notAProbability(2)) {
      try Calibration([Forecast(probability: 2, happened: true)], binning: .equalWidth(1))
    }
  }
}
