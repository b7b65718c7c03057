public import Market

/// One market in the table of a report.
public struct ReportMarket: Hashable, Sendable, Codable {
  public var ticker: String
  /// The day's name.
  public var day: String
  public var event: String
  public var league: String?
  public var gate: String
  /// The largest gross edge seen, in 1/10 000 $.
  public var bestEdge: Int32?
  public var fills: Int
  public var contracts: Quantity
  public var fees: Money
  /// Fees taken off.
  public var profit: Money
  /// Contracts still held without a result, signed.
  public var open: Quantity
  public var paid: Price?

  /// The markets by absolute profit, then by fills, then in their own order.
  static func largest(of result: BacktestResult, most: Int) -> [ReportMarket] {
    let markets = result.markets
    let order = markets.indices.sorted { left, right in
      let (first, second) = (markets[left], markets[right])
      if first.profit.magnitude != second.profit.magnitude {
        return first.profit.magnitude > second.profit.magnitude
      }
      return first.fills == second.fills ? left < right : first.fills > second.fills
    }
    return order.prefix(most).map { place in
      let market = markets[place]
      return ReportMarket(
        ticker: market.ticker,
        day: result.days.indices.contains(market.day) ? result.days[market.day].name : "-",
        event: market.event, league: market.league, gate: market.gate, bestEdge: market.bestEdge,
        fills: market.fills, contracts: market.contracts, fees: market.fees,
        profit: market.profit, open: market.open, paid: market.paid)
    }
  }
}
