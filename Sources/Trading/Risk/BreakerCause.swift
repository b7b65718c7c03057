/// What stops new risk, and what makes that end.
public enum BreakerCause: UInt8, Hashable, Sendable, Codable, CaseIterable {
  /// The operator said so: until the operator says otherwise.
  case manual
  /// The day's loss has reached its limit: until the day's reset.
  case dailyLoss
  /// So many losses in a row: cools down.
  case lossRun
  /// The exchange refuses too many orders: cools down.
  case rejectRate
  /// The fate of an order is not known: until it is.
  case unknownOutcome
  /// A feed is stale: until it is alive again.
  case staleFeed
  /// Our clock and the exchange's are apart: until they agree.
  case clockSkew
  /// Our account differs from the exchange's: until it agrees.
  case reconciliation

  /// What ends it.
  public enum Cure: Hashable, Sendable {
    /// ``CircuitBreaker/resume(at:)``.
    case resume
    /// ``CircuitBreaker/reset()``, at the day's end.
    case dailyReset
    /// Time, then orders that end well.
    case coolingDown
    /// ``CircuitBreaker/cure(_:)``, once what was wrong is right.
    case repair
  }

  public var cure: Cure {
    switch self {
    case .manual: .resume
    case .dailyLoss: .dailyReset
    case .lossRun, .rejectRate: .coolingDown
    case .unknownOutcome, .staleFeed, .clockSkew, .reconciliation: .repair
    }
  }
}

/// Some causes at once.
public struct BreakerCauses: OptionSet, Hashable, Sendable, Codable {
  public let rawValue: UInt16

  public init(rawValue: UInt16) { self.rawValue = rawValue }
  public init(_ cause: BreakerCause) { rawValue = 1 << cause.rawValue }

  /// The causes that time cures.
  static let cooling = BreakerCauses([.init(.lossRun), .init(.rejectRate)])

  /// Whether a cause is among them.
  public func contains(_ cause: BreakerCause) -> Bool { contains(BreakerCauses(cause)) }

  /// The gate that names why nothing new passes: of several the one that is hardest to lift.
  var stop: GateStop {
    if contains(.manual) { return GateStop(.manualHalt) }
    if contains(.dailyLoss) { return GateStop(.dailyLoss) }
    if contains(.reconciliation) { return GateStop(.reconciliation) }
    if contains(.unknownOutcome) { return GateStop(.unknownOutcome) }
    if contains(.staleFeed) { return GateStop(.staleFeed) }
    if contains(.lossRun) { return GateStop(.consecutiveLosses) }
    return GateStop(.breakerOpen)
  }

  /// One after another, in the order of ``BreakerCause``.
  public var list: [BreakerCause] { BreakerCause.allCases.filter { contains($0) } }
}
