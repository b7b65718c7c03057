internal import Market
internal import Matching
internal import Wire

/// The requests that anyone may send.
enum PublicRoutes {
  /// Nil where the path is none of these.
  static func respond(
    _ method: String, _ target: RequestTarget, _ exchange: SimulatedExchange, at now: Timestamp
  ) -> HTTPResponse? {
    guard method == "GET" else { return nil }
    let parts = target.parts
    switch (parts[0], parts.count) {
    case ("exchange", 2) where parts[1] == "status":
      return Reply.json(
        200, ["exchange_active": true, "trading_active": .bool(!exchange.engine.isTradingHalted)])
    case ("account", 2) where parts[1] == "endpoint_costs": return AccountRoutes.costs()
    case ("series", 1): return series(target, exchange)
    case ("series", 2): return oneSeries(parts[1], exchange)
    case ("events", 1): return events(target, exchange)
    case ("events", 2): return event(parts[1], target, exchange)
    case ("markets", 1): return markets(target, exchange)
    case ("markets", 2): return market(parts[1], target, exchange)
    case ("markets", 3) where parts[2] == "orderbook": return book(parts[1], target, exchange)
    case ("milestones", 1): return milestones(target, exchange)
    case ("milestones", 2):
      guard let found = exchange.milestones.first(where: { $0.id == parts[1] }) else {
        return Reply.notFound
      }
      return Reply.json(200, ["milestone": exchange.json(found)])
    default: return nil
    }
  }

  private static func series(
    _ target: RequestTarget, _ exchange: SimulatedExchange
  ) -> HTTPResponse {
    let tags = target.list("tags")
    let found = exchange.series.filter {
      (target["category"] == nil || target["category"] == $0.category)
        && (tags.isEmpty || !tags.filter($0.tags.contains).isEmpty)
    }
    return Reply.json(200, ["series": .array(found.map(exchange.json))])
  }

  private static func oneSeries(_ ticker: String, _ exchange: SimulatedExchange) -> HTTPResponse {
    if ticker == "fee_changes" { return Reply.json(200, ["series_fee_change_arr": []]) }
    guard let place = exchange.seriesPlaces[ticker] else { return Reply.notFound }
    return Reply.json(200, ["series": exchange.json(exchange.series[place])])
  }

  private static func events(
    _ target: RequestTarget, _ exchange: SimulatedExchange
  ) -> HTTPResponse {
    if let bad = badLimit(target, "GetEvents", maximum: 200) { return bad }
    let tickers = Set(target.list("tickers"))
    let status = target["status"].flatMap { StatusFilter(rawValue: $0) }
    if target["status"] != nil, status == nil {
      return Reply.badQuery("GetEvents", "Status", "oneof")
    }
    let found = exchange.events.indices.filter { place in
      let event = exchange.events[place]
      guard target["series_ticker"].map({ $0 == event.seriesTicker }) ?? true else { return false }
      guard tickers.isEmpty || tickers.contains(event.ticker) else { return false }
      return status.map { wanted in
        exchange.eventMarkets[place].contains { wanted.accepts(exchange.markets[$0].status) }
      } ?? true
    }
    let page = Page.of(found, limit: limit(target, 200), cursor: target["cursor"])
    let nested = target["with_nested_markets"] == "true"
    var answer: JSONValue = [
      "events": .array(page.rows.map { exchange.eventJSON($0, nested: nested) }),
      "cursor": .string(page.cursor),
    ]
    if target["with_milestones"] == "true" {
      let shown = Set(page.rows.map { exchange.events[$0].ticker })
      answer.add(
        "milestones",
        .array(
          exchange.milestones.filter { !shown.isDisjoint(with: $0.eventTickers) }
            .map(exchange.json)))
    }
    return Reply.json(200, answer)
  }

  private static func event(
    _ ticker: String, _ target: RequestTarget, _ exchange: SimulatedExchange
  ) -> HTTPResponse {
    if ticker == "fee_changes" {
      return Reply.json(200, ["event_fee_changes": [], "cursor": ""])
    }
    guard let place = exchange.eventPlaces[ticker] else { return Reply.notFound }
    let nested = target["with_nested_markets"] == "true"
    let markets = nested ? [] : exchange.eventMarkets[place].map { exchange.marketJSON($0) }
    return Reply.json(
      200, ["event": exchange.eventJSON(place, nested: nested), "markets": .array(markets)])
  }

  private static func markets(
    _ target: RequestTarget, _ exchange: SimulatedExchange
  ) -> HTTPResponse {
    if let bad = badLimit(target, "GetMarkets", maximum: 1_000) { return bad }
    let status = target["status"].flatMap { StatusFilter(rawValue: $0) }
    if target["status"] != nil, status == nil {
      return Reply.badQuery("GetMarkets", "Status", "oneof")
    }
    let tickers = Set(target.list("tickers"))
    let events = Set(target.list("event_ticker"))
    let found = exchange.markets.indices.filter { place in
      let market = exchange.markets[place]
      return (tickers.isEmpty || tickers.contains(market.terms.ticker))
        && (events.isEmpty || events.contains(market.terms.eventTicker))
        && (target["series_ticker"].map { $0 == market.seriesTicker } ?? true)
        && (status?.accepts(market.status) ?? true) && target["mve_filter"] != "only"
        && (target.integer("min_close_ts").map { market.close.seconds >= $0 } ?? true)
        && (target.integer("max_close_ts").map { market.close.seconds <= $0 } ?? true)
        && (target.integer("min_settled_ts").map { (market.settled?.seconds ?? 0) >= $0 } ?? true)
        && (target.integer("max_settled_ts").map { (market.settled?.seconds ?? .max) <= $0 }
          ?? true)
    }
    let page = Page.of(found, limit: limit(target, 100), cursor: target["cursor"])
    return Reply.json(
      200,
      [
        "markets": .array(page.rows.map { exchange.marketJSON($0) }),
        "cursor": .string(page.cursor),
      ])
  }

  private static func market(
    _ name: String, _ target: RequestTarget, _ exchange: SimulatedExchange
  ) -> HTTPResponse {
    switch name {
    case "orderbooks":
      let tickers = target.list("tickers")
      guard !tickers.isEmpty else {
        return Reply.badQuery("GetMarketOrderbooks", "Tickers", "required")
      }
      guard tickers.count <= 100 else {
        return Reply.badQuery("GetMarketOrderbooks", "Tickers", "max")
      }
      let books = tickers.compactMap { ticker -> JSONValue? in
        exchange.marketPlaces[ticker].map {
          ["ticker": .string(ticker), "orderbook_fp": exchange.bookJSON($0, depth: 0)]
        }
      }
      return Reply.json(200, ["orderbooks": .array(books)])
    case "trades": return trades(target, exchange)
    default:
      guard let place = exchange.marketPlaces[name] else { return Reply.notFound }
      return Reply.json(200, ["market": exchange.marketJSON(place)])
    }
  }

  private static func trades(
    _ target: RequestTarget, _ exchange: SimulatedExchange
  ) -> HTTPResponse {
    if let bad = badLimit(target, "GetTrades", maximum: 1_000) { return bad }
    let wanted = target["ticker"].map { exchange.marketPlaces[$0] ?? -1 }
    let found = exchange.trades.reversed().filter { trade in
      (wanted.map { $0 == Int(trade.market.index) } ?? true)
        && (target.integer("min_ts").map { trade.time.seconds >= $0 } ?? true)
        && (target.integer("max_ts").map { trade.time.seconds <= $0 } ?? true)
    }
    let page = Page.of(found, limit: limit(target, 100), cursor: target["cursor"])
    return Reply.json(
      200,
      ["trades": .array(page.rows.map(exchange.json)), "cursor": .string(page.cursor)])
  }

  private static func book(
    _ ticker: String, _ target: RequestTarget, _ exchange: SimulatedExchange
  ) -> HTTPResponse {
    guard let place = exchange.marketPlaces[ticker] else { return Reply.notFound }
    let depth = target.integer("depth") ?? 0
    guard (0...100).contains(depth) else {
      return Reply.badQuery("GetMarketOrderbook", "Depth", depth < 0 ? "gte" : "lte")
    }
    return Reply.json(200, ["orderbook_fp": exchange.bookJSON(place, depth: Int(depth))])
  }

  private static func milestones(
    _ target: RequestTarget, _ exchange: SimulatedExchange
  ) -> HTTPResponse {
    guard target["limit"] != nil else {
      return Reply.badQuery("GetMilestones", "Limit", "required")
    }
    if let bad = badLimit(target, "GetMilestones", maximum: 500) { return bad }
    let found = exchange.milestones.filter {
      (target["related_event_ticker"].map($0.eventTickers.contains) ?? true)
        && (target["type"] ?? $0.type) == $0.type
        && (target["competition"] ?? $0.competition) == $0.competition
        && (target["minimum_start_date"] ?? "") <= WireText.time($0.start)
    }
    let page = Page.of(found, limit: limit(target, 100), cursor: target["cursor"])
    return Reply.json(
      200,
      ["milestones": .array(page.rows.map(exchange.json)), "cursor": .string(page.cursor)])
  }

  static func limit(_ target: RequestTarget, _ usual: Int) -> Int {
    Int(target.integer("limit") ?? Int64(usual))
  }

  /// The answer to a limit out of range; nil where it is in range.
  static func badLimit(
    _ target: RequestTarget, _ operation: String, maximum: Int64
  ) -> HTTPResponse? {
    guard let text = target["limit"] else { return nil }
    guard let limit = Int64(text) else { return Reply.badQuery(operation, "Limit", "numeric") }
    if limit > maximum { return Reply.badQuery(operation, "Limit", "lte") }
    return limit < 1 ? Reply.badQuery(operation, "Limit", "gte") : nil
  }
}

/// The values of the `status` query and the statuses they mean.
enum StatusFilter: String {
  case unopened, open, paused, closed, settled

  func accepts(_ status: MarketStatus) -> Bool {
    switch self {
    case .unopened: status == .initialized
    case .open: status == .active
    case .paused: status == .inactive
    case .closed: status.isPastTrading && status != .finalized
    case .settled: status == .finalized
    }
  }
}
