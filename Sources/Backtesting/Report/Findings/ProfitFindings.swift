internal import Market

/// What was earned, and how far chance may have moved it.
public struct ProfitFindings: Hashable, Sendable, Codable {
  /// Dollars, fees taken off. The value is exact: what the days add up to. The interval is of the
  /// events that were traded.
  public var net: Estimate
  /// Net cents for each contract filled, buys and sells alike.
  public var centsPerContract: Finding<Estimate>
  /// Net profit over the largest ``BacktestResult/Day/peakCapital`` of any day, as a share. The
  /// peak is taken as given.
  public var returnOnPeakCapital: Finding<Estimate>

  init(_ result: BacktestResult, _ events: EventNumbers, seed: UInt64) {
    var dollars = EventTotals(events: events.count)
    for (place, market) in result.markets.enumerated() where market.fills > 0 {
      guard let event = events.event(ofMarket: place) else { continue }
      dollars.add(
        event: event, numerator: market.profit.dollars,
        denominator: Double(market.contracts.hundredths) / 100)
    }
    var net = dollars.total(seed: seed)
    net.value = result.netProfit.dollars
    self.net = net
    switch dollars.ratio(seed: seed) {
    case .value(let ratio): centsPerContract = .value(ratio.scaled(by: 100))
    case .insufficient: centsPerContract = .insufficient("nothing was filled")
    }
    let peak = result.days.reduce(Money.zero) { max($0, $1.peakCapital) }
    returnOnPeakCapital =
      peak > .zero
      ? .value(net.scaled(by: 1 / peak.dollars))
      : .insufficient("no capital was tied up on any day")
  }
}
