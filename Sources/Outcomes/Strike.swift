/// For which values of what is measured a market pays YES, as the exchange's strike fields have it.
///
/// Source: `strike_type`, `floor_strike` and `cap_strike` of a market; `between` has both its ends.
public enum Strike: Hashable, Sendable {
  case greater(StrikeNumber)
  case greaterOrEqual(StrikeNumber)
  case less(StrikeNumber)
  case lessOrEqual(StrikeNumber)
  case between(StrikeNumber, StrikeNumber)
  /// A team, a person, a word: `structured` and `custom`, or no type at all.
  case named

  /// Reads the exchange's fields.
  ///
  /// - Returns: nil where they contradict each other, or the type is none that is known.
  public init?(type: String?, floor: Double?, cap: Double?) {
    let (low, high) = (floor.map { StrikeNumber($0) }, cap.map { StrikeNumber($0) })
    switch (type ?? "", low, high) {
    case ("greater", let low??, nil): self = .greater(low)
    case ("greater_or_equal", let low??, nil): self = .greaterOrEqual(low)
    case ("less", nil, let high??): self = .less(high)
    case ("less_or_equal", nil, let high??): self = .lessOrEqual(high)
    case ("between", let low??, let high??) where low <= high: self = .between(low, high)
    case ("structured", nil, nil), ("custom", nil, nil), ("", nil, nil): self = .named
    // Props of players have a team's field and a floor: over it.
    case ("structured", let low??, nil), ("custom", let low??, nil): self = .greater(low)
    default: return nil
    }
  }

  /// The values that pay, in whole steps of what is published; nil for a name, and where there is
  /// none.
  func range(inStepsOf step: StrikeNumber) -> StepRange? {
    switch self {
    case .greater(let low): StepRange(from: low.steps(of: step) + 1, to: nil)
    case .greaterOrEqual(let low): StepRange(from: Self.up(low, step), to: nil)
    case .less(let high): StepRange(from: nil, to: Self.up(high, step) - 1)
    case .lessOrEqual(let high): StepRange(from: nil, to: high.steps(of: step))
    case .between(let low, let high): StepRange(from: Self.up(low, step), to: high.steps(of: step))
    case .named: nil
    }
  }

  private static func up(_ number: StrikeNumber, _ step: StrikeNumber) -> Int64 {
    number.steps(of: step) + (number.isWhole(in: step) ? 0 : 1)
  }

  /// It has every value above or below its one number: such strikes of one event are nested.
  var isOneSided: Bool {
    switch self {
    case .greater, .greaterOrEqual, .less, .lessOrEqual: true
    case .between, .named: false
    }
  }
}
