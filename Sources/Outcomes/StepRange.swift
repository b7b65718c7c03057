/// Values in whole steps, both ends among them; nil for no end.
struct StepRange: Hashable, Sendable {
  let from: Int64?
  let to: Int64?

  /// Nil where there is no value.
  init?(from: Int64?, to: Int64?) {
    if let from, let to, from > to { return nil }
    (self.from, self.to) = (from, to)
  }

  func contains(_ other: StepRange) -> Bool {
    let isLow = from.map { from in other.from.map { $0 >= from } ?? false } ?? true
    let isHigh = to.map { to in other.to.map { $0 <= to } ?? false } ?? true
    return isLow && isHigh
  }

  /// In words, for people.
  func text(inStepsOf step: StrikeNumber) -> String {
    switch (from, to) {
    case (nil, nil): "any value"
    case (let from?, nil): "\(from * step) or more"
    case (nil, let to?): "\(to * step) or less"
    case (let from?, let to?): from == to ? "\(from * step)" : "\(from * step) to \(to * step)"
    }
  }
}
