internal import Market
internal import Matching
internal import Wire

/// Reads of a member's own figures.
enum PortfolioRoutes {
  static func balance(_ call: PrivateCall, _ exchange: SimulatedExchange) -> HTTPResponse {
    let available = exchange.engine.available(call.account)
    let dollars = WireText.shortDollars(available)
    return Reply.json(
      200,
      [
        "balance": WireText.cents(available), "balance_dollars": dollars,
        "balance_breakdown": [["exchange_index": 0, "balance": dollars]],
        "portfolio_value": WireText.cents(exchange.marked(call.account)),
        "updated_ts": .integer(call.now.seconds),
      ])
  }

  static func positions(_ call: PrivateCall, _ exchange: SimulatedExchange) -> HTTPResponse {
    if let bad = PublicRoutes.badLimit(call.target, "GetPositions", maximum: 1_000) { return bad }
    let wanted = call.target["settlement_status"] ?? "unsettled"
    let tickers = Set(call.target.list("ticker"))
    let events = Set(call.target.list("event_ticker"))
    let filters = call.target.list("count_filter")
    let found = exchange.engine.touchedMarkets(call.account).filter { market in
      let (record, holding) = (
        exchange.markets[Int(market.index)], exchange.engine.holding(call.account, market)
      )
      let isSettled = record.status == .finalized
      return (wanted == "all" || isSettled == (wanted == "settled"))
        && (tickers.isEmpty || tickers.contains(record.terms.ticker))
        && (events.isEmpty || events.contains(record.terms.eventTicker))
        && (filters.contains("position") && !holding.position.isZero
          || filters.contains("total_traded") && holding.traded != .zero
          || filters.isEmpty && !holding.volume.isZero)
    }
    let page = Page.of(
      found, limit: PublicRoutes.limit(call.target, 100), cursor: call.target["cursor"])
    return Reply.json(
      200,
      [
        "market_positions": .array(page.rows.map { exchange.positionJSON(call.account, $0) }),
        "event_positions": .array(exchange.eventPositions(call.account, page.rows)),
        "cursor": .string(page.cursor),
      ])
  }

  static func fills(_ call: PrivateCall, _ exchange: SimulatedExchange) -> HTTPResponse {
    if let bad = PublicRoutes.badLimit(call.target, "GetFills", maximum: 1_000) { return bad }
    let tickers = Set(call.target.list("ticker"))
    let order = call.target["order_id"].map { exchange.orderNumbers[$0] ?? OrderNumber(-1) }
    let found = exchange.fills.reversed().filter { fill in
      fill.account == call.account && (order.map { $0 == fill.order } ?? true)
        && fill.time + exchange.settings.readLagNanoseconds <= call.now
        && (tickers.isEmpty
          || tickers.contains(exchange.markets[Int(fill.market.index)].terms.ticker))
        && inRange(fill.time, call.target)
    }
    let page = Page.of(
      found, limit: PublicRoutes.limit(call.target, 100), cursor: call.target["cursor"])
    return Reply.json(
      200, ["fills": .array(page.rows.map(exchange.json)), "cursor": .string(page.cursor)])
  }

  static func settlements(_ call: PrivateCall, _ exchange: SimulatedExchange) -> HTTPResponse {
    if let bad = PublicRoutes.badLimit(call.target, "GetSettlements", maximum: 1_000) {
      return bad
    }
    let tickers = Set(call.target.list("ticker"))
    let found = exchange.settlements.reversed().filter {
      $0.payout.account == call.account && inRange($0.payout.time, call.target)
        && (tickers.isEmpty
          || tickers.contains(exchange.markets[Int($0.payout.market.index)].terms.ticker))
    }
    let page = Page.of(
      found, limit: PublicRoutes.limit(call.target, 100), cursor: call.target["cursor"])
    return Reply.json(
      200, ["settlements": .array(page.rows.map(exchange.json)), "cursor": .string(page.cursor)])
  }

  static func orders(_ call: PrivateCall, _ exchange: SimulatedExchange) -> HTTPResponse {
    if let bad = PublicRoutes.badLimit(call.target, "GetOrders", maximum: 1_000) { return bad }
    let status = call.target["status"]
    if let status, !["resting", "canceled", "executed"].contains(status) {
      return Reply.badQuery("GetOrders", "Status", "oneof")
    }
    let tickers = Set(call.target.list("ticker"))
    let events = Set(call.target.list("event_ticker"))
    var found: [OrderState] = []
    for place in exchange.orderIDs.indices.reversed() {
      guard let order = exchange.visibleOrder(OrderNumber(place)), order.account == call.account
      else { continue }
      let terms = exchange.markets[Int(order.market.index)].terms
      guard status.map({ $0 == order.phase.wireName }) ?? true,
        tickers.isEmpty || tickers.contains(terms.ticker),
        events.isEmpty || events.contains(terms.eventTicker), inRange(order.created, call.target)
      else { continue }
      found.append(order)
    }
    let page = Page.of(
      found, limit: PublicRoutes.limit(call.target, 100), cursor: call.target["cursor"])
    return Reply.json(
      200,
      [
        "orders": .array(page.rows.map { exchange.orderJSON($0, member: call.member) }),
        "cursor": .string(page.cursor),
      ])
  }

  static func order(
    _ id: String, _ call: PrivateCall, _ exchange: SimulatedExchange
  ) -> HTTPResponse {
    guard let number = exchange.orderNumbers[id], let order = exchange.visibleOrder(number),
      order.account == call.account
    else { return Reply.notFound }
    return Reply.json(200, ["order": exchange.orderJSON(order, member: call.member)])
  }

  static func queuePosition(
    _ id: String, _ call: PrivateCall, _ exchange: SimulatedExchange
  ) -> HTTPResponse {
    guard let number = exchange.orderNumbers[id],
      exchange.engine.order(number)?.account == call.account,
      let ahead = exchange.engine.queuePosition(number)
    else { return Reply.notFound }
    return Reply.json(200, ["queue_position_fp": WireText.count(ahead)])
  }

  static func queuePositions(_ call: PrivateCall, _ exchange: SimulatedExchange) -> HTTPResponse {
    let tickers = Set(call.target.list("market_tickers"))
    let events = Set(call.target.list("event_ticker"))
    var rows: [JSONValue] = []
    for market in exchange.engine.touchedMarkets(call.account) {
      let terms = exchange.markets[Int(market.index)].terms
      guard tickers.isEmpty || tickers.contains(terms.ticker),
        events.isEmpty || events.contains(terms.eventTicker)
      else { continue }
      for number in exchange.engine.openOrders(call.account, market) {
        rows.append([
          "order_id": .string(exchange.orderIDs[Int(number.index)]),
          "market_ticker": .string(terms.ticker),
          "queue_position_fp": WireText.count(exchange.engine.queuePosition(number) ?? .zero),
        ])
      }
    }
    return Reply.json(200, ["queue_positions": .array(rows)])
  }

  private static func inRange(_ time: Timestamp, _ target: RequestTarget) -> Bool {
    (target.integer("min_ts").map { time.seconds >= $0 } ?? true)
      && (target.integer("max_ts").map { time.seconds <= $0 } ?? true)
  }
}
