internal import Market

extension BacktestResult {
  /// Puts the result of a later stretch behind this one.
  ///
  /// Each stretch begins with its own cash; equity goes on from where the one before ended.
  public mutating func append(_ later: BacktestResult) {
    let (dayShift, marketShift) = (days.count, markets.count)
    let earned = netProfit
    if days.isEmpty { startingCash = later.startingCash }
    let equityShift = startingCash + earned - later.startingCash
    days += later.days
    markets += later.markets.map {
      var market = $0
      market.day += dayShift
      return market
    }
    fills += later.fills.map {
      var fill = $0
      fill.day += dayShift
      fill.market += marketShift
      return fill
    }
    equity += later.equity.map { EquityPoint(time: $0.time, equity: $0.equity + equityShift) }
    forecasts += later.forecasts.map {
      var forecast = $0
      forecast.market += marketShift
      return forecast
    }
    notes += later.notes
    profiles = BacktestProfile.joined(profiles, later.profiles)
    funnel = FunnelStep.joined(funnel, later.funnel)
    if assumptions.isEmpty { assumptions = later.assumptions }
  }
}
