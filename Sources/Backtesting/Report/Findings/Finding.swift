public import Probability

/// A statistic, or why the data do not give one: never a number that stands for unknown.
///
/// As JSON it is an object with one key, `value` or `insufficientData`.
public enum Finding<Value: Hashable & Sendable & Codable>: Hashable, Sendable, Codable {
  case value(Value)
  /// What is missing, in words that can follow "because": `it needs at least 10 events, got 3`.
  case insufficient(String)

  private enum Key: String, CodingKey { case value, insufficientData }

  /// What `statistic` finds; what it throws becomes the reason, with `units` for what it counts.
  public init(of units: String, _ statistic: () throws(StatisticsError) -> Value) {
    do throws(StatisticsError) {
      self = .value(try statistic())
    } catch {
      self = .insufficient(Self.reason(error, units))
    }
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    if let reason = try container.decodeIfPresent(String.self, forKey: .insufficientData) {
      self = .insufficient(reason)
    } else {
      self = .value(try container.decode(Value.self, forKey: .value))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .value(let value): try container.encode(value, forKey: .value)
    case .insufficient(let reason): try container.encode(reason, forKey: .insufficientData)
    }
  }

  /// The value; nil where there is none.
  public var value: Value? {
    if case .value(let value) = self { value } else { nil }
  }

  /// Why there is no value; nil where there is one.
  public var reason: String? {
    if case .insufficient(let reason) = self { reason } else { nil }
  }

  /// The value in words, else `insufficient data, because …`.
  public func text(_ words: (Value) -> String) -> String {
    switch self {
    case .value(let value): words(value)
    case .insufficient(let reason): "insufficient data, because \(reason)"
    }
  }

  private static func reason(_ error: StatisticsError, _ units: String) -> String {
    switch error {
    case .tooFew(let needed, let got): "it needs at least \(needed) \(units), got \(got)"
    case .noSpread: "all \(units) came out the same"
    case .biasBeyondMeasure: "nearly all resamples of the \(units) lie on one side of the estimate"
    case .undefinedRatio: "some resamples of the \(units) have nothing to divide by"
    default: "of the \(units): \(error)"
    }
  }
}
