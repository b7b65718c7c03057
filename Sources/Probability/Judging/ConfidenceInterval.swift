/// A two-sided interval for an unknown number.
public struct ConfidenceInterval: Hashable, Sendable, Codable {
  /// The share of such intervals that hold the truth, as meant: 0.95 for 95 %.
  public let level: Double
  public let lower: Double
  public let upper: Double

  public init(level: Double, lower: Double, upper: Double) {
    self.level = level
    self.lower = lower
    self.upper = upper
  }

  public var width: Double { upper - lower }

  /// True when `value` lies between the ends, ends included.
  public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }

  /// The level, checked to lie strictly between 0 and 1.
  static func checked(level: Double) throws(StatisticsError) -> Double {
    guard level > 0, level < 1 else { throw .notAProbability(level) }
    return level
  }
}
