internal import Market

/// What fills were worth some time later: below zero after fees, the others knew better.
///
/// Source: `quant.md` 10.2. Means are weighted by contracts.
public struct MarkoutFinding: Hashable, Sendable, Codable {
  /// `maker` or `taker`: they are never mixed.
  public var liquidity: String
  /// After the fill; nil for the close of the odds.
  public var nanoseconds: Int64?
  /// Fills with a value at that time.
  public var fills: Int
  /// Fills without one: in no figure.
  public var missing: Int
  /// Cents a contract.
  public var centsBeforeFees: Finding<Double>
  public var centsAfterFees: Finding<Estimate>

  /// `1 s`, `5 min`, `close`.
  public var horizon: String {
    guard let nanoseconds else { return "close" }
    let seconds = nanoseconds / 1_000_000_000
    return seconds > 60 && seconds % 60 == 0 ? "\(seconds / 60) min" : "\(seconds) s"
  }

  /// Every horizon and the close, makers first.
  static func all(
    in result: BacktestResult, _ events: EventNumbers, seed: UInt64
  ) -> [MarkoutFinding] {
    let horizons = BacktestFill.markoutNanoseconds
    return [Liquidity.maker, .taker].flatMap { liquidity in
      (0...horizons.count).map { horizon in
        find(in: result, events, liquidity, horizon, seed: seed)
      }
    }
  }

  private static func find(
    in result: BacktestResult, _ events: EventNumbers, _ liquidity: Liquidity, _ horizon: Int,
    seed: UInt64
  ) -> MarkoutFinding {
    let horizons = BacktestFill.markoutNanoseconds
    var after = EventTotals(events: events.count)
    var cents = 0.0
    var contracts = 0.0
    var fills = 0
    var missing = 0
    for fill in result.fills where fill.liquidity == liquidity {
      let value: Double? =
        horizon == horizons.count
        ? fill.closingFair
        : fill.markouts.indices.contains(horizon) ? fill.markouts[horizon] : nil
      guard let value, let event = events.event(ofMarket: fill.market),
        let edge = FillEdge(fill, at: value)
      else {
        missing += 1
        continue
      }
      fills += 1
      cents += edge.cents * edge.contracts
      contracts += edge.contracts
      after.add(
        event: event, numerator: edge.netCents * edge.contracts, denominator: edge.contracts)
    }
    let reason = "no \(liquidity == .maker ? "maker" : "taker") fill has a value then"
    let net = after.ratio(seed: seed)
    return MarkoutFinding(
      liquidity: liquidity == .maker ? "maker" : "taker",
      nanoseconds: horizon == horizons.count ? nil : horizons[horizon], fills: fills,
      missing: missing,
      centsBeforeFees: contracts > 0 ? .value(cents / contracts) : .insufficient(reason),
      centsAfterFees: net.value.map { .value($0) } ?? .insufficient(reason))
  }
}
