internal import Market

/// A strategy's own account within the account: its cash by its own count, its limits, and what
/// became of it.
public struct ProfileState: Sendable {
  public let id: ProfileID
  public let name: String
  /// Nil for the arbitrage strategy, which has the account's limits and what cash is left.
  public let configuration: ProfileConfiguration?
  public internal(set) var risk: RiskLedger
  /// Begins with its capital. All profiles' and the rest's add up to the account's.
  public internal(set) var ledger = Ledger()
  /// What of its capital the account did not have.
  var reduction = Money.zero
  /// What its judgements came to, by gate; once a judgement.
  public private(set) var stops = ContiguousArray<Int>(repeating: 0, count: Gate.allCases.count)
  /// Signals said, and those of them that traded.
  public internal(set) var signals = 0
  public internal(set) var trades = 0
  /// Positions that have come to nothing held, by sale or settlement.
  public internal(set) var closed = 0
  /// Made once: what the configuration's rows say.
  let exitTable: ExitTable?

  init(
    _ id: ProfileID, _ configuration: ProfileConfiguration?, breaker: BreakerConfiguration,
    account: RiskLimits
  ) {
    self.id = id
    self.configuration = configuration
    name = configuration?.profile.name ?? "ARBITRAGE"
    risk = RiskLedger(
      configuration?.limits ?? account, breaker: breaker.rules, day: breaker.day)
    exitTable = configuration.flatMap { try? ExitTable(rows: $0.exits.rows) }
  }

  mutating func note(_ gate: Gate) { stops[Int(gate.rawValue)] += 1 }
}
