internal import Market
internal import Trading

/// The limits over all markets, as a process can hold them.
///
/// A process begins with what the account holds; where that is more than a limit allows (positions
/// in markets that the process before did not follow), the excess may only shrink.
struct LimitAllowance {
  private var games: [Quantity] = []
  private var markets = 0
  private var exposure = Money.zero
  /// The next figures are what a process begins with.
  var inherits = false
  /// What is beyond a limit; nil when nothing is.
  private(set) var objection: String?

  mutating func take(
    _ risk: RiskConfiguration, games now: [Quantity], markets count: Int, exposure amount: Money
  ) {
    let game = Quantity(contracts: Int(risk.maximumContractsPerGame))
    let most = Int(risk.maximumConcurrentMarkets)
    if games.isEmpty || inherits {
      games = now
      (markets, exposure) = (count, amount)
      inherits = false
    }
    for place in now.indices {
      games[place] = max(game, min(games[place], now[place]))
      if now[place] > games[place] {
        objection = "\(now) held or on order in the games, more than the limit of a game"
      }
    }
    if count > max(most, markets) {
      objection = "\(count) markets at one time, more than the limit"
    }
    if amount > max(risk.maximumTotalExposure, exposure) {
      objection =
        "exposure of \(amount), more than the limit of \(risk.maximumTotalExposure)"
    }
    markets = max(most, min(markets, count))
    exposure = max(risk.maximumTotalExposure, min(exposure, amount))
  }
}
