internal import Market
internal import Sportsbooks
internal import Trading

/// Makes a report from what a session leaves behind. Nothing here changes anything.
public struct ReportBuilder {
  private let session: TradingSession
  private let odds: OddsDesk
  var engine: Engine { session.engine }

  init(session: TradingSession, odds: OddsDesk) {
    self.session = session
    self.odds = odds
  }

  /// The report, but for what only the exchange or the caller knows.
  public func build(title: String, assumptions: [String], wallSeconds: Double) -> RunReport {
    var report = RunReport()
    report.title = title
    report.assumptions = assumptions
    report.wallSeconds = wallSeconds
    if session.isRecorded {
      report.recordedFrom = session.firstVenueTime.map { TimeText.utc($0) }
      report.recordedTo = session.lastVenueTime.map { TimeText.utc($0) }
    }
    addMarkets(to: &report)
    addOrders(to: &report)
    addPositions(to: &report)
    addFunnel(to: &report)
    report.markets = marketLines
    report.profiles = profileLines
    report.latency = session.oddsLatency.summary()
    report.bookLatency = session.bookLatency.summary()
    return report
  }

  /// Earned so far, fees paid; open positions at what closing would bring.
  var profit: Money {
    var profit = Money.zero
    for (index, state) in engine.states.enumerated() {
      let position = state.position
      if position.quantity.isZero, position.cashFlow == .zero { continue }
      profit += position.realised + value(of: position, MarketID(index)) - position.costBasis
    }
    return profit - engine.ledger.fees
  }

  private func addMarkets(to report: inout RunReport) {
    report.counts.seen = engine.markets.count
    report.counts.games = engine.isMatched.count
    report.counts.gamesMatched = engine.isMatched.filter { $0 }.count
    report.counts.oddsEvents = odds.eventCount
    report.counts.oddsEventsUnmatched = odds.unresolved.count
    report.counts.linesRefused = odds.refusedLines
    var leagues: [String: RunReport.LeagueCount] = [:]
    for (index, market) in engine.markets.enumerated() {
      let name = market.league?.rawValue ?? "other"
      var count =
        leagues[name] ?? RunReport.LeagueCount(league: name, markets: 0, matched: 0, priced: 0)
      count.markets += 1
      let isMatched = market.game.map { engine.isMatched[Int($0.index)] } ?? false
      if isMatched { count.matched += 1 }
      if engine.states[index].lastFair != nil { count.priced += 1 }
      if engine.states[index].record.entries > 0 { report.counts.traded += 1 }
      leagues[name] = count
      if let edge = engine.states[index].record.bestEdge {
        report.edges[Self.bucket(edge)] += 1
      }
    }
    report.leagues = leagues.values.sorted { $0.league < $1.league }
    report.counts.matched = report.leagues.reduce(0) { $0 + $1.matched }
    report.counts.priced = report.leagues.reduce(0) { $0 + $1.priced }
    addUnmatched(to: &report)
  }

  private static func bucket(_ edge: Int32) -> Int {
    switch edge {
    case ..<0: 0
    case ..<100: 1
    case ..<200: 2
    case ..<500: 3
    default: 4
    }
  }

  private func addUnmatched(to report: inout RunReport) {
    var reasons: [String: (count: Int, examples: [String])] = [:]
    func note(_ reason: String, _ example: String) {
      var entry = reasons[reason] ?? (0, [])
      entry.count += 1
      if entry.examples.count < 3, !entry.examples.contains(example) {
        entry.examples.append(example)
      }
      reasons[reason] = entry
    }
    for market in engine.markets {
      if let reason = market.unmatchedReason {
        note("exchange markets of no game: \(reason)", market.ticker)
      } else if let game = market.game, !engine.isMatched[Int(game.index)] {
        note(
          "exchange markets of games no bookmaker offers",
          "\(session.catalogue.games[game])")
      }
    }
    for entry in odds.unresolved {
      note(
        "sportsbook games: \(Self.kind(of: entry.reason))",
        "\(entry.event.away) at \(entry.event.home) (\(entry.reason))")
    }
    report.unmatched =
      reasons
      .map { .init(reason: $0.key, count: $0.value.count, examples: $0.value.examples) }
      .sorted { ($1.count, $0.reason) < ($0.count, $1.reason) }
    let template = UserAliases.template(unmatched: odds.unknownNames)
    report.unmatchedNames =
      odds.unknownNames.isEmpty
      ? [] : template.split(separator: "\n").map(String.init)
  }

  private static func kind(of reason: UnresolvedReason) -> String {
    switch reason {
    case .unknownTeam(_, .notInCatalogue): "a team the exchange does not list"
    case .unknownTeam: "a name nobody is sure of"
    case .sameTeamTwice: "both names are one team"
    case .noGameOnDate: "no such game on the exchange that day"
    case .dateDiffers, .startDiffers: "the dates differ"
    case .opponentDiffers: "the opponents differ"
    case .ambiguous: "several games fit"
    }
  }

  private func addOrders(to report: inout RunReport) {
    var counts = RunReport.OrderCounts()
    for order in Array(engine.orders.finished) + Array(engine.orders.working) {
      counts.sent += 1
      switch (order.request.purpose, order.request.style) {
      case (.exit, _): counts.exits += 1
      case (.entry, .take): counts.takes += 1
      case (.entry, .rest): counts.rests += 1
      }
      switch order.ending {
      case .rejected: counts.rejected += 1
      case .neverArrived: counts.lostAnswers += 1
      default:
        if order.filled >= order.request.quantity {
          counts.filled += 1
        } else if order.filled > .zero {
          counts.partlyFilled += 1
        } else {
          counts.unfilled += 1
        }
      }
    }
    report.orders = counts
    report.fills = engine.fills.map { fill in
      RunReport.FillLine(
        venueTime: TimeText.clock(fill.venueTime),
        ticker: engine.markets[Int(fill.market.index)].ticker,
        purpose: fill.order.flatMap { id in purpose(of: id) } ?? "other", side: Self.side(fill),
        price: fill.price, quantity: fill.quantity, liquidity: fill.liquidity, fee: fill.fee)
    }
  }

  private func purpose(of id: ClientOrderID) -> String? {
    let all = [engine.orders.finished, engine.orders.working].lazy.joined()
    return all.first { $0.request.id == id }?.request.purpose.word
  }

  private static func side(_ fill: FillReport) -> String {
    fill.side == .bid ? "buy YES" : "sell YES"
  }

  private func addPositions(to report: inout RunReport) {
    var gross = Money.zero
    var cost = Money.zero
    for (index, state) in engine.states.enumerated() {
      let position = state.position
      guard
        !position.quantity.isZero || position.cashFlow != .zero
          || !position.fees.microDollars.isZero
      else { continue }
      let value = self.value(of: position, MarketID(index))
      gross += position.realised + value - position.costBasis
      cost += position.costBasis
      report.positions.append(
        RunReport.PositionLine(
          ticker: engine.markets[index].ticker, quantity: position.quantity,
          cost: position.costBasis, value: value,
          isSettled: state.settledValue != nil || position.quantity.isZero,
          realized: position.realised, fees: position.fees, exitPrice: exitPrice(MarketID(index))))
    }
    report.grossProfit = gross
    report.startingCash =
      (engine.ledger.starting ?? .zero) + engine.ledger.adopted + engine.ledger.corrected
    report.acceptedCash = engine.ledger.corrected
    report.ours = RunReport.Account(
      cash: engine.ledger.cash ?? .zero, positionCost: cost, fees: engine.ledger.fees)
  }

  /// What closing would bring: the other side's best price, the last one seen where the book is
  /// gone, nothing where nobody was ever there.
  func value(of position: Position, _ id: MarketID) -> Money {
    guard let held = position.held else { return .zero }
    let price: Price?
    switch held {
    case .yes: price = engine.books[id].best(.bid)?.price ?? session.lastQuotes[id]?.bid
    case .no:
      price = (engine.books[id].best(.ask)?.price ?? session.lastQuotes[id]?.ask)?.complement
    }
    return (price ?? .zero) * position.quantity.magnitude
  }

  /// The price of the last exit order, which the end of the session has cancelled.
  private func exitPrice(_ id: MarketID) -> Price? {
    func isExit(_ order: ManagedOrder) -> Bool {
      order.request.market == id && order.request.purpose == .exit
    }
    let orders = engine.orders
    return (orders.working.first(where: isExit) ?? orders.finished.last(where: isExit))?.price
  }

  private var marketLines: [RunReport.MarketLine] {
    engine.markets.indices.map { index in
      let id = MarketID(index)
      let market = engine.markets[index]
      let state = engine.states[index]
      let stop = state.record.furthest
      let unit = GateText.unit(stop.gate)
      return RunReport.MarketLine(
        ticker: market.ticker, league: market.league?.rawValue,
        matched: market.game.map { engine.isMatched[Int($0.index)] } ?? false,
        fair: state.lastFair?.yes, bid: engine.books[id].best(.bid)?.price,
        ask: engine.books[id].best(.ask)?.price,
        gate: "\(stop.gate)", why: GateText.name(stop.gate),
        distance: unit == nil ? nil : stop.distance,
        unit: unit, bestEdge: state.record.bestEdge)
    }
  }

  private func addFunnel(to report: inout RunReport) {
    var counts: [Gate: RunReport.GateCount] = [:]
    for (index, state) in engine.states.enumerated() {
      let stop = state.record.furthest
      var count =
        counts[stop.gate]
        ?? RunReport.GateCount(gate: stop.gate, markets: 0, nearest: nil, distance: .max)
      count.markets += 1
      if stop.distance < count.distance {
        count.distance = stop.distance
        count.nearest = engine.markets[index].ticker
      }
      counts[stop.gate] = count
    }
    report.funnel = counts.values.sorted { $0.gate < $1.gate }
    let valued: Set<Gate> = [.edge, .netEdge, .worstCase, .noRoom, .noBid]
    report.nearMisses = engine.states.indices
      .filter { valued.contains(engine.states[$0].record.furthest.gate) }
      .sorted { nearness($0) > nearness($1) }
      .prefix(10)
      .map { index in
        let stop = engine.states[index].record.furthest
        return RunReport.NearMiss(
          ticker: engine.markets[index].ticker, gate: stop.gate, distance: stop.distance,
          bestEdge: engine.states[index].record.bestEdge)
      }
  }

  private func nearness(_ index: Int) -> (UInt8, Int64) {
    let stop = engine.states[index].record.furthest
    return (stop.gate.rawValue, -stop.distance)
  }
}

extension OrderPurpose {
  /// The purpose in one word.
  var word: String { self == .entry ? "entry" : "exit" }
}

extension Int64 {
  fileprivate var isZero: Bool { self == 0 }
}
