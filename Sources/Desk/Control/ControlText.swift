internal import Market
internal import Trading

/// A running session in an operator's words.
enum ControlText {
  /// What keeps the account from new risk; empty where nothing does.
  static func stops(of session: TradingSession) -> [String] {
    let engine = session.engine
    var lines: [String] = []
    if engine.isJournalDistrusted {
      lines.append("stopped: the journal cannot be written; end the session and look at the disk")
    }
    if engine.isInWeeklyPause { lines.append("stopped: the exchange's weekly pause") }
    if engine.isShutDown { lines.append("stopped: the session is ending") }
    if !engine.isReconciled { lines.append("stopped: a connection is down, or the account unread") }
    for market in engine.flattenedMarkets {
      lines.append(
        "\(engine.markets[Int(market.index)].ticker) stopped: sold out by the operator's word;"
          + " `dutchbook resume` ends it")
    }
    for cause in engine.account.breaker.causes.list {
      lines.append("stopped: \(NoticeText.words(cause))\(end(of: cause, engine))")
    }
    for profile in engine.profiles.dropFirst() {
      for cause in profile.risk.breaker.causes.list {
        lines.append("\(profile.name) stopped: \(NoticeText.words(cause))")
      }
    }
    return lines
  }

  private static func end(of cause: BreakerCause, _ engine: Engine) -> String {
    switch cause.cure {
    case .resume: return "; `dutchbook resume` ends it"
    case .dailyReset:
      return engine.account.counters.dayEnds.map { ", until \(TimeText.utc($0))" } ?? ""
    case .coolingDown:
      guard let until = engine.account.breaker.coolUntil else { return "" }
      return until > engine.now
        ? ", cooling down until \(TimeText.utc(until))" : ", let through one by one"
    case .repair:
      return cause == .reconciliation
        ? "; `dutchbook accept-cash` if the exchange is right" : ", until that is over"
    }
  }

  /// Entries that work: in one market, or in all.
  static func entries(
    of session: TradingSession, in market: MarketID? = nil
  ) -> [ManagedOrder.Identity] {
    session.engine.orders.working.filter {
      $0.request.purpose == .entry && (market == nil || $0.request.market == market)
    }
    .map { ManagedOrder.Identity(id: $0.request.id, market: $0.request.market) }
  }

  static func line(_ order: ManagedOrder.Identity, _ session: TradingSession) -> String {
    let known = session.engine.orders.working.first { $0.request.id == order.id }
    let why = known?.needsSearch == true ? "its fate is not known yet" : "no answer yet"
    let state = known.map { session.engine.state(of: $0).code + ", " } ?? ""
    return "\(session.engine.markets[Int(order.market.index)].ticker) \(order.id): \(state)\(why)"
  }

  /// Every order that works, and where it is in its life.
  static func orders(of session: TradingSession) -> [String] {
    let engine = session.engine
    let text = EventText(markets: engine.markets)
    return engine.orders.working.map { "order: " + text.describe($0, engine.state(of: $0)) }
  }

  /// What is held, one line a market: of one, or of all.
  static func holdings(of session: TradingSession, in only: MarketID? = nil) -> [String] {
    session.engine.activeMarkets.compactMap { market in
      if let only, only != market { return nil }
      let position = session.engine.states[Int(market.index)].position
      guard let leg = position.held else { return nil }
      let ticker = session.engine.markets[Int(market.index)].ticker
      return "held: \(position.quantity.magnitude) \(leg == .yes ? "YES" : "NO") of \(ticker),"
        + " cost \(position.costBasis) $"
    }
  }

  /// State, holdings and limits; of one profile, or of the account and all.
  static func limits(of session: TradingSession, only profile: ProfileID?) -> [String] {
    let engine = session.engine
    let stops = stops(of: session)
    var lines = stops.isEmpty ? ["trading"] : stops
    lines += holdings(of: session) + orders(of: session)
    let ledgers: [ProfileID?] =
      profile.map { [$0] }
      ?? [nil] + engine.profiles.indices.dropFirst().map { ProfileID($0) }
    for ledger in ledgers { lines += limits(of: ledger, engine) }
    return lines
  }

  /// The profiles on paper beside a session: what they hold, and their limits.
  static func paper(of session: TradingSession) -> [String] {
    ["", "on paper:"] + holdings(of: session) + orders(of: session)
      + session.engine.profiles.indices.dropFirst().flatMap {
        limits(of: ProfileID($0), session.engine)
      }
  }

  private static func limits(of ledger: ProfileID?, _ engine: Engine) -> [String] {
    let name = ledger.map { engine.profiles[Int($0.index)].name } ?? "account"
    let cash = (ledger.map { engine.profiles[Int($0.index)].ledger } ?? engine.ledger).cash
    var lines = ["", "\(name): cash \(cash.map { "\($0) $" } ?? "not read yet")"]
    if ledger == nil {
      let shards = engine.shards.shards
      if shards.count > 1 {
        lines += shards.map { "  on shard \($0.index) of the exchange: \($0.cash - $0.withheld) $" }
      }
    }
    return lines + table(engine.limitUses(of: ledger), engine)
  }

  private static func table(_ uses: [LimitUse], _ engine: Engine) -> [String] {
    let width = uses.map(\.key.name.count).max() ?? 0
    return uses.map { use in
      let name = use.key.name + String(repeating: " ", count: width - use.key.name.count)
      // The largest that can be configured is meant as none.
      let isNone =
        use.limit >= use.key.range.upperBound
        && ![.orderInterval, .concurrentMarkets, .ordersPerMinute].contains(use.key)
      let limit = isNone ? "no limit" : "\(use.limit)"
      guard let used = use.used else { return "  \(name)  \(limit)" }
      let place = use.market.map { " in \(engine.markets[Int($0.index)].ticker)" } ?? ""
      return "  \(name)  \(used) of \(limit)\(place)\(use.isReached && !isNone ? "  REACHED" : "")"
    }
  }
}

extension ManagedOrder {
  /// Which order it is.
  struct Identity: Hashable {
    var id: ClientOrderID
    var market: MarketID
  }
}
