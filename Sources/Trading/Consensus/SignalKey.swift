internal import Market

/// What a signal was about: the same is not said twice.
struct SignalKey: Hashable, Sendable {
  /// One that is brief is said again after its edge was gone, this long after it was last said at
  /// the earliest: an edge that flickers behind a gate is no news.
  static let pauseNanoseconds: Int64 = 60_000_000_000

  var leg: Outcome
  var gate: Gate
  var ask: Price
  var recommended: Int64
  var admitted: Int64
  var books: Int32
  /// Something before the size stops it, a gate before the conditions or a net edge too small: then
  /// only leg and gate count, and the rest is zero.
  var isBrief: Bool
}

extension SignalKey {
  init(brief leg: Outcome, _ gate: Gate) {
    self.init(
      leg: leg, gate: gate, ask: .zero, recommended: 0, admitted: 0, books: 0, isBrief: true)
  }
}
