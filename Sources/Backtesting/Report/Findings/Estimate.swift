public import Probability

/// A number from the data and how far chance may have moved it.
public struct Estimate: Hashable, Sendable, Codable {
  /// In the unit of the field that holds it.
  public var value: Double
  /// At 95 %, in the same unit.
  public var interval: Finding<ConfidenceInterval>
  /// How many independent units (events or days) it rests on.
  public var units: Int

  public init(value: Double, interval: Finding<ConfidenceInterval>, units: Int) {
    self.value = value
    self.interval = interval
    self.units = units
  }

  /// The same in another unit: everything times `factor`, which must be above zero.
  func scaled(by factor: Double) -> Estimate {
    var result = self
    result.value *= factor
    if case .value(let ends) = interval {
      result.interval = .value(
        ConfidenceInterval(
          level: ends.level, lower: ends.lower * factor, upper: ends.upper * factor))
    }
    return result
  }
}
