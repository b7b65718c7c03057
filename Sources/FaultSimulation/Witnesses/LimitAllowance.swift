internal import Market
internal import Trading

/// The limits over all markets, as a process can hold them.
///
/// Every process has the same limits, so none is ever passed, by no restart either.
struct LimitAllowance {
  /// What is beyond a limit; nil when nothing is.
  private(set) var objection: String?

  mutating func take(
    _ risk: RiskLimits, games: [Quantity], markets: Int, orders: Int, exposure: Money
  ) {
    let game = Quantity(contracts: Int(risk.maximumEventContracts))
    if games.contains(where: { $0 > game }) {
      objection = "\(games) held or on order in the games, more than the limit of a game"
    }
    if markets > Int(risk.maximumConcurrentMarkets) {
      objection = "\(markets) markets at one time, more than the limit"
    }
    if orders > Int(risk.maximumOpenOrders) {
      objection = "\(orders) orders to buy at one time, more than the limit"
    }
    if exposure > risk.maximumTotalExposure {
      objection = "exposure of \(exposure), more than the limit of \(risk.maximumTotalExposure)"
    }
  }
}
