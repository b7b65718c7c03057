internal import Market
internal import Matching
internal import Probability
public import Trading

/// Plays one stretch and gathers what came of it.
public enum BacktestRun {
  /// Ten years: longer than any recording.
  private static let foreverNanoseconds: Int64 = 315_360_000_000_000_000

  /// Plays a source from beginning to end.
  ///
  /// - Parameter pulse: called once in 1,024 inputs of the engine, for who must show a sign of
  ///   life.
  /// - Throws: what is wrong with the recording.
  /// - Complexity: linear in its events.
  public static func play(
    _ source: any BacktestSource, _ options: BacktestOptions, pulse: @escaping () -> Void = {}
  ) throws -> BacktestResult {
    try session(of: source, options, pulse).record.result(named: source.name, notes: source.notes)
  }

  /// Plays a source with profiles that hold to the result, and follows the first purchase in each
  /// market.
  ///
  /// - Parameters:
  ///   - options: whose profiles must not sell: what they sold would not be followed to its end.
  ///   - exits: the table whose cells they belong to, and the times that end a position.
  ///   - pulse: as in ``play(_:_:pulse:)``.
  /// - Throws: what is wrong with the recording, or with the table (``/Trading/ExitTable/Fault``).
  /// - Complexity: linear in its events, and in the purchases for each that is no market's own.
  public static func purchases(
    of source: any BacktestSource, _ options: BacktestOptions, exits: ExitConfiguration,
    pulse: @escaping () -> Void = {}
  ) throws -> ExitSamples {
    let table = try ExitTable(rows: exits.rows)
    var options = options
    options.keepsDetail = false
    options.exits = exits
    return try session(of: source, options, pulse).record.exitSamples(table)
  }

  /// A session that has played a source to its end.
  private static func session(
    of source: any BacktestSource, _ options: BacktestOptions, _ pulse: @escaping () -> Void
  ) throws -> BacktestSession {
    var options = options
    if !source.oddsHaveTimes { Self.letOddsHold(&options.engine) }
    let session = BacktestSession(
      markets: source.markets, events: source.events, games: source.games,
      bookmakers: source.bookmakers, options: options)
    session.onPulse = pulse
    try source.play(into: session)
    session.end()
    return session
  }

  /// Where nobody knows how old a line is, none is ever too old: neither for the arbitrage strategy
  /// nor for the consensus, where two minutes after the first quote all would have been.
  static func letOddsHold(_ engine: inout EngineConfiguration) {
    engine.execution.staleOddsNanoseconds = foreverNanoseconds
    engine.consensus.rule.maximumAgeNanoseconds = foreverNanoseconds
    engine.consensus.lateAgeNanoseconds = foreverNanoseconds
    engine.consensus.inPlayAgeNanoseconds = foreverNanoseconds
  }
}

extension BacktestRecord {
  /// The result of one day.
  func result(named name: String, notes: [String]) -> BacktestResult {
    var result = BacktestResult()
    guard let venue else { return result }
    result.startingCash = startingCash
    result.notes = notes.map { "\(name): \($0)" }
    if !hasOdds { result.notes.append("\(name): no odds, so nothing had a fair value") }
    result.markets = markets.indices.map { market($0, venue) }
    result.fills = fills
    result.equity = equity
    result.forecasts = forecasts
    result.profiles = strategyResults
    result.funnel = BacktestResult.FunnelStep.steps(of: result.markets)
    let profit = result.markets.reduce(Money.zero) { $0 + $1.profit }
    result.days = [
      BacktestResult.Day(
        name: name, begins: begins, ends: ends, events: events,
        pricedMarkets: states.count { $0.lastFair != nil }, profit: profit,
        fees: fills.reduce(.zero) { $0 + $1.fee }, peakCapital: venue.peakCapital,
        contracts: fills.reduce(.zero) { $0 + $1.quantity }, fills: fills.count,
        orders: venue.ordersTaken)
    ]
    let open = result.markets.count { !$0.open.isZero }
    if open > 0 {
      result.notes.append(
        "\(name): \(open) positions without a result, counted at what closing would bring")
    }
    return result
  }

  private func market(_ index: Int, _ venue: BacktestVenue) -> BacktestMarket {
    let position = venue.position(MarketID(index))
    let value = self.value(of: position, index)
    let ours = fills.filter { $0.market == index }
    let record = states[index].record
    return BacktestMarket(
      ticker: markets[index].ticker, day: 0, event: eventNames[index],
      league: markets[index].league?.rawValue,
      gate: BacktestResult.FunnelStep.name(record.furthest.gate, fills: ours.count),
      bestEdge: record.bestEdge, fills: ours.count,
      contracts: ours.reduce(.zero) { $0 + $1.quantity }, fees: position.fees,
      profit: position.realised + value - position.costBasis - position.fees,
      open: position.quantity, paid: states[index].settledValue,
      quotes: ours.isEmpty ? [] : quotes[MarketID(index)] ?? [])
  }

  /// Fair values against results: only where there are both.
  private var forecasts: [BacktestResult.ScoredForecast] {
    markets.indices.compactMap { index in
      guard let closing = closings[index], let paid = states[index].settledValue else { return nil }
      return BacktestResult.ScoredForecast(
        market: index, fair: closing.fair, mid: closing.mid,
        paid: Double(paid.tenThousandths) / 10_000)
    }
  }
}
