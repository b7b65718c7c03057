internal import Market
internal import Trading

/// What entries were worth by the closing line: the last fair value before the game began.
///
/// Source: `quant.md` 10.5. It varies far less than profit, so it shows an edge much earlier.
public struct ClosingLineFinding: Hashable, Sendable, Codable {
  /// Entries that have a closing fair value.
  public var fills: Int
  /// Entries without one: in no figure.
  public var missing: Int
  /// Contracts-weighted mean, cents a contract.
  public var centsBeforeFees: Estimate
  public var centsAfterFees: Estimate

  static func find(
    in result: BacktestResult, _ events: EventNumbers, seed: UInt64
  ) -> Finding<ClosingLineFinding> {
    var before = EventTotals(events: events.count)
    var after = before
    var fills = 0
    var missing = 0
    for fill in result.fills where fill.purpose == .entry {
      guard let event = events.event(ofMarket: fill.market), let close = fill.closingFair,
        let edge = FillEdge(fill, at: close)
      else {
        missing += 1
        continue
      }
      fills += 1
      before.add(
        event: event, numerator: edge.cents * edge.contracts, denominator: edge.contracts)
      after.add(
        event: event, numerator: edge.netCents * edge.contracts, denominator: edge.contracts)
    }
    guard let gross = before.ratio(seed: seed).value, let net = after.ratio(seed: seed).value else {
      return .insufficient(
        missing == 0
          ? "nothing was bought" : "none of \(missing) entries has a closing fair value")
    }
    return .value(
      ClosingLineFinding(
        fills: fills, missing: missing, centsBeforeFees: gross, centsAfterFees: net))
  }
}
