internal import Market

/// The limits of one ledger, the account's or a profile's, and what they count.
public struct RiskLedger: Hashable, Sendable {
  public internal(set) var gate: RiskGate
  public internal(set) var breaker: CircuitBreaker
  /// What was last said of the breaker.
  var lastState = CircuitBreaker.State.closed
  var lastCauses: BreakerCauses = []
  /// The order that the half-open breaker let through; nil where none is out.
  var probe: ClientOrderID?
  // Last, for the memory that is seldom looked at is at their end.
  public internal(set) var counters: RiskCounters

  /// The bytes that every look at it reads.
  static let headBytes = MemoryLayout<RiskLedger>.size - RateWindow.most * 8

  public init(
    _ limits: RiskLimits, breaker: CircuitBreaker.Rules, day: RiskCounters.DayBoundary
  ) {
    gate = RiskGate(limits)
    counters = RiskCounters(day)
    self.breaker = CircuitBreaker(breaker)
  }
}
