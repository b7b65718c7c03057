internal import Market
internal import Probability

/// What the days say, where neighbouring days may hang together.
public struct DailyFindings: Hashable, Sendable, Codable {
  /// The mean profit of a day, resampled in blocks.
  public struct Mean: Hashable, Sendable, Codable {
    /// Dollars a day.
    public var profit: Estimate
    /// The mean length of a block, days; by Politis and White's rule.
    public var meanBlockLength: Double
  }

  /// The Sharpe ratio of daily profits: per day, not annualised.
  public struct Sharpe: Hashable, Sendable, Codable {
    public var ratio: Double
    public var standardError: Double
    /// The probability that the true ratio is above 0, 0...1.
    public var probabilityAboveZero: Double
    /// How many days such a record must have to show a ratio above 0 with 95 %.
    public var daysNeeded: Finding<Double>
  }

  /// Days that could trade: those with a fair value.
  public var days: Int
  public var mean: Finding<Mean>
  public var sharpe: Finding<Sharpe>

  /// Fewer days give no interval and no Sharpe ratio.
  public static let fewestDays = OptimalBlockLength.fewestValues

  init(_ result: BacktestResult, seed: UInt64) {
    let profits = Self.profits(of: result.days.filter { $0.pricedMarkets > 0 })
    days = profits.count
    mean = Finding(of: "days with odds") { () throws(StatisticsError) in
      try Self.mean(of: profits, seed: seed)
    }
    sharpe = Finding(of: "days with odds") { () throws(StatisticsError) in
      try Self.sharpe(of: profits)
    }
  }

  /// Dollars of each calendar day, in order: sessions of one date are one day.
  private static func profits(of days: [BacktestResult.Day]) -> [Double] {
    var sums: [Int: Money] = [:]
    for day in days { sums[day.date, default: .zero] += day.profit }
    return sums.sorted { $0.key < $1.key }.map(\.value.dollars)
  }

  static func mean(of profits: [Double], seed: UInt64) throws(StatisticsError) -> Mean {
    let bootstrap = try StationaryBootstrap(profits.map { ClusterTotals(numerator: $0) })
    let distribution = try bootstrap.distribution(
      replicates: EventTotals.replicates(clusters: profits.count), seed: seed)
    let interval = Finding<ConfidenceInterval>(of: "days") { () throws(StatisticsError) in
      try distribution.percentile()
    }
    return Mean(
      profit: Estimate(
        value: distribution.estimate, interval: interval, units: profits.count),
      meanBlockLength: bootstrap.meanBlockLength)
  }

  static func sharpe(of profits: [Double]) throws(StatisticsError) -> Sharpe {
    guard profits.count >= fewestDays else {
      throw .tooFew(needed: fewestDays, got: profits.count)
    }
    let record = try ProbabilisticSharpe(Moments(of: profits))
    let needed: Finding<Double> =
      try record.minimumTrackRecord().map { .value($0) }
      ?? .insufficient("the mean is not above zero, and no number of days shows that it is")
    return Sharpe(
      ratio: record.sharpe, standardError: record.standardError,
      probabilityAboveZero: try record.probability(), daysNeeded: needed)
  }
}
